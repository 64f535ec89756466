// Changes what a container may take, while it runs: memory, processors, and whether it starts again by itself.
import type { HostConfig } from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerLimits, LimitsChange } from '../../preload/model'
import { checkContainerId, type Calls } from './calls'
import { liftLimits, noLimit, refuseWhenItRemovesItself } from './recreate/lift-limits'
import type { Tools } from './recreate/replace'

/** Docker's own least (daemon/daemon_unix.go, linuxMinMemory). In bytes. */
const leastMemory = 6 * 1024 * 1024
const leastCpus = 0.01
const nano = 1e9

/**
 * Only what is asked for, and only where it differs, is said to the engine. A limit that is lifted makes the container
 * again: a running one can only be given another limit, and all that there is now would be one once there is more.
 * @throws container.limit-range, and what lifting throws
 */
export async function setLimits(calls: Calls, tools: Tools, id: string, limits: LimitsChange): Promise<void> {
  checkContainerId(id)
  const lifted = await calls.call({ container: id.slice(0, 12) }, async (docker) => {
    const { NCPU: cpus, MemTotal: memory } = (await docker.info()) as { NCPU: number; MemTotal: number }
    checkRange(limits, cpus, memory)
    const container = docker.getContainer(id)
    const info = await container.inspect()
    const has = info.HostConfig
    const toLift = {
      ...(limits.memoryBytes === 0 && isBelow(has.Memory, memory) ? noLimit.memory : {}),
      ...(limits.cpus === 0 && (isBelow(has.NanoCpus, cpus * nano) || isBelow(has.CpuQuota))
        ? noLimit.cpus
        : {}),
    }
    // All of it or nothing.
    if (Object.keys(toLift).length > 0) refuseWhenItRemovesItself(info)
    const change = {
      ...memoryOf(limits.memoryBytes, has),
      ...cpusOf(limits.cpus, has),
      ...restartOf(limits.restart, has),
    }
    if (Object.keys(change).length > 0) await container.update(change)
    return toLift
  })
  if (Object.keys(lifted).length > 0) await liftLimits(calls, tools, id, lifted)
}

/** All that there is, is no limit; older versions said so to the engine. */
const isBelow = (limit = 0, all = Infinity): boolean => limit > 0 && limit < all

function memoryOf(
  bytes: number | undefined,
  { Memory: has = 0, MemorySwap: swap = 0 }: HostConfig,
): Pick<HostConfig, 'Memory' | 'MemorySwap'> {
  if (bytes === undefined || bytes === 0 || bytes === has) return {}
  if (swap === -1) return { Memory: bytes, MemorySwap: -1 }
  // As much swap again as memory is what the engine does by itself; a container with another amount keeps that.
  const own = has > 0 && swap > 0 && swap !== 2 * has
  return { Memory: bytes, MemorySwap: own ? bytes + (swap - has) : 2 * bytes }
}

function cpusOf(cpus: number | undefined, { NanoCpus: has = 0 }: HostConfig): Pick<HostConfig, 'NanoCpus'> {
  const asked = Math.round((cpus ?? 0) * nano)
  return asked === 0 || asked === has ? {} : { NanoCpus: asked }
}

/** How often it may fail belongs to a policy that stays. */
const restartOf = (
  restart: ContainerLimits['restart'] | undefined,
  { RestartPolicy: has }: HostConfig,
): Pick<HostConfig, 'RestartPolicy'> =>
  restart === undefined || restart === (has?.Name || 'no') ? {} : { RestartPolicy: { Name: restart } }

function checkRange({ memoryBytes = 0, cpus = 0 }: LimitsChange, mostCpus: number, mostMemory: number): void {
  const fits = (value: number, least: number, most: number): boolean =>
    value === 0 || (value >= least && value <= most)
  if (fits(memoryBytes, leastMemory, mostMemory) && fits(cpus, leastCpus, mostCpus)) return
  throw new AppError('container.limit-range', {
    params: { memory: Math.floor(mostMemory / 1024 ** 2), cpus: mostCpus },
  })
}
