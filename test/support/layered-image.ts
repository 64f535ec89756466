// An image of any number of layers as `docker save` writes it, one small file in each, for an engine to load.
import { createHash } from 'node:crypto'
import { pack } from 'tar-stream'

export const layeredArchive = (name: string, count: number): Promise<Buffer> =>
  archiveOf(
    name,
    Array.from({ length: count }, (_, n) => `${name} ${n}`),
  )

/** The same with a layer for each of these contents. */
export async function archiveOf(name: string, contents: readonly (string | Buffer)[]): Promise<Buffer> {
  const layers = await Promise.all(contents.map((content, n) => tarOf({ [`file-${n}`]: content })))
  const digestOf = (layer: Buffer): string => `sha256:${createHash('sha256').update(layer).digest('hex')}`
  const config = {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['/none'] },
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    history: layers.map((_, n) => ({ created_by: `COPY file-${n} /` })),
  }
  const path = (n: number): string => `layer-${n}/layer.tar`
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: layers.map((_, n) => path(n)) }]
  return tarOf({
    ...Object.fromEntries(layers.map((layer, n) => [path(n), layer])),
    'config.json': JSON.stringify(config),
    'manifest.json': JSON.stringify(manifest),
  })
}

async function tarOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}
