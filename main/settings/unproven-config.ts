// Settings of the engine with which no engine has come up yet: what was there before is kept until one has.
import { readFile, rm } from 'node:fs/promises'
import { AppError, isAppError } from '../../preload/errors'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'
import type { Driver, StartContext } from '../machine/driver'
import { readDaemonConfig, readIfThere } from './daemon-config'
import { lastWords, runsWith } from './guest-engine'
import { withLogCaps } from './log-caps'

/** The text that an engine last ran with; undefined where there was no file. */
export interface Proven {
  readonly text: string | undefined
}

export interface UnprovenConfig {
  /** Undefined when what daemon.json holds is proven, or was never saved by Portside. */
  read(): Promise<Proven | undefined>
  /** Says what an engine last ran with, before the file is changed; undefined: what the file holds is proven. */
  note(proven: Proven | undefined): Promise<void>
  /** Keeps a text that is about to be undone where the person finds it. @returns the file */
  keepRefused(text: string): Promise<string>
  /** Remembers until it was told that the text of the file is not in force, and in which words the engine refused it. */
  noteUndone(error: AppError): Promise<void>
  /** A person was told, or has nothing to be told any more. */
  told(): Promise<void>
  /**
   * Starts the machine, and with the former settings when the engine does not come up with unproven ones.
   * @throws as the driver's start
   */
  start(driver: Driver, context: StartContext): Promise<void>
}

/** `file` is the daemon.json on this computer. */
export function createUnprovenConfig(file: string, log: Log): UnprovenConfig {
  const marker = `${file}.unproven`
  const refused = `${file}.refused`
  const untold = `${file}.undone`
  const put = (text: string | undefined, to = file): Promise<void> =>
    text === undefined ? rm(to, { force: true }) : writeWhole(to, text)
  const config: UnprovenConfig = {
    read: () => readMarker(marker),
    note: (proven) =>
      proven
        ? writeWhole(marker, JSON.stringify({ text: proven.text ?? null }))
        : rm(marker, { force: true }),
    keepRefused: async (text) => {
      await writeWhole(refused, text)
      return refused
    },
    noteUndone: ({ detail = '' }) => writeWhole(untold, JSON.stringify({ detail })),
    told: () => rm(untold, { force: true }),
    start: async (driver, context) => {
      const former = await config.read()
      try {
        await driver.start(context)
      } catch (error) {
        if (!former) throw error
        if (context.signal.aborted || !isOfEngine(error)) throw error
        log.warn('the engine does not start with its new settings, which are undone', { why: String(error) })
        const text = (await readIfThere(file)) ?? ''
        const refusedBefore = await readIfThere(refused)
        await config.keepRefused(text)
        // Before the file: an app that ends between the two finds what it has to tell.
        await config.noteUndone(undone(error, refused))
        await put(former.text)
        try {
          await driver.start(context)
        } catch (again) {
          // Then it is not the new settings that keep it from starting, or not they alone.
          await put(text)
          await put(refusedBefore, refused)
          await config.told()
          throw isOfEngine(again) ? error : again
        }
        await config.note(undefined)
        context.notice(undone(error, refused))
        return
      }
      await tellAgain(context)
      if (!former) return
      await proveBy(driver).catch((why: unknown) =>
        log.warn('not known whether the engine has its settings', { why: String(why) }),
      )
    },
  }
  /** What an app that ended in between undid and nobody was told. With the refused text it runs all the same. */
  const tellAgain = async (context: StartContext): Promise<void> => {
    const detail = await readUntold(untold)
    if (detail === undefined) return
    if ((await readIfThere(file)) === (await readIfThere(refused))) return config.told()
    context.notice(new AppError('settings.engine-config-undone', { params: { file: refused }, detail }))
  }
  /** A machine that ran already has what it was started with, and this text at its next start. */
  const proveBy = async ({ guest }: Driver): Promise<void> => {
    if (!guest) return
    if (await runsWith(guest, withLogCaps(await readDaemonConfig(file)))) await config.note(undefined)
  }
  return config
}

/** What the person reads when former settings are in force again. */
export const undone = (error: unknown, refused: string): AppError =>
  new AppError('settings.engine-config-undone', {
    params: { file: refused },
    detail: lastWords(isAppError(error) ? (error.detail ?? '') : String(error)),
    cause: error,
  })

const isOfEngine = (error: unknown): boolean =>
  isAppError(error, 'machine.engine-ends') ||
  (isAppError(error, 'machine.step-timeout') && error.params.waitingFor === 'Docker Engine')

async function readUntold(file: string): Promise<string | undefined> {
  try {
    const { detail } = JSON.parse(await readFile(file, 'utf8')) as { readonly detail?: unknown }
    return typeof detail === 'string' ? detail : undefined
  } catch {
    return undefined
  }
}

/** One that cannot be read says nothing that could be gone back to. */
async function readMarker(marker: string): Promise<Proven | undefined> {
  try {
    const { text } = JSON.parse(await readFile(marker, 'utf8')) as { readonly text?: unknown }
    if (typeof text === 'string') return { text }
    return text === null ? { text: undefined } : undefined
  } catch {
    return undefined
  }
}
