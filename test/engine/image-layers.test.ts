// Steps of an image and the space it wastes: instructions as written, layers over layers, hostile archives.
import { execFileSync } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { readImageArchive } from '../../main/engine/image-archive'
import { readImageUsage } from '../../main/engine/image-details'
import { readPlatforms } from '../../main/engine/image-platforms'
import { commonLayers, layersOfSteps, readInstruction, readSteps } from '../../main/engine/image-steps'
import { findWaste } from '../../main/engine/image-waste'

describe('steps of an image', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/sh -c #(nop) ADD file:1a2b in / ', 'ADD file:1a2b in /'],
    ['/bin/sh -c apt-get update &&     rm -rf /x', 'RUN apt-get update &&     rm -rf /x'],
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
    ['RUN |2 A=1 B=two words /bin/sh -c make # buildkit', 'RUN make'],
    ['COPY package*.json ./ # buildkit', 'COPY package*.json ./'],
    ['WORKDIR /app', 'WORKDIR /app'],
    ['', ''],
  ])('reads %j as a Dockerfile has it', (createdBy, instruction) => {
    expect(readInstruction(createdBy)).toBe(instruction)
  })

  it('has the oldest first', () => {
    const steps = readSteps([
      { Created: 20, CreatedBy: 'CMD ["x"]', Size: 0 },
      { Created: 0, CreatedBy: '/bin/sh -c #(nop) ADD a in /', Size: 7 },
    ])
    expect(steps).toEqual([
      { instruction: 'ADD a in /', sizeBytes: 7 },
      { instruction: 'CMD ["x"]', sizeBytes: 0, createdAt: 20_000 },
    ])
  })

  it('finds the layers behind the steps, and says nothing where it cannot know', () => {
    const steps = [
      { instruction: 'ADD a /', sizeBytes: 7 },
      { instruction: 'ENV A=1', sizeBytes: 0 },
      { instruction: 'WORKDIR /a', sizeBytes: 0 },
      { instruction: 'RUN true', sizeBytes: 0 },
    ]
    expect(layersOfSteps(steps, 1)).toEqual([0])
    expect(layersOfSteps(steps, 3)).toEqual([0, 2, 3])
    expect(layersOfSteps(steps, 2)).toBeUndefined()
    expect(commonLayers(['a', 'b', 'c'], ['a', 'b', 'x'])).toBe(2)
    expect(commonLayers(['a'], ['a', 'b'])).toBe(1)
    expect(commonLayers(['a'], ['x'])).toBe(0)
  })

  it('reads the platforms that are here, without attestations and what nobody downloaded', () => {
    const manifest = (architecture: string, more: object = {}) => ({
      Available: true,
      Kind: 'image',
      ImageData: { Platform: { os: 'linux', architecture } },
      ...more,
    })
    const listed = [
      {
        Id: 'index',
        Manifests: [
          manifest('arm64', {
            ImageData: { Platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
          }),
          manifest('amd64'),
          manifest('arm', { ImageData: { Platform: { os: 'linux', architecture: 'arm', variant: 'v7' } } }),
          manifest('s390x', { Available: false }),
          manifest('unknown', { Kind: 'attestation' }),
          {},
        ],
      },
      { Id: 'classic' },
      { Id: 'empty', Manifests: null },
    ]
    expect([...readPlatforms(listed)]).toEqual([['index', ['linux/amd64', 'linux/arm/v7', 'linux/arm64']]])
  })

  it('reads what images share, and takes -1 for not known', () => {
    const answer = {
      LayersSize: 9,
      Images: [
        { Id: 'a', SharedSize: 4 },
        { Id: 'b', SharedSize: -1 },
      ],
    }
    expect(readImageUsage(answer)).toEqual({ layersBytes: 9, sharedBytes: { a: 4 } })
    expect(readImageUsage({ LayersSize: 0, Images: null })).toEqual({ layersBytes: 0, sharedBytes: {} })
  })
})

type Files = Readonly<Record<string, number | 'folder'>>

async function tar(files: Readonly<Record<string, Buffer | 'folder'>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, data] of Object.entries(files)) {
    if (data === 'folder') archive.entry({ name, type: 'directory' })
    else archive.entry({ name }, data)
  }
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}

const layer = (files: Files): Promise<Buffer> =>
  tar(
    Object.fromEntries(
      Object.entries(files).map(([name, size]) => [name, size === 'folder' ? size : Buffer.alloc(size, 'x')]),
    ),
  )

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** An image as the engine saves it; the second step is one without a layer. */
async function save(layers: readonly Buffer[]): Promise<Buffer> {
  const names = layers.map((_data, index) => `blobs/sha256/${index}${'a'.repeat(63)}`)
  const history = layers.flatMap((_data, index) => (index === 0 ? [{}, { empty_layer: true }] : [{}]))
  return tar({
    'blobs/': 'folder',
    ...Object.fromEntries(layers.map((data, index) => [names[index] ?? '', data])),
    'blobs/sha256/cf': json({ history }),
    'manifest.json': json([{ Config: 'blobs/sha256/cf', Layers: names }]),
    'oci-layout': json({ imageLayoutVersion: '1.0.0' }),
  })
}

const read = (bytes: Buffer, platform?: string) =>
  readImageArchive(Readable.from([bytes]).pipe(new PassThrough()), () => {}, platform ? { platform } : {})

const zstd = (input: Buffer, ...options: readonly string[]): Buffer =>
  execFileSync('zstd', ['-qc', ...options], { input })

describe('wasted space', () => {
  it('counts what later layers overwrite and delete, whole folders too, and nothing of the same layer', async () => {
    const archive = await read(
      await save([
        await layer({
          'a/': 'folder',
          'a/one': 100,
          'a/two': 200,
          'b/x': 50,
          'b/deep/y': 5,
          keep: 7,
          'o/p': 11,
        }),
        gzipSync(await layer({ 'a/one': 120, 'b/.wh.deep': 0, 'o/.wh..wh..opq': 0, 'o/q': 3 })),
        await layer({ '.wh.a': 0, 'o/q': 4, 'o/.wh.none': 0 }),
      ]),
    )
    const found = findWaste(archive)
    expect(found.largest).toEqual([
      { path: 'a/two', sizeBytes: 200, fate: 'deleted', step: 0, laterStep: 3 },
      { path: 'a/one', sizeBytes: 120, fate: 'deleted', step: 2, laterStep: 3 },
      { path: 'a/one', sizeBytes: 100, fate: 'overwritten', step: 0, laterStep: 2 },
      { path: 'o/p', sizeBytes: 11, fate: 'deleted', step: 0, laterStep: 2 },
      { path: 'b/deep/y', sizeBytes: 5, fate: 'deleted', step: 0, laterStep: 2 },
      { path: 'o/q', sizeBytes: 3, fate: 'overwritten', step: 2, laterStep: 3 },
    ])
    expect(found).toMatchObject({ wastedBytes: 439, wastedFiles: 6, filesBytes: 500 })
  })

  it('reads layers in zstd, whole or in many pieces with others between', async () => {
    const first = await layer({ 'a/one': 70_000, 'a/two': 200_000 })
    const second = await layer({ 'a/one': 1, '.wh.b': 0 })
    const skipped = Buffer.concat([Buffer.from('5a2a4d1805000000', 'hex'), Buffer.alloc(5, 7)])
    const pieces = [second.subarray(0, 700), second.subarray(700)].flatMap((part) => [zstd(part), skipped])
    const bytes = await save([zstd(first, '-19', '--check'), Buffer.concat([skipped, ...pieces].slice(1))])
    expect(findWaste(await read(bytes))).toMatchObject({
      wastedBytes: 70_000,
      wastedFiles: 1,
      filesBytes: 270_001,
    })
  })

  it('is of the platform that is meant, where the archive holds several', async () => {
    const one = (architecture: string) => json({ os: 'linux', architecture, history: [{}] })
    const manifest = (name: string) => ({ Config: `blobs/sha256/c${name}`, Layers: [`blobs/sha256/${name}`] })
    const bytes = await tar({
      'blobs/sha256/aa': await layer({ x: 10 }),
      'blobs/sha256/bb': await layer({ y: 20 }),
      'blobs/sha256/caa': one('arm64'),
      'blobs/sha256/cbb': one('amd64'),
      'manifest.json': json([manifest('aa'), manifest('bb')]),
    })
    const filesOf = async (platform?: string): Promise<number> =>
      findWaste(await read(bytes, platform)).filesBytes
    expect(await Promise.all([filesOf('linux/amd64'), filesOf('linux/arm64/v8'), filesOf()])).toEqual([
      20, 10, 10,
    ])
  })

  it('takes a file in the place of a folder for the loss of all in it', async () => {
    const archive = await read(await save([await layer({ 'd/a': 10, 'd/b/c': 20 }), await layer({ d: 1 })]))
    expect(findWaste(archive)).toMatchObject({ wastedBytes: 30, wastedFiles: 2 })
  })

  it('is not led astray by names', async () => {
    const archive = await read(
      await save([
        await layer({ '../x': 10, '__proto__/y': 10, './z': 10 }),
        await layer({ '../.wh.x': 0, '__proto__/.wh.y': 0, '/z': 3 }),
      ]),
    )
    const { wastedBytes, largest } = findWaste(archive)
    expect(wastedBytes).toBe(20)
    expect(largest.map(({ path }) => path)).toEqual(['__proto__/y', 'z'])
  })

  it.each<readonly [string, () => Promise<Buffer>]>([
    ['nothing', async () => Buffer.alloc(1024)],
    ['no manifest', () => tar({ 'oci-layout': json({}) })],
    [
      'a layer that is missing',
      () => tar({ 'manifest.json': json([{ Config: 'c', Layers: ['l/layer.tar'] }]) }),
    ],
    ['text that is no JSON', () => tar({ 'manifest.json': Buffer.from('[{') })],
  ])('refuses an archive with %s', async (_what, bytes) => {
    await expect(read(await bytes())).rejects.toMatchObject({ code: 'image.unreadable' })
  })

  it.each<readonly [string, () => Promise<Buffer>]>([
    ['none', () => save([Buffer.from('28b52ffd00', 'hex')])],
    ['cut off', async () => save([zstd(await layer({ a: 9000 })).subarray(0, -9)])],
    // A window of 4 GiB, which nothing that follows needs.
    ['of a size that wants all memory', () => save([Buffer.from('28b52ffd00b0010000', 'hex')])],
  ])('fails at a layer in zstd that is %s', async (_what, bytes) => {
    await expect(read(await bytes())).rejects.toThrow(/zstd/)
  })

  it('fails when the archive is cut off', async () => {
    const whole = await save([await layer({ a: 5000 })])
    await expect(read(whole.subarray(0, 3000))).rejects.toThrow(/end of|cut off/i)
  })
})
