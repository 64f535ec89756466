// Containers that live in another one's network, processes or memory. They know it by its id, so they are made again with it.
import type Docker from 'dockerode'
import type { ContainerInspectInfo, HostConfig } from 'dockerode'
import { statusOf } from '../engine-words'

type Named = Pick<ContainerInspectInfo, 'Id' | 'Name'>

const modes = ['NetworkMode', 'PidMode', 'IpcMode'] as const
const prefix = 'container:'
const inspectsInParallel = 8

/** All of them, also those that live in one of them, each after the one that it lives in. */
export async function joinedWith(
  docker: Docker,
  info: ContainerInspectInfo,
  isTrashed: (id: string) => boolean,
): Promise<readonly ContainerInspectInfo[]> {
  const others = (await inspectAll(docker)).filter(({ Id }) => Id !== info.Id && !isTrashed(Id))
  const joined: ContainerInspectInfo[] = []
  const hosts = [info]
  for (let host = hosts.shift(); host; host = hosts.shift()) {
    const target = host
    const found = others.filter((one) => !joined.includes(one) && livesIn(one, target))
    joined.push(...found)
    hosts.push(...found)
  }
  return joined
}

async function inspectAll(docker: Docker): Promise<readonly ContainerInspectInfo[]> {
  const ids = (await docker.listContainers({ all: true })).map(({ Id }) => Id)
  const found: ContainerInspectInfo[] = []
  const look = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift())
      try {
        found.push(await docker.getContainer(id).inspect())
      } catch (error) {
        if (statusOf(error) !== 404) throw error
      }
  }
  await Promise.all(Array.from({ length: inspectsInParallel }, look))
  return found
}

const livesIn = ({ HostConfig: host }: ContainerInspectInfo, target: ContainerInspectInfo): boolean =>
  modes.some((mode) => isOf(host[mode], target))

function isOf(mode: string | undefined, { Id, Name }: Named): boolean {
  if (!mode?.startsWith(prefix)) return false
  const named = mode.slice(prefix.length)
  return named === Name.replace(/^\//, '') || (named.length >= 12 && Id.startsWith(named))
}

/** `made` are ids of those that took the place of others. */
export function joiningAgain(host: HostConfig | undefined, made: ReadonlyMap<Named, string>): HostConfig {
  const again: HostConfig = { ...host }
  for (const mode of modes)
    for (const [old, id] of made) if (id !== '' && isOf(host?.[mode], old)) again[mode] = `${prefix}${id}`
  return again
}
