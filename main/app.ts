// The composition root: makes every part, wires them by their interfaces, and ends them in order.
import { join } from 'node:path'
import type { Contract } from '../preload/contract'
import { wireReadiness } from './app-readiness'
import { appService, startedWithEngine } from './app-services'
import { openActivity, type ActivityLog } from './activity/activity'
import { noteBuilds, recorded } from './activity/recorded'
import { backupNotices } from './desktop/backup-notices'
import { createFileTickets, type FileTickets } from './base/file-tickets'
import { createFileLog, type FileLog, type Log } from './base/log'
import { terminalOpener } from './base/terminal/open'
import type { Sharing } from './base/unshared-folder'
import type { ComposeParts } from './compose/compose'
import type { PortOverrides } from './compose/port-override'
import { wireCompose, wireComposeCore, type ComposeCore } from './compose/wire-compose'
import { createEngine, engineFilesOf, type EngineParts } from './engine/engine'
import type { Host } from './host'
import { startCommandServer } from './ipc/command-server'
import { createCommandFiles } from './ipc/command-files'
import { createDispatch } from './ipc/dispatch'
import { createFilesService } from './ipc/files'
import { besideContainers } from './machine/beside-containers'
import type { DesktopStores } from './desktop/desktop'
import { createRequests, type Requests } from './desktop/requests'
import { storesOf } from './desktop/stores'
import { isStuck, stuckStopMs } from './desktop/stuck'
import {
  createDriver,
  createWslPart,
  ownMachine,
  thisComputer,
  type DriverOptions,
} from './machine/create-driver'
import { engineAnswersNow } from './machine/engine-dial'
import { wakeWatchers } from './machine/folder-events/wake-watchers'
import { followHostSleep } from './machine/host-sleep'
import { sleepWhenIdle } from './machine/idle-sleep'
import { createMachine, type MachineParts } from './machine/machine'
import { elevate } from './machine/wsl2/elevate'
import { windowsPrograms } from './machine/wsl2/windows-programs'
import { askingForPorts } from './ports/asking-for-ports'
import { createPorts, type PortsParts } from './ports/ports'
import { portsOfService, serviceWants } from './ports/service-wants'
import { createStartGuard } from './ports/start-guard'
import type { ReadinessParts } from './readiness/readiness'
import type { ResourcesParts } from './resources/resources'
import { wireResources } from './resources/wire-resources'
import { computerLimits, createMachineSettings, type MachineSettings } from './settings/machine-settings'
import { managedSettingsFile } from './settings/managed-settings'
import { followedByMachine, refuseSmallerDisk } from './settings/machine-change'
import { firstStart, noteFirstMachine, type FirstStart } from './settings/first-start'
import { createSharing } from './settings/share-folder'
import { createSwap, type Swap } from './settings/swap'
import { createSettings, type SettingsParts } from './settings/settings'
import { createEngineSettings, type EngineSettings } from './settings/engine-settings'
import { keepLoginItem } from './settings/start-at-login'
import { keychainLogins } from './engine/registries/keychain-logins'
import { fileChecks, wireWorkspaces, type WorkspacesParts } from './workspaces/wire-workspaces'
import type { CallTarget } from '../preload/rpc-server'
import { createKeptInstallers } from './updates/kept-installers'
import { createUpdates, type UpdatesParts } from './updates/updates'

export interface App {
  readonly services: Contract
  /** The services behind validation, for every transport. */
  readonly target: CallTarget
  /** What the tray and the menus are made of. */
  readonly stores: DesktopStores
  /** What menus, links and opened files ask of the window. */
  readonly requests: Requests
  readonly log: Log
  /**
   * Starts the machine; resolves when the engine answers, or tells what the very first start waits for. `isSeen` where
   * somebody looks at the window, who can be asked. @throws machine.*
   */
  start(isSeen: boolean): Promise<FirstStart>
  /** Ends everything in order: connections, forwards, machine. */
  dispose(): Promise<void>
}

/** The caller has prepared the home and holds its lock. */
export async function createApp(host: Host): Promise<App> {
  const { paths } = host
  const log = createFileLog(paths.log)
  log.info('starting', { version: host.version, shell: host.shell, pid: process.pid })

  const parts = await createParts(host, log)
  const { settings, machine, engine, ports, resources, updates } = parts
  const guard = createStartGuard({
    ...{ starts: ports.starts, ranges: ports.ranges },
    servicePorts: portsOfService(engine.services),
    findContainer: engine.findContainer,
    remove: (id) => engine.containersService.remove({ id, force: true, volumes: true }),
    refuses: machine.forwarder !== undefined,
    sharesFolders: parts.driver.features.has('shared-folders'),
    log: log.named('ports'),
  })
  await engine.listen(guard)
  const stopFollowing = follow(host, parts, log)
  const endLogin = await keepLoginItem({
    ...{ settings: settings.store, update: settings.update, item: host.loginItem },
    log: log.named('settings'),
  })

  const requests = createRequests()
  const { services, readiness } = servicesOf(host, parts, requests, log)
  const { canStart } = readiness
  const endNoting = new AbortController()
  const noting = noteBuilds(services.builds, parts.activity, endNoting.signal)
  const target = createDispatch(services, log.named('ipc'))
  const ofCommand = { ...services, files: createCommandFiles(parts.files) }
  const commands = await startCommandServer(
    paths.commandEndpoint,
    createDispatch(ofCommand, log.named('ipc')),
  )
  return {
    services,
    target,
    stores: storesOf(parts),
    requests,
    log,
    start: async (isSeen) => {
      const outcome = await firstStart({ machine: machine.store, settings, canStart }, isSeen)
      if (outcome === 'goes') await services.machine.start()
      return outcome
    },
    dispose: async () => {
      const stuck = await isStuck(machine.store, engine)
      for (const stop of stopFollowing) stop()
      endNoting.abort()
      await noting
      await parts.activity.dispose()
      await commands.close()
      readiness.dispose()
      await updates.dispose()
      await parts.compose.dispose()
      await parts.workspaces.dispose()
      await resources.dispose()
      await ports.dispose()
      await engine.dispose()
      const how = settings.store.getState().onQuit === 'save' && !stuck ? 'save' : 'stop'
      await machine.dispose(how, stuck ? stuckStopMs : undefined)
      await endLogin()
      await settings.dispose()
      await closeLog(log)
    },
  }
}

interface Parts {
  readonly kind: DriverOptions['kind']
  readonly driver: ReturnType<typeof createDriver>
  readonly files: FileTickets
  readonly settings: SettingsParts
  readonly machineSettings: MachineSettings
  readonly swap: Swap
  readonly sharing: Sharing
  readonly machine: MachineParts
  readonly engine: EngineParts
  readonly engineSettings: EngineSettings
  readonly ports: PortsParts
  readonly resources: ResourcesParts
  readonly activity: ActivityLog
  readonly updates: UpdatesParts
  readonly compose: ComposeParts
  readonly workspaces: WorkspacesParts
}

async function createParts(host: Host, log: FileLog): Promise<Parts> {
  const { paths } = host
  const settingsLog = log.named('settings')
  const settings = await createSettings({
    file: paths.settingsFile,
    ...{ log: settingsLog, limits: computerLimits() },
    managedFile: managedSettingsFile(process.platform, process.env),
    refuse: refuseSmallerDisk(join(paths.machine, 'data.img')),
  })
  const machineSettings = createMachineSettings({ settings: settings.store, paths, log: settingsLog })
  const kind = host.engine === undefined ? ownMachine(thisComputer(host)) : 'none'
  const driver = createDriver({
    kind,
    paths,
    guestImageDir: host.guestImageDir,
    toolsDir: host.toolsDir,
    config: machineSettings.config,
    log: log.named('driver'),
    ...(host.engine === undefined ? {} : { engine: host.engine }),
    ...(host.reopen ? { reopen: host.reopen } : {}),
  })
  const machine = await createMachine({
    ...{ driver, paths },
    ...{ planned: machineSettings.planned, startWith: machineSettings.startWith },
    noticesSeen: machineSettings.noticesSeen,
    log: log.named('machine'),
  })
  const files = createFileTickets()
  const engine = createEngine({
    ...{ dial: machine.dial, endpointPath: paths.dockerEndpoint },
    ...{ pathInside: driver.pathInside, sharesFolders: driver.features.has('shared-folders') },
    ...{ files, programs: [host.toolsDir], revealing: { show: host.reveal, pathHere: driver.pathHere } },
    keeper: { env: process.env, platform: process.platform, keychain: host.keychain, file: paths.loginsFile },
    openOutside: terminalOpener({ folders: [host.toolsDir], folder: join(paths.run, 'terminal') }),
    ...engineFilesOf(paths),
    ...{ access: machineSettings.registryAccess, log: log.named('engine') },
    onBackupFailed: backupNotices(host.notify, settings.store),
  })
  const engineSettings = createEngineSettings({
    paths,
    guest: driver.guest,
    machine: machine.store,
    engine: engine.store,
    containers: engine.containers,
    start: (asked) => engine.containersService.start(asked),
    answers: (signal) => engineAnswersNow(driver, signal),
    ...{ looked: machineSettings.lookAtEngine, log: settingsLog },
  })
  const sharing = createSharing({
    ...{ settings: settings.store, update: settings.service.update, machine: machine.store },
    restart: startedWithEngine(machine, engine).restart,
  })
  const core = wireComposeCore(host, engine, log.named('compose'))
  const ports = makePorts({ machine, driver, engine }, core.overrides, log)
  const compose = await wireCompose({
    ...core,
    ...{ ...fileChecks, chooseFile: host.files.path, paths, engine, ports, sharing },
    start: (options) => startedWithEngine(machine, engine).start(options),
    log: log.named('compose'),
  })
  const resources = await wireResources({
    ...{ paths, driver, machine, engine, settings, log, notify: host.notify },
    limits: computerLimits(),
  })
  const workspaces = await makeWorkspaces({ host, engine, files, ports, core, compose, resources, log })
  return {
    ...{ kind, driver, files, settings, machineSettings },
    ...{ machine, sharing, swap: makeSwap({ driver, machine, settings }, settingsLog) },
    engine,
    engineSettings,
    ports,
    resources,
    activity: await openActivity(paths.activityFile, log.named('activity')),
    updates: makeUpdates(host, settings, engine, log),
    compose,
    workspaces,
  }
}

interface WorkspacesNeeds extends Pick<Parts, 'engine' | 'files' | 'ports' | 'resources' | 'compose'> {
  readonly host: Host
  readonly core: ComposeCore
  readonly log: FileLog
}

const makeWorkspaces = (needs: WorkspacesNeeds): Promise<WorkspacesParts> => {
  const { host, engine, files, ports, core, resources, log } = needs
  const { paths, keychain } = host
  return wireWorkspaces({
    ...{ paths, engine, files, ports: ports.service, wants: ports.wants },
    ...{ compose: core.runnerWith, owners: core.owners, overrides: core.files },
    choicesOf: needs.compose.choicesOf,
    secrets: keychain && keychainLogins(paths.workspaceSecretsFile, keychain),
    reading: resources.store.getState,
    log: log.named('workspaces'),
  })
}

/** What happens by itself when something else happens. Returns what ends it. */
function follow(host: Host, parts: Parts, log: FileLog): readonly (() => void)[] {
  const { machine, engine, ports, settings, machineSettings, resources } = parts
  const own = log.named('machine')
  return [
    followMachine(machine, engine),
    machineSettings.follow(machine.store, { adjustable: machine.adjustable, guest: parts.driver.guest }),
    noteFirstMachine({ machine: machine.store, settings }, log.named('settings')),
    parts.swap.follow(),
    parts.engineSettings.follow(),
    sleepWhenIdle({
      machine,
      containers: engine.containers,
      jobs: engine.jobs,
      connections: engine.endpointConnections(),
      settings: settings.store,
      log: own,
    }),
    followHostSleep({
      ...{ machine, engine, power: host.power, keep: resources.keep, then: ports.sync },
      log: own,
    }),
    wakeWatchers({ driver: parts.driver, machine: machine.store, containers: engine.containers, log: own }),
  ]
}

function servicesOf(
  host: Host,
  parts: Parts,
  requests: Requests,
  log: FileLog,
): { readonly services: Contract; readonly readiness: ReadinessParts } {
  const { kind, driver, files, machine, engine, ports, resources, settings, machineSettings } = parts
  const wsl = createWslPart({ kind, paths: host.paths, log: log.named('wsl') }, driver, {
    start: () => services.machine.start(),
    stop: () => services.machine.stop(),
  })
  const readiness = wireReadiness({
    ...{ host, kind, wsl, settings, sharing: parts.sharing },
    ports: ports.service,
    log: log.named('readiness'),
  })
  const services: Omit<Contract, 'activity'> = {
    app: appService(host, machine, engine, requests),
    machine: startedWithEngine(machine, engine),
    engine: { ...engine.service, ...parts.engineSettings.service },
    files: createFilesService(host.files, files),
    // Where the engine binds the ports of this computer itself, it knows best what it has just let go of.
    containers: machine.forwarder ? askingForPorts(engine, ports) : engine.containersService,
    images: engine.imagesService,
    volumes: engine.volumesService,
    networks: engine.networksService,
    ports: ports.service,
    resources: resources.service,
    compose: parts.compose.service,
    builds: engine.buildsService,
    registries: engine.registriesService,
    settings: {
      ...settings.service,
      ...followedByMachine({ service: settings.service, settings: settings.store, swap: parts.swap }),
      watchPending: machineSettings.watchPending,
      shareFolder: parts.sharing.share,
    },
    wsl,
    readiness: readiness.service,
    containerFiles: engine.containerFilesService,
    terminals: engine.terminalsService,
    updates: parts.updates.service,
    workspaces: parts.workspaces.service,
  }
  const all = recorded(services, parts.activity, {
    containers: engine.containers,
    conflicts: ports.conflicts,
  })
  return { services: all, readiness }
}

const makeSwap = (
  { driver, machine, settings }: Pick<Parts, 'driver' | 'machine' | 'settings'>,
  log: Log,
): Swap => createSwap({ guest: driver.guest, machine: machine.store, settings: settings.store, log })

function makeUpdates(host: Host, settings: SettingsParts, engine: EngineParts, log: FileLog): UpdatesParts {
  return createUpdates({
    current: host.version,
    updater: host.updater,
    kept: createKeptInstallers(host.paths.installers),
    settings: settings.store,
    running: () =>
      [...engine.containers.getState().values()].filter(({ state }) => state === 'running').length,
    endThen: (install) => host.quitThen?.(install),
    log: log.named('updates'),
  })
}

function makePorts(
  { machine, driver, engine }: Pick<Parts, 'machine' | 'driver' | 'engine'>,
  overrides: PortOverrides,
  log: FileLog,
): PortsParts {
  const ports = createPorts({
    containers: engine.containers,
    engine: engine.store,
    forwarder: machine.forwarder,
    beside: besideContainers(driver),
    actions: {
      start: (options) => engine.containersService.start(options),
      stop: (options) => engine.containersService.stop(options),
      movePort: (move) =>
        overrides.around(move, (labels) => engine.movePort({ ...move, ...(labels ? { labels } : {}) })),
    },
    ...(process.platform === 'win32'
      ? {
          elevate: (program, signal) => elevate(windowsPrograms(process.env).powershell, program, { signal }),
        }
      : {}),
    log: log.named('ports'),
  })
  ports.wants.add(serviceWants(engine.services, engine.moveServicePort))
  return ports
}

/** The engine is connected exactly while the machine runs. */
function followMachine(machine: MachineParts, engine: EngineParts): () => void {
  const follow = (state: string): void => (state === 'running' ? engine.connect() : engine.disconnect())
  return machine.store.subscribe((now, before) => {
    if (now.state !== before.state) follow(now.state)
  })
}

async function closeLog(log: FileLog): Promise<void> {
  log.info('ended')
  await log.close()
}
