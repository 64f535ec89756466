// The Node entry: the same app, its window served to a browser on this computer only.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError, isAbort } from '../preload/errors'
import { createApp, type App } from './app'
import { linuxAutostart } from './base/autostart-linux'
import { revealInFileManager } from './base/file-manager'
import { takeInstanceLock } from './base/instance-lock'
import { parseStartOptions, startHelp, type StartOptions } from './base/options'
import { currentPaths, prepareHome, type Paths } from './base/paths'
import { callApp } from './cli/call-app'
import type { Host } from './host'
import { createFileExchange } from './ipc/file-exchange'
import { startLoopbackServer, type LoopbackServer } from './ipc/loopback-server'
import { holderOf } from './ports/port-check'

/** The build puts this file into out/main; everything that is shipped beside the code hangs off the root. */
const root = resolve(import.meta.dirname, '../..')

async function main(): Promise<number> {
  const options = parseStartOptions(process.argv.slice(2))
  if (options.help) {
    console.log(startHelp)
    return 0
  }
  const paths = currentPaths()
  await prepareHome(paths)
  const lock = await takeInstanceLock(paths).catch((error: unknown) => pointToRunning(error, paths))
  try {
    return await runApp(options, paths)
  } finally {
    await lock.release()
  }
}

async function runApp(options: StartOptions, paths: Paths): Promise<number> {
  let end: (exitCode: number) => void = () => {}
  const ended = new Promise<number>((resolve) => (end = resolve))
  let server: LoopbackServer | undefined
  const exchange = createFileExchange()
  const host: Host = {
    shell: 'browser',
    version: version(),
    paths,
    guestImageDir: join(root, 'out/guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: join(root, 'out/tools'),
    files: exchange.picker,
    reveal: revealInFileManager,
    windowUrl: () => server?.url,
    show: () => server && openBrowser(server.url),
    quit: () => end(0),
    ...(process.platform === 'linux' ? { loginItem: linuxAutostart({ command: loginCommand() }) } : {}),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
  }
  const app = await createApp(host)
  try {
    server = await startLoopbackServer({
      root: join(root, 'out/renderer'),
      port: options.port,
      target: app.target,
      serveFile: exchange.handle,
      nameHolder: async (port) => (await holderOf(port))?.name ?? 'another program',
    })
    console.log(`Portside: ${server.url}`)
    const isSeen = options.open && openBrowser(server.url)
    // A second signal while shutting down does nothing: the machine's disk is being closed.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
    void reportStart(app, isSeen)
    return await ended
  } finally {
    await server?.close()
    await app.dispose()
  }
}

/** As this run was started, without a window. */
function loginCommand(): readonly string[] {
  const { PORTSIDE_HOME: home } = process.env
  const own = [process.execPath, import.meta.filename, '--no-open']
  return home === undefined ? own : ['env', `PORTSIDE_HOME=${resolve(home)}`, ...own]
}

const waitsFor = {
  'in-the-way': 'Something on this computer is in the way: see the window, or portside doctor.',
  asks: 'The window asks one thing before the first start; portside start goes ahead without.',
} as const

/** A failed start leaves the app open: the window shows why and offers what to do. */
async function reportStart(app: App, isSeen: boolean): Promise<void> {
  const begun = performance.now()
  try {
    const outcome = await app.start(isSeen)
    if (outcome !== 'goes') return console.log(waitsFor[outcome])
    const { engine } = await app.services.app.getStatus()
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    console.log(`Docker Engine ${engine.version ?? ''} is ready after ${seconds} s: ${engine.endpoint ?? ''}`)
  } catch (error) {
    if (!isAbort(error)) printError(error)
  }
}

async function pointToRunning(error: unknown, paths: Paths): Promise<never> {
  if (error instanceof AppError && error.code === 'host.already-running') {
    const status = await callApp(paths, async (services) => {
      await services.app.show()
      return services.app.getStatus()
    }).catch(() => undefined)
    if (status?.window.url) console.log(`Portside: ${status.window.url}`)
  }
  throw error
}

/** Whether there is a display to show it on. */
function openBrowser(url: string): boolean {
  const opener = { darwin: 'open', win32: 'explorer.exe' }[process.platform as string] ?? 'xdg-open'
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return false
  // Opening is a convenience; the address was printed.
  spawn(opener, [url], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref()
  return true
}

function version(): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}

function printError(error: unknown): void {
  if (!(error instanceof AppError)) return console.error(error)
  console.error(`${error.message} ${error.remedy}`)
  if (error.detail) console.error(`  ${error.detail}`)
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    printError(error)
    process.exitCode = 1
  },
)
