// What is in a file of a container, as a number to compare by: the file may be larger than what can be held.
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { readArchive } from './archives'
import { entryOf } from './file-archive'
import { statIfThere } from './file-stat'

/** SHA-256 in hexadecimal. Undefined where there is no file. @throws as Docker does */
export async function hashOfFile(container: Docker.Container, path: string): Promise<string | undefined> {
  const there = await statIfThere(container, path)
  return there?.kind === 'file' ? hashOfEntry(await readArchive(container, there.path)) : undefined
}

/** Of the only file of an archive. */
export async function hashOfEntry(archive: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of entryOf(archive)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
