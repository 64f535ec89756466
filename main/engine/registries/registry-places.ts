// Where a registry answers, by the engine's own settings: mirrors of Docker Hub, registries without encryption.
import { BlockList, isIP } from 'node:net'
import type Docker from 'dockerode'
import { getJson } from '../client'
import type { RegistryPlace } from './registry-http'
import { dockerHub } from './registry-name'

const hubPlace: RegistryPlace = { url: 'https://registry-1.docker.io' }

interface RegistryConfig {
  readonly Mirrors?: readonly string[] | null
  readonly IndexConfigs?: Readonly<Record<string, { readonly Secure?: boolean }>> | null
  readonly InsecureRegistryCIDRs?: readonly string[] | null
}

/** In the order in which the engine tries them. */
export async function placesOf(
  docker: Docker,
  registry: string,
  signal?: AbortSignal,
): Promise<readonly RegistryPlace[]> {
  const info = (await getJson(docker, '/info', signal)) as { readonly RegistryConfig?: RegistryConfig | null }
  return readPlaces(info.RegistryConfig ?? {}, registry)
}

export function readPlaces(config: RegistryConfig, registry: string): readonly RegistryPlace[] {
  if (registry !== dockerHub)
    return isInsecure(config, registry)
      ? [
          { url: `https://${registry}`, insecure: true },
          { url: `http://${registry}`, insecure: true },
        ]
      : [{ url: `https://${registry}` }]
  const mirrors = (config.Mirrors ?? []).map((url) => ({
    ...{ url, mirror: true, insecure: isInsecure(config, hostOf(url)) },
  }))
  return [...mirrors, hubPlace]
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? ''

function isInsecure(config: RegistryConfig, host: string): boolean {
  if (config.IndexConfigs?.[host]?.Secure === false) return true
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  if (name === 'localhost') return true
  const family = isIP(name)
  if (family === 0) return false
  const ranges = new BlockList()
  for (const range of config.InsecureRegistryCIDRs ?? []) {
    const [address = '', bits = ''] = range.split('/')
    if (isIP(address) !== 0) ranges.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return ranges.check(name, family === 6 ? 'ipv6' : 'ipv4')
}
