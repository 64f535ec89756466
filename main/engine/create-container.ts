// Asks the engine for a container in the form that the spoken version of its API takes.
import type Docker from 'dockerode'
import type { ContainerCreateOptions } from 'dockerode'
import { isOlder } from './api-version'

/** `options` as dockerode takes them: with the name among them, or apart as `_query` and `_body`. */
export function createContainer(docker: Docker, options: ContainerCreateOptions): Promise<Docker.Container> {
  const { version = '' } = docker.modem as { readonly version?: string }
  return docker.createContainer(addressPlaced(options, version.replace(/^v/, '')))
}

interface Sent {
  readonly MacAddress?: string
  readonly HostConfig?: { readonly NetworkMode?: string }
  readonly NetworkingConfig?: { readonly EndpointsConfig?: Readonly<Record<string, object>> | null }
}

/**
 * A container's own MAC address: engines before API 1.44 look for it at the container and nowhere else, and from 1.52 on
 * they refuse it there and take it at its first network.
 */
export function addressPlaced(options: ContainerCreateOptions, version: string): ContainerCreateOptions {
  if (version === '' || isOlder(version, '1.52')) return options
  const { _body: body } = options as { readonly _body?: ContainerCreateOptions }
  if (body) return { ...options, _body: atNetwork(body as Sent) } as ContainerCreateOptions
  return atNetwork(options as Sent) as ContainerCreateOptions
}

function atNetwork(sent: Sent): Sent {
  const { MacAddress: mac, ...rest } = sent
  if (!mac) return rest
  const { HostConfig: host, NetworkingConfig: networking } = rest
  const endpoints = networking?.EndpointsConfig ?? {}
  const [only, ...others] = Object.keys(endpoints)
  const main = only !== undefined && others.length === 0 ? only : (host?.NetworkMode ?? 'default')
  const endpoint = { MacAddress: mac, ...endpoints[main] }
  return { ...rest, NetworkingConfig: { ...networking, EndpointsConfig: { ...endpoints, [main]: endpoint } } }
}
