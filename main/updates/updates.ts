// New versions of Portside: looked for when the person wants it, never installed under running containers.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { UpdatesService } from '../../preload/contract'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { AppUpdate, Settings } from '../../preload/model'
import { jobsOnce, type Once } from '../base/once'
import type { Log } from '../base/log'
import { watchValue } from '../base/watch'
import type { KeptInstallers } from './kept-installers'
import type { FoundUpdate, Updater } from '../base/updater'

/** Often enough for a fix to arrive within a day, in milliseconds. */
const checkEveryMs = 6 * 60 * 60_000
const longestNotes = 4_000

export interface UpdatesOptions {
  readonly current: string
  /** Absent where Portside does not update itself. */
  readonly updater?: Updater | undefined
  readonly kept: KeptInstallers
  readonly settings: StoreApi<Settings>
  /** How many containers run now. */
  readonly running: () => number
  /** Ends the app in order, then calls what installs. */
  readonly endThen: (install: () => void) => void
  readonly log: Log
}

export interface UpdatesParts {
  readonly service: UpdatesService
  readonly store: StoreApi<AppUpdate>
  dispose(): Promise<void>
}

export function createUpdates(options: UpdatesOptions): UpdatesParts {
  const { current, kept, settings, log } = options
  const store = createStore<AppUpdate>(() => ({ step: options.updater ? 'idle' : 'unsupported', current }))
  const giveUp = new AbortController()
  const once = jobsOnce()
  const work = options.updater ? createWork({ ...options, updater: options.updater, store, once }) : undefined

  const supported = <T>(act: (work: Work) => Promise<T>): Promise<T> =>
    work ? act(work) : Promise.reject(new AppError('update.unsupported'))
  const service: UpdatesService = {
    watchUpdate: ({ signal } = {}) => watchValue(store, signal),
    check: (call) => supported(({ check }) => check(call?.signal)),
    download: (call) => supported(({ download }) => download(call?.signal)),
    install: ({ stopContainers }) => supported(({ install }) => install(stopContainers)),
    goBack: ({ stopContainers }) => supported(({ goBack }) => goBack(stopContainers)),
  }

  const ownAccord = work && byItself({ work, settings, store, signal: giveUp.signal, log })
  const ready = kept
    .prune(current)
    .then(() => kept.before(current))
    .then((before) => before && store.setState({ previous: before.version }))
    .catch((error: unknown) => log.error('the installers that were kept cannot be read', error))
  return {
    service,
    store,
    dispose: async () => {
      giveUp.abort()
      ownAccord?.()
      await Promise.all([ready, once.ended()])
    },
  }
}

interface Work {
  check(signal?: AbortSignal): Promise<void>
  download(signal?: AbortSignal): Promise<void>
  install(stopContainers: boolean): Promise<void>
  goBack(stopContainers: boolean): Promise<void>
}

type WorkOptions = UpdatesOptions & {
  readonly updater: Updater
  readonly store: StoreApi<AppUpdate>
  readonly once: Once
}

function createWork({ updater, store, once, kept, current, running, endThen, log }: WorkOptions): Work {
  const fail = (step: AppUpdate['step'], error: AppError): never => {
    store.setState({ step, failure: serialiseError(error) })
    throw error
  }
  const check = async (signal?: AbortSignal): Promise<void> => {
    const before = begin(store, 'checking')
    try {
      const found = await updater.check(signal)
      store.setState({ ...foundState(found), checkedAt: new Date().toISOString() })
    } catch (cause) {
      if (isAbort(cause)) return store.setState({ step: before })
      log.error('looking for a newer version failed', cause)
      fail('idle', new AppError('update.unreachable', { detail: String(cause), cause }))
    }
  }
  const download = async (signal?: AbortSignal): Promise<void> => {
    const { version, step } = store.getState()
    if (version === undefined || step === 'idle') throw new AppError('update.not-ready')
    if (step === 'ready') return
    begin(store, 'downloading')
    try {
      const file = await updater.download(
        (receivedBytes, totalBytes) => store.setState({ receivedBytes, totalBytes }),
        signal,
      )
      await kept.keep(version, file)
      store.setState({ step: 'ready' })
    } catch (cause) {
      if (isAbort(cause)) return store.setState({ step: 'available' })
      log.error('downloading a newer version failed', cause)
      fail(
        'available',
        new AppError('update.download-failed', { params: { version }, detail: String(cause), cause }),
      )
    }
  }
  const end = (stopContainers: boolean, install: () => void): void => {
    const count = running()
    if (count > 0 && !stopContainers) throw new AppError('update.containers-run', { params: { count } })
    store.setState({ step: 'installing' })
    endThen(install)
  }
  return {
    check: (signal) => once.run('check', () => check(signal)),
    download: (signal) => once.run('download', () => download(signal)),
    install: async (stopContainers) => {
      if (store.getState().step !== 'ready') throw new AppError('update.not-ready')
      log.info('a newer version is installed', { version: store.getState().version })
      end(stopContainers, () => updater.install())
    },
    goBack: async (stopContainers) => {
      const before = await kept.before(current)
      if (!before) throw new AppError('update.no-previous')
      log.info('the version before is installed again', { version: before.version })
      end(stopContainers, () => updater.installFrom(before.file))
    },
  }
}

/** @returns the step before */
function begin(store: StoreApi<AppUpdate>, step: AppUpdate['step']): AppUpdate['step'] {
  const { failure: _, step: before, ...rest } = store.getState()
  store.setState({ ...rest, step }, true)
  return before
}

function foundState(found: FoundUpdate | undefined): Partial<AppUpdate> {
  if (!found) return { step: 'idle' }
  const notes = found.notes && plainText(found.notes).slice(0, longestNotes)
  return { step: 'available', version: found.version, ...(notes ? { notes } : {}) }
}

/** Notes may be published as HTML; what is shown is text. */
const plainText = (notes: string): string =>
  notes
    .replace(/<(br|\/p|\/li|\/h\d)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** Looks and downloads as far as the person has allowed; says nothing when it fails, the next time comes. */
function byItself({
  work,
  settings,
  store,
  signal,
  log,
}: {
  readonly work: Work
  readonly settings: StoreApi<Settings>
  readonly store: StoreApi<AppUpdate>
  readonly signal: AbortSignal
  readonly log: Log
}): () => void {
  const look = async (): Promise<void> => {
    const { updates } = settings.getState()
    if (updates === 'off' || signal.aborted) return
    const { step } = store.getState()
    if (step === 'idle') await work.check(signal)
    if (updates === 'download' && store.getState().step === 'available') await work.download(signal)
  }
  const quietly = (): void =>
    void look().catch((error: unknown) => log.warn('no update this time', { reason: String(error) }))
  const timer = setInterval(quietly, checkEveryMs)
  timer.unref()
  const unsubscribe = settings.subscribe((now, before) => {
    if (now.updates !== before.updates) quietly()
  })
  quietly()
  return () => {
    clearInterval(timer)
    unsubscribe()
  }
}
