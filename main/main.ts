// The desktop app: one instance, its window and tray, and a quit that waits for the machine's orderly end.
import { join } from 'node:path'
import { app as electron, dialog, shell as system } from 'electron'
import { AppError, isAbort, serialiseError } from '../preload/errors'
import type { CallTarget } from '../preload/rpc-server'
import type { App } from './app'
import { writeCompiledCode } from './base/compiled-code'
import { takeInstanceLock } from './base/instance-lock'
import { namesEngine, parseStartOptions } from './base/options'
import { currentPaths, prepareHome, type Paths } from './base/paths'
import { createDesktop, type Desktop } from './desktop/desktop'
import { scheme, targetsIn } from './desktop/links'
import type { Command } from './desktop/menu-model'
import { planQuit } from './desktop/quit'
import { languageOf, sayIn } from './desktop/texts'
import { showSection } from './desktop/warnings'
import { createPlaceWriter, readPlace } from './desktop/window-file'
import { clickOpens, panelPlace } from './desktop/panel-place'
import { nextZoom, placeOn, smallest } from './desktop/window-place'
import { appUpdater } from './electron/app-updater'
import { askQuit } from './electron/ask-quit'
import { fileDialogs } from './electron/file-dialogs'
import { loginItem, startsHidden } from './electron/login-item'
import { openMainWindow, type MainWindow } from './electron/main-window'
import { receiveOpened } from './electron/opened'
import { denyPermissions } from './electron/page-guard'
import { onShutdown, power } from './electron/power'
import { createShell, type ElectronShell } from './electron/shell'
import { systemKeychain } from './electron/system-keychain'
import { createTrayPanel, type TrayPanel } from './electron/tray-panel'
import type { Notifier } from './base/notifier'
import type { Host } from './host'

const { platform } = process
const built = electron.getAppPath()
/** Packed programs and images lie beside the archive; in a checkout they are what the build made. */
const resources = electron.isPackaged ? process.resourcesPath : join(built, 'out')
const page = { root: join(built, 'out/renderer'), preload: join(built, 'out/preload/preload.cjs'), platform }

/** Whatever is there by now; a quit may come at any time. */
const running: {
  app?: App
  window?: MainWindow
  shell?: ElectronShell
  panel?: TrayPanel
  desktop?: Desktop
  ending?: Promise<void>
  /** Resolves when the window's place is on the disk. */
  placeWritten?: () => Promise<void>
  releaseLock?: () => Promise<void>
  /** True once everything is over: then nothing holds a quit any more. */
  ended?: true
  /** What follows the orderly end instead of leaving: an installer that makes Electron quit itself. */
  last?: () => void
} = {}
/** What was opened before anybody could look at it. */
const early: string[] = []

async function main(): Promise<void> {
  const paths = currentPaths()
  // Electron's lock lies in its profile; ours, below, also covers the headless twin.
  electron.setPath('userData', join(paths.home, 'window'))
  if (!electron.requestSingleInstanceLock()) return electron.exit(0)
  // As electron-builder.yml has it: Windows shows notifications of the shortcut with this id.
  electron.setAppUserModelId('dev.portside.desktop')
  receiveOpened({ open, activate: show, targetsIn })
  joinQuit()
  await electron.whenReady()
  if (electron.isPackaged) electron.setAsDefaultProtocolClient(scheme)
  denyPermissions()
  await prepareHome(paths)
  const lock = await takeInstanceLock(paths)
  running.releaseLock = () => lock.release()
  // The page loads while the app's code does and the app is made: its calls wait for that.
  const created = createLater(paths)
  running.window = openWindow(paths, deferred(created.then((app) => app.target)))
  const app = await created
  running.app = app
  // A failed start is shown in the window, with what to do.
  const started = app.start(!startsHidden()).catch((error: unknown) => {
    if (!(error instanceof AppError) && !isAbort(error)) throw error
  })
  startDesktop(app)
  for (const word of early.splice(0)) open(word)
  await started
}

/** Its code is most of all that a start loads, and the window needs none of it. */
async function createLater(paths: Paths): Promise<App> {
  const { createApp } = await import('./app')
  return createApp(hostOf(paths))
}

function hostOf(paths: Paths): Host {
  const { engine } = parseStartOptions(process.argv.slice(electron.isPackaged ? 1 : 2).filter(isOurs))
  return {
    shell: 'electron',
    version: electron.getVersion(),
    paths,
    guestImageDir: join(resources, 'guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: join(resources, 'tools'),
    files: fileDialogs(() => running.window?.browser),
    keychain: systemKeychain(),
    windowUrl: () => running.window?.browser.webContents.getURL(),
    notify,
    reveal: async (path) => system.showItemInFolder(path),
    show,
    quit: (ask) => void (ask ? quit() : end()),
    ...updates(),
    ...(electron.isPackaged ? { reopen: [process.execPath] } : {}),
    loginItem: loginItem(),
    power,
    ...(engine === undefined ? {} : { engine }),
  }
}

/** Chromium's own switches also arrive here. */
const isOurs = (argument: string, index: number, all: readonly string[]): boolean =>
  namesEngine(argument.replace(/=.*/s, '')) || namesEngine(all[index - 1])

function updates(): Pick<Host, 'updater' | 'quitThen'> {
  const updater = appUpdater(electron.isPackaged)
  return {
    ...(updater ? { updater } : {}),
    quitThen: (install) => {
      running.last = install
      void end()
    },
  }
}

function openWindow(paths: Paths, target: CallTarget): MainWindow {
  const file = join(paths.home, 'window.json')
  const writer = createPlaceWriter(file)
  running.placeWritten = writer.written
  let place = readPlace(file)
  let told = place?.toldStillRunning ?? false
  return openMainWindow({
    ...page,
    target,
    placeOn: (screens) => placeOn(place, screens),
    smallest,
    nextZoom,
    onPlace: (next) => {
      place = { ...next, toldStillRunning: told }
      writer.keep(place)
    },
    hidesOnClose: () => running.shell !== undefined && running.ending === undefined,
    onHidden: () => {
      if (told || !place) return
      told = true
      writer.keep({ ...place, toldStillRunning: true })
      tellStillRunning()
    },
    onFocus: () => running.desktop?.refresh(),
    onSessionEnd: () => void end(),
    hidden: startsHidden(),
  })
}

function startDesktop(app: App): void {
  const run = (command: Command): void => running.desktop?.run(command)
  running.panel ??= createTrayPanel({ ...page, target: app.target, placeAt: panelPlace, clickOpens })
  running.shell = createShell({
    icons: join(built, 'assets/icons/tray'),
    platform,
    window: () => running.window,
    run,
    onClick: (icon) => running.panel?.clicked(icon),
  })
  running.desktop = createDesktop({
    stores: app.stores,
    services: app.services,
    requests: app.requests,
    shell: running.shell,
    platform,
    systemLanguage: systemLanguage(),
    log: app.log,
  })
}

const systemLanguage = (): string | undefined => electron.getPreferredSystemLanguages()[0]

/** The first time only: who closes a window for the first time may expect everything to end. */
function tellStillRunning(): void {
  const { app, shell } = running
  if (!app || !shell) return
  const say = sayIn(languageOf(app.stores.settings.getState(), systemLanguage()))
  shell.notify({
    id: 'still-running',
    title: say('notice.stillRunning'),
    body: say(platform === 'darwin' ? 'notice.stillRunningMac' : 'notice.stillRunningWhy'),
    command: { do: 'show' },
    actions: [],
  })
}

/** Whether it is due was decided with it. */
const notify: Notifier = ({ title, text: body, section }) =>
  running.shell?.notify({ id: title, title, body, command: showSection(section ?? 'resources'), actions: [] })

function show(): void {
  if (running.ending) return
  // After it was left running out of sight, the icon comes back with the window.
  if (running.app && !running.desktop) startDesktop(running.app)
  if (platform === 'darwin') void electron.dock?.show()
  running.window?.present()
}

/** A link or a path; a wrong one is told in the window. */
function open(word: string): void {
  const { app } = running
  if (!app) return void early.push(word)
  app.services.app.open({ target: word }).catch((error: unknown) => {
    app.requests.push({ kind: 'error', error: serialiseError(error) })
    show()
  })
}

/** Calls that come before their target is there wait for it. */
const deferred = (target: Promise<CallTarget>): CallTarget => ({
  call: async (...args) => (await target).call(...args),
  async *stream(...args) {
    yield* (await target).stream(...args)
  },
  onBug: (error) => void target.then((there) => there.onBug?.(error)),
})

/** Quitting is held until everything has ended; asking twice changes nothing. */
function joinQuit(): void {
  electron.on('window-all-closed', () => void end())
  electron.on('before-quit', (event) => {
    if (running.ended) return
    event.preventDefault()
    void quit()
  })
  // Whoever sends a signal, or shuts the computer down, is not there to be asked.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end())
  onShutdown(() => void end())
}

let asking = false

async function quit(): Promise<void> {
  const { app, window } = running
  if (!app || running.ending) return end()
  if (asking) return
  // What is written and not saved comes before what becomes of the engine.
  if (app.requests.quits.tell()) return show()
  const { machine, containers, settings } = app.stores
  const plan = planQuit({
    language: languageOf(settings.getState(), systemLanguage()),
    onQuit: settings.getState().onQuit,
    machine: machine.getState(),
    containers: [...containers.getState().values()],
  })
  if (typeof plan === 'string') return plan === 'leave' ? leave() : end()
  asking = true
  const { choice, remember } = await askQuit(plan, window?.browser).finally(() => (asking = false))
  if (choice === 'cancel') return
  if (remember) await app.services.settings.update({ change: { onQuit: choice } })
  return choice === 'leave' ? leave() : end()
}

/** Containers go on, and nothing of Portside is to be seen until it is opened again. */
function leave(): void {
  running.desktop?.dispose()
  running.shell?.hide()
  running.panel?.destroy()
  delete running.desktop
  delete running.panel
  running.window?.browser.hide()
  if (platform === 'darwin') electron.dock?.hide()
}

function end(): Promise<void> {
  running.ending ??= (async () => {
    running.desktop?.dispose()
    running.shell?.hide()
    await running.placeWritten?.()
    await running.app?.dispose()
    await running.releaseLock?.()
  })().finally(() => {
    running.ended = true
    writeCompiledCode()
    if (running.last) running.last()
    else electron.exit(0)
  })
  return running.ending
}

main().catch((error: unknown) => {
  const text = error instanceof AppError ? `${error.message}\n\n${error.remedy}` : String(error)
  dialog.showErrorBox('Portside', text)
  electron.exit(1)
})
