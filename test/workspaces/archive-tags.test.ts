// The names that an archive of images would take, before the engine sees it.
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { refuseForeignTags, tagsIn } from '../../main/workspaces/archive-tags'

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

it('are read in every form that docker save has', async () => {
  await write({
    'manifest.json': [{ RepoTags: ['mysql:8.4'] }, { RepoTags: null }],
    'index.json': {
      manifests: [{ annotations: { 'io.containerd.image.name': 'docker.io/library/redis:8' } }, {}],
    },
    repositories: { 'acme/api': { latest: 'x' } },
  })
  expect(await tagsIn(file)).toEqual(['mysql:8.4', 'redis:8', 'acme/api:latest'])
})

it.each([false, true])('of its own services may come (gzip: %s)', async (gzip) => {
  await write({ 'manifest.json': [{ RepoTags: ['mysql:8.4', 'crm-api:latest'] }] }, gzip)
  await expect(refuseForeignTags(file, config)).resolves.toBeUndefined()
})

it('of others may not', async () => {
  await write({ 'manifest.json': [{ RepoTags: ['mysql:8.4', 'mycompany/api:latest'] }] })
  await expect(refuseForeignTags(file, config)).rejects.toMatchObject({
    code: 'workspace.foreign-image',
    params: { image: 'mycompany/api:latest' },
  })
})

it('of what is no archive are nobody’s', async () => {
  await writeFile(file, 'no archive at all')
  await expect(refuseForeignTags(file, config)).rejects.toMatchObject({ code: 'image.unreadable' })
})
