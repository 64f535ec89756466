// The kernel's source: single blocks of an archive, files that are cut by their ends, and the changes to what they hold.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyChanges, CHANGES } from '../../../assets/guest/9p-changes.mjs'
import { upstreamArchive } from '../../../assets/guest/debian-index.mjs'
import { fetchSource, findParts } from '../../../assets/guest/kernel-source.mjs'
import { writeTar } from '../../../assets/guest/tar.mjs'
import { indexSize, readIndexOf } from '../../../assets/guest/xz-blocks.mjs'
import { makeTestFolder } from '../../support/test-folder'

const folders = /^(?:fs|net)\/9p\//
const blockBytes = 64 * 1024
/** Not to be packed, so that blocks differ in size. */
const noise = (bytes: number, seed: string): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(bytes / 32) }, (_, n) =>
      createHash('sha256').update(`${seed}${n}`).digest(),
    ),
  ).subarray(0, bytes)

const wanted = { 'fs/9p/fid.c': noise(1_000, 'a'), 'net/9p/client.c': noise(100_000, 'b') }
const archive = writeTar(
  [
    { path: 'linux-6/drivers/large.c', data: noise(200_000, 'c') },
    { path: 'linux-6/fs/9p/fid.c', data: wanted['fs/9p/fid.c'] },
    { path: 'linux-6/kernel/large.c', data: noise(300_000, 'd') },
    { path: 'linux-6/net/9p/client.c', data: wanted['net/9p/client.c'] },
    { path: 'linux-6/sound/large.c', data: noise(150_000, 'e') },
  ],
  0,
)
const packed = execFileSync('xz', ['-c', `--block-size=${blockBytes}`], { input: archive })

let home: string
let server: Server | undefined
beforeEach(async () => {
  home = await makeTestFolder('h')
})
afterEach(async () => {
  server?.close()
  await rm(home, { recursive: true, force: true })
})

/** Counts what it sends. */
async function mirror(content: Buffer, knowsParts = true): Promise<{ url: string; sent(): number }> {
  let sent = 0
  server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const part = knowsParts && from !== undefined ? content.subarray(Number(from), Number(to) + 1) : content
    sent += part.length
    response.writeHead(part === content ? 200 : 206).end(part)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent: () => sent }
}

async function pinned() {
  const file = join(home, 'linux.tar.xz')
  await writeFile(file, packed)
  return { version: '6-1', path: 'linux.tar.xz', sha256: '', ...(await findParts(file, folders)) }
}

describe('the source of the kernel', () => {
  it('comes in the parts that hold the wanted files, and whole where one is cut', async () => {
    const source = await pinned()
    const all = readIndexOf(packed.subarray(-12 - indexSize(packed.subarray(-12)), -12))
    expect(all).toHaveLength(Math.ceil(archive.length / blockBytes))
    expect(source.parts.length).toBeLessThan(all.length)
    const { url, sent } = await mirror(packed)
    const files = await fetchSource(source, { mirror: url, proxy: undefined, folders })
    expect(Object.fromEntries(files)).toEqual(wanted)
    expect(sent()).toBeLessThan(packed.length * 0.6)
  })

  it('comes from a mirror that only knows whole files, too', async () => {
    const { url } = await mirror(packed, false)
    const files = await fetchSource(await pinned(), { mirror: url, proxy: undefined, folders })
    expect(Object.fromEntries(files)).toEqual(wanted)
  })

  it('is refused when it is not what was pinned', async () => {
    const source = await pinned()
    const other = Buffer.from(packed)
    const at = (source.parts[0]?.offset ?? 0) + 100
    other[at] = (other[at] ?? 0) ^ 1
    const { url } = await mirror(other)
    await expect(fetchSource(source, { mirror: url, proxy: undefined, folders })).rejects.toThrow('pinned')
  })

  it('is found in the list of sources by its version', () => {
    const stanza = (version: string, hash: string) =>
      `Package: linux\nVersion: ${version}\nChecksums-Sha256:\n ${'0'.repeat(64)} 5 linux_${version}.dsc\n ` +
      `${hash.repeat(64)} 42 linux_${version}.orig.tar.xz\nDirectory: pool/main/l/linux`
    const list = [stanza('6.1-1', 'a'), stanza('6.12-1', 'b'), 'Package: other\nVersion: 6.12-1'].join('\n\n')
    expect(upstreamArchive(list, 'linux', '6.12-1')).toEqual({
      path: 'pool/main/l/linux/linux_6.12-1.orig.tar.xz',
      bytes: 42,
      sha256: 'b'.repeat(64),
    })
    expect(upstreamArchive(list, 'linux', '7-1')).toBeUndefined()
  })
})

describe('the changes to 9p', () => {
  const before = (): Map<string, Buffer> => {
    const files = new Map<string, Buffer>()
    for (const { path, from } of CHANGES)
      files.set(path, Buffer.concat([files.get(path) ?? Buffer.of(), Buffer.from(`${from}…\n`)]))
    return files
  }

  it('are made where the source is as they know it', () => {
    const files = before()
    applyChanges(files)
    for (const { path, to } of CHANGES) expect(files.get(path)?.toString()).toContain(to)
  })

  it('are refused, by name, by a source that differs', () => {
    const files = before()
    files.set('fs/9p/vfs_dentry.c', Buffer.from('another kernel'))
    expect(() => applyChanges(files)).toThrow('fs/9p/vfs_dentry.c')
  })
})
