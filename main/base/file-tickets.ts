// Files that a person chose, each behind a ticket that is good for one use: no path ever comes from the window.
import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '../../preload/errors'

export interface FileTarget {
  readonly name: string
  readonly url?: string
  /** Writes all of it, or leaves nothing behind. @throws files.* or the error of the content */
  write(content: Readable, signal: AbortSignal): Promise<void>
  /** Absent where only a stream gets there. @throws files.* */
  hold?(): Promise<HeldFile>
}

/** An empty file beside its target: what is large is written once, looked at there, and then gets its name. */
export interface HeldFile {
  readonly path: string
  /** Gives it the target's name. @throws files.* */
  keep(): Promise<void>
  /** Removes it; harmless when that was done. */
  drop(): Promise<void>
}

export interface FileSource {
  readonly name: string
  readonly url?: string
  /** Where it lies, absolute; absent where only its content gets here. */
  readonly path?: string
  /** Gives the content to `consume`; its size in bytes is undefined while that is not known. @throws files.* */
  read<T>(
    consume: (content: Readable, sizeBytes: number | undefined) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>
}

/** How the shell lets a person choose. Undefined: the person gave up. */
export interface FilePicker {
  target(name: string): Promise<FileTarget | undefined>
  source(name: string | undefined): Promise<FileSource | undefined>
  /** The absolute path of a folder; absent where nobody can be asked for one. */
  folder?(): Promise<string | undefined>
  /** The absolute path of a file that stays where it is; absent where the shell does not know paths. */
  path?(): Promise<string | undefined>
}

export interface FileTickets {
  /** @returns the ticket */
  add(file: FileTarget | FileSource): string
  /** @throws files.gone */
  takeTarget(ticket: string): FileTarget
  /** @throws files.gone */
  takeSource(ticket: string): FileSource
}

const keptMs = 10 * 60_000

export const newTicket = (): string => randomBytes(24).toString('base64url')

export function createFileTickets(): FileTickets {
  const files = new Map<string, FileTarget | FileSource>()
  const take = (ticket: string): FileTarget | FileSource | undefined => {
    const file = files.get(ticket)
    files.delete(ticket)
    return file
  }
  return {
    add: (file) => {
      const ticket = newTicket()
      files.set(ticket, file)
      setTimeout(() => files.delete(ticket), keptMs).unref()
      return ticket
    },
    takeTarget: (ticket) => {
      const file = take(ticket)
      if (!file || !('write' in file)) throw new AppError('files.gone')
      return file
    },
    takeSource: (ticket) => {
      const file = take(ticket)
      if (!file || !('read' in file)) throw new AppError('files.gone')
      return file
    },
  }
}
