// Services of a Swarm whose manager the engine is: which ports they publish, and giving one another port.
import type Docker from 'dockerode'
import type { PortBinding } from '../../preload/model'
import { createCollection, type Collection } from '../base/collection'
import type { Log } from '../base/log'
import type { Calls } from './calls'
import type { Connection } from './connection'
import { statusOf } from './engine-words'
import type { EngineEvent } from './events'
import { Mirror } from './mirror'

export interface SwarmService {
  readonly id: string
  readonly name: string
  /** Of the label that `docker stack deploy` sets. */
  readonly stack?: string
  readonly ports: readonly PortBinding[]
}

/** Docker Engine API, PortConfig; SCTP is left out because nothing forwards it. */
interface PortConfig {
  readonly Protocol?: string
  readonly TargetPort?: number
  readonly PublishedPort?: number
}

interface RawService {
  readonly ID?: string
  readonly Version?: { readonly Index?: number }
  readonly Spec?: {
    readonly Name?: string
    readonly Labels?: Readonly<Record<string, string>>
    readonly EndpointSpec?: { readonly Ports?: readonly PortConfig[] }
  }
  /** Here are the ports that Swarm chose by itself, too. */
  readonly Endpoint?: { readonly Ports?: readonly PortConfig[] }
}

export function readService(raw: RawService): SwarmService {
  const { ID: id = '', Spec: spec, Endpoint: endpoint } = raw
  const stack = spec?.Labels?.['com.docker.stack.namespace']
  const ports = endpoint?.Ports ?? spec?.EndpointSpec?.Ports ?? []
  return {
    id,
    name: spec?.Name ?? id,
    ports: ports.flatMap(readPort),
    ...(stack === undefined ? {} : { stack }),
  }
}

/** Swarm publishes on every address of a node. */
const readPort = ({ Protocol: protocol = 'tcp', TargetPort, PublishedPort }: PortConfig): PortBinding[] =>
  (protocol === 'tcp' || protocol === 'udp') && TargetPort && PublishedPort
    ? [{ hostAddress: '0.0.0.0', hostPort: PublishedPort, containerPort: TargetPort, protocol }]
    : []

/** What a service that is sent to the engine publishes; nothing where it cannot be read. */
export function portsAskedFor(spec: string): PortBinding[] {
  try {
    const { EndpointSpec: endpoint } = JSON.parse(spec) as NonNullable<RawService['Spec']>
    return (endpoint?.Ports ?? []).flatMap(readPort)
  } catch {
    return []
  }
}

/** An engine that is no manager has no services: 503 by the API's documentation, 406 in old versions. */
const isNoManager = (error: unknown): boolean => [404, 406, 503].includes(statusOf(error) ?? 0)

export const listServices = async (docker: Docker): Promise<SwarmService[]> => {
  try {
    return ((await docker.listServices()) as RawService[]).map(readService)
  } catch (error) {
    if (isNoManager(error)) return []
    throw error
  }
}

export function createSwarmServices(connection: () => Connection, log: Log) {
  const collection: Collection<SwarmService> = createCollection<SwarmService>()
  const mirror = new Mirror<SwarmService>({
    collection,
    parallel: 1,
    inspect: async (id) => {
      try {
        return readService((await connection().docker().getService(id).inspect()) as RawService)
      } catch (error) {
        if (isNoManager(error)) return undefined
        throw error
      }
    },
    onGivenUp: (id, error) => log.warn('a service cannot be inspected', { id, error: String(error) }),
  })
  return {
    store: collection.store,
    mirror,
    resync: () => mirror.resync(() => listServices(connection().docker())),
    /** Leaving a Swarm has no event of its own, but takes networks away. */
    follow: ({ kind, gone }: EngineEvent): void => {
      if (kind === 'network' && gone) for (const { id } of collection.values()) mirror.refresh(id)
    },
  }
}

/** Publishes another port in the place of one; Swarm takes care of what runs. @throws engine.* */
export const moveServicePort = (
  calls: Calls,
  id: string,
  { hostPort, protocol }: PortBinding,
  toPort: number,
): Promise<void> =>
  calls.call({}, async (docker) => {
    const service = docker.getService(id)
    const raw = (await service.inspect()) as RawService
    const ports = raw.Spec?.EndpointSpec?.Ports ?? []
    const moved = ports.map((port) =>
      port.PublishedPort === hostPort && (port.Protocol ?? 'tcp') === protocol
        ? { ...port, PublishedPort: toPort }
        : port,
    )
    await service.update({
      ...raw.Spec,
      EndpointSpec: { ...raw.Spec?.EndpointSpec, Ports: moved },
      version: raw.Version?.Index ?? 0,
    })
  })
