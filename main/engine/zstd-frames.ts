// Unpacks zstd as it comes, block by block: nothing that an image holds decides how much memory that takes.
// Not by Node's own zlib, which Node 20 lacks for zstd, and which loses what comes after the first frame
// (nodejs/node#64741): layers that can be read in parts have many.
import { Decompress } from 'fzstd'

/** As the zstd program takes without being asked for more, in bytes. */
const largestWindow = 128 * 2 ** 20
/** The format's own limit of a block, in bytes. */
const largestBlock = 128 * 2 ** 10
const frameMagic = 0xfd2f_b528
/** Of what a reader passes over, without the last four bits. */
const skippableMagic = 0x184d_2a5
const dictionaryBytes = [0, 1, 2, 4]
const contentBytes = [0, 2, 4, 8]

export const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** @throws Error for what is not zstd, is cut off, or wants too much memory */
export async function* unzstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const bytes = new Bytes(source)
  while (await bytes.more()) {
    const magic = await bytes.take(4)
    const value = magic.readUInt32LE()
    if (value >>> 4 === skippableMagic) await bytes.skip((await bytes.take(4)).readUInt32LE())
    else if (value === frameMagic) yield* frame(bytes, magic)
    else throw new Error('not zstd')
  }
}

async function* frame(bytes: Bytes, magic: Buffer): AsyncGenerator<Buffer, void> {
  const descriptor = await bytes.take(1)
  const flags = descriptor.readUInt8()
  const header = await windowOf(bytes, flags)
  let out: Buffer[] = []
  const decoder = new Decompress((data) => out.push(Buffer.from(data)))
  decoder.push(Buffer.concat([magic, descriptor, header]))
  for (let last = false; !last;) {
    const head = await bytes.take(3)
    const value = head.readUIntLE(0, 3)
    last = (value & 1) === 1
    const size = value >>> 3
    if (size > largestBlock) throw new Error('a block of zstd is too large')
    const isRepeated = ((value >>> 1) & 3) === 1
    decoder.push(Buffer.concat([head, await bytes.take(isRepeated ? 1 : size)]))
    yield* out
    out = []
  }
  if ((flags & 4) !== 0) decoder.push(await bytes.take(4))
  decoder.push(new Uint8Array(0), true)
  yield* out
}

/** The rest of a frame's header. */
async function windowOf(bytes: Bytes, flags: number): Promise<Buffer> {
  const single = (flags & 0x20) !== 0
  const window = await bytes.take(single ? 0 : 1)
  const dictionary = await bytes.take(dictionaryBytes[flags & 3] ?? 0)
  const kind = flags >>> 6
  const content = await bytes.take(kind === 0 && single ? 1 : (contentBytes[kind] ?? 0))
  if ((single ? contentSize(content) : windowSize(window.readUInt8())) > largestWindow)
    throw new Error('zstd wants too much memory')
  return Buffer.concat([window, dictionary, content])
}

const windowSize = (byte: number): number => 2 ** (10 + (byte >>> 3)) * (1 + (byte & 7) / 8)

function contentSize(content: Buffer): number {
  if (content.length === 8) return Number(content.readBigUInt64LE())
  return content.readUIntLE(0, content.length) + (content.length === 2 ? 256 : 0)
}

/** A stream of which so many bytes at a time are wanted. */
class Bytes {
  readonly #source: AsyncIterator<Buffer>
  #left = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async more(): Promise<boolean> {
    while (this.#left.length === 0) {
      const next = await this.#source.next()
      if (next.done) return false
      this.#left = Buffer.from(next.value)
    }
    return true
  }

  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = count; missing > 0; missing -= parts.at(-1)?.length ?? 0) {
      if (!(await this.more())) throw new Error('zstd is cut off')
      parts.push(this.#left.subarray(0, missing))
      this.#left = this.#left.subarray(missing)
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }

  async skip(count: number): Promise<void> {
    for (let missing = count; missing > 0;) {
      const { length } = await this.take(Math.min(missing, largestBlock))
      missing -= length
    }
  }
}
