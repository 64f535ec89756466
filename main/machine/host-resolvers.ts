// Which name servers macOS asks, by domain: a VPN's for its company's names, as `scutil --dns` lists them.
import { isIPv4 } from 'node:net'
import type { NameServer } from './host-name-servers'

/** Questions for this name and all below it go to this server. */
export interface DomainServer {
  /** In small letters, without a point at the end. */
  readonly domain: string
  readonly server: NameServer
}

export interface HostResolvers {
  /** For all other names. */
  readonly main: NameServer | undefined
  readonly domains: readonly DomainServer[]
}

const usualPort = 53
const mostDomains = 128
/** Below these are resolvers for programs that have chosen an interface. */
const scopedHead = /^DNS configuration \(for scoped queries\)/m
const hostName =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/

/**
 * Blocks begin with `resolver #1`; lines are `domain   : corp.example`, `nameserver[0] : 10.8.0.1`, `port     : 5354`. The list
 * is in the order in which resolvers count, so the first of each domain is the one. Names of the local network (`mdns`) have
 * no server, and IPv6 is not what the machine's network has.
 */
export function parseScutilDns(text: string): HostResolvers {
  const [unscoped = ''] = text.split(scopedHead)
  const blocks = unscoped.split(/^resolver #\d+.*$/m).slice(1)
  let main: NameServer | undefined
  const domains = new Map<string, NameServer>()
  for (const block of blocks) {
    const value = (key: string): string | undefined =>
      new RegExp(String.raw`^[ \t]*${key}[ \t]*:[ \t]*(\S+)`, 'm').exec(block)?.[1]
    const server = serverOf(block, value('port'))
    if (server === undefined || value('options') === 'mdns') continue
    const domain = value('domain')?.toLowerCase().replace(/\.$/, '')
    if (domain === undefined) main ??= server
    else if (hostName.test(domain) && !domains.has(domain) && domains.size < mostDomains)
      domains.set(domain, server)
  }
  return { main, domains: [...domains].map(([domain, server]) => ({ domain, server })) }
}

function serverOf(block: string, port: string | undefined): NameServer | undefined {
  const addresses = [...block.matchAll(/^[ \t]*nameserver\[\d+\][ \t]*:[ \t]*(\S+)/gm)].map(([, one]) => one)
  const address = addresses.find((one) => one !== undefined && isIPv4(one))
  const number = Number(port)
  const known = Number.isInteger(number) && number > 0 && number < 65_536
  return address === undefined ? undefined : { address, port: known ? number : usualPort }
}
