// What the containers in sight use, with the last minute of it: one watch for all rows on screen, none while hidden.
import { useEffect, type RefObject } from 'react'
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { ContainerUse } from '../../preload/model'
import { useSession } from '../stores/session'
import { whileVisible } from '../stores/visible'
import { follow } from '../stores/watches'

export interface UseTrail {
  readonly last: ContainerUse
  /** Oldest first. */
  readonly cpu: readonly number[]
  readonly memory: readonly number[]
}

/** As many points as a sparkline shows. */
export const trailLength = 40
/** Rows that scroll by are not asked for one by one, in ms. */
const gatherMs = 200

interface Uses {
  readonly inSight: ReadonlySet<string>
  readonly trails: ReadonlyMap<string, UseTrail>
}

const useUses = create<Uses>(() => ({ inSight: new Set(), trails: new Map() }))

export const useTrail = (id: string): UseTrail | undefined => useUses((state) => state.trails.get(id))

/** What is known at this moment, for sorting: a list that sorted itself all the time could not be used. */
export const usesNow = (): ReadonlyMap<string, ContainerUse> =>
  new Map([...useUses.getState().trails].map(([id, { last }]) => [id, last]))

/** Of several together, as far back as all of them were told; undefined before the first figures. */
export function useTrailOf(ids: readonly string[]): Pick<UseTrail, 'cpu' | 'memory'> | undefined {
  const trails = useUses(
    useShallow((state) => ids.map((id) => state.trails.get(id)).filter((one) => one !== undefined)),
  )
  if (trails.length === 0) return undefined
  const length = Math.min(...trails.map(({ cpu }) => cpu.length))
  const sum = (of: 'cpu' | 'memory'): number[] =>
    Array.from({ length }, (_, at) =>
      trails.reduce((total, trail) => total + (trail[of].at(at - length) ?? 0), 0),
    )
  return { cpu: sum('cpu'), memory: sum('memory') }
}

/** What these use together at this moment; undefined unless all of them are known, for a part would be taken for the sum. */
export const useSumOf = (ids: readonly string[]): Pick<ContainerUse, 'cpu' | 'memoryBytes'> | undefined =>
  useUses(
    useShallow(({ trails }) => {
      const uses = ids.map((id) => trails.get(id)?.last).filter((one) => one !== undefined)
      if (uses.length === 0 || uses.length < ids.length) return undefined
      return {
        cpu: uses.reduce((sum, { cpu }) => sum + cpu, 0),
        memoryBytes: uses.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
      }
    }),
  )

const setInSight = (id: string, seen: boolean): void =>
  useUses.setState(({ inSight }) => {
    if (inSight.has(id) === seen) return {}
    const next = new Set(inSight)
    if (seen) next.add(id)
    else next.delete(id)
    return { inSight: next }
  })

/** What was not told this time has ended, and its trail with it. */
export const takeUses = (uses: readonly ContainerUse[]): void =>
  useUses.setState(({ trails }) => ({
    trails: new Map(uses.map((use) => [use.id, extended(trails.get(use.id), use)])),
  }))

const extended = (trail: UseTrail | undefined, last: ContainerUse): UseTrail => ({
  last,
  cpu: [...(trail?.cpu ?? []), last.cpu].slice(-trailLength),
  memory: [...(trail?.memory ?? []), last.memoryBytes].slice(-trailLength),
})

/** A row tells while it is on screen; in a list of hundreds most are not. */
export function useInSight(id: string, runs: boolean, element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const at = element.current
    if (!at || !runs) return
    const observer = new IntersectionObserver((entries) =>
      setInSight(id, entries.at(-1)?.isIntersecting ?? false),
    )
    observer.observe(at)
    return () => {
      observer.disconnect()
      setInSight(id, false)
    }
  }, [id, runs, element])
}

/** Once per list. The next watch begins before the one before ends, so that streams of rows that stay go on. */
export function useUsesWatch(): void {
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (!contract) return
    const over = new AbortController()
    whileVisible(over.signal, (shown) => {
      let current: AbortController | undefined
      let timer: ReturnType<typeof setTimeout> | undefined
      const arrange = (): void => {
        timer = undefined
        const before = current
        const ids = [...useUses.getState().inSight].slice(0, 500)
        current = new AbortController()
        const signal = AbortSignal.any([shown, current.signal])
        if (ids.length > 0) void follow(contract.resources.watchContainers({ ids, signal }), takeUses, signal)
        else takeUses([])
        before?.abort()
      }
      const unsubscribe = useUses.subscribe((now, before) => {
        if (now.inSight !== before.inSight) timer ??= setTimeout(arrange, gatherMs)
      })
      shown.addEventListener('abort', () => {
        clearTimeout(timer)
        unsubscribe()
        current?.abort()
      })
      arrange()
    })
    return () => over.abort()
  }, [contract])
}
