// What the engine reports while it pushes an image, added up to one picture of all layers.
import type { LayerState, PullLayer } from '../../preload/model'

export interface PushProgress {
  readonly layers: readonly PullLayer[]
  readonly doneBytes: number
  readonly totalBytes: number
}

export const nothingPushed: PushProgress = { layers: [], doneBytes: 0, totalBytes: 0 }

interface Message {
  readonly id?: unknown
  readonly status?: unknown
  readonly progressDetail?: { readonly current?: unknown; readonly total?: unknown }
}

const stateOf = (status: string): LayerState | undefined => {
  if (status === 'Preparing' || status === 'Waiting') return 'waiting'
  if (status === 'Pushing') return 'uploading'
  if (status === 'Pushed' || status === 'Layer already exists' || status.startsWith('Mounted from'))
    return 'ready'
  return undefined
}

/** The next picture; the same one when the message tells nothing new. */
export function reducePush(before: PushProgress, message: unknown): PushProgress {
  const { id, status, progressDetail } = (message ?? {}) as Message
  if (typeof id !== 'string' || typeof status !== 'string') return before
  const state = stateOf(status)
  if (state === undefined) return before
  const known = before.layers.find((layer) => layer.id === id)
  const layer = next(known ?? { id, state, doneBytes: 0, totalBytes: 0 }, state, progressDetail)
  const layers = known ? before.layers.map((one) => (one === known ? layer : one)) : [...before.layers, layer]
  return {
    layers,
    doneBytes: layers.reduce((sum, one) => sum + one.doneBytes, 0),
    totalBytes: layers.reduce((sum, one) => sum + one.totalBytes, 0),
  }
}

/** The engine counts a layer's bytes before they are compressed, and may count past the total it gave. */
function next(layer: PullLayer, state: LayerState, detail: Message['progressDetail']): PullLayer {
  if (state !== 'uploading') return { ...layer, state, doneBytes: layer.totalBytes }
  const doneBytes = bytes(detail?.current)
  return {
    ...layer,
    state,
    doneBytes,
    totalBytes: Math.max(bytes(detail?.total), doneBytes, layer.totalBytes),
  }
}

const bytes = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)
