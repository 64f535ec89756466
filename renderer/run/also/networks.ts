// What a network is asked for besides its name: `--network name=front,alias=web`, `--ip`, `--network-alias`, `--link`.
import type { EndpointExtras } from '../../../preload/model'
import { fieldsOf, joinCommas, pairAt } from './csv'
import { wholeNumber, type Draft, type TakeFlag } from './draft'

type Endpoint = { -readonly [K in keyof EndpointExtras]: EndpointExtras[K] }

const address =
  (key: 'IPv4Address' | 'IPv6Address') =>
  (endpoint: Endpoint, value: string): boolean => {
    endpoint.IPAMConfig = { ...endpoint.IPAMConfig, [key]: value }
    return value !== ''
  }

const fields: Readonly<Record<string, (endpoint: Endpoint, value: string) => boolean>> = {
  alias: (endpoint, value) => {
    endpoint.Aliases = [...(endpoint.Aliases ?? []), value]
    return value !== ''
  },
  ip: address('IPv4Address'),
  ip6: address('IPv6Address'),
  'link-local-ip': (endpoint, value) => {
    const before = endpoint.IPAMConfig?.LinkLocalIPs ?? []
    endpoint.IPAMConfig = { ...endpoint.IPAMConfig, LinkLocalIPs: [...before, value] }
    return value !== ''
  },
  'mac-address': (endpoint, value) => {
    endpoint.MacAddress = value
    return value !== ''
  },
  'driver-opt': (endpoint, value) => {
    const [name, text] = pairAt(value, '=')
    endpoint.DriverOpts = { ...endpoint.DriverOpts, [name.toLowerCase()]: text }
    return name !== ''
  },
  'gw-priority': (endpoint, value) => {
    const priority = wholeNumber(value)
    if (priority !== undefined) endpoint.GwPriority = priority
    return priority !== undefined
  },
}

/** The name, for `name=front,alias=web`; undefined for what Docker would not take. */
export function networkNameOf(value: string): string | undefined {
  return fieldsOf(value)?.find(([name]) => name === 'name')?.[1]
}

export const takeNetwork: TakeFlag = ({ endpoints }, value) => {
  const network = networkNameOf(value)
  if (network === undefined || network === '') return false
  const endpoint: Endpoint = {}
  const others = (fieldsOf(value) ?? []).filter(([name]) => name !== 'name')
  if (!others.every(([name, text]) => text !== undefined && (fields[name]?.(endpoint, text) ?? false)))
    return false
  endpoints.set(network, endpoint)
  return true
}

/** What {@link takeNetwork} reads. */
export function writeNetwork(name: string, endpoint: EndpointExtras): string {
  const { Aliases, IPAMConfig: ipam, MacAddress, DriverOpts, GwPriority } = endpoint
  const word = (key: string, value: string | number | undefined): string[] =>
    value === undefined || value === '' || value === 0 ? [] : [`${key}=${value}`]
  return joinCommas([
    `name=${name}`,
    ...(Aliases ?? []).map((alias) => `alias=${alias}`),
    ...word('ip', ipam?.IPv4Address),
    ...word('ip6', ipam?.IPv6Address),
    ...(ipam?.LinkLocalIPs ?? []).map((address) => `link-local-ip=${address}`),
    ...word('mac-address', MacAddress),
    ...Object.entries(DriverOpts ?? {}).map(([key, value]) => `driver-opt=${key}=${value}`),
    ...word('gw-priority', GwPriority),
  ])
}

/** Of the first network. */
const first =
  (field: string): TakeFlag =>
  (draft, value) =>
    fields[field]?.(draft.first, value) ?? false

export const networkFlags: Readonly<Record<string, TakeFlag>> = {
  'network-alias': first('alias'),
  'net-alias': first('alias'),
  ip: first('ip'),
  ip6: first('ip6'),
  'link-local-ip': first('link-local-ip'),
  'mac-address': first('mac-address'),
  link: ({ host }, value) => {
    host.Links = [...(host.Links ?? []), value]
    return value !== ''
  },
}

/** Flags that say how a container stands in its networks. */
export const ofNetwork = new Set(['network', ...Object.keys(networkFlags)])

const builtIn = new Set(['default', 'bridge', 'host', 'none'])
export const isOwnNetwork = (name: string): boolean => !builtIn.has(name) && !name.startsWith('container:')

/** What is said of the first network goes to it; links are old ones in the usual network, and names in any other. */
export function endpointsOf(
  draft: Draft,
  networks: readonly string[],
): Readonly<Record<string, EndpointExtras>> {
  const [main = 'bridge'] = networks
  const all = new Map(draft.endpoints)
  const links = isOwnNetwork(main) ? draft.host.Links : undefined
  const own = { ...draft.first, ...(links ? { Links: links } : {}) }
  if (links) delete draft.host.Links
  if (Object.keys(own).length > 0) all.set(main, { ...all.get(main), ...own })
  const { MacAddress: mac } = all.get(main) ?? {}
  // Engines older than API 1.44 look for it here.
  if (mac !== undefined) draft.config.MacAddress = mac
  return Object.fromEntries([...all].filter(([name]) => networks.includes(name) || name === main))
}
