// The PATH that terminals of this person have. Programs that are opened by a click have almost none of it on macOS.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { tail } from '../base/child'

/** People have much in what their shell reads; a shell that takes longer is not waited for. In ms. */
const shellMs = 5_000

/** From the environment as a login shell of the person leaves it; undefined where it does not say. */
export async function loginPath(
  env: Readonly<Record<string, string | undefined>>,
  shell: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Whatever else the files of the shell print stands outside of these lines.
  const mark = `portside-${randomBytes(8).toString('hex')}`
  const script = `echo; echo ${mark}; /usr/bin/env; echo ${mark}`
  // A group of its own: an interactive shell would take the terminal from whoever started Portside in one.
  const child = spawn(shell, ['-i', '-l', '-c', script], {
    ...{ env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
  })
  const output = tail(child.stdout)
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
  }
  const timer = setTimeout(end, shellMs)
  signal.addEventListener('abort', end, { once: true })
  try {
    await new Promise<void>((resolve) => {
      child.once('error', () => resolve())
      child.once('close', () => resolve())
      // What it left running in the background may hold its output open.
      child.stdout.on('data', () => {
        if (pathIn(output(), mark) !== undefined) resolve()
      })
    })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    child.stdout.destroy()
  }
  return pathIn(output(), mark)
}

/** Between the marks, as `env` writes it. */
export function pathIn(output: string, mark: string): string | undefined {
  const lines = output.split(/\r?\n/)
  const first = lines.indexOf(mark)
  const last = lines.indexOf(mark, first + 1)
  if (first < 0 || last < 0) return undefined
  const line = lines.slice(first + 1, last).find((one) => one.startsWith('PATH='))
  return line === undefined || line === 'PATH=' ? undefined : line.slice('PATH='.length)
}
