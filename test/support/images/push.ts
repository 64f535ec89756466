// Sends images to a registry over its HTTP API; no engine is needed.
import { digestOf } from './layer'
import type { Image } from './image'

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'
const listType = 'application/vnd.docker.distribution.manifest.list.v2+json'

/** Pushes one image under all tags; several architectures become one manifest list. */
export async function pushImage(
  registry: string,
  repository: string,
  tags: readonly string[],
  images: readonly Image[],
): Promise<void> {
  const base = `${registry}/v2/${repository}`
  for (const image of images) {
    for (const { data, digest } of image.layers) await pushBlob(base, data, digest)
    await pushBlob(base, image.config, digestOf(image.config))
  }
  const [first] = images
  if (first === undefined) throw new Error(`no image for ${repository}`)
  if (images.length === 1) return putTags(base, tags, manifestType, first.manifest)
  for (const { manifest } of images) await putManifest(base, digestOf(manifest), manifestType, manifest)
  const list = {
    schemaVersion: 2,
    mediaType: listType,
    manifests: images.map(({ manifest, architecture }) => ({
      mediaType: manifestType,
      size: manifest.length,
      digest: digestOf(manifest),
      platform: { architecture, os: 'linux', ...(architecture === 'arm64' ? { variant: 'v8' } : {}) },
    })),
  }
  await putTags(base, tags, listType, JSON.stringify(list))
}

async function pushBlob(base: string, data: Buffer, digest: string): Promise<void> {
  const present = await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' })
  if (present.ok) return
  const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
  await check(begun)
  const upload = new URL(begun.headers.get('location') ?? '', base)
  upload.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  await check(await fetch(upload, { method: 'PUT', headers, body: new Uint8Array(data) }))
}

async function putTags(base: string, tags: readonly string[], type: string, manifest: string): Promise<void> {
  for (const tag of tags) await putManifest(base, tag, type, manifest)
}

async function putManifest(base: string, reference: string, type: string, manifest: string): Promise<void> {
  const request = { method: 'PUT', headers: { 'content-type': type }, body: manifest }
  await check(await fetch(`${base}/manifests/${reference}`, request))
}

async function check(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
}
