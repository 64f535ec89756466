// Reads the archive that the engine saves an image as: the list of files of each layer, from the lowest on.
import { PassThrough, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { runsOn } from '../base/platforms'
import type { LayerEntry } from './layer-tree'
import { firstBytes } from './stream-parts'
import { unzstd, zstdMagic } from './zstd-frames'

export interface ImageArchive {
  readonly layers: readonly (readonly LayerEntry[])[]
  /** The step of each layer, counted from the oldest; empty when the image has no history. */
  readonly steps: readonly number[]
}

/** Names of an image's files are kept in memory: more than this is no image that somebody looks at. */
const mostEntries = 3_000_000
/** Manifests and configurations are smaller, in bytes. */
const largestJson = 8 * 1024 * 1024

export interface ArchiveOptions {
  /** Of the image that is meant, where the archive holds it for several. */
  readonly platform?: string
  readonly signal?: AbortSignal
}

/** @throws image.unreadable for an archive of another kind, or the error of the stream */
export async function readImageArchive(
  stream: Readable,
  onBytes: (count: number) => void,
  { platform, signal }: ArchiveOptions = {},
): Promise<ImageArchive> {
  const layers = new Map<string, LayerEntry[]>()
  const links = new Map<string, string>()
  const texts = new Map<string, string>()
  const budget = { left: mostEntries }
  for await (const { header, body } of readTar(stream, onBytes)) {
    signal?.throwIfAborted()
    if (header.type === 'symlink' && header.linkname) links.set(header.name, header.linkname)
    else if (header.type === 'file') {
      const first = await firstBytes(body)
      if (first[0] === 0x7b || first[0] === 0x5b) texts.set(header.name, await readText(body))
      else if (isLayer(header.name)) layers.set(header.name, await readLayer(body, first, budget))
    }
    body.resume()
  }
  return assemble({ layers, links, texts, platform })
}

const isLayer = (name: string): boolean => /(?:^|\/)layer\.tar$|^blobs\/[a-z0-9]+\/[0-9a-f]+$/.test(name)

interface TarEntry {
  readonly header: {
    readonly name: string
    readonly type?: string | null
    readonly size?: number
    readonly linkname?: string | null
  }
  readonly body: Readable
}

/** Entries one after the other, each body a stream that must be read or resumed before the next comes. */
async function* readTar(stream: Readable, onBytes?: (count: number) => void): AsyncGenerator<TarEntry, void> {
  const archive = extract()
  if (onBytes) stream.on('data', (chunk: Buffer) => onBytes(chunk.length))
  stream.on('error', (error) => archive.destroy(error))
  stream.on('close', () => {
    if (!stream.readableEnded) archive.destroy(new Error('the archive was cut off'))
  })
  stream.pipe(archive)
  for await (const entry of archive) {
    const body = new PassThrough()
    entry.on('error', (error: Error) => body.destroy(error))
    entry.pipe(body)
    yield { header: entry.header, body }
  }
}

async function readText(body: Readable): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestJson) throw new AppError('image.unreadable', { detail: 'a description is too large' })
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Layers are plain archives, or compressed ones where the engine keeps them as they were pulled. */
async function readLayer(body: Readable, first: Buffer, budget: { left: number }): Promise<LayerEntry[]> {
  const plain = unpacked(body, first)
  const entries: LayerEntry[] = []
  for await (const { header, body: file } of readTar(plain)) {
    file.resume()
    if ((budget.left -= 1) < 0) throw new AppError('image.unreadable', { detail: 'it has too many files' })
    const { name: path, size = 0, type } = header
    entries.push({ path, sizeBytes: type === 'file' ? size : 0, isFolder: type === 'directory' })
  }
  return entries
}

function unpacked(body: Readable, first: Buffer): Readable {
  if (first.subarray(0, 4).equals(zstdMagic)) return Readable.from(unzstd(body), { objectMode: false })
  if (first[0] !== 0x1f || first[1] !== 0x8b) return body
  const plain = body.pipe(createGunzip())
  body.on('error', (error) => plain.destroy(error))
  return plain
}

interface Manifest {
  readonly Config?: unknown
  readonly Layers?: unknown
}

interface ImageConfig {
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
  readonly history?: readonly { empty_layer?: boolean }[]
}

interface Parts {
  readonly layers: ReadonlyMap<string, LayerEntry[]>
  readonly links: ReadonlyMap<string, string>
  readonly texts: ReadonlyMap<string, string>
  readonly platform: string | undefined
}

function assemble({ layers, links, texts, platform }: Parts): ImageArchive {
  const manifests = (parse<readonly Manifest[]>(texts.get('manifest.json')) ?? []).map((manifest) => ({
    manifest,
    config: parse<ImageConfig>(texts.get(String(manifest.Config))),
  }))
  const { manifest, config } = meant(manifests, platform) ?? {}
  const names = Array.isArray(manifest?.Layers) ? manifest.Layers.map(String) : undefined
  if (!names) throw new AppError('image.unreadable', { detail: 'the archive has no manifest' })
  const steps = (config?.history ?? []).flatMap((entry, index) => (entry.empty_layer ? [] : [index]))
  return {
    layers: names.map((name) => {
      // Engines before 25 save a layer that occurs twice as a link to the first.
      const link = links.get(name)
      const target = link === undefined ? name : link.replace(/^(?:\.\.\/)+/, '')
      const entries = layers.get(target)
      if (!entries) throw new AppError('image.unreadable', { detail: `the archive lacks ${name}` })
      return entries
    }),
    steps: steps.length === names.length ? steps : [],
  }
}

/** The one for the platform, or for another variant of its processor. */
function meant<T extends { readonly config: ImageConfig | undefined }>(
  all: readonly T[],
  platform = '',
): T | undefined {
  const named = all.map((one) => ({
    one,
    is: `${one.config?.os}/${one.config?.architecture}${one.config?.variant ? `/${one.config.variant}` : ''}`,
  }))
  const found = named.find(({ is }) => is === platform) ?? named.find(({ is }) => runsOn(is, platform))
  return found?.one ?? all[0]
}

function parse<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T)
  } catch (cause) {
    throw new AppError('image.unreadable', { detail: 'a description in the archive is not JSON', cause })
  }
}
