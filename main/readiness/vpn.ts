// Whether a VPN is connected, asked of each system in its own way: names of interfaces alone tell it on none.
import { posix, win32 } from 'node:path'
import type { Computer } from './computer'

/** How products name the interfaces and adapters that they add. */
const vpnNames =
  /^(wg|ppp|ipsec|tailscale|nordlynx|proton|gpd|cscotun|zt)\w*\d*$|wireguard|wintun|openvpn|tap-windows|anyconnect|globalprotect|pangp|fortinet|forticlient|fortissl|zscaler|pulse secure|juniper networks|check point virtual|sonicwall|softether|nordlynx|expressvpn|tailscale|zerotier|\bvpn\b/i

/** The name of the one that was found first; undefined where none was seen. */
export async function connectedVpn(computer: Computer, signal: AbortSignal): Promise<string | undefined> {
  const asked = await askers[computer.platform](computer, signal).catch(() => undefined)
  return asked ?? computer.interfaces().find((one) => vpnNames.test(one))
}

type Ask = (computer: Computer, signal: AbortSignal) => Promise<string | undefined>

const askers: Readonly<Record<Computer['platform'], Ask>> = {
  linux: async ({ run }, signal) => {
    const { exitCode, stdout } = await run('ip', ['-json', '-details', 'link', 'show', 'up'], signal)
    return exitCode === 0 ? vpnOfLinks(stdout) : undefined
  },
  macos: async ({ run, env }, signal) => {
    const { exitCode, stdout } = await run(
      env.PORTSIDE_SCUTIL ?? '/usr/sbin/scutil',
      ['--nc', 'list'],
      signal,
    )
    const connected = exitCode === 0 ? vpnOfServices(stdout) : undefined
    if (connected !== undefined) return connected
    const route = await run(posix.join('/sbin', 'route'), ['-n', 'get', 'default'], signal)
    return route.exitCode === 0 ? tunnelOfRoute(route.stdout) : undefined
  },
  windows: async ({ run, env }, signal) => {
    const program =
      env.PORTSIDE_POWERSHELL ??
      win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
    const flags = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command']
    const { exitCode, stdout } = await run(program, [...flags, adapterScript], signal)
    return exitCode === 0 ? vpnOfAdapters(stdout) : undefined
  },
}

/**
 * Names are written as the person has them, in UTF-8 whatever the code page is; numbers and enumerations are never
 * translated. What Windows connects by itself is no adapter, so it is asked for as well.
 */
const adapterScript = [
  `$ErrorActionPreference = 'SilentlyContinue'`,
  `[Console]::OutputEncoding = [Text.Encoding]::UTF8`,
  `$adapters = @(Get-NetAdapter | ForEach-Object { @{ name = $_.Name; description = $_.InterfaceDescription; up = ([int]$_.ifOperStatus -eq 1) } })`,
  `$connections = @(Get-VpnConnection | ForEach-Object { @{ name = $_.Name; up = ("$($_.ConnectionStatus)" -eq 'Connected') } })`,
  `ConvertTo-Json -Compress -Depth 3 @{ adapters = $adapters; connections = $connections }`,
].join('; ')

type Known = Readonly<Record<string, unknown>>

const isKnown = (value: unknown): value is Known => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly Known[] =>
  (Array.isArray(value) ? value : isKnown(value) ? [value] : []).filter(isKnown)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function parsed(output: string): unknown {
  try {
    // Windows PowerShell may begin with a byte-order mark.
    return JSON.parse(output.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** Of `Get-NetAdapter` and `Get-VpnConnection`: the description tells the product, the name is shown. */
export function vpnOfAdapters(output: string): string | undefined {
  const all = parsed(output)
  if (!isKnown(all)) return undefined
  const connection = listOf(all.connections).find(({ up }) => up === true)
  if (connection) return text(connection.name)
  const adapter = listOf(all.adapters).find(
    ({ up, description, name }) =>
      up === true && (vpnNames.test(text(description)) || vpnNames.test(text(name))),
  )
  return adapter && (text(adapter.description) || text(adapter.name))
}

/** Of `ip -json -details link`: kinds that only VPNs have. Machines have `tap` devices, which are none. */
export function vpnOfLinks(output: string): string | undefined {
  const link = listOf(parsed(output)).find(({ ifname, flags, linkinfo, link_type: type }) => {
    if (!Array.isArray(flags) || !flags.includes('UP')) return false
    const { info_kind: kind, info_data: data } = isKnown(linkinfo) ? linkinfo : {}
    if (kind === 'tun') return isKnown(data) && data.type === 'tun'
    return kind === 'wireguard' || kind === 'xfrm' || type === 'ppp' || vpnNames.test(text(ifname))
  })
  return link && text(link.ifname)
}

/** Of `scutil --nc list`: `* (Connected)      6F1B… VPN (com.example) "Work"    [VPN:com.example]`. */
export const vpnOfServices = (output: string): string | undefined =>
  /^\*?\s*\(Connected\)\s.*?"([^"]*)"/m.exec(output)?.[1]

/** Of `route -n get default`: macOS has tunnels of its own, but everything goes through that of a VPN alone. */
export const tunnelOfRoute = (output: string): string | undefined =>
  /^\s*interface:\s*((?:utun|ppp|ipsec)\d+)\s*$/m.exec(output)?.[1]
