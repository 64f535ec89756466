// The names that an archive of images would take, before the engine sees it.
import { createWriteStream } from 'node:fs'
import { mkdtemp, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { refuseForeignTags, tagsIn, takenTags } from '../../main/workspaces/archive-tags'
import { innerSource, openInner } from '../../main/workspaces/inner-file'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pstags-'))
  file = join(folder, 'images.tar')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(entries: Readonly<Record<string, unknown>>, gzip = false): Promise<void> {
  const archive = pack()
  archive.entry({ name: 'blobs/sha256/aa' }, Buffer.alloc(70_000))
  for (const [name, content] of Object.entries(entries)) archive.entry({ name }, JSON.stringify(content))
  archive.finalize()
  await (gzip
    ? pipeline(archive, createGzip(), createWriteStream(file))
    : pipeline(archive, createWriteStream(file)))
}

const config = composeJson.parse({
  name: 'crm',
  services: { db: { image: 'docker.io/library/mysql:8.4@sha256:00' }, api: { build: { context: '.' } } },
})

async function using<T>(work: (opened: FileHandle) => Promise<T>): Promise<T> {
  const opened = await openInner(folder, file)
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

const refuse = (
  idOf: (tag: string) => string | undefined,
  more: { readonly allowed?: readonly string[] } = {},
): Promise<readonly string[]> => using((opened) => refuseForeignTags(opened, config, idOf, more))

const [mine, other] = ['a'.repeat(64), 'b'.repeat(64)]

it('are read in every form that docker save has', async () => {
  await write({
    'manifest.json': [{ Config: `${mine}.json`, RepoTags: ['mysql:8.4'] }, { RepoTags: null }],
    'index.json': {
      manifests: [
        {
          digest: `sha256:${other}`,
          annotations: { 'io.containerd.image.name': 'docker.io/library/redis:8' },
        },
        {},
      ],
    },
    repositories: { 'acme/api': { latest: 'x' } },
  })
  expect([...(await using(tagsIn))].map(([tag, ids]) => [tag, ...ids])).toEqual([
    ['mysql:8.4', mine],
    ['redis:8', other],
    ['acme/api:latest'],
  ])
})

it.each([
  ['of its own services that the same image has may come', 'mysql:8.4', mine],
  ['of its own services that nobody has may come', 'mysql:8.4', undefined],
  ['that nobody has here may come', 'mycompany/api:latest', undefined],
  ['that the same image has here may come', 'mycompany/api:latest', mine],
])('%s', async (_what, tag, id) => {
  for (const gzip of [false, true]) {
    await write({ 'manifest.json': [{ Config: `blobs/sha256/${mine}`, RepoTags: [tag] }] }, gzip)
    await expect(refuse(() => id && `sha256:${id}`)).resolves.toHaveLength(1)
  }
})

it('that another image has here may not come', async () => {
  await write({
    'manifest.json': [{ Config: `${mine}.json`, RepoTags: ['mysql:8.4', 'mycompany/api:latest'] }],
  })
  const foreign = (tag: string): string | undefined => (tag === 'mysql:8.4' ? undefined : `sha256:${other}`)
  await expect(refuse(foreign)).rejects.toMatchObject({
    code: 'workspace.foreign-image',
    params: { image: 'mycompany/api:latest' },
  })
})

it('of what is no archive are nobody’s', async () => {
  await writeFile(file, 'no archive at all')
  await expect(refuse(() => undefined)).rejects.toMatchObject({
    code: 'image.unreadable',
  })
})

it('of its own services that another image has here are told, and come where that was allowed', async () => {
  await write({ 'manifest.json': [{ Config: `${mine}.json`, RepoTags: ['mysql:8.4', 'crm-api:latest'] }] })
  const idOf = (tag: string): string | undefined => (tag === 'mysql:8.4' ? `sha256:${other}` : undefined)
  expect(await takenTags({ folder, files: [file] }, config, idOf)).toEqual([
    { tag: 'mysql:8.4', service: 'db' },
  ])
  expect(await takenTags({ folder, files: [file] }, config, () => `sha256:${mine}`)).toEqual([])
  // Nothing is read where there is nothing to take.
  expect(await takenTags({ folder, files: [join(folder, 'gone.tar')] }, config, () => undefined)).toEqual([])
  await expect(refuse(idOf)).rejects.toMatchObject({
    ...{ code: 'workspace.image-taken', params: { image: 'mysql:8.4' } },
  })
  await expect(refuse(idOf, { allowed: ['mysql:8.4'] })).resolves.toHaveLength(1)
})

it('are of the very file that is loaded, also where another one takes its name, or its content, meanwhile', async () => {
  const list = (tag: string): Record<string, unknown> => ({
    'manifest.json': [{ Config: `${mine}.json`, RepoTags: [tag] }],
    // Several blocks, the last of which is the one that differs.
    padding: 'x'.repeat(3 * 1024 * 1024),
    repositories: { [tag]: { latest: 'x' } },
  })
  await write(list('mysql:8.4'))
  const opened = await openInner(folder, file)
  const read = (marks: readonly string[]): Promise<Buffer> =>
    innerSource(opened, file, marks).read((content) => buffer(content), new AbortController().signal)
  try {
    const marks = await refuseForeignTags(opened, config, () => undefined)
    const whole = await read(marks)
    expect(marks).toHaveLength(Math.ceil(whole.length / 2 ** 20))
    // Under its name.
    await rename(file, `${file}.old`)
    await write(list('mycompany/api:latest'))
    expect((await read(marks)).equals(whole)).toBe(true)
    // In the file itself, and longer by what nobody has seen.
    await writeFile(`${file}.old`, Buffer.concat([whole, Buffer.alloc(10)]))
    await expect(read(marks)).rejects.toMatchObject({ code: 'workspace.unsteady' })
    await writeFile(`${file}.old`, Buffer.from(whole).fill('y', 5_000, 5_001))
    await expect(read(marks)).rejects.toMatchObject({ code: 'workspace.unsteady' })
    await writeFile(`${file}.old`, whole.subarray(0, 2 ** 21))
    await expect(read(marks)).rejects.toMatchObject({ code: 'workspace.unsteady' })
  } finally {
    await opened.close()
  }
})
