// Reads the archives that the engine sends of a container's files.
import { Readable } from 'node:stream'
import { extract, type Header } from 'tar-stream'

export interface ArchivedFile {
  readonly data: Buffer
  /** Epoch ms, to the second, as archives have it. */
  readonly modifiedAt: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The first file with its bytes; undefined when there is none of at most `largest` bytes. */
export async function firstFile(
  archive: NodeJS.ReadableStream,
  largest: number,
): Promise<ArchivedFile | undefined> {
  const reader = extract()
  const carried = carry(archive, reader)
  let found: ArchivedFile | undefined
  try {
    // To its end, which is near: the engine is then done with it.
    for await (const entry of reader) {
      const { type, size, mtime, mode, uid, gid } = entry.header
      if (found || type !== 'file' || size > largest) return found
      const chunks: Buffer[] = []
      for await (const chunk of entry) chunks.push(chunk as Buffer)
      found = { data: Buffer.concat(chunks), modifiedAt: mtime?.getTime() ?? 0, mode, uid, gid }
    }
    return found
  } finally {
    carried.destroy()
    reader.destroy()
  }
}

/** The bytes of the only file of an archive, as they come. */
export function entryOf(archive: NodeJS.ReadableStream): Readable {
  const reader = extract()
  const carried = carry(archive, reader)
  async function* bytes(): AsyncGenerator<Buffer, void> {
    try {
      for await (const entry of reader) for await (const chunk of entry) yield chunk as Buffer
    } finally {
      carried.destroy()
      reader.destroy()
    }
  }
  const content = Readable.from(bytes(), { objectMode: false })
  // Of a generator that nobody has begun to read no end is run.
  content.once('close', () => {
    carried.destroy()
    reader.destroy()
  })
  return content
}

/** Takes every header, throws the bytes away. Ends early when `take` says no more. */
export async function readHeaders(
  archive: NodeJS.ReadableStream,
  take: (header: Header) => boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reader = extract()
  const carried = carry(archive, reader)
  try {
    for await (const entry of reader) {
      signal?.throwIfAborted()
      entry.resume()
      if (!take(entry.header)) return
    }
  } finally {
    carried.destroy()
    reader.destroy()
  }
}

/** The error of either ends both; whoever reads learns of it from the reader. */
function carry(archive: NodeJS.ReadableStream, reader: ReturnType<typeof extract>): Readable {
  const source = archive as Readable
  source.on('error', (error) => reader.destroy(error))
  reader.on('error', () => source.destroy())
  source.pipe(reader)
  return source
}
