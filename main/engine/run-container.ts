// Runs an image: creates a container and starts it; one that never ran does not stay behind.
import type Docker from 'dockerode'
import type { RunRequest } from '../../preload/model'
import { isAbort } from '../../preload/errors'
import type { Calls } from './calls'
import { createContainer } from './create-container'
import type { PathInside } from './folder-paths'
import { endpointOf } from './run-extras'
import { createOptions } from './run-request'

/** @throws image.* container.* port.* engine.* */
export async function runContainer(
  calls: Calls,
  request: RunRequest,
  inside: PathInside | undefined,
  signal: AbortSignal | undefined,
): Promise<{ readonly id: string }> {
  const asked = {
    reference: request.image,
    container: request.name ?? request.image,
    ...(request.name === undefined ? {} : { name: request.name }),
  }
  return calls.call(asked, async (docker) => {
    signal?.throwIfAborted()
    // Not given up half-way: an answer that nobody reads would leave a container that nobody knows of.
    const container = await createContainer(docker, creationOf(request, inside))
    try {
      await connectAll(docker, container.id, request)
      signal?.throwIfAborted()
      await container.start(signal ? { abortSignal: signal } : {})
    } catch (error) {
      await removeUnused(container, isAbort(error))
      throw error
    }
    return { id: container.id }
  })
}

/** What asks for the container, on the first of its networks. */
export function creationOf(
  request: RunRequest,
  inside: PathInside | undefined,
): Docker.ContainerCreateOptions {
  const { name, ...options } = createOptions(request, inside)
  const { extras, networks: [first] = [] } = request
  const endpoint = first === undefined ? undefined : endpointOf(extras, first)
  const body = endpoint
    ? { ...options, NetworkingConfig: { EndpointsConfig: { [first ?? '']: endpoint } } }
    : options
  const query = {
    ...(name === undefined ? {} : { name }),
    ...(extras?.platform === undefined ? {} : { platform: extras.platform }),
  }
  // The platform is no part of the body.
  return { _query: query, _body: body } as Docker.ContainerCreateOptions
}

/** With the networks that it was not made on. */
export async function connectAll(
  docker: Docker,
  id: string,
  { networks = [], extras }: RunRequest,
): Promise<void> {
  for (const network of networks.slice(1)) {
    const endpoint = endpointOf(extras, network)
    await docker
      .getNetwork(network)
      .connect({ Container: id, ...(endpoint ? { EndpointConfig: endpoint } : {}) })
  }
}

/** Keeps a container that ran after all: only its own program can tell what it did. */
async function removeUnused(container: Docker.Container, givenUp: boolean): Promise<void> {
  try {
    const { State: state } = await container.inspect()
    const everRan = Date.parse(state.StartedAt) > 0
    if (!everRan || (givenUp && !state.Running)) await container.remove({ force: true, v: !everRan })
  } catch {
    // The error of the start is what matters; an engine that is gone cannot clean up either.
  }
}
