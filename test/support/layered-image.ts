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
  const config = configOf(layers)
  const path = (n: number): string => `layer-${n}/layer.tar`
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: layers.map((_, n) => path(n)) }]
  return tarOf({
    ...Object.fromEntries(layers.map((layer, n) => [path(n), layer])),
    'config.json': JSON.stringify(config),
    'manifest.json': JSON.stringify(manifest),
  })
}

/** As an OCI layout whose layers are packed by `pack`, whose media type ends with `+kind`. */
export async function packedArchive(
  name: string,
  contents: readonly (string | Buffer)[],
  { kind, pack }: { readonly kind: string; pack(layer: Buffer): Buffer },
): Promise<Buffer> {
  const layers = await Promise.all(contents.map((content, n) => tarOf({ [`file-${n}`]: content })))
  const blobs: Record<string, Buffer> = {}
  const blob = (content: Buffer | object, mediaType: string) => {
    const data = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
    const digest = digestOf(data)
    blobs[`blobs/${digest.replace(':', '/')}`] = data
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest, size: data.length }
  }
  const config = blob(configOf(layers), 'config.v1+json')
  const packed = layers.map((layer) => blob(pack(layer), `layer.v1.tar+${kind}`))
  const manifest = blob({ schemaVersion: 2, config, layers: packed }, 'manifest.v1+json')
  const annotations = { 'io.containerd.image.name': `docker.io/${name}` }
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations }] }
  return tarOf({
    'oci-layout': JSON.stringify({ imageLayoutVersion: '1.0.0' }),
    'index.json': JSON.stringify(index),
    ...blobs,
  })
}

const digestOf = (data: Buffer): string => `sha256:${createHash('sha256').update(data).digest('hex')}`

const configOf = (layers: readonly Buffer[]) => ({
  architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
  os: 'linux',
  config: { Cmd: ['/none'] },
  rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
  history: layers.map((_, n) => ({ created_by: `COPY file-${n} /` })),
})

async function tarOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content)
  archive.finalize()
  const parts: Buffer[] = []
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}
