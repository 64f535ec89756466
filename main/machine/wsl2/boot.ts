// Brings a prepared distribution up until the engine answers. Whatever fails on the way leaves nothing running.
import { randomInt } from 'node:crypto'
import { AppError } from '../../../preload/errors'
import { newest } from '../console-log'
import type { MachineShape, StartContext, StepReport } from '../driver'
import { engineAnswers, engineDial, type Dial } from '../engine-dial'
import { tellEngineWords, unlessEngineEnds, type EngineWords } from '../engine-trouble'
import { carryBy } from './engine-carrier'
import { execInMachine, readShape } from './guest-requests'
import { scripts } from './distribution-scripts'
import { createIntegrations, sharedSocket } from './integrations'
import { demandInside } from './prepare'
import { configure, startSession, type Session } from './session'
import { parseQuietList } from './wsl-listing'
import type { Prepared, WslMachine } from './wsl-options'
import type { Wsl } from './wsl-program'

const engineDeadlineMs = 300_000
const engineLog = 'tail -c 65536 /run/log/dockerd.log'
/** WSL answers in moments, or is what ended. */
const listDeadlineMs = 10_000
/** Distributions share one network, so the port is a new one at each start; below it Linux hands out none by itself. */
const enginePorts = { from: 20_000, to: 32_000 }

export interface RunningDistribution {
  readonly dial: Dial
  readonly shape: MachineShape | undefined
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
  const port = randomInt(enginePorts.from, enginePorts.to)
  const shared = await isSharingWanted(machine)
  const session = await context.step('vm', 'Linux', async ({ signal }) => {
    await demandInside(wsl, [scripts.share, shared ? 'on' : 'off', wsl.distribution], { signal })
    await configure(machine, prepared, { port, shared }, signal)
    return startSession(machine, prepared.image.hash, signal)
  })
  const log = async (signal?: AbortSignal): Promise<string> =>
    (await execInMachine(wsl, engineLog, signal)).output
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
      })
    await tellEngineWords(words, () => context.step('engine', 'Docker Engine', answered))
    return running(machine, session, dial, shape)
  } catch (error) {
    await session.stop()
    throw error
  }
}

function running(
  { files, wsl }: WslMachine,
  session: Session,
  dial: Dial,
  shape: MachineShape | undefined,
): RunningDistribution {
  let asked = false
  const unexpectedEnd = new Promise<AppError>((resolve) => {
    void session.ended.then(async (reason) => {
      if (asked) return
      asked = true
      // Without its input's writer the machine shuts down by itself; it is given the time for that. Then WSL ends the
      // distribution, in which nothing runs any more; by a command it might hit what another app has just started there.
      const onlyHolder = (await isStillRunning(wsl)) && (await session.endLeft().catch(() => true))
      const detail = (await newest(files.console)).trim().slice(-4000)
      const code = onlyHolder ? 'machine.wsl-holder-ended' : 'machine.vm-died'
      resolve(new AppError(code, { params: { program: 'wsl.exe', reason }, detail }))
    })
  })
  const end = (how: 'stop' | 'kill') => async (): Promise<void> => {
    asked = true
    await session[how]()
  }
  return { dial, shape, unexpectedEnd, stop: end('stop'), kill: end('kill') }
}

const ignored = (): void => {}

/** Then nobody ended the distribution or WSL, only the program that holds it. */
async function isStillRunning(wsl: Wsl): Promise<boolean> {
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
