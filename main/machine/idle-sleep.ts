// Lets the machine sleep when nothing has used it for a while: it takes no processor time then, and wakes when asked.
import type { StoreApi } from 'zustand/vanilla'
import type { Container, Machine, Settings } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'

export interface IdleSleepOptions {
  readonly machine: { readonly store: StoreApi<Machine>; sleep(): Promise<void> }
  readonly containers: StoreApi<Items<Container>>
  /** What goes on in the engine by itself, such as downloads. */
  readonly jobs: readonly Pick<StoreApi<Items<{ readonly state: string }>>, 'getState' | 'subscribe'>[]
  /** How many connections the endpoint has; undefined when there is none. */
  readonly connections: StoreApi<number> | undefined
  readonly settings: StoreApi<Pick<Settings, 'sleepAfterMinutes'>>
  readonly log: Log
}

const minuteMs = 60_000
const live: ReadonlySet<Container['state']> = new Set(['running', 'restarting', 'paused'])

/** Every change of what it looks at counts as use, too. Returns what ends it. */
export function sleepWhenIdle(options: IdleSleepOptions): () => void {
  const { machine, containers, jobs, connections, settings, log } = options
  let timer: NodeJS.Timeout | undefined
  const canSleep = (): boolean => {
    const { state, features } = machine.store.getState()
    if (state !== 'running' || !features.includes('pause')) return false
    if ((connections?.getState() ?? 0) > 0) return false
    if (jobs.some((store) => [...store.getState().values()].some(({ state: job }) => job === 'active')))
      return false
    return ![...containers.getState().values()].some((container) => live.has(container.state))
  }
  const fallAsleep = (): void => {
    if (!canSleep()) return
    log.info('nothing uses the machine; it sleeps')
    machine.sleep().catch((error: unknown) => log.warn('could not sleep', { why: String(error) }))
  }
  const watch = (): void => {
    clearTimeout(timer)
    const afterMs = settings.getState().sleepAfterMinutes * minuteMs
    if (afterMs > 0 && canSleep()) timer = setTimeout(fallAsleep, afterMs).unref()
  }
  const stops = [
    machine.store.subscribe((now, before) => now.state !== before.state && watch()),
    settings.subscribe((now, before) => now.sleepAfterMinutes !== before.sleepAfterMinutes && watch()),
    containers.subscribe(watch),
    ...jobs.map((store) => store.subscribe(watch)),
    connections?.subscribe(watch),
  ]
  watch()
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop?.()
  }
}
