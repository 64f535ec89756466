// The present speed of every download, kept beside the downloads themselves and renewed with them.
import { create } from 'zustand'
import type { Pull } from '../../preload/model'
import { pulls } from '../stores/mirrors'
import { PullSpeed } from './pull-speed'

const speeds = new Map<string, PullSpeed>()

const useRates = create<{ readonly byId: ReadonlyMap<string, number> }>(() => ({ byId: new Map() }))

function measure(items: ReadonlyMap<string, Pull>): void {
  for (const id of speeds.keys()) if (items.get(id)?.state !== 'active') speeds.delete(id)
  const rates = new Map<string, number>()
  for (const pull of items.values()) {
    if (pull.state !== 'active') continue
    const speed = speeds.get(pull.id) ?? new PullSpeed()
    speeds.set(pull.id, speed)
    speed.add(Date.now(), pull.doneBytes)
    if (speed.bytesPerSecond !== undefined) rates.set(pull.id, speed.bytesPerSecond)
  }
  useRates.setState({ byId: rates })
}

pulls.use.subscribe((state) => measure(state.items))

/** Bytes per second; undefined while too little is known. */
export const usePullRate = (id: string): number | undefined => useRates((state) => state.byId.get(id))
