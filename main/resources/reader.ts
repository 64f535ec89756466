// One reading of all three levels by one clock: counters of this computer and the machine, streams of containers.
import { availableParallelism, totalmem } from 'node:os'
import type { ContainerUse, Level, MachineInside, ResourceReading } from '../../preload/model'
import type { Log } from '../base/log'
import type { MachineFigures } from '../machine/figures'
import { readComputer, readDiskRoom } from './computer'
import { levelBetween, sumOf, type Counted } from './rates'

export interface ReaderOptions {
  /** Undefined while the machine does not run, or where nothing is known of it. */
  readonly readMachine: (signal: AbortSignal) => Promise<MachineFigures | undefined>
  /** Figures of the containers that are followed; undefined when not all of those that run are. */
  readonly containers: () => readonly ContainerUse[] | undefined
  /** The folder whose disk fills with what Docker keeps. */
  readonly folder: string
  readonly log: Log
}

export interface Reader {
  /** Shares and rates are those since the reading before; a level's first reading has none, and is left out. */
  read(signal: AbortSignal): Promise<ResourceReading>
}

/** A disk fills slowly, and asking takes a thread: as much as the figures of a dozen containers. In ms. */
const diskPauseMs = 10_000

export function createReader({ readMachine, containers, folder, log }: ReaderOptions): Reader {
  const processors = availableParallelism()
  let computerBefore: Counted | undefined
  let machineBefore: Counted | undefined
  let failing = false
  let room: { readonly at: number; readonly read: ReturnType<typeof readDiskRoom> } | undefined

  const diskRoom = (): ReturnType<typeof readDiskRoom> => {
    const at = performance.now()
    if (room === undefined || at - room.at >= diskPauseMs) room = { at, read: readDiskRoom(folder) }
    return room.read
  }
  const computerLevel = async (): Promise<Level | undefined> => {
    const { busy, all, memoryUsedBytes, ...counters } = await readComputer()
    const now = { at: performance.now(), busy, available: all, memoryBytes: memoryUsedBytes, ...counters }
    const level = levelBetween(computerBefore, now)
    computerBefore = now
    return level
  }
  const machineFigures = async (signal: AbortSignal): Promise<MachineFigures | undefined> => {
    try {
      const figures = await readMachine(signal)
      failing = false
      return figures
    } catch (error) {
      // Told once, not every second.
      if (!signal.aborted && !failing) log.warn('the machine tells no figures', { why: String(error) })
      failing = true
      return undefined
    }
  }
  const machineLevel = (figures: MachineFigures | undefined): Level | undefined => {
    const at = performance.now()
    const now = figures && {
      at,
      busy: figures.cpuMs,
      available: at * processors,
      memoryBytes: figures.heldBytes ?? taken(figures),
      ...(figures.diskBytes === undefined ? {} : { diskBytes: figures.diskBytes }),
      ...(figures.networkBytes === undefined ? {} : { networkBytes: figures.networkBytes }),
    }
    const level = now && levelBetween(machineBefore, now)
    machineBefore = now
    return level
  }

  return {
    read: async (signal) => {
      const [computer, figures, disk] = await Promise.all([
        computerLevel(),
        machineFigures(signal),
        diskRoom(),
      ])
      const machine = machineLevel(figures)
      const uses = containers()
      const inside = figures && insideOf(figures)
      return {
        sample: {
          at: Date.now(),
          ...(computer ? { computer } : {}),
          ...(machine ? { machine } : {}),
          ...(uses ? { containers: sumOf(uses) } : {}),
        },
        computer: { cpus: processors, memoryBytes: totalmem(), ...(disk ? { disk } : {}) },
        ...(inside ? { machine: inside } : {}),
        containers: uses ?? [],
      }
    },
  }
}

/** Where the process cannot be told apart, what Linux inside uses and caches is the nearest. */
const taken = ({ memory }: MachineFigures): number => (memory ? memory.usedBytes + memory.cacheBytes : 0)

function insideOf({ memory, pressure, disk, heldBytes }: MachineFigures): MachineInside | undefined {
  if (!memory) return undefined
  return {
    ...memory,
    ...(pressure ? { pressure } : {}),
    ...(disk ? { disk } : {}),
    measured: heldBytes !== undefined,
  }
}
