// A terminal program without a window, which types what a test wants as soon as a shell asks for it.
import { chmod, copyFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { makeTestFolder } from '../../support/test-folder'

export interface TerminalProgram {
  /** Has the app open it. */
  readonly env: NodeJS.ProcessEnv
  /** What is typed into the next one. */
  type(text: string): Promise<void>
  remove(): Promise<void>
}

export async function placeTerminalProgram(): Promise<TerminalProgram> {
  const folder = await makeTestFolder('xterm')
  const program = join(folder, 'xterm')
  const typed = join(folder, 'typed')
  await copyFile(resolve('test/support/pty-terminal.py'), program)
  await chmod(program, 0o755)
  await writeFile(typed, 'exit\n')
  return {
    env: { TERMINAL: program, TYPED: typed },
    type: (text) => writeFile(typed, text),
    remove: () => rm(folder, { recursive: true }),
  }
}
