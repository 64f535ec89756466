// Passes a tar on and fails at its end when that is none. What breaks off between two files, or in a file of zeros, looks
// whole to Docker's reader, as to all that follow GNU tar; only the blocks of zeros behind the last file tell.
import { Transform, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { firstBytes, through } from './stream-parts'

const blockBytes = 512
/** Go's reader takes no longer ones either. */
const longestPaxBytes = 1024 * 1024
/** Links, devices, folders and pipes: whatever size they tell, nothing follows. As Go reads them. */
const headOnly = '123456'

/** @throws Error by the stream when the archive breaks off */
export function throughWholeTar(tar: Readable): Readable {
  const walk = new TarWalk()
  return through(
    tar,
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        walk.take(chunk)
        done(null, chunk)
      },
      flush: (done) => done(walk.isWhole() ? null : new Error('the archive breaks off before its end')),
    }),
  )
}

/** gzip, bzip2, xz, zstd, and what readers of zstd pass over: the engine unpacks them by itself. */
const isGzip = (first: Buffer): boolean => first[0] === 0x1f && first[1] === 0x8b
const isPacked = (first: Buffer): boolean =>
  ['425a68', 'fd377a585a', '28b52ffd'].some((magic) => first.toString('hex', 0, 5).startsWith(magic)) ||
  (first.length >= 4 && first.readUInt32LE() >>> 4 === 0x184d2a5)

/**
 * For an archive that anybody may have made. gzip is unpacked on the way. What is packed otherwise passes as it came: the
 * engine sees where that breaks off, though not that a part was packed as a whole. @throws Error as above, or gzip's
 */
export async function throughWholeArchive(archive: Readable): Promise<Readable> {
  const first = await firstBytes(archive)
  if (isGzip(first)) return throughWholeTar(through(archive, createGunzip()))
  return isPacked(first) ? archive : throughWholeTar(archive)
}

/**
 * Follows a tar from header to header. GNU tar, bsdtar, BusyBox, Python and Go all end it with two blocks of zeros. One
 * counts, too, as they all read it: every file is there before it. None does not, though some that forget to end their
 * archives write so: nothing tells those from broken ones.
 */
class TarWalk {
  #block: Buffer = Buffer.alloc(0)
  /** Of what follows the header, with what fills its last block. */
  #left = 0
  /** What is read of it: a pax header says how long the next file is where its own header cannot. */
  #pax: Buffer[] | undefined
  #size: number | undefined
  #zeroBlocks = 0
  #isWrong = false
  /** Blocks that say where an old sparse file of GNU tar has its holes come before its content. */
  #sparse: { readonly size: number } | undefined

  isWhole(): boolean {
    if (this.#isWrong || this.#left > 0 || this.#sparse) return false
    return this.#zeroBlocks > 1 || (this.#zeroBlocks === 1 && this.#block.length === 0)
  }

  take(chunk: Buffer): void {
    // What comes behind the end fills a record, or is nobody's.
    for (let at = 0; at < chunk.length && this.#zeroBlocks < 2 && !this.#isWrong;) {
      if (this.#left > 0) {
        const used = Math.min(this.#left, chunk.length - at)
        this.#pax?.push(Buffer.from(chunk.subarray(at, at + used)))
        this.#left -= used
        at += used
        if (this.#left === 0) this.#endPax()
        continue
      }
      const used = Math.min(blockBytes - this.#block.length, chunk.length - at)
      this.#block = Buffer.concat([this.#block, chunk.subarray(at, at + used)])
      at += used
      if (this.#block.length < blockBytes) return
      const block = this.#block
      this.#block = Buffer.alloc(0)
      if (this.#sparse) this.#takeHoles(block, 504)
      else this.#takeHeader(block)
    }
  }

  #takeHeader(block: Buffer): void {
    if (block.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1
      return
    }
    const size = numberIn(block.subarray(124, 136))
    if (this.#zeroBlocks > 0 || size === undefined || !hasItsSum(block)) {
      this.#isWrong = true
      return
    }
    const type = String.fromCharCode(block[156] ?? 0)
    if (type === 'S') {
      this.#sparse = { size: this.#size ?? size }
      this.#takeHoles(block, 482)
      return
    }
    const isAbout = 'xgLK'.includes(type)
    this.#skip(isAbout ? size : headOnly.includes(type) ? 0 : (this.#size ?? size))
    if (type === 'x') this.#expectPax(size)
    if (!isAbout) this.#size = undefined
  }

  #takeHoles(block: Buffer, moreAt: number): void {
    if (block[moreAt] !== 0) return
    this.#skip(this.#sparse?.size ?? 0)
    this.#sparse = undefined
    this.#size = undefined
  }

  #skip(bytes: number): void {
    this.#left = Math.ceil(bytes / blockBytes) * blockBytes
  }

  #expectPax(bytes: number): void {
    if (bytes > longestPaxBytes) this.#isWrong = true
    else if (bytes > 0) this.#pax = []
  }

  #endPax(): void {
    if (!this.#pax) return
    const size = paxValue(Buffer.concat(this.#pax).toString('latin1'), 'size')
    if (size !== undefined) this.#size = Number(size)
    this.#pax = undefined
  }
}

/** Of records such as `13 size=12345\n`, each with its own length in front: a name may hold what looks like another one. */
function paxValue(records: string, key: string): string | undefined {
  let found: string | undefined
  for (let rest = records; ;) {
    const [head = '', length = ''] = /^(\d+) /.exec(rest) ?? []
    if (Number(length) <= head.length) return found
    const record = rest.slice(head.length, Number(length) - 1)
    if (record.startsWith(`${key}=`)) found = record.slice(key.length + 1)
    rest = rest.slice(Number(length))
  }
}

/** Octal digits, or base 256 where the first bit is set. */
function numberIn(field: Buffer): number | undefined {
  const first = field[0] ?? 0
  if (first & 0x80) {
    let value = first & 0x7f
    for (const byte of field.subarray(1)) value = value * 256 + byte
    return Number.isSafeInteger(value) ? value : undefined
  }
  const text = field.toString('latin1').replace(/^[ \0]+|[ \0].*$/gs, '')
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : undefined
}

/** The sum of its bytes with that of its own place as blanks; old programs took bytes for signed. */
function hasItsSum(block: Buffer): boolean {
  let [plain, signed] = [0, 0]
  for (let at = 0; at < blockBytes; at++) {
    const one = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0)
    plain += one
    signed += one > 127 ? one - 256 : one
  }
  const sum = numberIn(block.subarray(148, 156))
  return sum === plain || sum === signed
}
