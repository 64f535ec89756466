// What is shown of a file before anybody edits it: its first lines, its picture, or that it is neither.
import type { ContainerFilesService } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import { legible } from '../../preload/text'
import { textOf } from './paths'
import { pictureOf, type Picture } from './picture'

/** Of a text, in bytes: some thousand lines. */
export const firstBytes = 64_000
/** A picture is carried whole up to here. */
export const mostPictureBytes = 4 * 1024 * 1024
/** Four bytes each once drawn. */
const mostDots = 40_000_000

export interface Glimpse {
  readonly data: Uint8Array
  /** False where `data` is only the beginning. */
  readonly whole: boolean
  /** Of the whole file, where that is known. */
  readonly sizeBytes?: number
  /** Epoch ms, of a file that can be edited. */
  readonly modifiedAt?: number
}

/** All of what can be edited; of a larger file its beginning, and the rest is never asked for. */
export async function readGlimpse(
  files: Pick<ContainerFilesService, 'read' | 'watchDownload'>,
  at: { readonly containerId: string; readonly path: string },
  signal: AbortSignal,
): Promise<Glimpse> {
  try {
    const { data, modifiedAt } = await files.read({ ...at, signal })
    return { data, modifiedAt, whole: true, sizeBytes: data.length }
  } catch (error) {
    if (!isAppError(error, 'file.too-large')) throw error
  }
  const parts: Uint8Array[] = []
  let length = 0
  let size: { readonly sizeBytes?: number } = {}
  let wanted = firstBytes
  for await (const event of files.watchDownload({ ...at, signal })) {
    if (event.kind === 'begin') {
      size = event.sizeBytes === undefined ? {} : { sizeBytes: event.sizeBytes }
      continue
    }
    parts.push(event.data)
    length += event.data.length
    if (parts.length === 1 && pictureOf(event.data) && (size.sizeBytes ?? Infinity) <= mostPictureBytes)
      wanted = Infinity
    if (length >= wanted) break
  }
  // A stream that was given up ends as if it were over.
  signal.throwIfAborted()
  return { data: joined(parts, length), whole: length === size.sizeBytes, ...size }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const data = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.length
  }
  return data
}

export type Shown =
  | { readonly kind: 'empty' | 'binary' }
  | { readonly kind: 'text'; readonly text: string; readonly shownBytes: number }
  | { readonly kind: 'picture'; readonly picture: Picture; readonly url: string }
  | { readonly kind: 'large-picture'; readonly picture: Picture }

export function shownOf({ data, whole }: Glimpse): Shown {
  if (data.length === 0) return { kind: 'empty' }
  const picture = pictureOf(data)
  if (picture && (!whole || picture.width * picture.height > mostDots))
    return { kind: 'large-picture', picture }
  if (picture) return { kind: 'picture', picture, url: `data:${picture.type};base64,${base64(data)}` }
  // Whether it is text is seen from all that is there; only the beginning is drawn.
  const text = whole ? textOf(data) : beginningOf(data)
  if (text === undefined) return { kind: 'binary' }
  const first = data.length > firstBytes ? beginningOf(data.subarray(0, firstBytes)) : text
  return {
    kind: 'text',
    text: legible((first ?? '').replace(/\r\n?/g, '\n')),
    shownBytes: Math.min(data.length, firstBytes),
  }
}

/** The end may be within a letter, which is left out then. */
function beginningOf(data: Uint8Array): string | undefined {
  if (data.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data, { stream: true })
  } catch {
    return undefined
  }
}

const atOnce = 0x8000

function base64(data: Uint8Array): string {
  let bytes = ''
  for (let at = 0; at < data.length; at += atOnce)
    bytes += String.fromCharCode(...data.subarray(at, at + atOnce))
  return btoa(bytes)
}
