// The checks of ports that others have, and of the way to a registry: a proxy, a VPN, the clock that certificates need.
import { always, type Finding, type Step } from './step'

/** Of servers that people often have installed already. */
const usualPorts: readonly { readonly port: number; readonly service: string }[] = [
  { port: 3306, service: 'MySQL' },
  { port: 5432, service: 'PostgreSQL' },
  { port: 6379, service: 'Redis' },
  { port: 27017, service: 'MongoDB' },
]

export const ports: Step = {
  id: 'ports',
  applicable: always,
  check: async ({ portHolder }): Promise<Finding> => {
    const found = await Promise.all(
      usualPorts.map(async (one) => ({ ...one, holder: await portHolder(one.port) })),
    )
    const taken = found.flatMap(({ holder, ...one }) => (holder ? [{ ...one, ...holder }] : []))
    const [first] = taken
    if (!first) return { state: 'ok', outcome: 'ports.free' }
    const { port, service, name, next = port + 1 } = first
    const list = taken.map((one) => `${one.port} (${one.name})`).join(', ')
    return taken.length === 1
      ? { state: 'note', outcome: 'ports.taken', params: { port, service, name, next } }
      : { state: 'note', outcome: 'ports.several', params: { count: taken.length, list } }
  },
}

export const proxy: Step = {
  id: 'proxy',
  applicable: always,
  check: async (computer): Promise<Finding> => {
    const found = await computer.proxy()
    if (found === undefined) return { state: 'ok', outcome: 'proxy.none' }
    const url = new URL(found)
    const params = { proxy: url.host }
    const standard = url.protocol === 'https:' ? '443' : '80'
    return (await computer.answers(`${url.hostname}:${url.port || standard}`))
      ? { state: 'ok', outcome: 'proxy.ok', params }
      : { state: 'note', outcome: 'proxy.silent', params }
  },
}

/** How products name the interfaces that they add; macOS has utun interfaces of its own, so those say nothing. */
const vpnNames =
  /^(wg|tun|tap|ppp|ipsec|tailscale|nordlynx|proton|gpd|cscotun)\d*|wireguard|openvpn|tap-windows|anyconnect|globalprotect|fortinet|forticlient|zscaler|pulse secure|vpn/i

export const vpn: Step = {
  id: 'vpn',
  applicable: always,
  check: async ({ interfaces }): Promise<Finding> => {
    const name = interfaces().find((one) => vpnNames.test(one))
    return name === undefined
      ? { state: 'ok', outcome: 'vpn.none' }
      : { state: 'note', outcome: 'vpn.on', params: { name } }
  },
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Certificates are valid from an hour or so before they are given out. */
const harmlessMs = 10 * minuteMs

export const clock: Step = {
  id: 'clock',
  applicable: always,
  check: async ({ now, builtAt, remoteTime }, signal): Promise<Finding> => {
    const remote = await remoteTime(signal)
    const difference = Math.abs((remote ?? Math.max(now(), builtAt)) - now())
    if (difference <= harmlessMs) return { state: 'ok', outcome: 'clock.ok' }
    return { state: 'note', outcome: 'clock.wrong', params: { difference: roughly(difference) } }
  },
}

/** `12 min`, `3 h`, `40 d`: units that are the same in every language. */
function roughly(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.round(ms / dayMs)} d`
  return ms >= 2 * hourMs ? `${Math.round(ms / hourMs)} h` : `${Math.round(ms / minuteMs)} min`
}
