// Networks of an export: who reaches whom stays, addresses and names of this computer go.
import type { ComposeJson, ServiceJson } from '../base/compose-json'

interface OwnNetwork {
  readonly aliases?: readonly string[]
}

type Named = ServiceJson & {
  readonly networks?: Readonly<Record<string, { readonly aliases?: readonly string[] } | null>> | null
  readonly container_name?: string
}

/** Empty where the service is on the default network under its own name only. */
export function networksOfService(service: ServiceJson): Readonly<Record<string, OwnNetwork>> {
  const { networks, container_name: name } = service as Named
  const found = Object.entries(networks ?? {}).map(([key, one]): [string, OwnNetwork] => {
    // A copy cannot have the container's name, but others may call it by that.
    const aliases = [...(one?.aliases ?? []), ...(name === undefined ? [] : [name])]
    return [key, aliases.length === 0 ? {} : { aliases }]
  })
  const isPlain = found.every(([key, { aliases }]) => key === 'default' && aliases === undefined)
  return isPlain ? {} : Object.fromEntries(found)
}

export function networksOf(
  services: readonly ServiceJson[],
  { networks = {} }: ComposeJson,
): Readonly<Record<string, object>> {
  const used = new Set(services.flatMap((service) => Object.keys(networksOfService(service))))
  return Object.fromEntries(
    [...used]
      .filter((name) => name !== 'default')
      .map((name) => [name, networks[name]?.internal === true ? { internal: true } : {}]),
  )
}
