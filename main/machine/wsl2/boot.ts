// Brings a prepared distribution up until the engine answers. Whatever fails on the way leaves nothing running.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { AppError, isAppError } from '../../../preload/errors'
import { newest } from '../console-log'
import type { MachineShape, StartContext, StepReport } from '../driver'
import { engineAnswers, engineDial, type Dial } from '../engine-dial'
import { tellEngineWords, unlessEngineEnds, type EngineWords } from '../engine-trouble'
import { carryBy } from './engine-carrier'
import { execInMachine, networkingMode, readShape } from './guest-requests'
import { scripts } from './distribution-scripts'
import { createIntegrations, sharedSocket } from './integrations'
import { demandInside } from './prepare'
import { configure, startSession, type Session } from './session'
import { parseQuietList } from './wsl-listing'
import { openWindowsLoopback, type WindowsLoopback } from './windows-loopback'
import type { Prepared, WslMachine } from './wsl-options'
import type { Wsl } from './wsl-program'

const engineDeadlineMs = 300_000
const engineLog = 'tail -c 65536 /run/log/dockerd.log'
/** WSL answers in moments, or is what ended. */
const listDeadlineMs = 10_000
const portTries = 20
/** Distributions share one network, so the port is a new one at each start; below it Linux hands out none by itself. */
const enginePorts = { from: 20_000, to: 32_000 }

export interface RunningDistribution {
  readonly dial: Dial
  readonly shape: MachineShape | undefined
  /** Whether WSL's networking is mirrored: Windows and the machine have the same ports. */
  readonly mirrored: boolean
  /** Resolves when it ends by itself; never after `stop` or `kill`. */
  readonly unexpectedEnd: Promise<AppError>
  stop(): Promise<void>
  kill(): Promise<void>
}

export async function bootDistribution(
  context: StartContext,
  machine: WslMachine,
  prepared: Prepared,
): Promise<RunningDistribution> {
  const { wsl } = machine
  const port = await portOfEngine()
  const shared = await isSharingWanted(machine)
  let mirrored = false
  const session = await context.step('vm', 'Linux', async ({ signal }) => {
    await demandInside(wsl, [scripts.share, shared ? 'on' : 'off', wsl.distribution], { signal })
    mirrored = (await networkingMode(wsl, signal)) === 'mirrored'
    await configure(machine, prepared, { port, shared, mirrored }, signal)
    return startSession(machine, prepared.image.hash, signal)
  })
  const log = async (signal?: AbortSignal): Promise<string> =>
    (await execInMachine(wsl, engineLog, signal)).output
  let windows: WindowsLoopback | undefined
  // Each look is a wsl.exe.
  const words: EngineWords = { console: log, everyMs: 2_000, log }
  try {
    const dial = engineDial(carryBy(wsl, port), prepared.credentials)
    let shape: MachineShape | undefined
    const answered = async ({ signal }: StepReport): Promise<void> =>
      session.unlessEnded(signal, async (either) => {
        await unlessEngineEnds(words, either, (own) => engineAnswers(dial, own, engineDeadlineMs))
        // Their users have no group in common with the machine.
        if (shared) await execInMachine(wsl, `chmod 666 ${sharedSocket(wsl.distribution)}`, either)
        shape = await readShape(wsl, either)
        windows = await reachWindows(context, machine, port, either)
      })
    await tellEngineWords(words, () => context.step('engine', 'Docker Engine', answered))
    return running(machine, session, { dial, shape, mirrored, windows })
  } catch (error) {
    await windows?.stop()
    await session.stop()
    throw error
  }
}

/** One that nobody on Windows has: with mirrored networking the engine would not get it. */
async function portOfEngine(): Promise<number> {
  for (let tried = 0; ; tried += 1) {
    const port = randomInt(enginePorts.from, enginePorts.to)
    if (tried >= portTries || (await isFree(port))) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** A machine from which Windows is not reached is told, and runs. */
async function reachWindows(
  { notice }: StartContext,
  { wsl, log }: WslMachine,
  enginePort: number,
  signal: AbortSignal,
): Promise<WindowsLoopback | undefined> {
  try {
    return await openWindowsLoopback({ wsl, enginePort, log }, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!isAppError(error)) throw error
    log.error('containers do not reach Windows', error)
    notice(error)
    return undefined
  }
}

interface Reached extends Pick<RunningDistribution, 'dial' | 'shape' | 'mirrored'> {
  readonly windows: WindowsLoopback | undefined
}

function running(
  { files, wsl }: WslMachine,
  session: Session,
  { dial, shape, mirrored, windows }: Reached,
): RunningDistribution {
  let asked = false
  const unexpectedEnd = new Promise<AppError>((resolve) => {
    void session.ended.then(async (reason) => {
      if (asked) return
      asked = true
      void windows?.stop()
      // Without its input's writer the machine shuts down by itself; it is given the time for that. Then WSL ends the
      // distribution, in which nothing runs any more; by a command it might hit what another app has just started there.
      // WSL hears a little later than we do that a distribution has ended: what it lists is believed once the session's own
      // trace is found there.
      const onlyHolder = (await isListedAsRunning(wsl)) && (await session.endLeft().catch(() => false))
      const detail = (await newest(files.console)).trim().slice(-4000)
      const code = onlyHolder ? 'machine.wsl-holder-ended' : 'machine.vm-died'
      resolve(new AppError(code, { params: { program: 'wsl.exe', reason }, detail }))
    })
  })
  const end = (how: 'stop' | 'kill') => async (): Promise<void> => {
    asked = true
    await windows?.stop()
    await session[how]()
  }
  return { dial, shape, mirrored, unexpectedEnd, stop: end('stop'), kill: end('kill') }
}

const ignored = (): void => {}

/** Otherwise it is not asked anything, which would start it. */
async function isListedAsRunning(wsl: Wsl): Promise<boolean> {
  const signal = AbortSignal.timeout(listDeadlineMs)
  const listed = await wsl.run(['--list', '--running', '--quiet'], { signal }).catch(ignored)
  return listed?.exitCode === 0 && parseQuietList(listed.output).includes(wsl.distribution)
}

/** A record of integrations that cannot be read keeps other distributions out, and nobody from the engine. */
async function isSharingWanted({ wsl, files, log }: WslMachine): Promise<boolean> {
  try {
    return await createIntegrations({ wsl, file: files.integrations }).wanted()
  } catch (error) {
    log.error('distributions are not let in', error)
    return false
  }
}
