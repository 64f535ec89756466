// One call to Docker Engine: over the present connection, with errors that people may see.
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { Container } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Connection } from './connection'
import { toAppError, type Asked } from './engine-words'

export interface Calls {
  /** @throws AppError engine.* container.* image.* port.*, or the abort */
  call<T>(asked: Asked, work: (docker: Docker) => Promise<T>): Promise<T>
  /** What helps to name things in an error. */
  asked(asked: Asked): Asked
}

/** Everything that Docker accepts as a container's id or name; nothing that could lead a path elsewhere. */
const containerId = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/

/** @throws container.bad-id */
export function checkContainerId(id: string): string {
  if (!containerId.test(id)) throw new AppError('container.bad-id', { params: { id: id.slice(0, 80) } })
  return id
}

/** Names come from the containers that are known already: an error message asks the engine nothing. */
export function createCalls(
  connection: Connection,
  containers: Collection<Container>,
  trashedName: (id: string) => string | undefined,
  sharesFolders = false,
): Calls {
  const named = (asked: Asked): Asked => ({
    holderOf: (port) =>
      containers.values().find((one) => isUp(one) && one.ports.some((binding) => binding.hostPort === port))
        ?.name,
    containerName: (id) => containers.values().find((one) => one.id.startsWith(id))?.name,
    trashedName,
    sharesFolders,
    ...asked,
  })
  return {
    asked: named,
    call: async (asked, work) => {
      try {
        return await work(connection.docker())
      } catch (error) {
        throw toAppError(error, named(asked))
      }
    },
  }
}

/**
 * The first of those that the engine still has: the list may be a moment behind, and who has just removed a container
 * goes on with what it used.
 * @param filters what must hold besides
 */
export async function stillThere(
  docker: Docker,
  candidates: readonly Container[],
  filters: Readonly<Record<string, readonly string[]>> = {},
): Promise<Container | undefined> {
  if (candidates.length === 0) return undefined
  const id = candidates.map((one) => one.id)
  const listed = await docker.listContainers({ all: true, filters: JSON.stringify({ ...filters, id }) })
  return candidates.find((one) => listed.some(({ Id }) => Id === one.id))
}

/** Whether a container has its ports: a paused one keeps them. */
export const isUp = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting'
