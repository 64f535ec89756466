// Changes what a container may take, while it runs: memory, processors, and whether it starts again by itself.
import type { HostConfig } from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerLimits, LimitsChange } from '../../preload/model'
import { checkContainerId, type Calls } from './calls'

/** Docker's own least (daemon/daemon_unix.go, linuxMinMemory). In bytes. */
const leastMemory = 6 * 1024 * 1024
const leastCpus = 0.01
const nano = 1e9

/** Only what is asked for, and only where it differs, is said to the engine. @throws container.limit-range */
export async function setLimits(calls: Calls, id: string, limits: LimitsChange): Promise<void> {
  checkContainerId(id)
  await calls.call({ container: id.slice(0, 12) }, async (docker) => {
    const { NCPU: cpus, MemTotal: memory } = (await docker.info()) as { NCPU: number; MemTotal: number }
    checkRange(limits, cpus, memory)
    const container = docker.getContainer(id)
    const { HostConfig: has } = await container.inspect()
    const change = {
      ...memoryOf(limits.memoryBytes, has, memory),
      ...cpusOf(limits.cpus, has, cpus),
      ...restartOf(limits.restart, has),
    }
    if (Object.keys(change).length > 0) await container.update(change)
  })
}

/** The engine takes 0 for "as it is", so lifting a limit is said as all that there is. */
function memoryOf(
  bytes: number | undefined,
  { Memory: has = 0, MemorySwap: swap = 0 }: HostConfig,
  all: number,
): Pick<HostConfig, 'Memory' | 'MemorySwap'> {
  if (bytes === undefined || bytes === has || (bytes === 0 && has >= all)) return {}
  const memory = bytes === 0 ? all : bytes
  if (swap === -1) return { Memory: memory, MemorySwap: -1 }
  // As much swap again as memory is what the engine does by itself; a container with another amount keeps that.
  const own = has > 0 && swap > 0 && swap !== 2 * has
  return { Memory: memory, MemorySwap: own ? memory + (swap - has) : 2 * memory }
}

function cpusOf(
  cpus: number | undefined,
  { NanoCpus: has = 0 }: HostConfig,
  all: number,
): Pick<HostConfig, 'NanoCpus'> {
  const asked = Math.round((cpus ?? 0) * nano)
  if (cpus === undefined || asked === has || (asked === 0 && has >= all * nano)) return {}
  return { NanoCpus: asked === 0 ? all * nano : asked }
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
