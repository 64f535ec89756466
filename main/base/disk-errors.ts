// A full disk of this computer as an error that people may see, whichever work it ended.
import { basename } from 'node:path'
import { AppError } from '../../preload/errors'

/** Its room, or what this user may take of it. */
export const isNoSpace = (error: unknown): boolean => {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}

/** Any other error comes back as it is. */
export const noSpaceFor = (path: string, error: unknown): unknown =>
  isNoSpace(error)
    ? new AppError('files.no-space', {
        params: { file: basename(path) },
        detail: String(error),
        cause: error,
      })
    : error
