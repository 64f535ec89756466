// Says in plain words when a disk has too little room, or cannot be written to, before and while writing.
import { statfs } from 'node:fs/promises'
import { AppError, isAbort, isAppError } from '../../preload/errors'
import { isNoSpace } from '../base/disk-errors'

const decimals = 10
const bytesPerMegabyte = 1e6
const bytesPerGigabyte = 1e9

/** `3.1 GB`, `120 MB`: for people, so rounded. */
export function roundBytes(bytes: number): string {
  if (bytes < bytesPerGigabyte) return `${Math.ceil(bytes / bytesPerMegabyte)} MB`
  return `${Math.ceil((bytes / bytesPerGigabyte) * decimals) / decimals} GB`
}

/** @throws machine.no-disk-space */
export async function requireFreeSpace(folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder)
  if (free < bytes) throw noSpace(folder, bytes, free)
}

/** A disk that was mounted for reading only, often after it had errors, and folders that became somebody else's. */
const unwritable: ReadonlySet<string | undefined> = new Set(['EROFS', 'EACCES', 'EPERM'])

/**
 * Runs the work; "no space left" and "quota exceeded" from the system become `machine.no-disk-space`, and what says that
 * nothing may be written `host.home-unusable`.
 */
export async function withSpaceErrors<T>(folder: string, bytes: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isAppError(error, 'files.no-space')) throw noSpace(folder, bytes, await freeBytes(folder), error)
    if (isAppError(error) || isAbort(error)) throw error
    const { code } = error as NodeJS.ErrnoException
    if (unwritable.has(code))
      throw new AppError('host.home-unusable', {
        params: { home: folder },
        detail: String(error),
        cause: error,
      })
    if (!isNoSpace(error)) throw error
    throw noSpace(folder, bytes, await freeBytes(folder), error)
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const noSpace = (folder: string, needed: number, free: number, cause?: unknown): AppError =>
  new AppError('machine.no-disk-space', {
    params: { folder, needed: roundBytes(needed), free: roundBytes(free) },
    ...(cause instanceof Error ? { detail: cause.message, cause } : {}),
  })
