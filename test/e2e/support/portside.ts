// Starts the built app as a new user's would be: fresh state folder, real process, real command.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, type RunResult } from '../../../main/base/child'
import { holdProcess, type HeldProcess } from '../../support/held-process'

export interface Portside {
  readonly home: string
  /** Address of the window, with its token. */
  readonly url: string
  readonly process: HeldProcess
  /** The `portside` command against this app. */
  command(...args: string[]): Promise<RunResult>
  /** The `docker` command against the engine endpoint. */
  docker(...args: string[]): Promise<RunResult>
  /** Ends the app as Ctrl-C would, and checks that it left nothing running. */
  stop(): Promise<void>
}

export interface PortsideOptions {
  /** Socket of an engine to attach to; the real machine otherwise. */
  readonly engine?: string
  /** Begins with the first five minutes, as for somebody new. */
  readonly welcome?: boolean
  /** Kept when given; a temporary one, removed at the end, otherwise. */
  readonly home?: string
  readonly args?: readonly string[]
  /** Opens the window as `npm start` does, by what the environment has as `xdg-open`. */
  readonly open?: boolean
  /** Environment of the app, besides its own. */
  readonly env?: NodeJS.ProcessEnv
  /** Called with the state folder before the app starts. */
  readonly prepare?: (home: string) => Promise<void>
}

const stopDeadlineMs = 60_000

export async function startPortside(options: PortsideOptions = {}): Promise<Portside> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'pse2e-')))
  await options.prepare?.(home)
  if (options.welcome !== true) await skipWelcome(home)
  const engine = options.engine === undefined ? [] : ['--engine', options.engine]
  // Both are set where a runner runs another one, and Node warns of it among what a command prints.
  const environment = { ...process.env, ...options.env, PORTSIDE_HOME: home, FORCE_COLOR: undefined }
  const app = holdProcess(
    'env',
    [
      ...Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
      `PORTSIDE_HOME=${home}`,
      process.execPath,
      'out/main/headless.js',
      ...(options.open === true ? [] : ['--no-open']),
      ...engine,
      ...(options.args ?? []),
    ],
    join(home, 'output.log'),
  )
  const url = await app.ready(() => /^Portside: (http\S+)$/m.exec(app.output())?.[1], 'its address')
  return {
    home,
    url,
    process: app,
    // A computer may have thousands of listeners, and half a list is no JSON.
    command: (...args) =>
      run(process.execPath, ['out/main/portside.js', ...args], { env: environment, limitBytes: 2 ** 24 }),
    docker: (...args) =>
      run('docker', ['--host', `unix://${home}/run/docker.sock`, ...args], { env: environment }),
    stop: async () => {
      await app.end('SIGINT', stopDeadlineMs)
      await assertNothingRuns(home)
      if (options.home === undefined) await rm(home, { recursive: true })
    },
  }
}

/** The first five minutes have a spec of their own. What was prepared stays. */
export async function skipWelcome(home: string): Promise<void> {
  const file = join(home, 'settings.json')
  const content = JSON.parse(await readFile(file, 'utf8').catch(() => '{"version":1}')) as object
  await writeFile(file, JSON.stringify({ ...content, welcomeSeen: true }))
}

/** No process may be left that was started for this state folder. */
async function assertNothingRuns(home: string): Promise<void> {
  const left: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(home) && Number(pid) !== process.pid) left.push(`${pid} ${line.replaceAll('\0', ' ')}`)
  }
  if (left.length > 0) throw new Error(`left running after the app ended:\n${left.join('\n')}`)
}
