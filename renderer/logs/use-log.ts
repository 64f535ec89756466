// Follows logs while they are shown; begins anew when a container, the connection or the wanted time does.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { isAbort, isAppError, serialiseError, type SerialisedError } from '../../preload/errors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { askedLines, keptLines, LogPlace } from './log-place'
import { LogRing, type LogSnapshot, type SourcedLine } from './log-ring'
import { followLines, pastLines, type Source } from './sources'

export interface Log extends LogSnapshot {
  /** True after the containers ended and said all they had to say. */
  readonly ended: boolean
  /** False until the first answer. */
  readonly asked: boolean
  /** Why there is no log: the engine gives none of a container that it could not remove. */
  readonly refused: SerialisedError | undefined
  /** Whether there may be lines before the first one. */
  readonly hasEarlier: boolean
  readonly loadingEarlier: boolean
  clear(): void
  loadEarlier(): void
  /** Begins anew, with the newest lines. */
  restart(): void
}

/** `since` as in log lines; everything unless told. */
export function useLog(sources: readonly Source[], since: string | undefined): Log {
  const [ring] = useState(() => new LogRing(keptLines))
  const [turn, setTurn] = useState(0)
  const contract = useSession((state) => state.contract)
  const wish = `${since} ${turn}`
  const view = `${sources.map(({ id }) => id).join()} ${wish}`
  const run = `${sources.map(({ startedAt }) => startedAt).join()} ${view}`
  const [endedRun, setEndedRun] = useState<string>()
  const [askedRun, setAskedRun] = useState<string>()
  const [refusal, setRefusal] = useState<{ readonly run: string; readonly error: SerialisedError }>()
  const latest = useRef(sources)
  useEffect(() => {
    latest.current = sources
  }, [sources])
  const [place] = useState(() => new LogPlace())
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    const named = latest.current
    const { goesOn, isNew, range } = place.begin({ view, wish, since, sources: named })
    let first = !goesOn
    const take = (lines: readonly SourcedLine[]): void => {
      // The new tail holds what the old one said, so the view starts over with the first batch of it.
      if (first) ring.clear()
      first = false
      ring.push(lines.filter(isNew))
      setAskedRun(run)
    }
    void followLines(contract, named, range, take, abort.signal)
      .then(() => {
        if (abort.signal.aborted) return
        if (first) ring.clear()
        setEndedRun(run)
      })
      .catch((error: unknown) => {
        if (!isRefusal(error)) return tell(error, abort.signal)
        if (!abort.signal.aborted) setRefusal({ run, error: serialiseError(error) })
      })
      .finally(() => setAskedRun(run))
    return () => abort.abort()
  }, [contract, ring, place, run, view, wish, since])
  const snapshot = useSyncExternalStore(ring.subscribe, ring.snapshot)
  const earlier = useEarlier(ring, latest, since, run)
  return {
    ...snapshot,
    ...earlier,
    ended: contract !== undefined && endedRun === run,
    asked: askedRun === run,
    refused: refusal?.run === run ? refusal.error : undefined,
    clear: () => {
      place.clear()
      ring.clear()
    },
    restart: () => setTurn((now) => now + 1),
  }
}

/** Lines from before the first one, when somebody wants them. */
function useEarlier(
  ring: LogRing,
  sources: { readonly current: readonly Source[] },
  since: string | undefined,
  run: string,
): Pick<Log, 'hasEarlier' | 'loadingEarlier' | 'loadEarlier'> {
  const contract = useSession((state) => state.contract)
  const [exhaustedRun, setExhaustedRun] = useState<string>()
  const [abort, setAbort] = useState<AbortController>()
  useEffect(() => () => abort?.abort(), [abort, run])
  const { lines } = useSyncExternalStore(ring.subscribe, ring.snapshot)
  const load = async (until: string, signal: AbortSignal): Promise<void> => {
    if (!contract) return
    // The engine counts from the end, and lines that were cleared away count, too.
    const tail = lines.length + ring.snapshot().dropped + 2 * askedLines
    const range = { tail, until, ...(since === undefined ? {} : { since }) }
    const past = await pastLines(contract, sources.current, range, signal)
    const before = past.filter((line) => line.at < until).slice(-askedLines)
    if (before.length === 0) setExhaustedRun(run)
    ring.prepend(before)
  }
  const loadEarlier = (): void => {
    const until = lines[0]?.at
    if (until === undefined || abort) return
    const controller = new AbortController()
    setAbort(controller)
    load(until, controller.signal)
      .catch((error: unknown) => tell(error, controller.signal))
      .finally(() => setAbort(undefined))
  }
  const hasEarlier = exhaustedRun !== run && lines.length >= askedLines
  return { hasEarlier, loadingEarlier: abort !== undefined, loadEarlier }
}

/** Said in place of the log, as long as it stands so. */
const isRefusal = (error: unknown): boolean =>
  isAppError(error, 'container.removal-begun') || isAppError(error, 'container.logs-unreadable')

/** A lost connection has its own banner, and the log begins anew after it. */
function tell(error: unknown, signal: AbortSignal): void {
  const told = isAbort(error) || isAppError(error, 'internal.disconnected')
  if (!signal.aborted && !told) reportError(error)
}
