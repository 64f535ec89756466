// Which warnings there are, from what is known at one moment: pure.
import type { Container, DiskRoom, ResourceWarning, WarningRemedy } from '../../preload/model'
import type { LogSize } from './reclaim-plan'

export interface WarningFacts {
  /** Epoch ms. */
  readonly now: number
  readonly containers: readonly Container[]
  /** Memory limits in bytes of containers that ran out of memory; 0 is none. */
  readonly memoryLimits: ReadonlyMap<string, number>
  readonly hostDisk?: DiskRoom
  readonly machineDisk?: DiskRoom
  readonly machineMemory?: { readonly usedBytes: number; readonly totalBytes: number }
  /** The most that the machine could be given, in bytes; absent where Portside does not give it. */
  readonly mostMachineMemory?: number
  /** How long programs in the machine have been waiting for memory without a break, in ms. */
  readonly pressedMs: number
  /** The container that kept the processors busy for long, and its share of this computer. */
  readonly hungry?: { readonly id: string; readonly cpu: number }
  readonly logs: readonly LogSize[]
  /** By how much logs grew in ten minutes, in bytes, by container id. */
  readonly grown: ReadonlyMap<string, number>
}

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const dayMs = 24 * 60 * 60_000
const pressedForMs = 60_000
const largeLog = gibibyte
const fastLog = 200 * mebibyte
/** Less than this is nearly full on a disk of any size; on large ones a share is still much. In bytes. */
const least = { bytes: 2e9, share: 0.05, most: 20e9 }

type Told = Omit<ResourceWarning, 'since'>

/** The worst first. */
export function warningsOf(facts: WarningFacts): Told[] {
  return [
    ...disk('host-disk', facts.hostDisk),
    ...disk('machine-disk', facts.machineDisk),
    ...pressure(facts),
    ...facts.containers.flatMap((one) => outOfMemory(one, facts)),
    ...runaway(facts),
    ...logs(facts),
  ]
}

function disk(kind: 'host-disk' | 'machine-disk', room: DiskRoom | undefined): Told[] {
  if (!room || room.totalBytes <= 0) return []
  const left = Math.max(0, room.totalBytes - room.usedBytes)
  const floor = Math.max(least.bytes, Math.min(room.totalBytes * least.share, least.most))
  return left < floor ? [{ id: kind, kind, bytes: left, remedies: [{ id: 'reclaim', kind: 'reclaim' }] }] : []
}

function pressure({ pressedMs, machineMemory, mostMachineMemory }: WarningFacts): Told[] {
  if (pressedMs < pressedForMs || !machineMemory) return []
  return [
    {
      id: 'memory-pressure',
      kind: 'memory-pressure',
      bytes: machineMemory.usedBytes,
      remedies: raiseMachine(machineMemory.totalBytes, mostMachineMemory),
    },
  ]
}

/** Half as much again, in steps of half a gibibyte. */
function raiseMachine(totalBytes: number, most: number | undefined): WarningRemedy[] {
  if (most === undefined) return []
  const wanted = Math.ceil((totalBytes * 1.5) / (gibibyte / 2)) * (gibibyte / 2)
  const memoryBytes = Math.min(wanted, most)
  return memoryBytes > totalBytes
    ? [{ id: `raise-machine-${memoryBytes / mebibyte}`, kind: 'raise-machine', memoryBytes }]
    : []
}

/** Told for a day, and over once the container runs again. */
function outOfMemory(container: Container, facts: WarningFacts): Told[] {
  const { id, name, oomKilled, state, finishedAt = 0 } = container
  if (!oomKilled || state === 'running' || state === 'paused' || facts.now - finishedAt > dayMs) return []
  const limit = facts.memoryLimits.get(id) ?? 0
  const room = facts.machineMemory?.totalBytes
  const memoryBytes = Math.max(gibibyte, limit * 2)
  const raised: WarningRemedy[] =
    limit > 0 && (room === undefined || memoryBytes <= room)
      ? [{ id: `raise-${memoryBytes / mebibyte}`, kind: 'raise-container', memoryBytes }]
      : raiseMachine(room ?? 0, room === undefined ? undefined : facts.mostMachineMemory)
  return [
    {
      id: `out-of-memory/${id.slice(0, 12)}/${finishedAt}`,
      kind: 'out-of-memory',
      containerId: id,
      containerName: name,
      remedies: raised,
      ...(limit > 0 ? { bytes: limit } : {}),
    },
  ]
}

function runaway({ hungry, containers }: WarningFacts): Told[] {
  const container = hungry && containers.find(({ id }) => id === hungry.id)
  if (!container || container.state !== 'running') return []
  return [
    {
      id: `runaway-cpu/${container.id.slice(0, 12)}`,
      kind: 'runaway-cpu',
      containerId: container.id,
      containerName: container.name,
      cpu: hungry.cpu,
      remedies: [{ id: 'stop-container', kind: 'stop-container' }],
    },
  ]
}

function logs({ logs: sizes, grown, containers }: WarningFacts): Told[] {
  return sizes.flatMap(({ containerId, bytes }) => {
    const container = containers.find(({ id }) => id === containerId)
    const kind =
      (grown.get(containerId) ?? 0) >= fastLog ? 'log-growth' : bytes >= largeLog ? 'large-log' : undefined
    if (!container || kind === undefined) return []
    return [
      {
        id: `log/${containerId.slice(0, 12)}`,
        kind,
        containerId,
        containerName: container.name,
        bytes,
        remedies: [{ id: 'empty-log', kind: 'empty-log' } as const],
      },
    ]
  })
}
