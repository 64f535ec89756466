// Containers that live in another one's network, processes or memory, or are linked to it. They know it by its id, also where
// they were given its name, so they are made again with it.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import type { ContainerInspectInfo, HostConfig } from 'dockerode'
import { statusOf } from '../engine-words'

type Named = Pick<ContainerInspectInfo, 'Id' | 'Name'>

const modes = ['NetworkMode', 'PidMode', 'IpcMode'] as const
const prefix = 'container:'
const inspectsInParallel = 8

/**
 * All of them, also those that live in one of them, each after the one that it lives in. `starts` tells whether it will
 * run: nothing that is linked to it could be started otherwise, so such a one is left as it is.
 */
export async function joinedWith(
  docker: Docker,
  info: ContainerInspectInfo,
  isTrashed: (id: string) => boolean,
  starts: boolean,
): Promise<readonly ContainerInspectInfo[]> {
  const others = (await inspectAll(docker)).filter(({ Id }) => Id !== info.Id && !isTrashed(Id))
  const joined: ContainerInspectInfo[] = []
  const hosts = [info]
  for (let host = hosts.shift(); host; host = hosts.shift()) {
    const target = host
    const found = others.filter(
      (one) => !joined.includes(one) && (livesIn(one, target) || (starts && isLinked(one, target))),
    )
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

/** One that removes itself has what it needs of it, and never starts again. */
const isLinked = ({ HostConfig: host }: ContainerInspectInfo, target: ContainerInspectInfo): boolean =>
  host.AutoRemove !== true && linksOf(host).some((link) => isNamed(partsOf(link).target, target))

/** Of the default network; in others a link goes by name. */
const linksOf = (host: HostConfig | undefined): readonly string[] =>
  (host?.Links as readonly string[] | null | undefined) ?? []

/** `/db:/web/database`, as the engine tells it, or `db:database`. */
function partsOf(link: string): { readonly target: string; readonly alias: string } {
  const [target = '', alias = target] = link.split(':')
  return { target: target.replace(/^\//, ''), alias: posix.basename(alias) }
}

function isOf(mode: string | undefined, { Id, Name }: Named): boolean {
  if (!mode?.startsWith(prefix)) return false
  return isNamed(mode.slice(prefix.length), { Id, Name })
}

const isNamed = (named: string, { Id, Name }: Named): boolean =>
  named === Name.replace(/^\//, '') || (named.length >= 12 && Id.startsWith(named))

/** `made` are ids of those that took the place of others. */
export function joiningAgain(host: HostConfig | undefined, made: ReadonlyMap<Named, string>): HostConfig {
  const again: HostConfig = { ...host }
  for (const mode of modes)
    for (const [old, id] of made) if (id !== '' && isOf(host?.[mode], old)) again[mode] = `${prefix}${id}`
  const links = linksOf(host)
  return links.length === 0 ? again : { ...again, Links: links.map((link) => linkedAgain(link, made)) }
}

function linkedAgain(link: string, made: ReadonlyMap<Named, string>): string {
  const { target, alias } = partsOf(link)
  for (const [old, id] of made) if (id !== '' && isNamed(target, old)) return `${id}:${alias}`
  return link
}
