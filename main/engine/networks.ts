// The networks service: what the window and the command can do with networks.
import type { NetworksService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, Network, NetworkRequest } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchCollection } from '../base/watch'
import { checkContainerId, stillThere, type Calls } from './calls'
import { removeEach } from '../base/remove-each'
import type { Trash } from './trash'

export interface NetworksOptions {
  readonly calls: Calls
  readonly collection: Collection<Network>
  readonly containers: Collection<Container>
  readonly trash: Pick<Trash, 'userOfNetwork'>
}

/** An id or a name, and nothing that could lead a path elsewhere. */
const networkId = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/

export function createNetworksService(options: NetworksOptions): NetworksService {
  const { calls, collection, containers, trash } = options
  /** @throws network.not-found */
  const named = (id: string): string => {
    if (!networkId.test(id)) throw new AppError('network.not-found', { params: { network: id.slice(0, 80) } })
    return collection.get(id)?.name ?? id.slice(0, 12)
  }
  const containerName = (id: string): string => containers.get(checkContainerId(id))?.name ?? id.slice(0, 12)

  /** The engine would remove one under a stopped container, which then could not start any more. */
  const remove = async (id: string): Promise<void> => {
    const network = named(id)
    if (collection.get(id)?.builtIn) throw new AppError('network.built-in', { params: { network } })
    const users = containers.values().filter((one) => one.networks.some((each) => isOf(each, id, network)))
    const trashed = trash.userOfNetwork(id) ?? trash.userOfNetwork(network)
    await calls.call({ network }, async (docker) => {
      const user = await stillThere(docker, users, { network: [id, network] })
      if (user) throw new AppError('network.in-use', { params: { network, container: user.name } })
      if (trashed !== undefined)
        throw new AppError('network.in-trash', { params: { network, container: trashed } })
      await docker.getNetwork(id).remove()
    })
  }

  return {
    watchNetworks: ({ signal } = {}) => watchCollection(collection.store, signal),
    inspect: async ({ id }) => {
      const info = await calls.call({ network: named(id) }, (docker) => docker.getNetwork(id).inspect())
      return { json: JSON.stringify(info, undefined, 2) }
    },
    create: ({ request, signal }) => create(calls, request, signal),
    connect: async ({ id, containerId, aliases = [] }) => {
      await calls.call({ network: named(id), container: containerName(containerId) }, (docker) =>
        docker.getNetwork(id).connect({
          Container: containerId,
          ...(aliases.length > 0 ? { EndpointConfig: { Aliases: [...aliases] } } : {}),
        }),
      )
    },
    disconnect: async ({ id, containerId }) => {
      await calls.call({ network: named(id), container: containerName(containerId) }, (docker) =>
        docker.getNetwork(id).disconnect({ Container: containerId }),
      )
    },
    remove: ({ id }) => remove(id),
    prune: ({ ids, signal }) => removeEach(ids, remove, signal),
  }
}

/** A container that never ran knows its networks by name only. */
const isOf = (one: Container['networks'][number], id: string, name: string): boolean =>
  one.id === id || one.id === name

async function create(
  calls: Calls,
  request: NetworkRequest,
  signal: AbortSignal | undefined,
): Promise<{ readonly id: string }> {
  const { name, driver, subnet, internal, options } = request
  if (!networkId.test(name))
    throw new AppError('network.bad-name', { params: { network: name.slice(0, 80) } })
  const asked = { network: name, driver, ...(subnet === undefined ? {} : { subnet }) }
  const made = await calls.call(asked, (docker) =>
    docker.createNetwork({
      Name: name,
      Driver: driver,
      // Engines before 25 would make a second one of the same name.
      CheckDuplicate: true,
      Internal: internal,
      Options: { ...options },
      ...(subnet === undefined ? {} : { IPAM: { Config: [{ Subnet: subnet }] } }),
      ...(signal ? { abortSignal: signal } : {}),
    }),
  )
  return { id: made.id }
}
