// Gives a text the form that Linux wants: with Windows line ends the kernel looks for a program called "sh\r", and in
// UTF-16 it finds no word at all.
import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { AppError, isAppError } from '../../../preload/errors'
import { writeWhole } from '../../base/write-whole'
import { decodeText, isUtf16 } from './text-file'

/**
 * Nothing else in the file changes, nor who may run it; one that has this form, or that is no text, is left alone.
 * @param path of the file, relative to the folder; it must not lead out of it
 * @throws build.file-not-found build.folder-not-writable
 */
export async function convertLineEnds(folder: string, path: string): Promise<void> {
  const file = await inside(folder, path)
  const content = await readFile(file)
  const converted = withoutWindows(content)
  if (converted === undefined) return
  const { mode } = await stat(file)
  try {
    await writeWhole(file, converted, mode & 0o777)
  } catch (error) {
    if (isAppError(error, 'files.no-space')) throw error
    const detail = error instanceof Error ? error.message : String(error)
    throw new AppError('build.folder-not-writable', { params: { folder }, detail, cause: error })
  }
}

function withoutWindows(content: Buffer): Buffer | undefined {
  if (isUtf16(content)) return Buffer.from(decodeText(content).replaceAll('\r\n', '\n'), 'utf8')
  // Every byte is a character of this encoding, so whatever the text is written in comes out as it was.
  const text = content.toString('latin1')
  if (!text.includes('\r\n') || text.includes('\0')) return undefined
  return Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1')
}

async function inside(folder: string, path: string): Promise<string> {
  const root = await realpath(folder)
  const file = isAbsolute(path) ? undefined : await realpath(join(root, path)).catch(() => undefined)
  const way = file === undefined ? '..' : relative(root, file)
  if (file === undefined || isAbsolute(way) || way.split(/[\\/]/)[0] === '..' || !(await stat(file)).isFile())
    throw new AppError('build.file-not-found', { params: { path } })
  return file
}
