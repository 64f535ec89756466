// Everything about images in one part: what is there, downloads, images on their way out and in, and registries.
import type { StoreApi } from 'zustand/vanilla'
import type {
  BuildsService,
  ContainersService,
  ImagesService,
  RegistriesService,
} from '../../preload/contract'
import type { Build, Container, Image, ImageTransfer, Pull } from '../../preload/model'
import type { Collection, Items } from '../base/collection'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import type { Calls } from './calls'
import type { Connection } from './connection'
import { createImageDownloads, type ImageDownloads } from './image-downloads'
import { createImagesService } from './images'
import { createImageUpdates } from './image-updates'
import { createUpdateCalls } from './update-containers'
import { createRegistryClient } from './registries/registry-client'
import type { RegistryAccess } from './registries/registry-http'
import { createBuilds } from './builds/builds'
import { createPulls } from './pulls'
import { createPullRate } from './pull-rate'
import { createLogins } from './registries/logins'
import type { KeeperOptions } from './registries/pick-store'
import { createRegistriesService } from './registries/registries'
import { createTransfers } from './transfers'

export interface ImagesPartOptions {
  readonly connection: Connection
  readonly calls: Calls
  readonly collection: Collection<Image>
  readonly containers: Collection<Container>
  readonly files: FileTickets
  /** Who keeps logins for registries. */
  readonly keeper: KeeperOptions
  /** How this computer gets to registries. */
  readonly access?: RegistryAccess | undefined
  /** Folders with programs that come with Portside. */
  readonly programs: readonly string[]
  /** Where the last builds are kept; without it they are forgotten with the app. */
  readonly buildsFile?: string | undefined
  /** Where the speed of downloads is noted; without it that is forgotten with the app. */
  readonly rateFile?: string | undefined
  /** Makes a container again from what its image's name means by now. */
  readonly containersService: Pick<ContainersService, 'recreate'>
  readonly log: Log
}

export interface ImagesPart {
  readonly service: ImagesService
  /** Downloads, transfers and builds: what goes on by itself. */
  readonly jobs: readonly [
    pulls: StoreApi<Items<Pull>>,
    transfers: StoreApi<Items<ImageTransfer>>,
    builds: StoreApi<Items<Build>>,
  ]
  readonly registries: RegistriesService
  readonly builds: BuildsService
  readonly downloads: Pick<ImageDownloads, 'ask' | 'timeFor'>
  /** Cancels what is under way, and resolves when nothing is. */
  dispose(): Promise<void>
}

export function createImagesPart(options: ImagesPartOptions): ImagesPart {
  const {
    connection,
    calls,
    collection,
    containers,
    files,
    keeper,
    programs,
    containersService,
    rateFile,
    access,
    buildsFile,
    log,
  } = options
  const logins = createLogins(keeper, log)
  const rate = createPullRate(rateFile, log)
  const pulls = createPulls({ connection, logins, rate, log })
  const transfers = createTransfers({ connection, files, logins, log })
  const client = createRegistryClient({ calls, logins, access })
  const platform = (): string => connection.client().platform
  const downloads = createImageDownloads({ calls, logins, client, rate, platform })
  const updates = createImageUpdates(collection, client)
  const recreate = (id: string) => containersService.recreate({ id })
  const updating = { calls, containers, images: collection, pulls, updates, recreate }
  const builds = createBuilds({ connection, programs, logins, buildsFile, log })
  return {
    service: {
      ...createImagesService({ connection, calls, collection, containers, pulls, transfers, downloads }),
      ...createUpdateCalls(updating),
    },
    jobs: [pulls.store, transfers.store, builds.store],
    registries: createRegistriesService({ calls, logins, client }),
    builds: builds.service,
    downloads,
    dispose: async () => {
      updates.dispose()
      await Promise.all([pulls.dispose(), transfers.dispose(), builds.dispose()])
      await rate.dispose()
    },
  }
}
