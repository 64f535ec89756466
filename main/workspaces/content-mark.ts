// A mark of what a file holds, by which another content is told.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Above this size, in bytes, size and time stand for the content. */
const hashedBytes = 64e6

/** Empty for a file that is not there: its absence is told when it is needed. */
export async function contentMark(path: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path)
    if (size > hashedBytes) return `${size}-${mtimeMs}`
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    return hash.digest('hex').slice(0, 16)
  } catch {
    return ''
  }
}
