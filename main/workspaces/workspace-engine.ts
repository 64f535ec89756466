// What a workspace needs of the engine: passed in, so that this folder knows neither the engine nor the machine.
import type { StoreApi } from 'zustand/vanilla'
import type { ContainersService, ImagesService, VolumesService } from '../../preload/contract'
import { AppError, isAppError, reviveError, type SerialisedError } from '../../preload/errors'
import type { CollectionChange, Container, Image, ImageTransfer, Pull, Volume } from '../../preload/model'
import type { Items } from '../base/collection'
import type { FileSource, FileTickets } from '../base/file-tickets'
import { DeadlineError, until } from '../base/until'
import type { ImageDownloads } from '../engine/image-downloads'
import type { RunInContainer } from '../engine/run-in-container'
import type { VolumeContents } from '../engine/volume-contents'

export interface WorkspaceEngine {
  readonly containers: StoreApi<Items<Container>>
  readonly images: StoreApi<Items<Image>>
  readonly volumes: StoreApi<Items<Volume>>
  readonly containersService: ContainersService
  readonly imagesService: ImagesService
  readonly volumesService: VolumesService
  readonly contents: VolumeContents
  readonly run: RunInContainer
  readonly downloads: Pick<ImageDownloads, 'ask' | 'timeFor'>
  readonly files: FileTickets
  /** `linux/amd64`. @throws engine.not-running */
  platform(): string
}

/** Whether an image of this name is here, as far as the list tells. */
export function findImage(images: Iterable<Image>, reference: string): Image | undefined {
  const plain = reference.replace(/^docker\.io\//, '').replace(/^library\//, '')
  const [name = '', digest] = plain.split('@')
  const tag = /:[^/]+$/.test(name) ? name : `${name}:latest`
  const repository = name.replace(/:[^/]+$/, '')
  for (const image of images) {
    if (digest !== undefined ? image.digests.includes(`${repository}@${digest}`) : image.tags.includes(tag))
      return image
  }
  return undefined
}

interface Job {
  readonly id: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly error?: SerialisedError
}

async function follow<T extends Job>(
  id: string,
  changes: AsyncIterable<CollectionChange<T>>,
  onChange: (job: T) => void,
): Promise<void> {
  for await (const change of changes) {
    const mine = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
    if (!mine) continue
    onChange(mine)
    if (mine.state === 'done') return
    if (mine.state === 'failed') throw mine.error ? reviveError(mine.error) : new AppError('internal.bug')
    if (mine.state === 'cancelled') throw new AppError('workspace.cancelled')
  }
}

/** In ms: the engine tells of what is new a moment later, and of a pulled one maybe under another name. */
const listedMs = { loaded: 30_000, pulled: 3_000 }

/** Otherwise a registry would be asked for what has just come, and nobody would know whose it is. */
async function untilListed(
  names: readonly string[],
  images: WorkspaceEngine['images'],
  { signal, deadlineMs }: { readonly signal: AbortSignal; readonly deadlineMs: number },
): Promise<void> {
  const isListed = (name: string): boolean =>
    images.getState().has(name) || findImage(images.getState().values(), name) !== undefined
  const ask = (): true | undefined => names.every(isListed) || undefined
  await until(ask, { deadlineMs, signal, waitingFor: names.join(', ') }).catch((error: unknown) => {
    // One that the list spells in another way.
    if (!(error instanceof DeadlineError)) throw error
  })
}

/** Resolves when the image is here, and listed. Leaving ends the download; layers that are here stay. @throws image.* engine.* */
export async function pullImage(
  { imagesService, images }: Pick<WorkspaceEngine, 'imagesService' | 'images'>,
  reference: string,
  onProgress: (pull: Pull) => void,
  signal: AbortSignal,
): Promise<void> {
  const { pullId } = await imagesService.pull({ reference })
  try {
    await follow(pullId, imagesService.watchPulls({ signal }), onProgress)
  } finally {
    if (signal.aborted) await imagesService.cancelPull({ pullId })
  }
  signal.throwIfAborted()
  await untilListed([reference], images, { signal, deadlineMs: listedMs.pulled })
}

/** Resolves when the images of a `docker save` archive are here, and listed. @throws image.* files.* */
export async function loadImages(
  { imagesService, images, files }: Pick<WorkspaceEngine, 'imagesService' | 'images' | 'files'>,
  source: FileSource,
  onProgress: (transfer: ImageTransfer) => void,
  signal: AbortSignal,
): Promise<void> {
  const { transferId } = await imagesService.load({ source: files.add(source) })
  let loaded: readonly string[] = []
  await followTransfer(
    imagesService,
    transferId,
    (transfer) => {
      loaded = transfer.loaded ?? []
      onProgress(transfer)
    },
    signal,
  )
  await untilListed(loaded, images, { signal, deadlineMs: listedMs.loaded })
}

/** To its end; leaving ends it. */
export async function followTransfer(
  imagesService: ImagesService,
  transferId: string,
  onProgress: (transfer: ImageTransfer) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await follow(transferId, imagesService.watchTransfers({ signal }), onProgress)
  } finally {
    if (signal.aborted) await imagesService.cancelTransfer({ transferId })
  }
  signal.throwIfAborted()
}

const goneMs = 30_000

/**
 * Removes those that are there, whether the engine has told of them or not. Resolves when none is listed: by the list a
 * start knows which volumes it makes. @throws volume.* engine.*
 */
export async function removeVolumes(
  names: Iterable<string>,
  { volumes, volumesService }: Pick<WorkspaceEngine, 'volumes' | 'volumesService'>,
): Promise<void> {
  for (const id of names) {
    await volumesService.remove({ id }).catch((error: unknown) => {
      if (!isAppError(error, 'volume.not-found')) throw error
    })
    await until(() => (volumes.getState().has(id) ? undefined : true), {
      ...{ deadlineMs: goneMs, waitingFor: `${id} to be gone` },
    })
  }
}

/**
 * One that another container uses, or that has another name as well, stays. Engines do not tell of all that was built:
 * they are asked for each. @throws engine.*
 */
export async function removeImages(
  own: readonly string[],
  { imagesService }: Pick<WorkspaceEngine, 'imagesService'>,
): Promise<void> {
  if (own.length > 0) await imagesService.prune({ ids: [...new Set(own)] })
}
