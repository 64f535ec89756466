// Changes what a container may take, while it runs: memory, processors, and whether it starts again by itself.
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { ContainerLimits } from '../../preload/model'
import { checkContainerId, type Calls } from './calls'

/** Docker's own least (daemon/daemon_unix.go, linuxMinMemory). In bytes. */
const leastMemory = 6 * 1024 * 1024
const leastCpus = 0.01
const nano = 1e9

/** The engine takes 0 for "as it is", so having no limit is said as all that there is. @throws container.limit-range */
export async function setLimits(calls: Calls, id: string, limits: ContainerLimits): Promise<void> {
  checkContainerId(id)
  await calls.call({ container: id.slice(0, 12) }, async (docker) => {
    const { NCPU: cpus, MemTotal: memory } = (await docker.info()) as { NCPU: number; MemTotal: number }
    checkRange(limits, cpus, memory)
    const container = docker.getContainer(id)
    await container.update({
      Memory: limits.memoryBytes === 0 ? memory : limits.memoryBytes,
      // As much swap again as memory, which is what the engine does when nothing else was asked for.
      MemorySwap: 2 * (limits.memoryBytes === 0 ? memory : limits.memoryBytes),
      NanoCpus: Math.round((limits.cpus === 0 ? cpus : limits.cpus) * nano),
      RestartPolicy: { Name: limits.restart } satisfies Docker.HostRestartPolicy,
    })
  })
}

function checkRange({ memoryBytes, cpus }: ContainerLimits, mostCpus: number, mostMemory: number): void {
  const fits = (value: number, least: number, most: number): boolean =>
    value === 0 || (value >= least && value <= most)
  if (fits(memoryBytes, leastMemory, mostMemory) && fits(cpus, leastCpus, mostCpus)) return
  throw new AppError('container.limit-range', {
    params: { memory: Math.floor(mostMemory / 1024 ** 2), cpus: mostCpus },
  })
}
