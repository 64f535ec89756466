// Gives disk back: plans anew, removes exactly what was chosen and is still in the plan, then measures what came back.
import { AppError, serialiseError } from '../../preload/errors'
import type {
  DiskUsage,
  ReclaimItem,
  ReclaimKind,
  ReclaimPlan,
  ReclaimResult,
  RemovalResult,
} from '../../preload/model'
import { removeEach } from '../base/remove-each'
import { emptyLog, readLogSizes, type RunInGuest } from './container-logs'
import { planReclaim } from './reclaim-plan'

type Options = { readonly signal?: AbortSignal | undefined }

export interface ReclaimOptions {
  readonly readUsage: (signal?: AbortSignal) => Promise<DiskUsage>
  readonly removeCache: (id: string, signal?: AbortSignal) => Promise<number>
  readonly pruneImages: (ids: readonly string[], signal?: AbortSignal) => Promise<RemovalResult>
  readonly pruneVolumes: (ids: readonly string[], signal?: AbortSignal) => Promise<RemovalResult>
  readonly removeContainer: (id: string, signal?: AbortSignal) => Promise<void>
  /** Absent where the machine is not Portside's. */
  readonly runInGuest?: RunInGuest
  /** Hands freed blocks to this computer. Absent where there is no such disk. */
  readonly trim?: (signal?: AbortSignal) => Promise<unknown>
  /** What the machine's disk takes on this computer, in bytes; undefined where that cannot be told. */
  readonly takenBytes: (signal?: AbortSignal) => Promise<number | undefined>
}

export interface Reclaim {
  plan(options?: Options): Promise<ReclaimPlan>
  reclaim(options: { readonly ids: readonly string[] } & Options): Promise<ReclaimResult>
}

/** Containers first: an image that only one of them needed can go after it. */
const order: readonly ReclaimKind[] = ['container', 'image', 'cache', 'volume', 'log']

export function createReclaim(options: ReclaimOptions): Reclaim {
  const plan = async (signal?: AbortSignal): Promise<ReclaimPlan> => {
    const { runInGuest } = options
    const [usage, logs] = await Promise.all([
      options.readUsage(signal),
      runInGuest ? readLogSizes(runInGuest, signal) : [],
    ])
    return planReclaim(usage, logs)
  }
  return {
    plan: (call) => plan(call?.signal),
    reclaim: async ({ ids, signal }) => {
      const before = await plan(signal)
      const takenBefore = await options.takenBytes(signal)
      const chosen = new Set(ids)
      const items = before.items.filter(({ id }) => chosen.has(id))
      const result = await removeAll(items, options, signal)
      await options.trim?.(signal)
      const after = await plan(signal)
      const takenAfter = await options.takenBytes(signal)
      return {
        ...result,
        engineBytes: Math.max(0, bytesOf(before) - bytesOf(after)),
        ...(takenBefore === undefined || takenAfter === undefined
          ? {}
          : { hostBytes: Math.max(0, takenBefore - takenAfter) }),
      }
    },
  }
}

const bytesOf = ({ usage }: ReclaimPlan): number => usage.reduce((sum, { bytes }) => sum + bytes, 0)

/** One that cannot go does not keep the others. @throws the abort, and nothing else */
async function removeAll(
  items: readonly ReclaimItem[],
  options: ReclaimOptions,
  signal: AbortSignal | undefined,
): Promise<Pick<ReclaimResult, 'removed' | 'kept'>> {
  const results: RemovalResult[] = []
  for (const kind of order) {
    const ids = items.filter((item) => item.kind === kind).map(({ id }) => id.slice(kind.length + 1))
    if (ids.length === 0) continue
    const { removed, kept } = await removeKind(kind, ids, options, signal)
    results.push({
      removed: removed.map((id) => `${kind}:${id}`),
      kept: kept.map(({ id, error }) => ({ id: `${kind}:${id}`, error })),
    })
  }
  return { removed: results.flatMap(({ removed }) => removed), kept: results.flatMap(({ kept }) => kept) }
}

async function removeKind(
  kind: ReclaimKind,
  ids: readonly string[],
  options: ReclaimOptions,
  signal: AbortSignal | undefined,
): Promise<RemovalResult> {
  if (kind === 'image') return options.pruneImages(ids, signal)
  if (kind === 'volume') return options.pruneVolumes(ids, signal)
  if (kind === 'cache') return removeCache(ids, options, signal)
  return removeEach(
    ids,
    async (id) => {
      if (kind === 'container') return options.removeContainer(id, signal)
      const { runInGuest } = options
      if (!runInGuest) throw new AppError('machine.not-running')
      return emptyLog(runInGuest, id, signal)
    },
    signal,
  )
}

/** A record goes only after those that were built on it, so what stayed is tried again while others go. */
async function removeCache(
  ids: readonly string[],
  { removeCache: remove, readUsage }: ReclaimOptions,
  signal: AbortSignal | undefined,
): Promise<RemovalResult> {
  let left = [...ids]
  for (;;) {
    const { kept } = await removeEach(left, async (id) => void (await remove(id, signal)), signal)
    const there = new Set((await readUsage(signal)).cache.map(({ id }) => id))
    const stayed = left.filter((id) => there.has(id))
    if (stayed.length === 0 || stayed.length === left.length) {
      const detail = 'another record of the build cache needs it'
      const error = serialiseError(new AppError('engine.refused', { detail }))
      const told = new Map(kept.map((one) => [one.id, one.error]))
      return {
        removed: ids.filter((id) => !there.has(id)),
        kept: stayed.map((id) => ({ id, error: told.get(id) ?? error })),
      }
    }
    left = stayed
  }
}
