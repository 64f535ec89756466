// What becomes of a command whose output nobody takes any more: `head` reads no further, a disk is full.
import type { Writable } from 'node:stream'
import { AppError } from '../../preload/errors'

/** As programs that a closed pipe ends: 128 and the number of SIGPIPE. */
const unread = 141

/** `told` tells an error and answers with the code to end with. */
export function endWithoutReader(
  output: Writable,
  told: (error: unknown) => number,
  exit: (code: number) => void,
): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    // Windows says the latter for some ends of a pipe.
    if (error.code === 'EPIPE' || error.code === 'EOF') return exit(unread)
    const code = error.code === 'ENOSPC' ? 'files.no-space' : 'files.refused'
    exit(told(new AppError(code, { params: { file: 'stdout' }, detail: error.message, cause: error })))
  })
}
