// Docker Engine as the app sees it: its state, its containers and images, and the endpoint that others use.
import type { StoreApi } from 'zustand/vanilla'
import type {
  BuildsService,
  ContainersService,
  EngineService,
  ContainerFilesService,
  ImagesService,
  NetworksService,
  RegistriesService,
  TerminalsService,
  VolumesService,
} from '../../preload/contract'
import type {
  Container,
  LimitsChange,
  ContainerStats,
  Engine,
  Image,
  Network,
  PortBinding,
  Volume,
} from '../../preload/model'
import type { Dial } from '../base/dial'
import type { Collection, Items } from '../base/collection'
import type { FileTickets } from '../base/file-tickets'
import type { Log } from '../base/log'
import type { Pace } from '../base/pace'
import type { Paths } from '../base/paths'
import { watchValue } from '../base/watch'
import { answers } from './answers'
import { createCalls, type Calls } from './calls'
import { createConnection, type Connection } from './connection'
import { createContainersService } from './containers'
import { openEndpoint, type Endpoint } from './endpoint'
import { engineIdOf, readEngineInfo } from './engine-info'
import type { PathInside } from './folder-paths'
import { createContainerFiles } from './container-files'
import { setLimits } from './limits'
import { createDiskUsage, type DiskUsageParts } from './disk-usage'
import { createImagesPart, type ImagesPart } from './images-part'
import { findContainer, followEvents, mirrorsOf, nothingKnown, resyncAll, type Known } from './engine-mirrors'
import { movePort, type PortMove } from './recreate/move-port'
import { createRecreating, type Recreating } from './recreate/tidy'
import { createNetworksService } from './networks'
import type { OpenOutside } from './outside-shell'
import type { StartGuard } from './start-guard'
import { quietOf } from './quiet'
import { followStats } from './stats'
import { createStatsHistory, type StatsHistory } from './stats-history'
import { createSwarmServices, moveServicePort, type SwarmService } from './swarm-services'
import { createTerminals } from './terminals'
import { createTrash } from './trash'
import type { KeeperOptions } from './registries/pick-store'
import type { RegistryAccess } from './registries/registry-http'
import { createRunInContainer, type RunInContainer } from './run-in-container'
import type { VolumeContents } from './volume-contents'
import type { Revealing } from './reveal-file'
import { createVolumeHelpers, ownerOf } from './volume-helpers'
import { createVolumesPart, type VolumesPart } from './volumes'

export interface EngineOptions {
  readonly dial: Dial
  /** Path of the socket (or named pipe) that `docker` and IDEs use. */
  readonly endpointPath: string
  /** Where folders of this computer are inside the machine; absent where they have the same path there. */
  readonly pathInside?: PathInside | undefined
  /** Whether the machine has no folders of this computer but those that are shared. */
  readonly sharesFolders?: boolean
  /** Files that a person chose, for saving and loading images. */
  readonly files: FileTickets
  /** Who keeps logins for registries. */
  readonly keeper: KeeperOptions
  /** Folders with programs that come with Portside, `docker-buildx` among them. */
  readonly programs: readonly string[]
  /** Where it is noted which containers are in the Trash. */
  readonly trashFile: string
  /** Where it is noted which containers are being made again. */
  readonly recreatingFile: string
  /** Folder of the restore points of volumes. */
  readonly backups: string
  /** Folder of notes about files that are being saved. */
  readonly saves: string
  /** Told of a daily backup that failed. */
  readonly onBackupFailed?: ((volume: string, error: unknown) => void) | undefined
  /** Where the speed of downloads is noted. */
  readonly rateFile?: string | undefined
  /** Where the last builds are kept. */
  readonly buildsFile?: string | undefined
  /** How this computer gets to registries, for what it asks them itself. */
  readonly access?: RegistryAccess | undefined
  /** How a file that is on this computer is shown there. */
  readonly revealing?: Revealing
  /** How `docker` is opened in a terminal program of this computer. */
  readonly openOutside?: OpenOutside
  readonly log: Log
}

/** Where it keeps what it notes. */
export const engineFilesOf = ({
  trashFile,
  recreatingFile,
  backups,
  saves,
  downloadRateFile,
  buildsFile,
}: Paths) => ({
  ...{ trashFile, recreatingFile, backups, saves, buildsFile, rateFile: downloadRateFile },
})

export interface EngineParts {
  readonly service: Pick<EngineService, 'watchEngine' | 'getInfo'>
  readonly containersService: ContainersService
  readonly imagesService: ImagesService
  readonly registriesService: RegistriesService
  readonly buildsService: BuildsService
  /** Gives a container another port of this computer and keeps everything else. @throws port.move-failed */
  movePort(move: PortMove): Promise<void>
  /** What the engine calls itself, by whichever way it is reached; empty until it has once answered. */
  readonly engineId: () => string
  /** Services of the Swarm that the engine manages. */
  readonly services: StoreApi<Items<SwarmService>>
  /** Publishes another port in the place of one. @throws engine.* */
  moveServicePort(id: string, binding: PortBinding, toPort: number): Promise<void>
  readonly volumesService: VolumesService
  readonly networksService: NetworksService
  readonly diskUsage: DiskUsageParts
  readonly volumeContents: VolumeContents
  readonly runInContainer: RunInContainer
  readonly downloads: ImagesPart['downloads']
  /** `linux/amd64`. @throws engine.not-running */
  platform(): string
  /** Figures of one running container, about every second, until it ends. @throws as watchStats of the contract */
  followStats(
    id: string,
    take: (stats: ContainerStats) => void,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<void>
  /** Notes what each running container uses that nobody follows; never rejects. */
  lookAtStats(): Promise<void>
  /** @throws container.limit-range */
  setLimits(id: string, limits: LimitsChange): Promise<void>
  readonly terminalsService: TerminalsService
  readonly containerFilesService: ContainerFilesService
  readonly store: StoreApi<Engine>
  readonly containers: StoreApi<Items<Container>>
  readonly images: StoreApi<Items<Image>>
  readonly volumes: StoreApi<Items<Volume>>
  readonly networks: StoreApi<Items<Network>>
  /** What goes on in the engine by itself: downloads and the like. */
  readonly jobs: readonly [...ImagesPart['jobs'], VolumesPart['jobs']]
  /** Connects, and keeps connecting until {@link disconnect}; the state tells how that goes. */
  connect(): void
  disconnect(): void
  /** Opens events, figures and logs that are followed again: they may have broken unnoticed, as by a sleep. */
  renewStreams(): void
  /** Opens the endpoint. It answers while the engine is down, too. @throws engine.endpoint-taken and others */
  listen(guard?: StartGuard): Promise<void>
  /** Asks the engine itself, which knows of a container before its event came. @throws engine.* */
  findContainer(idOrName: string): Promise<Container | undefined>
  /** Open connections of `docker` and IDEs; undefined before {@link listen}. */
  endpointConnections(): StoreApi<number> | undefined
  /** Whether it answers at all within this many ms. */
  answers(withinMs: number): Promise<boolean>
  /** Ends connection, downloads and endpoint. */
  dispose(): Promise<void>
}

export function createEngine(options: EngineOptions): EngineParts {
  const { dial, endpointPath, pathInside, trashFile, log } = options
  const known = nothingKnown()
  const { containers, images, volumes, networks } = known
  const helpers = createVolumeHelpers(ownerOf(endpointPath), log)
  const engineId = { now: '' }
  const services = createSwarmServices(() => connection, log)
  const mirrored = { connection: () => connection, trash: () => trash, log }
  const mirrors = { ...mirrorsOf(known, mirrored), service: services.mirror }
  const connection: Connection = createConnection({
    dial,
    endpoint: urlOf(endpointPath),
    log,
    onEvent: followEvents(known, mirrors, services),
    resync: async () => {
      const docker = connection.docker()
      await trash.use((engineId.now = await engineIdOf(docker)))
      const all = resyncAll(connection.client(), known, mirrors)
      await Promise.all([all, services.resync(), helpers.removeLeft(docker)])
      for (const part of [trash, volumesPart, containerFiles]) part.connected()
      void recreating.tidy(docker)
    },
    onLost: () => Object.values(mirrors).forEach((mirror) => mirror.stop()),
  })
  const calls = createCalls(connection, containers, (id) => trash.nameOf(id), options.sharesFolders)
  const refresh = (id: string): void => mirrors.container.refresh(id)
  const trash = createTrash({ calls, file: trashFile, refresh, log })
  const recreating = createRecreating({
    ...{ owner: ownerOf(endpointPath), file: options.recreatingFile, log },
    isTrashed: (id) => trash.nameOf(id) !== undefined,
  })
  const about = { ...options, connection, calls, containers, engineId: () => engineId.now }
  const history = createStatsHistory({ containers: containers.store, client: () => connection.client() })
  const called = { connection, calls, collection: containers, history, refresh }
  const changing = { recreating, trash: trash.service, pathInside }
  const containersService = createContainersService({ ...called, ...changing })
  const imagesPart = createImagesPart({ ...about, collection: images, containersService })
  const containerFiles = createContainerFiles({ ...about, helpers, images })
  const { openOutside } = options
  const terminals = createTerminals({ calls, containers, log, openOutside, endpoint: urlOf(endpointPath) })
  const volumesPart = createVolumesPart({ ...about, collection: volumes, helpers, images })
  let endpoint: Endpoint | undefined

  return {
    service: {
      watchEngine: ({ signal } = {}) => watchValue(connection.store, signal),
      getInfo: ({ signal } = {}) => readEngineInfo(calls, signal),
    },
    containersService,
    imagesService: imagesPart.service,
    registriesService: imagesPart.registries,
    buildsService: imagesPart.builds,
    services: services.store,
    ...portParts(calls, recreating, containers),
    volumesService: volumesPart.service,
    networksService: createNetworksService({ calls, collection: networks, containers, trash }),
    terminalsService: terminals.service,
    containerFilesService: containerFiles.service,
    ...contentParts(calls, connection, imagesPart, volumesPart.contents),
    ...statsParts(calls, connection, history),
    setLimits: (id, limits) => setLimits(calls, recreating, id, limits),
    ...storesOf(known),
    jobs: [...imagesPart.jobs, volumesPart.jobs],
    ...connectionParts(connection),
    listen: async (guard) => {
      const asked = { quiet: quietOf(recreating, volumesPart), pathInside, ...(guard ? { guard } : {}) }
      endpoint = await openEndpoint({ path: endpointPath, dial, log, ...asked })
    },
    ...answerParts(connection),
    ...{ engineId: about.engineId, endpointConnections: () => endpoint?.connections },
    dispose: async () => {
      await endpoint?.close()
      for (const part of [trash, containerFiles]) part.dispose()
      await terminals.dispose()
      await Promise.all([imagesPart.dispose(), volumesPart.dispose()])
      await connection.dispose()
    },
  }
}

const connectionParts = (
  connection: Connection,
): Pick<EngineParts, 'store' | 'connect' | 'disconnect' | 'renewStreams'> => {
  const { store, connect, disconnect, renew: renewStreams } = connection
  return { store, connect, disconnect, renewStreams }
}

const answerParts = (connection: Connection): Pick<EngineParts, 'findContainer' | 'answers'> => ({
  findContainer: (idOrName) => findContainer(connection.docker(), idOrName),
  answers: (withinMs) => answers(connection, withinMs),
})

const portParts = (
  calls: Calls,
  recreating: Recreating,
  containers: Collection<Container>,
): Pick<EngineParts, 'movePort' | 'moveServicePort'> => ({
  movePort: (move) =>
    movePort(calls, recreating, move, containers.get(move.id)?.name ?? move.id.slice(0, 12)),
  moveServicePort: (id, binding, toPort) => moveServicePort(calls, id, binding, toPort),
})

const storesOf = (known: Known): Pick<EngineParts, 'containers' | 'images' | 'volumes' | 'networks'> => ({
  containers: known.containers.store,
  images: known.images.store,
  volumes: known.volumes.store,
  networks: known.networks.store,
})

/** What is asked of the engine about what it keeps and runs. */
const contentParts = (
  calls: Calls,
  connection: Connection,
  { downloads }: ImagesPart,
  volumeContents: VolumeContents,
): Pick<EngineParts, 'diskUsage' | 'volumeContents' | 'runInContainer' | 'downloads' | 'platform'> => ({
  diskUsage: createDiskUsage(calls),
  volumeContents,
  downloads,
  runInContainer: createRunInContainer(calls),
  platform: () => connection.client().platform,
})

const statsParts = (
  calls: Calls,
  connection: Connection,
  history: StatsHistory,
): Pick<EngineParts, 'followStats' | 'lookAtStats'> => ({
  followStats: (id, take, signal, pace) => {
    const asked = calls.asked({ container: id.slice(0, 12) })
    const note = (stats: ContainerStats): void => history.add(id, stats)
    return followStats({ connection, asked, id, pace, note }, take, signal)
  },
  lookAtStats: history.look,
})

const urlOf = (path: string): string =>
  path.startsWith('\\\\') ? `npipe://${path.replaceAll('\\', '/')}` : `unix://${path}`
