// Finding, verifying and unpacking the guest image: with small real files and real compression.
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareGuestImage, removeOtherImages, type GuestImage } from '../../main/machine/guest-image'

const imageHash = 'a'.repeat(64)
const contents = { kernel: 'kernel '.repeat(5_000), initrd: 'initrd', root: 'root '.repeat(100_000) }
let folder: string
let packed: string
let unpacked: string

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

async function pack(change: (manifest: Record<string, unknown>) => void = () => {}): Promise<void> {
  const files: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(contents)) {
    const small = brotliCompressSync(text)
    await writeFile(join(packed, `${name}.br`), small)
    const content = { file: name, bytes: text.length, sha256: sha256(text) }
    files[name] = { ...content, packed: { file: `${name}.br`, bytes: small.length, sha256: sha256(small) } }
  }
  const manifest = { format: 1, arch: 'amd64', imageHash, kernelVersion: '6', engineVersion: '26', files }
  change(manifest)
  await writeFile(join(packed, 'guest-image.json'), JSON.stringify(manifest))
}

const prepare = (options: Partial<Parameters<typeof prepareGuestImage>[0]> = {}): Promise<GuestImage> =>
  prepareGuestImage({
    packed,
    unpacked,
    thorough: false,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-image-'))
  packed = join(folder, 'packed')
  unpacked = join(folder, 'unpacked')
  await mkdir(packed)
  await pack()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('unpacks once, telling how far it is in bytes', async () => {
  const progress: [number, number][] = []
  const image = await prepare({ onProgress: (done, total) => progress.push([done, total]) })
  expect(await readFile(image.root, 'utf8')).toBe(contents.root)
  expect(await readFile(image.kernel, 'utf8')).toBe(contents.kernel)
  const total = Object.values(contents).reduce((sum, text) => sum + text.length, 0)
  expect(progress.at(-1)).toEqual([total, total])
  expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).toSorted((a, b) => a - b))

  await rm(join(packed, 'root.br'))
  expect(await prepare()).toEqual(image)
  expect(await readdir(unpacked)).toEqual([imageHash])
})

it('unpacks again what lost bytes, and what another program changed', async () => {
  const { root } = await prepare()
  await truncate(root, 10)
  await prepare()
  expect(await readFile(root, 'utf8')).toBe(contents.root)
  await writeFile(root, contents.root.replace('root', 'ruin'))
  await prepare()
  expect(await readFile(root, 'utf8')).toBe(contents.root)
})

it('finds damage that size and time do not show when it is told to look closely', async () => {
  const { root } = await prepare()
  const { mtime, atime } = await import('node:fs/promises').then((fs) => fs.stat(root))
  await writeFile(root, contents.root.replace('root', 'ruin'))
  await utimes(root, atime, mtime)
  await prepare({ thorough: true })
  expect(await readFile(root, 'utf8')).toBe(contents.root)
})

it.each([
  [
    'a packed file that is not what was shipped',
    () => writeFile(join(packed, 'root.br'), brotliCompressSync('x')),
  ],
  ['a packed file that is cut off', () => truncate(join(packed, 'root.br'), 20)],
  ['a packed file that is gone', () => rm(join(packed, 'root.br'))],
  ['a manifest that is not JSON', () => writeFile(join(packed, 'guest-image.json'), '{')],
  [
    'a manifest that points outside its folder',
    () =>
      pack((manifest) => {
        const files = manifest.files as { root: { file: string } }
        files.root.file = '../root'
      }),
  ],
])('refuses %s and leaves nothing half done', async (_name, damage) => {
  await damage()
  await expect(prepare()).rejects.toMatchObject({ code: 'machine.image-corrupt' })
  expect(await readdir(unpacked).catch(() => [])).toEqual([])
})

it('does not let a damaged file fill the disk', async () => {
  const bomb = brotliCompressSync(Buffer.alloc(1_000_000))
  await writeFile(join(packed, 'initrd.br'), bomb)
  await expect(prepare()).rejects.toMatchObject({
    code: 'machine.image-corrupt',
    detail: expect.stringContaining('more than 6 bytes') as string,
  })
})

it('says where it looked when there is no image', async () => {
  await rm(packed, { recursive: true })
  await expect(prepare()).rejects.toMatchObject({ code: 'machine.image-missing', params: { folder: packed } })
})

it('says how much room it needs when the disk is full', async () => {
  const tooMuch = 2 ** 52
  await pack((manifest) => {
    const files = manifest.files as { root: { bytes: number } }
    files.root.bytes = tooMuch
  })
  await expect(prepare()).rejects.toMatchObject({
    code: 'machine.no-disk-space',
    params: { folder: unpacked, needed: expect.stringMatching(/GB$/) as string },
  })
})

it('leaves nothing behind when it is given up', async () => {
  const giveUp = new AbortController()
  const prepared = prepare({ signal: giveUp.signal, onProgress: () => giveUp.abort() })
  await expect(prepared).rejects.toMatchObject({ name: 'AbortError' })
  expect(await readdir(unpacked)).toEqual([])
})

it('removes images that were replaced', async () => {
  await prepare()
  await mkdir(join(unpacked, 'b'.repeat(64)))
  await mkdir(join(unpacked, `${'c'.repeat(64)}.partial`))
  await removeOtherImages(unpacked, imageHash)
  expect(await readdir(unpacked)).toEqual([imageHash])
})
