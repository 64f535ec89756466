// Everything about images in one part: what is there, downloads, and images on their way out and in.
import type { StoreApi } from 'zustand/vanilla'
import type { ImagesService } from '../../preload/contract'
import type { Container, Image } from '../../preload/model'
import type { Collection, Items } from '../base/collection'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import type { Calls } from './calls'
import type { Connection } from './connection'
import { createImagesService } from './images'
import { createPulls } from './pulls'
import { createTransfers } from './transfers'

export interface ImagesPartOptions {
  readonly connection: Connection
  readonly calls: Calls
  readonly collection: Collection<Image>
  readonly containers: Collection<Container>
  readonly files: FileTickets
  readonly log: Log
}

export interface ImagesPart {
  readonly service: ImagesService
  /** Downloads and transfers: what goes on by itself, for whoever waits for quiet. */
  readonly jobs: readonly Pick<StoreApi<Items<{ readonly state: string }>>, 'getState' | 'subscribe'>[]
  /** Cancels what is under way, and resolves when nothing is. */
  dispose(): Promise<void>
}

export function createImagesPart(options: ImagesPartOptions): ImagesPart {
  const { connection, calls, collection, containers, files, log } = options
  const pulls = createPulls({ connection, log })
  const transfers = createTransfers({ connection, files, log })
  return {
    service: createImagesService({ connection, calls, collection, containers, pulls, transfers }),
    jobs: [pulls.store, transfers.store],
    dispose: async () => {
      await Promise.all([pulls.dispose(), transfers.dispose()])
    },
  }
}
