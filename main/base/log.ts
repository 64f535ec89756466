// The app's log: one line per event, in a file that is rotated, never holding secrets.
import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'

const rotateAtBytes = 4 * 1024 * 1024

export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  /** Writes the whole stack, causes included. */
  error(message: string, error: unknown): void
  /** A log whose lines carry the name of a part of the app. */
  named(name: string): Log
}

export interface FileLog extends Log {
  /** Resolves when everything is on disk. */
  close(): Promise<void>
}

type Level = 'info' | 'warn' | 'error'
type Write = (level: Level, name: string, text: string) => void

export function createFileLog(folder: string, file = 'portside.log'): FileLog {
  const path = join(folder, file)
  rotate(path)
  const stream: WriteStream = createWriteStream(path, { flags: 'a', mode: 0o600 })
  // A full disk must not take the app down with it; what cannot be written is lost.
  stream.on('error', () => {})
  const write: Write = (level, name, text) => {
    if (!stream.writableEnded) stream.write(`${new Date().toISOString()} ${level} ${name} ${text}\n`)
  }
  return {
    ...namedLog(write, 'app'),
    close: () => new Promise((resolve) => (stream.errored ? resolve() : stream.end(resolve))),
  }
}

/** For tests and the command line: nothing is kept. */
export const silentLog: Log = namedLog(() => {}, '')

function namedLog(write: Write, name: string): Log {
  const line = (message: string, facts?: Readonly<Record<string, unknown>>): string =>
    facts === undefined ? message : `${message} ${JSON.stringify(facts)}`
  return {
    info: (message, facts) => write('info', name, line(message, facts)),
    warn: (message, facts) => write('warn', name, line(message, facts)),
    error: (message, error) => write('error', name, `${message} ${describe(error)}`),
    named: (part) => namedLog(write, part),
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\n  caused by ${describe(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

function rotate(path: string): void {
  try {
    if (statSync(path).size > rotateAtBytes) renameSync(path, `${path}.1`)
  } catch {
    // No log yet: nothing to rotate.
  }
}
