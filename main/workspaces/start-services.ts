// Lets Compose start the services, and tells by the engine's own events how each of them gets on.
import { AppError } from '../../preload/errors'
import type { Container } from '../../preload/model'
import type { StoreApi } from 'zustand/vanilla'
import type { Items } from '../base/collection'
import type { ComposeJson } from '../base/compose-json'
import { containersOf } from './compose-config'
import { newStep, type Steps } from './steps'

export interface ServicesStart {
  readonly project: string
  readonly config: ComposeJson
  readonly containers: StoreApi<Items<Container>>
  readonly steps: Steps
  /** Runs `docker compose up`; resolves when it has started all that it can. */
  readonly up: (signal: AbortSignal) => Promise<void>
}

/** A health check may take long; one that never says anything is not waited for longer. */
const settleMs = 15 * 60_000

/** @throws workspace.service-ended workspace.unhealthy compose.* */
export async function startServices(start: ServicesStart, signal: AbortSignal): Promise<void> {
  const { containers } = start
  signal.throwIfAborted()
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  let fail: (error: unknown) => void = () => {}
  let settle: () => void = () => {}
  const settled = new Promise<void>((resolve, reject) => {
    settle = resolve
    fail = reject
  })
  settled.catch(() => {})
  const before: Before = {
    at: Date.now(),
    started: new Map([...containers.getState().values()].map(({ id, startedAt }) => [id, startedAt])),
  }
  let isUp = false
  const look = (): void => {
    try {
      if (note(start, before) && isUp) settle()
    } catch (error) {
      over.abort()
      fail(error)
    }
  }
  const unsubscribe = containers.subscribe(look)
  const late = setTimeout(
    () => fail(new AppError('workspace.too-slow', { params: { project: start.project } })),
    settleMs,
  )
  const giveUp = (): void => fail(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    look()
    const up = start.up(either).then(() => {
      isUp = true
      look()
    })
    await Promise.all([up, settled])
  } catch (error) {
    // A service that failed says more than Compose, which was only told to stop waiting for it.
    if (over.signal.aborted) await settled
    throw error
  } finally {
    clearTimeout(late)
    unsubscribe()
    signal.removeEventListener('abort', giveUp)
    for (const step of start.steps.all())
      if ((step.kind === 'start' || step.kind === 'healthy') && step.state === 'active')
        start.steps.change(step.id, { state: 'failed', endedAt: Date.now() })
  }
}

interface Before {
  /** In epoch ms. */
  readonly at: number
  /** When each container was started last. */
  readonly started: ReadonlyMap<string, number | undefined>
}

/** Brings the steps up to what the engine says. True when every service has come to its place. */
function note(start: ServicesStart, before: Before): boolean {
  const { config, project, steps, containers } = start
  const own = [...containers.getState().values()].filter((one) => one.project === project)
  let all = true
  for (const [name, service] of Object.entries(config.services)) {
    if (containersOf(service) === 0) continue
    const mine = own.filter((one) => one.service === name)
    const { id } = newStep('start', [name], name)
    const needed = Object.keys(service.depends_on ?? {})
    const mayStart = needed.every((one) => isReady(steps, one))
    if (mayStart && steps.get(id)?.state === 'waiting')
      steps.change(id, { state: 'active', startedAt: Date.now() })
    const begun = mine.length > 0 && mine.every((one) => hasBegun(one, before))
    if (!begun) {
      all = false
      continue
    }
    for (const one of mine) refuseEnded(name, one)
    const step = steps.get(id)
    if (step && step.state !== 'done')
      steps.change(id, { state: 'done', startedAt: step.startedAt ?? before.at, endedAt: Date.now() })
    if (!noteHealth(name, mine, steps)) all = false
  }
  return all
}

const isReady = (steps: Steps, service: string): boolean => {
  const health = steps.get(`healthy:${service}`)
  return (
    steps.get(`start:${service}`)?.state !== 'waiting' &&
    steps.get(`start:${service}`)?.state !== 'active' &&
    (!health || health.state === 'done')
  )
}

const hasBegun = ({ id, state, startedAt }: Container, { started }: Before): boolean =>
  state === 'running' ||
  state === 'restarting' ||
  // One that ended in this start. What was stopped a moment before, or is only told late, was not started since.
  (state === 'exited' && startedAt !== undefined && startedAt !== started.get(id))

function refuseEnded(service: string, { state, exitCode = 0, startError, oomKilled }: Container): void {
  if (state !== 'exited' || (exitCode === 0 && startError === undefined)) return
  throw new AppError('workspace.service-ended', {
    params: { service, exitCode },
    detail: startError ?? (oomKilled === true ? 'out of memory' : ''),
  })
}

function noteHealth(service: string, mine: readonly Container[], steps: Steps): boolean {
  if (!mine.some(({ health }) => health !== undefined)) return true
  const step = newStep('healthy', [service], service)
  if (!steps.get(step.id)) steps.add({ ...step, state: 'active', startedAt: Date.now() })
  const known = steps.get(step.id)
  if (known?.state === 'waiting') steps.change(step.id, { state: 'active', startedAt: Date.now() })
  if (mine.some(({ health }) => health === 'unhealthy'))
    throw new AppError('workspace.unhealthy', { params: { service } })
  const healthy = mine.every(({ health }) => health === undefined || health === 'healthy')
  if (healthy && known?.state !== 'done') steps.change(step.id, { state: 'done', endedAt: Date.now() })
  return healthy
}
