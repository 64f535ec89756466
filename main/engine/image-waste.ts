// Looks for files that an image carries for nothing: reads all its layers from the engine, at the reader's pace.
import type { ImageInspectInfo } from 'dockerode'
import { createStore } from 'zustand/vanilla'
import type { WastedFile, WasteScan } from '../../preload/model'
import { AppError, isAbort } from '../../preload/errors'
import { watchValue } from '../base/watch'
import { getJson, openStream } from './client'
import type { Connection } from './connection'
import { statusOf, toAppError } from './engine-words'
import { readImageArchive, type ImageArchive } from './image-archive'
import { platformOf } from './image-model'
import { LayerTree, type Hidden } from './layer-tree'

const shownFiles = 100
const publishEveryMs = 100

export interface WasteRequest {
  readonly connection: Connection
  readonly id: string
  /** What the image is called. */
  readonly shown: string
  /** What its layers take, in bytes: about as much is read. */
  readonly sizeBytes: number
  readonly signal: AbortSignal | undefined
}

/** @throws image.not-found image.unreadable engine.* */
export async function* watchWaste(request: WasteRequest): AsyncGenerator<WasteScan, void> {
  const { shown, sizeBytes, signal: outer } = request
  const left = new AbortController()
  const signal = outer ? AbortSignal.any([outer, left.signal]) : left.signal
  const reading: WasteScan = {
    state: 'reading',
    readBytes: 0,
    totalBytes: sizeBytes,
    filesBytes: 0,
    wastedBytes: 0,
    wastedFiles: 0,
    largest: [],
  }
  const store = createStore<{ scan: WasteScan; error?: unknown }>(() => ({ scan: reading }))
  const scanning = scan(request, signal, (readBytes) =>
    store.setState({ scan: { ...reading, readBytes } }),
  ).then(
    (found) => store.setState({ scan: { ...store.getState().scan, state: 'done', ...found } }),
    (error: unknown) => store.setState({ error }),
  )
  try {
    for await (const { scan: now, error } of watchValue(store, signal)) {
      if (error !== undefined) throw shownError(error, shown)
      yield now
      if (now.state === 'done') return
    }
  } finally {
    left.abort()
    await scanning
  }
}

function shownError(error: unknown, shown: string): unknown {
  if (error instanceof AppError && error.code === 'image.unreadable')
    return new AppError('image.unreadable', {
      params: { image: shown },
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      cause: error,
    })
  if (error instanceof AppError || isAbort(error) || statusOf(error) !== undefined)
    return toAppError(error, { reference: shown })
  return new AppError('image.unreadable', { params: { image: shown }, detail: String(error), cause: error })
}

type Found = Pick<
  WasteScan,
  'readBytes' | 'totalBytes' | 'filesBytes' | 'wastedBytes' | 'wastedFiles' | 'largest'
>

async function scan(
  { connection, id }: WasteRequest,
  signal: AbortSignal,
  onProgress: (readBytes: number) => void,
): Promise<Found> {
  const client = connection.client()
  const path = `/images/${encodeURIComponent(id)}`
  // Of an image for several platforms, the one whose steps and size are shown.
  const platform = platformOf((await getJson(client.docker, `${path}/json`, signal)) as ImageInspectInfo)
  const query = client.containerdStore && takesPlatform(client.apiVersion) ? asked(platform) : {}
  const stream = await openStream(client.docker, { path: `${path}/get`, method: 'GET', query, signal })
  let readBytes = 0
  let shownAt = 0
  const onBytes = (count: number): void => {
    readBytes += count
    const now = performance.now()
    if (now - shownAt < publishEveryMs) return
    shownAt = now
    onProgress(readBytes)
  }
  try {
    const archive = await readImageArchive(stream, onBytes, { platform, signal })
    return { ...findWaste(archive), readBytes, totalBytes: readBytes }
  } finally {
    stream.destroy()
  }
}

/** Docker 28 and later; others send all that are here. */
const takesPlatform = (apiVersion: string): boolean => Number(apiVersion.split('.')[1]) >= 48

function asked(platform: string): Record<string, string> {
  const [os, architecture, variant] = platform.split('/')
  return { platform: JSON.stringify({ os, architecture, ...(variant ? { variant } : {}) }) }
}

/** Adds up what later layers hide, and keeps the largest files of it. */
export function findWaste({ layers, steps }: ImageArchive): Omit<Found, 'readBytes' | 'totalBytes'> {
  const hidden: Hidden[] = []
  let wastedBytes = 0
  let wastedFiles = 0
  const tree = new LayerTree((file) => {
    if (file.sizeBytes === 0) return
    wastedBytes += file.sizeBytes
    wastedFiles += 1
    hidden.push(file)
    // Sorted now and then, so that a million small files are never kept together.
    if (hidden.length > shownFiles * 20) keepLargest(hidden)
  })
  let filesBytes = 0
  for (const entries of layers) {
    tree.add(entries)
    for (const { sizeBytes } of entries) filesBytes += sizeBytes
  }
  keepLargest(hidden)
  return { filesBytes, wastedBytes, wastedFiles, largest: hidden.map((file) => readHidden(file, steps)) }
}

function keepLargest(files: Hidden[]): void {
  files.sort((a, b) => b.sizeBytes - a.sizeBytes || (a.path < b.path ? -1 : 1))
  files.splice(shownFiles)
}

function readHidden(
  { path, sizeBytes, fate, layer, laterLayer }: Hidden,
  steps: readonly number[],
): WastedFile {
  const step = steps[layer]
  const laterStep = steps[laterLayer]
  return {
    path,
    sizeBytes,
    fate,
    ...(step === undefined ? {} : { step }),
    ...(laterStep === undefined ? {} : { laterStep }),
  }
}
