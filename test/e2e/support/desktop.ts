// Starts the built desktop app as a person would: in Electron where there is a binary, in the emulator otherwise.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { installedElectron } from '../../../scripts/setup/electron-binary.mjs'
import { run } from '../../../main/base/child'
import { until } from '../../../main/base/until'
import { skipWelcome } from './portside'

const root = resolve('.')
const emulator = resolve('test/emulators/electron/electron')
const real = installedElectron(root)
/** Which of the two this run uses. */
export const electron = real === undefined ? 'the emulator' : `Electron at ${real}`

export interface MenuLine {
  readonly label: string
  readonly enabled: boolean
  readonly type: string
  readonly role?: string
  readonly accelerator?: string
  readonly submenu?: readonly MenuLine[]
}

/** What recorder.cjs leaves in the main process. */
interface Recorder {
  readonly recorded: Recorded & {
    menuOf(which: string): readonly MenuLine[]
    click(which: string, path: readonly string[]): void
    clickTray(): void
  }
}

interface Recorded {
  readonly notifications: readonly { readonly title: string; readonly body: string }[]
  readonly badge: number
  readonly progress: number
  readonly trayUpdates: number
  readonly dialogs: readonly { readonly message: string; readonly buttons: readonly string[] }[]
  readonly opened: readonly string[]
  readonly copied: readonly string[]
}

export interface DesktopApp {
  readonly home: string
  readonly electron: ElectronApplication
  readonly page: Page
  /** From the start of the program to its window, in ms. */
  readonly windowMs: number
  menu(which: 'tray' | 'application'): Promise<readonly MenuLine[]>
  click(which: 'tray' | 'application', ...path: readonly string[]): Promise<void>
  /** Clicks the icon beside the clock; its panel's page. */
  openPanel(): Promise<Page>
  recorded(): Promise<Recorded>
  /** Starts the program once more with these words; resolves with its exit code. */
  again(...words: readonly string[]): Promise<number>
  /** Ends it as a signal does, and checks that it left nothing running; its state folder stays. */
  quit(): Promise<void>
  /** As `quit`, and removes the state folder. */
  stop(): Promise<void>
}

export interface DesktopOptions {
  /** Socket of an engine to attach to; its own machine without one. */
  readonly engine?: string
  /** Begins with the first five minutes, as for somebody new. */
  readonly welcome?: boolean
  readonly home?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const recorder = ['-r', resolve('test/e2e/support/recorder.cjs')]

/** How the program is run, without what a test adds to it. */
export const desktopCommand = ({ engine, args = [], env }: DesktopOptions, home: string) => ({
  executablePath: real ?? emulator,
  args: [root, ...(engine === undefined ? [] : ['--engine', engine]), ...args],
  env: {
    ...(process.env as Record<string, string>),
    ...env,
    PORTSIDE_HOME: home,
    PORTSIDE_EMULATOR_NODE: process.execPath,
  },
  cwd: root,
})

export async function startDesktop(options: DesktopOptions): Promise<DesktopApp> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'psdesk-')))
  if (options.welcome !== true) await skipWelcome(home)
  const command = desktopCommand(options, home)
  const args = [...recorder, ...command.args]
  const began = performance.now()
  const app = await _electron.launch({ ...command, args, timeout: 180_000 })
  // Playwright forgets it with the app; ending twice is harmless.
  const child = app.process()
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void output.push(chunk.toString()))
  const page = await until(async () => app.windows().find((one) => one.url().includes('index.html')), {
    deadlineMs: 180_000,
    everyMs: 10,
    waitingFor: 'the window',
  }).catch((cause: unknown) => {
    throw new Error(`no window:\n${output.join('')}`, { cause })
  })
  const windowMs = performance.now() - began
  const quit = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    }
    await assertNothingRuns(home)
  }
  return {
    home,
    electron: app,
    page,
    windowMs,
    menu: (which) =>
      app.evaluate((_electron, asked) => (globalThis as unknown as Recorder).recorded.menuOf(asked), which),
    click: (which, ...path) =>
      app.evaluate(
        (_electron, [asked, labels]) => (globalThis as unknown as Recorder).recorded.click(asked, labels),
        [which, path] as const,
      ),
    openPanel: async () => {
      await app.evaluate(() => (globalThis as unknown as Recorder).recorded.clickTray())
      return until(async () => app.windows().find((one) => one.url().includes('view=tray')), {
        deadlineMs: 180_000,
        everyMs: 50,
        waitingFor: "the tray's panel",
      })
    },
    recorded: () =>
      app.evaluate(() => {
        const { notifications, badge, progress, trayUpdates, dialogs, opened, copied } = (
          globalThis as unknown as Recorder
        ).recorded
        return {
          notifications: notifications.map(({ title, body }) => ({ title, body })),
          ...{ badge, progress, trayUpdates, dialogs, opened, copied },
        }
      }),
    again: async (...more) => {
      const { executablePath, env, cwd } = command
      const { exitCode, stderr } = await run(executablePath, [...args, ...more], { env, cwd })
      if (exitCode !== 0) console.log(`the second start said: ${stderr}`)
      return exitCode
    },
    quit,
    stop: async () => {
      await quit()
      await rm(home, { recursive: true })
    },
  }
}
/** No process may be left that was started for this state folder. */
async function assertNothingRuns(home: string): Promise<void> {
  const left: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (environment.includes(`PORTSIDE_HOME=${home}\0`) && Number(pid) !== process.pid) left.push(pid)
  }
  if (left.length > 0) throw new Error(`left running after the app ended: ${left.join(', ')}`)
}
