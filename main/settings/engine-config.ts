// The settings of Docker Engine: read, checked, and applied so that a bad one is undone by itself.
import { copyFile, readFile, rm } from 'node:fs/promises'
import type { EngineService } from '../../preload/contract'
import { readDaemonText, type DaemonConfig } from '../../preload/daemon-config'
import { AppError } from '../../preload/errors'
import type { AppliedConfig, ConfigCheck, ConfigProblem } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'
import { withLogCaps } from './log-caps'
import type { GuestEngine } from './guest-engine'

export interface EngineConfigOptions {
  readonly file: string
  /** Undefined where the engine is not Portside's. */
  readonly guest: GuestEngine | undefined
  /** Whether the engine runs, so that it can be asked and must be restarted. */
  running(): boolean
  /** Notes which containers run, and starts them again once the engine is back. */
  keepRunning(): (signal?: AbortSignal) => Promise<Omit<AppliedConfig, 'restarted'>>
  readonly log: Log
}

export type EngineConfigService = Pick<EngineService, 'getConfig' | 'checkConfig' | 'applyConfig'>

export function createEngineConfig(options: EngineConfigOptions): EngineConfigService {
  const { file, guest, running, log } = options
  let applying: Promise<AppliedConfig> | undefined

  const check = async (text: string, signal?: AbortSignal): Promise<ConfigCheck> => {
    const { config, problems } = readDaemonText(text)
    if (!config || !guest || !running() || problems.some(({ severity }) => severity === 'error'))
      return { problems, askedEngine: false }
    const refusal = await guest.validate(withLogCaps(config), signal)
    const refused: ConfigProblem[] =
      refusal === undefined ? [] : [{ by: 'engine', severity: 'error', message: refusal }]
    // What the engine takes is known to it, however new it is.
    const rest = refusal === undefined ? [] : problems
    return { problems: [...refused, ...rest], askedEngine: true }
  }

  const apply = async (text: string): Promise<AppliedConfig> => {
    if (!guest) throw new AppError('settings.engine-not-ours')
    const config = acceptable(text, await check(text))
    const before = await readIfThere(file)
    const was = readDaemonText(before ?? '').config ?? {}
    await keep(file, before, text)
    if (!running()) return { restarted: false, startedAgain: 0, notStarted: [] }
    const startAgain = options.keepRunning()
    try {
      await guest.exchange(withLogCaps(config), withLogCaps(was))
    } catch (error) {
      log.warn('settings of the engine are undone', { why: String(error) })
      await (before === undefined ? rm(file, { force: true }) : keepWhole(file, before))
      await startAgain().catch((why: unknown) => log.error('containers are not started again', why))
      throw error
    }
    return { restarted: true, ...(await startAgain()) }
  }

  return {
    getConfig: async () => ({
      text: (await readIfThere(file)) ?? '{}\n',
      file,
      editable: guest !== undefined,
    }),
    checkConfig: ({ text, signal }) => check(text, signal),
    // One at a time: half of one and half of another would be neither.
    applyConfig: async ({ text }) => {
      await applying?.catch(() => {})
      applying = apply(text)
      return applying
    },
  }
}

/** @throws settings.bad-engine-config naming the first thing that is wrong */
function acceptable(text: string, { problems }: ConfigCheck): DaemonConfig {
  const worst = problems.find(({ severity }) => severity === 'error')
  if (worst)
    throw new AppError('settings.bad-engine-config', {
      detail: worst.line === undefined ? worst.message : `line ${worst.line}: ${worst.message}`,
    })
  return readDaemonText(text).config ?? {}
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AppError('settings.bad-daemon-config', {
      params: { file },
      detail: (error as Error).message,
      cause: error,
    })
  }
}

/** The former settings stay beside the new ones. */
async function keep(file: string, before: string | undefined, text: string): Promise<void> {
  try {
    if (before !== undefined) await copyFile(file, `${file}.before`)
  } catch (cause) {
    throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
  }
  await keepWhole(file, text)
}

async function keepWhole(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text)
  } catch (cause) {
    throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
  }
}
