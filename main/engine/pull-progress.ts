// What the engine reports while it downloads an image, added up to one picture of all layers.
import type { LayerState, PullLayer } from '../../preload/model'

export interface PullProgress {
  readonly layers: readonly PullLayer[]
  /** Bytes downloaded, of the layers whose size is known by now. */
  readonly doneBytes: number
  readonly totalBytes: number
  readonly upToDate?: boolean
}

export const noProgress: PullProgress = { layers: [], doneBytes: 0, totalBytes: 0 }

interface Message {
  readonly id?: unknown
  readonly status?: unknown
  readonly progressDetail?: { readonly current?: unknown; readonly total?: unknown; readonly units?: unknown }
}

const layerStates: Readonly<Record<string, LayerState>> = {
  'Pulling fs layer': 'waiting',
  Waiting: 'waiting',
  Downloading: 'downloading',
  'Verifying Checksum': 'downloaded',
  'Download complete': 'downloaded',
  Extracting: 'unpacking',
  'Pull complete': 'ready',
  'Already exists': 'ready',
}

/** The next picture; the same one when the message tells nothing new. */
export function reducePull(before: PullProgress, message: unknown): PullProgress {
  const { id, status, progressDetail } = (message ?? {}) as Message
  if (typeof status !== 'string') return before
  if (status.startsWith('Status: Image is up to date')) return { ...before, upToDate: true }
  const state = status.startsWith('Retrying in') ? 'waiting' : layerStates[status]
  if (state === undefined || typeof id !== 'string') return before
  const known = before.layers.find((layer) => layer.id === id)
  const layer = nextLayer(known ?? { id, state, doneBytes: 0, totalBytes: 0 }, state, progressDetail)
  if (layer === known) return before
  const layers = known ? before.layers.map((one) => (one === known ? layer : one)) : [...before.layers, layer]
  return { ...before, layers, ...total(layers) }
}

/** Bytes are those of the download: unpacking counts others, and must not make the sum go back. */
function nextLayer(layer: PullLayer, state: LayerState, detail: Message['progressDetail']): PullLayer {
  if (state === 'downloading') {
    const doneBytes = bytes(detail?.current)
    // Without a length from the registry the total is not known before the end.
    return { ...layer, state, doneBytes, totalBytes: Math.max(bytes(detail?.total), doneBytes) }
  }
  if (state === 'waiting')
    return layer.state === 'waiting' && layer.doneBytes === 0 ? layer : { ...layer, state, doneBytes: 0 }
  if (layer.state === state && layer.doneBytes === layer.totalBytes) return layer
  return { ...layer, state, doneBytes: layer.totalBytes }
}

const bytes = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)

const total = (layers: readonly PullLayer[]): Pick<PullProgress, 'doneBytes' | 'totalBytes'> => ({
  doneBytes: layers.reduce((sum, layer) => sum + layer.doneBytes, 0),
  totalBytes: layers.reduce((sum, layer) => sum + layer.totalBytes, 0),
})
