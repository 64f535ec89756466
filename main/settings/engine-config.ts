// The settings of Docker Engine: read, checked, and applied so that a bad one is undone by itself.
import { copyFile, rm } from 'node:fs/promises'
import type { EngineService } from '../../preload/contract'
import { readDaemonText, type DaemonConfig } from '../../preload/daemon-config'
import { AppError, isAppError } from '../../preload/errors'
import type { AppliedConfig, ConfigCheck, ConfigProblem } from '../../preload/model'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'
import { readIfThere } from './daemon-config'
import type { GuestEngine } from './guest-engine'
import { withLogCaps } from './log-caps'
import { createUnprovenConfig, undone } from './unproven-config'

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
  const unproven = createUnprovenConfig(file, log)
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
    const proven = await unproven.read()
    await written(file, () => unproven.note(proven ?? { text: before }))
    await keep(file, before, text)
    if (!running()) return { restarted: false, startedAgain: 0, notStarted: [] }
    const startAgain = options.keepRunning()
    try {
      await guest.exchange(withLogCaps(config))
    } catch (error) {
      log.warn('settings of the engine are undone', { why: String(error) })
      const refused = await unproven.keepRefused(text)
      const told = undone(error, refused)
      await unproven.noteUndone(told)
      await (before === undefined ? rm(file, { force: true }) : written(file, () => writeWhole(file, before)))
      await unproven.note(proven)
      await startAgain().catch((why: unknown) => log.error('containers are not started again', why))
      await unproven.told()
      throw isAppError(error, 'settings.engine-config-undone') ? told : error
    }
    await unproven.note(undefined)
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

/** @throws settings.unwritable */
async function written(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    if (isAppError(cause, 'files.no-space')) throw cause
    throw new AppError('settings.unwritable', { params: { file }, detail: String(cause), cause })
  }
}

/** The former settings stay beside the new ones. */
const keep = (file: string, before: string | undefined, text: string): Promise<void> =>
  written(file, async () => {
    if (before !== undefined) await copyFile(file, `${file}.before`)
    await writeWhole(file, text)
  })
