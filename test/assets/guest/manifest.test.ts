// The manifest, the recipe's hash, and when a finished image may be taken as it is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recipeHash } from '../../../assets/guest/build.mjs'
import { currentManifest, imageHash, MANIFEST, upstreamVersion } from '../../../assets/guest/manifest.mjs'
import { pack, sha256 } from '../../../assets/guest/pack.mjs'
import { brotliDecompressSync } from 'node:zlib'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'portside-manifest-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const imageFile = (name: string): Parameters<typeof imageHash>[0]['root'] => ({
  ...{ file: name, bytes: 10, sha256: sha256(Buffer.from(name)) },
  packed: { file: `${name}.br`, bytes: 3, sha256: 'd'.repeat(64) },
})
const files = { kernel: imageFile('kernel'), initrd: imageFile('initrd'), root: imageFile('root.erofs') }

function put(changed: object = {}): void {
  for (const { packed } of Object.values(files)) writeFileSync(join(dir, packed.file), 'abc')
  writeFileSync(join(dir, MANIFEST), JSON.stringify({ format: 1, recipeHash: 'r1', files, ...changed }))
}

describe('currentManifest', () => {
  it('takes a complete image of this recipe', async () => {
    put()
    expect(await currentManifest(dir, 'r1')).toMatchObject({ recipeHash: 'r1' })
  })

  it.each([
    ['another recipe', () => put({ recipeHash: 'r2' })],
    ['an unknown format', () => put({ format: 2 })],
    ['no manifest', () => undefined],
    ['a cut manifest', () => writeFileSync(join(dir, MANIFEST), '{"format":1')],
    ['a cut file', () => (put(), writeFileSync(join(dir, 'root.erofs.br'), 'a'))],
    ['a missing file', () => (put(), rmSync(join(dir, 'kernel.br')))],
  ])('takes nothing when there is %s', async (_what, prepare) => {
    prepare()
    expect(await currentManifest(dir, 'r1')).toBeUndefined()
  })
})

describe('hashes', () => {
  it('change with any of the three files', () => {
    expect(imageHash({ ...files, initrd: imageFile('other') })).not.toBe(imageHash(files))
  })

  it('of the recipe are stable and differ between architectures', async () => {
    const [once, again, other] = await Promise.all(
      (['amd64', 'amd64', 'arm64'] as const).map((arch) => recipeHash(arch)),
    )
    expect(once).toMatch(/^[0-9a-f]{64}$/)
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })
})

describe('upstreamVersion', () => {
  it.each([
    ['26.1.5+dfsg1-9+deb13u1', '26.1.5'],
    ['1.7.24~ds1-6+deb13u1', '1.7.24'],
    ['1:1.37.0-6+b9', '1.37.0'],
    ['20250419', '20250419'],
  ])('of %s is %s', (version, upstream) => expect(upstreamVersion(version)).toBe(upstream))
})

describe('pack', () => {
  it('gives a stream that unpacks to the same bytes', async () => {
    const data = Buffer.from('container '.repeat(10_000))
    const packed = await pack(data)
    expect(packed.length).toBeLessThan(data.length / 100)
    expect(brotliDecompressSync(packed).equals(data)).toBe(true)
  })

  it('ends its thread when it is aborted', async () => {
    const abort = new AbortController()
    const packing = pack(Buffer.alloc(50_000_000, 1), abort.signal)
    abort.abort(new Error('enough'))
    await expect(packing).rejects.toThrow('enough')
  })
})
