// A stand-in for the app behind the contract, in memory: for tests of the window and to look at it.
import type { Contract } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type {
  Activity,
  AppUpdate,
  Container,
  ContainerData,
  ContainerDetails,
  ContainerHistory,
  ContainerStats,
  DesktopRequest,
  Engine,
  LogLine,
  Machine,
  MachineUsage,
  Network,
  PendingSettings,
  PortCheck,
  PortConflict,
  PortForward,
  PortListener,
  PortLook,
  RunRequest,
  Settings,
  TerminalEvent,
  TrashedContainer,
  Volume,
  VolumeBackup,
  VolumeSizes,
  SizeSample,
  DailyBackups,
  VolumeTransfer,
  Workspace,
  WorkspaceExportJob,
  WslDistributions,
  WslSetup,
} from '../../../preload/model'
import type { CallTarget } from '../../../preload/rpc-server'
import { createQuitHolds } from '../../../main/desktop/quit-holds'
import { fakeWsl, noWslLimits } from './wsl'
import { FakeCompose } from './fake-compose'
import { FakeReadiness } from './fake-readiness'
import { fakeTrash, noData } from './fake-trash'
import { FakeFiles } from './fake-files'
import { FakeEngineConfig } from './fake-engine-config'
import { FakeResources } from './fake-resources'
import { FakeImages } from './fake-images'
import { defaultSettings } from '../../../preload/settings-table'
import { fakeWorkspaces, shopReadiness } from './fake-workspaces'
import { Broadcast, WatchedCollection, WatchedValue } from './watched'

export interface Called {
  readonly method: string
  readonly args: unknown
}

export class FakeApp {
  readonly containers = new WatchedCollection<Container>()
  readonly engineConfig = new FakeEngineConfig()
  readonly compose = new FakeCompose()
  readonly trash = new WatchedCollection<TrashedContainer>()
  readonly data = new Map<string, ContainerData>()
  readonly fileParts = new FakeFiles()
  readonly imageParts = new FakeImages()
  readonly images = this.imageParts.images
  readonly pulls = this.imageParts.pulls
  readonly defaults = this.imageParts.defaults
  readonly networks = new WatchedCollection<Network>()
  readonly workspaces = new WatchedCollection<Workspace>()
  workspaceReadiness = shopReadiness
  readonly workspaceExports = new WatchedCollection<WorkspaceExportJob>()
  readonly volumes = new WatchedCollection<Volume>()
  readonly volumeTransfers = new WatchedCollection<VolumeTransfer>()
  readonly volumeBackups = new WatchedCollection<VolumeBackup>()
  readonly volumeSizes = new WatchedValue<VolumeSizes>({ measuring: false, bytes: {} })
  readonly dailyBackups = new WatchedValue<DailyBackups>({ volumes: [], failed: {} })
  readonly sizeHistory = new Map<string, readonly SizeSample[]>()
  readonly activity = new WatchedValue<readonly Activity[]>([])
  readonly forwards = new WatchedCollection<PortForward>()
  readonly listeners = new WatchedCollection<PortListener>()
  readonly conflicts = new WatchedCollection<PortConflict>()
  readonly machine = new WatchedValue<Machine>(stoppedMachine)
  readonly usage = new Broadcast<MachineUsage>()
  lastUsage: MachineUsage | undefined
  readonly engine = new WatchedValue<Engine>({ state: 'disconnected' })
  readonly portLook = new WatchedValue<PortLook>({})
  readonly settings = new WatchedValue<Settings>({
    ...defaultSettings,
    welcomeSeen: true,
    language: 'en',
    theme: 'light',
  })
  readonly update = new WatchedValue<AppUpdate>({ step: 'unsupported', current: '0.1.0' })
  readonly pendingSettings = new WatchedValue<PendingSettings>({ names: [], engine: false })
  readonly wslSetup = new WatchedValue<WslSetup>({ state: 'idle' })
  wslLimits = noWslLimits
  wslDistributions: WslDistributions = { distributions: [], needsRestart: false }
  readonly logs = new Map<string, readonly LogLine[]>()
  readonly liveLogs = new Broadcast<readonly LogLine[]>()
  readonly readiness = new FakeReadiness()
  readonly resources = new FakeResources()
  readonly details = new Map<string, Partial<ContainerDetails>>()
  readonly stats = new Broadcast<ContainerStats>()
  statsHistory: Partial<ContainerHistory> = {}
  readonly terminal = new Broadcast<TerminalEvent>()
  readonly requests = new Broadcast<DesktopRequest>()
  readonly quits = createQuitHolds()
  /** Checks by port number; every other port is free. */
  readonly held = new Map<number, Omit<PortCheck, 'port' | 'protocol' | 'address'>>()
  /** Every call except watches, in order. */
  readonly calls: Called[] = []
  /** Makes a method fail: name such as `containers.start`. */
  readonly failures = new Map<string, AppError>()
  /** Makes a method fail for one thing only. */
  failWhen(method: string, id: string, error: AppError): void {
    this.failures.set(`${method} ${id}`, error)
  }
  console = ''

  readonly target: CallTarget = {
    call: async (service, method, args) => {
      this.calls.push({ method: `${service}.${method}`, args })
      const id = String((args as { id?: unknown } | undefined)?.id)
      const failure =
        this.failures.get(`${service}.${method}`) ?? this.failures.get(`${service}.${method} ${id}`)
      if (failure) throw failure
      return this.#invoke(service, method, args)
    },
    stream: (service, method, args, signal) =>
      this.#invoke(service, method, { ...(args as object), signal }) as AsyncIterable<unknown>,
  }

  #invoke(service: string, method: string, args: unknown): unknown {
    const services = this.#services as unknown as Record<string, Record<string, (args: unknown) => unknown>>
    const run = services[service]?.[method]
    if (!run) throw new Error(`the stand-in has no ${service}.${method}`)
    return run(args)
  }

  readonly #services: Contract = {
    app: {
      getInfo: async () => appInfo,
      getStatus: async () => Promise.reject(new Error('not asked by the window')),
      show: async () => {},
      quit: async () => {},
      watchQuits: (options) => this.quits.watch(options?.signal),
      watchRequests: (options) => this.requests.watch([], options?.signal),
      open: async () => {},
    },
    machine: {
      watchMachine: (options) => this.machine.watch(options?.signal),
      watchUsage: (options) => this.usage.watch(this.lastUsage ? [this.lastUsage] : [], options?.signal),
      start: async () => this.#setMachine('running', 'connected'),
      stop: async () => this.#setMachine('stopped', 'disconnected'),
      restart: async () => this.#setMachine('running', 'connected'),
      save: async () => this.#setMachine('stopped', 'disconnected'),
      repair: async () => this.#setMachine('running', 'connected'),
      erase: async () => this.#setMachine('absent', 'disconnected'),
      pause: async () => this.#setMachine('paused', 'disconnected'),
      reclaimMemory: async () => ({ freedBytes: 0 }),
      reclaimDisk: async () => ({ freedBytes: 0 }),
      resume: async () => this.#setMachine('running', 'connected'),
      seeNotices: async () => {},
      getConsole: async () => this.console,
    },
    engine: { watchEngine: (options) => this.engine.watch(options?.signal), ...this.engineConfig.service },
    containers: {
      watchContainers: (options) => this.containers.watch(options?.signal),
      start: async ({ id }) => this.containers.change(id, { state: 'running', startedAt: Date.now() }),
      stop: async ({ id }) =>
        this.containers.change(id, { state: 'exited', exitCode: 0, finishedAt: Date.now() }),
      restart: async ({ id }) => this.containers.change(id, { state: 'running', startedAt: Date.now() }),
      pause: async ({ id }) => this.containers.change(id, { state: 'paused' }),
      unpause: async ({ id }) => this.containers.change(id, { state: 'running' }),
      kill: async ({ id }) =>
        this.containers.change(id, { state: 'exited', exitCode: 137, finishedAt: Date.now() }),
      rename: async ({ id, name }) => this.containers.change(id, { name }),
      getDetails: async ({ id }) => ({ ...noDetails, id, ...this.details.get(id) }),
      getProcesses: async () => ({ titles: ['PID', 'COMMAND'], rows: [['1', 'sleep 600']] }),
      watchStats: (options) => this.stats.watch([], options.signal),
      getStatsHistory: async ({ range }) => ({ everyMs: 1000, samples: [], ...this.statsHistory, range }),
      getData: async ({ id }) => this.data.get(id) ?? noData,
      ...fakeTrash(this),
      remove: async ({ id }) => this.containers.remove(id),
      run: async ({ request }) => this.#run(request),
      recreate: async ({ id }) => ({ id, aside: [] }),
      watchLogs: ({ id, follow, signal }) =>
        follow ? this.liveLogs.watch([this.logs.get(id) ?? []], signal) : this.#pastLogs(id),
    },
    containerFiles: this.fileParts.service,
    updates: {
      watchUpdate: (options) => this.update.watch(options?.signal),
      check: async () => {},
      download: async () => {},
      install: async () => {},
      goBack: async () => {},
    },
    workspaces: fakeWorkspaces(this.workspaces, this.workspaceExports, () => this.workspaceReadiness),
    terminals: {
      watchTerminal: () => this.terminal.watch([]),
      write: async () => {},
      resize: async () => {},
      openOutside: async () => {},
    },
    files: {
      chooseTarget: async ({ name }) => ({ ticket: { id: 'target', name } }),
      chooseFolder: async () => ({ path: '/home/mina/site' }),
      chooseSource: async ({ name = 'file' }) => ({ ticket: { id: 'source', name } }),
    },
    activity: { watchActivity: (options) => this.activity.watch(options?.signal) },
    images: this.imageParts.service,
    registries: this.imageParts.registries,
    builds: this.imageParts.buildsService,
    compose: this.compose.service,
    networks: {
      watchNetworks: (options) => this.networks.watch(options?.signal),
      inspect: async ({ id }) => ({ json: JSON.stringify(this.networks.items.get(id), undefined, 2) }),
      create: async ({ request }) => {
        this.networks.upsert(networkOf({ id: request.name, driver: request.driver }))
        return { id: request.name }
      },
      connect: async ({ id, containerId }) =>
        this.containers.change(containerId, { networks: [{ id, name: id }] }),
      disconnect: async ({ containerId }) => this.containers.change(containerId, { networks: [] }),
      remove: async ({ id }) => this.networks.remove(id),
      prune: async ({ ids }) => {
        for (const id of ids) this.networks.remove(id)
        return { removed: ids, kept: [] }
      },
    },
    volumes: {
      watchVolumes: (options) => this.volumes.watch(options?.signal),
      inspect: async ({ id }) => ({ json: JSON.stringify(this.volumes.items.get(id), undefined, 2) }),
      watchPlace: async function* () {
        yield { containerId: 'holder', path: '/portside-volume' }
      },
      watchSizes: (options) => this.volumeSizes.watch(options?.signal),
      measure: async () => {},
      create: async ({ request }) => {
        const id = request.name ?? 'f'.repeat(64)
        this.volumes.upsert(volumeOf({ id, driver: request.driver, options: request.options }))
        return { id }
      },
      watchTransfers: (options) => this.volumeTransfers.watch(options?.signal),
      save: async () => ({ transferId: 'save' }),
      restore: async () => ({ transferId: 'restore' }),
      clone: async () => ({ transferId: 'clone' }),
      watchBackups: (options) => this.volumeBackups.watch(options?.signal),
      backUp: async () => ({ transferId: 'back-up' }),
      putBack: async () => ({ transferId: 'put-back' }),
      cloneBackup: async () => ({ transferId: 'clone' }),
      keepBackup: async ({ backupId, kept, note }) => {
        const backup = this.volumeBackups.items.get(backupId)
        if (backup) this.volumeBackups.upsert({ ...backup, kept, note })
      },
      watchDaily: (options) => this.dailyBackups.watch(options?.signal),
      setDaily: async ({ id, daily }) => {
        const others = this.dailyBackups.value.volumes.filter((one) => one !== id)
        this.dailyBackups.value = { volumes: daily ? [...others, id] : others, failed: {} }
      },
      getSizeHistory: async ({ id }) => this.sizeHistory.get(id) ?? [],
      removeBackup: async ({ backupId }) => this.volumeBackups.remove(backupId),
      cancelTransfer: async () => {},
      dismissTransfer: async ({ transferId }) => this.volumeTransfers.remove(transferId),
      remove: async ({ id }) => this.volumes.remove(id),
      prune: async ({ ids }) => {
        for (const id of ids) this.volumes.remove(id)
        return { removed: ids, kept: [] }
      },
    },
    ports: {
      checkPort: async ({ port, protocol, address }) => ({
        port,
        protocol,
        address,
        ...(this.held.get(port) ?? { state: 'free' as const }),
      }),
      watchForwards: (options) => this.forwards.watch(options?.signal),
      watchListeners: (options) => this.listeners.watch(options?.signal),
      watchLook: (options) => this.portLook.watch(options?.signal),
      watchWants: async function* () {},
      watchConflicts: (options) => this.conflicts.watch(options?.signal),
      applyFix: async ({ conflictId }) => this.conflicts.remove(conflictId),
      findFree: async ({ near, count }) => ({
        ports: Array.from({ length: count }, (_, n) => near + n).filter((port) => !this.held.has(port)),
      }),
    },
    resources: this.resources.service,
    readiness: this.readiness.service,
    settings: {
      watchSettings: (options) => this.settings.watch(options?.signal),
      watchPending: (options) => this.pendingSettings.watch(options?.signal),
      getManaged: async () => ({ names: [], file: '' }),
      exportSettings: async () => ({ text: '{}' }),
      importSettings: async () => ({ changed: [], left: [] }),
      reset: async ({ names }) =>
        void (this.settings.value = {
          ...this.settings.value,
          ...Object.fromEntries(names.map((name) => [name, defaultSettings[name]])),
        }),
      shareFolder: async ({ folder: path }) => {
        const { sharedFolders } = this.settings.value
        this.settings.value = {
          ...this.settings.value,
          sharedFolders: [...sharedFolders, { path, writable: true }],
        }
      },
      update: async ({ change }) => void (this.settings.value = { ...this.settings.value, ...change }),
    },
    wsl: fakeWsl(this),
  }

  async *#pastLogs(id: string): AsyncGenerator<readonly LogLine[], void> {
    yield this.logs.get(id) ?? []
  }

  #setMachine(state: Machine['state'], engine: Engine['state']): void {
    const { failure: _gone, ...machine } = this.machine.value
    this.machine.value = { ...machine, state, since: Date.now() }
    this.engine.value = { ...this.engine.value, state: engine }
  }

  #run(request: RunRequest): { id: string } {
    const id = `new-${this.containers.items.size}`
    const image = [...this.images.items.values()].find((candidate) => candidate.tags.includes(request.image))
    this.containers.upsert(
      containerOf({
        id,
        name: request.name ?? id,
        image: request.image,
        imageId: image?.id ?? 'sha256:unknown',
        ports: request.ports,
      }),
    )
    return { id }
  }
}

const noDetails: Omit<ContainerDetails, 'id'> = {
  command: ['sleep', '600'],
  workingDir: '/',
  user: '',
  restart: 'no',
  memoryLimitBytes: 0,
  cpuLimit: 0,
  processLimit: 0,
  privileged: false,
  capabilities: [],
  readOnly: false,
  env: [],
  mounts: [],
  networks: [],
  labels: [],
  json: '{}',
}

const appInfo = {
  version: '0.1.0',
  platform: 'linux',
  shell: 'browser',
  home: '/home/user/.portside',
  userHome: '/home/user',
  canStartAtLogin: true,
  hostCpus: 8,
  hostMemoryBytes: 16e9,
} as const

export const stoppedMachine: Machine = {
  driver: 'qemu',
  features: ['forwards', 'exec', 'console', 'discard', 'balloon', 'pause', 'limits'],
  state: 'stopped',
  since: Date.now(),
  accelerator: 'tcg',
  cpus: 2,
  memoryBytes: 8 * 1024 ** 3,
  steps: [],
}

/** A running container with nothing special about it. */
export const containerOf = (part: Partial<Container> & { id: string }): Container => ({
  name: part.id,
  image: 'nginx:1.27-alpine',
  imageId: 'sha256:nginx',
  state: 'running',
  createdAt: Date.now() - 3_600_000,
  startedAt: Date.now() - 3_600_000,
  ports: [],
  tty: false,
  anonymousVolumes: [],
  networks: [],
  volumes: [],
  ...part,
})

/** A named volume with nothing special about it. */
export const volumeOf = (part: Partial<Volume> & { id: string }): Volume => ({
  driver: 'local',
  options: {},
  createdAt: Date.now() - 3_600_000,
  anonymous: /^[0-9a-f]{64}$/.test(part.id),
  ...part,
})

/** A network with nothing special about it. */
export const networkOf = (part: Partial<Network> & { id: string }): Network => ({
  name: part.id,
  driver: 'bridge',
  subnets: ['172.18.0.0/16'],
  internal: false,
  builtIn: false,
  createdAt: Date.now() - 3_600_000,
  ...part,
})
