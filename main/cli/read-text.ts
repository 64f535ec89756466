// Text files that a command names, and what is said where a file of this computer cannot be had.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../preload/errors'

/** @throws files.missing files.refused */
export const readText = (file: string, folder = process.cwd()): Promise<string> =>
  readFile(resolve(folder, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw fileError({ ...error, path: file }) ?? error
  })

/** Of an error of the disk that names its file, in words; undefined for any other. */
export function fileError(error: unknown): AppError | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (path === undefined || syscall === undefined) return undefined
  const params = { file: path }
  if (code === 'ENOENT') return new AppError('files.missing', { params, cause: error })
  if (code === 'ENOSPC') return new AppError('files.no-space', { params, cause: error })
  return new AppError('files.refused', { params, detail: `${syscall}: ${code}`, cause: error })
}
