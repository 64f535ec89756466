// An archive is whole only where its end was seen: what breaks off at the edge of a file reads like one without the rest.
import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { throughWholeArchive, throughWholeTar } from '../../main/engine/whole-tar'

const block = 512
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pstar-'))
  const at = (name: string): string => join(folder, 'in', name)
  await mkdir(at('한글 folder'), { recursive: true })
  await writeFile(at('a'), 'first')
  await writeFile(at('zeros'), Buffer.alloc(5 * block))
  await writeFile(at(`${'long'.repeat(40)}\n19 size=99999999\n`), 'its name looks like a size')
  await link(at('a'), at('linked'))
  await symlink('a', at('link'))
  await writeFile(at('holes'), 'begins')
  await truncate(at('holes'), 10 * 2 ** 20)
  // Of more pieces than a header of GNU tar has room for.
  execFileSync('sh', [
    '-c',
    'for n in 1 2 3 4 5 6 7 8 9; do printf x | dd of="$0" bs=1M seek=$n conv=notrunc 2>/dev/null; done',
    at('holes'),
  ])
  await writeFile(at('z last'), 'last')
})
afterAll(() => rm(folder, { recursive: true }))

const packed = (...flags: readonly string[]): Buffer =>
  execFileSync('tar', ['-C', join(folder, 'in'), ...flags, '-b1', '-cf', '-', '.'], {
    maxBuffer: 2 ** 27,
  })

/** In pieces that end nowhere in particular. */
function* pieces(tar: Buffer): Generator<Buffer> {
  for (let at = 0; at < tar.length; at += 70_001) yield tar.subarray(at, at + 70_001)
}
const isWhole = async (tar: Buffer): Promise<boolean> => {
  try {
    const parts: Buffer[] = []
    const whole = throughWholeTar(Readable.from(pieces(tar), { objectMode: false }))
    for await (const part of whole) parts.push(part as Buffer)
    expect(Buffer.concat(parts).equals(tar)).toBe(true)
    return true
  } catch (error) {
    expect(String(error)).toContain('the archive breaks off before its end')
    return false
  }
}

const kinds = [
  ['gnu', ['--format=gnu']],
  ['gnu with holes', ['--format=gnu', '--sparse']],
  ['pax with holes', ['--format=pax', '--sparse']],
  ['old pax with holes', ['--format=pax', '--sparse', '--sparse-version=0.1']],
  ['pax', ['--format=pax']],
] as const

describe('an archive', () => {
  it.each(kinds)('of GNU tar (%s) is whole with one block of zeros behind its files', async (_, flags) => {
    const tar = packed(...flags)
    expect(await isWhole(tar)).toBe(true)
    expect(await isWhole(Buffer.concat([tar, Buffer.alloc(20 * block)]))).toBe(true)
    // GNU tar ends its own with two.
    const end = tar.length - 2 * block
    expect(tar.subarray(end).every((byte) => byte === 0)).toBe(true)
    expect(await isWhole(tar.subarray(0, end + block))).toBe(true)
    // What follows one must be the other.
    expect(await isWhole(Buffer.concat([tar.subarray(0, end + block), tar]))).toBe(false)
    expect(await isWhole(tar.subarray(0, end + block + 1))).toBe(false)
    expect(await isWhole(tar.subarray(0, end))).toBe(false)
    const steps = Math.max(1, Math.floor(end / block / 60))
    for (let at = 0; at < end; at += steps * block) expect(await isWhole(tar.subarray(0, at))).toBe(false)
  })

  it.each(['gnu', 'pax'])('of a file of 10 GB is not whole after a few zeros of it (%s)', async (format) => {
    await mkdir(join(folder, format))
    await writeFile(join(folder, format, 'big'), '')
    await truncate(join(folder, format, 'big'), 10 * 2 ** 30)
    const script = 'tar -C "$0" --format="$1" -cf - big 2>/dev/null | head -c 8192'
    expect(await isWhole(execFileSync('sh', ['-c', script, join(folder, format), format]))).toBe(false)
  })

  it('that is none, or nothing, is not whole', async () => {
    expect(await isWhole(Buffer.alloc(0))).toBe(false)
    expect(await isWhole(Buffer.from('no archive at all'))).toBe(false)
    expect(await isWhole(Buffer.concat([Buffer.alloc(block, 'x'), Buffer.alloc(2 * block)]))).toBe(false)
    // An engine that cannot go on writes why.
    const end = packed().subarray(0, -2 * block)
    expect(await isWhole(Buffer.concat([end, Buffer.from('{"message":"no"}')]))).toBe(false)
  })

  it('that a person chose may be packed with gzip, and a part that was packed as a whole is refused', async () => {
    const tar = packed()
    const read = async (file: Buffer): Promise<Buffer> =>
      Buffer.concat(await (await throughWholeArchive(Readable.from([file], { objectMode: false }))).toArray())
    expect((await read(gzipSync(tar))).equals(tar)).toBe(true)
    expect((await read(tar)).equals(tar)).toBe(true)
    await expect(read(gzipSync(tar.subarray(0, -2 * block)))).rejects.toThrow('breaks off')
    await expect(read(gzipSync(tar).subarray(0, -9))).rejects.toThrow('unexpected end')
    await expect(read(Buffer.alloc(0))).rejects.toThrow('breaks off')
    // The engine unpacks it.
    const other = execFileSync('bzip2', { input: tar })
    expect((await read(other)).equals(other)).toBe(true)
  })
})
