// Shows a file in the file manager, by the program that each system has for it: the folder is opened, never the file.
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'

/** The program and its arguments. */
export function revealCommand(path: string, platform: NodeJS.Platform): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', ['-R', path]]
  if (platform === 'win32') return ['explorer.exe', [`/select,${path}`]]
  return ['xdg-open', [dirname(path)]]
}

/** Resolves when it has begun. */
export function revealInFileManager(path: string): Promise<void> {
  const [program, args] = revealCommand(path, process.platform)
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' })
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
