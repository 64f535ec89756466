// Keeps tray, menus, badge, progress, theme and notifications in step with the stores; each is set only on change.
import type { StoreApi } from 'zustand/vanilla'
import type {
  Build,
  Container,
  Engine,
  ImageTransfer,
  Machine,
  PortConflict,
  Pull,
  ResourceReading,
  ResourceWarning,
  Settings,
  Workspace,
} from '../../preload/model'
import { isAppError } from '../../preload/errors'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import { applicationMenu, quickEntries } from './app-menu'
import type { Command } from './menu-model'
import { createNotices, failureNotice } from './notices'
import { progressOf } from './progress'
import type { Requests } from './requests'
import { runCommand, type CommandParts } from './run-command'
import type { Notice, Shell } from './shell'
import { languageOf, sayIn } from './texts'
import { trayModel } from './tray-menu'

/** The stores that the desktop reads; the window and the command line read the same. */
export interface DesktopStores {
  readonly machine: StoreApi<Machine>
  readonly engine: StoreApi<Engine>
  readonly containers: StoreApi<Items<Container>>
  readonly conflicts: StoreApi<Items<PortConflict>>
  readonly reading: StoreApi<ResourceReading | undefined>
  readonly warnings: StoreApi<Items<ResourceWarning>>
  readonly settings: StoreApi<Settings>
  readonly pulls: StoreApi<Items<Pull>>
  readonly transfers: StoreApi<Items<ImageTransfer>>
  readonly builds: StoreApi<Items<Build>>
  readonly workspaces: StoreApi<Items<Workspace>>
}

export interface DesktopOptions {
  readonly stores: DesktopStores
  readonly services: CommandParts['services']
  readonly requests: Requests
  readonly shell: Shell
  readonly platform: NodeJS.Platform
  /** What the operating system names first, e.g. `ko-KR`. */
  readonly systemLanguage: string | undefined
  readonly log: Log
}

export interface Desktop {
  run(command: Command): void
  /** Looks again although no store changed, e.g. when the window was looked at. */
  refresh(): void
  dispose(): void
}

/** Many changes come at once, such as a project that starts; people see one. In ms. */
const gatherMs = 100

export function createDesktop(options: DesktopOptions): Desktop {
  const { stores, shell, log } = options
  const notices = createNotices()
  const memory = createMemoryBefore(stores)
  const once = onlyChanges()
  let timer: NodeJS.Timeout | undefined
  const asked = new Set<string>()

  const run = (command: Command): void => {
    if (command.do === 'workspace' && command.action === 'up') asked.add(command.id)
    runCommand(command, options).catch((error: unknown) => {
      // Whoever gave a start up knows that it does not come.
      if (isAppError(error, 'workspace.given-up')) return
      log.warn('a command of the desktop failed', { command: command.do, why: String(error) })
      tell(failureNotice(language(), error))
    })
  }
  /** Where the system shows no notifications, in the window: what somebody asked for never fails in silence. */
  const tell = (notice: Notice): void => {
    if (!shell.notify(notice)) run(notice.command)
  }
  const language = () => languageOf(stores.settings.getState(), options.systemLanguage)

  const refresh = (): void => {
    timer = undefined
    const state = {
      language: language(),
      machine: stores.machine.getState(),
      engine: stores.engine.getState(),
      containers: [...stores.containers.getState().values()],
      conflicts: [...stores.conflicts.getState().values()],
      reading: stores.reading.getState(),
      warnings: [...stores.warnings.getState().values()],
      // Most desktops of Linux open the menu by any click, so it has to say all there.
      hasPanel: options.platform === 'win32',
      gaveBackBytes: memory.before(),
      workspaces: [...stores.workspaces.getState().values()],
    }
    const tray = trayModel(state)
    once('tray', tray, () => shell.showTray(tray))
    const menus = {
      application: applicationMenu({ ...state, platform: options.platform }),
      dock: quickEntries(state.language),
    }
    once('menus', menus, () => shell.showMenus(menus))
    once('badge', [tray.count, state.language], () =>
      shell.setBadge(tray.count, badgeWords(tray.count, state.language)),
    )
    const progress = progressOf(
      ...([stores.pulls, stores.transfers, stores.builds].map((store) => [...store.getState().values()]) as [
        Pull[],
        ImageTransfer[],
        Build[],
      ]),
    )
    once('progress', [progress], () => shell.setProgress(progress))
    const { theme } = stores.settings.getState()
    once('theme', theme, () => shell.setTheme(theme))
    for (const notice of notices({ ...state, asked }, shell.isLookedAt()))
      if (notice.anyway === true) tell(notice)
      else shell.notify(notice)
  }
  const changed = (): void => void (timer ??= setTimeout(refresh, gatherMs))
  const stops = [
    ...Object.values(stores).map((store: StoreApi<unknown>) => store.subscribe(changed)),
    memory.stop,
  ]
  refresh()
  return {
    run,
    refresh: changed,
    dispose: () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    },
  }
}

const badgeWords = (count: number, language: 'en' | 'ko'): string =>
  count === 1 ? sayIn(language)('tray.conflict') : sayIn(language)('tray.conflicts', { count })

/** Calls `set` when the value is another one than last time under this name. */
function onlyChanges(): (name: string, value: unknown, set: () => void) => void {
  const last = new Map<string, string>()
  return (name, value, set) => {
    const text = JSON.stringify(value)
    if (last.get(name) === text) return
    last.set(name, text)
    set()
  }
}

/** What the machine held while it ran last, to say what came back. */
function createMemoryBefore({ machine, reading }: DesktopStores): {
  before(): number | undefined
  stop(): void
} {
  let held: number | undefined
  const stop = reading.subscribe((now) => {
    const bytes = now?.sample.machine?.memoryBytes
    if (bytes !== undefined && machine.getState().state === 'running') held = bytes
  })
  return { before: () => held, stop }
}
