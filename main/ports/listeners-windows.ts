// Who listens on this Windows computer, as its own network commands tell in JSON.
import type { Protocol } from '../../preload/model'
import { run } from '../base/child'
import { isPort } from '../base/port-address'
import { listLimitBytes, type Listener } from './listener'

const longestCommand = 200

/** UTF-8 first: a console's code page would spoil names. Get-Process is asked once and joined here. */
const script = `
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$names = @{}
Get-CimInstance Win32_Process -Property ProcessId,Name,CommandLine | ForEach-Object { $names[[int]$_.ProcessId] = $_ }
$services = @{}
Get-CimInstance Win32_Service -Filter "State='Running'" -Property ProcessId,Name | ForEach-Object { $services[[int]$_.ProcessId] += @($_.Name) }
$tcp = Get-NetTCPConnection -State Listen -ErrorAction SilentlyContinue | ForEach-Object { @{ protocol = 'tcp'; it = $_ } }
$udp = Get-NetUDPEndpoint -ErrorAction SilentlyContinue | ForEach-Object { @{ protocol = 'udp'; it = $_ } }
ConvertTo-Json -Compress -Depth 3 -InputObject @(@($tcp) + @($udp) | Where-Object { $_ } | ForEach-Object {
  $process = $names[[int]$_.it.OwningProcess]
  @{ protocol = $_.protocol; address = $_.it.LocalAddress; port = $_.it.LocalPort; pid = $_.it.OwningProcess
     name = $process.Name
     command = $(if ($process.CommandLine) { $process.CommandLine.Substring(0, [Math]::Min($process.CommandLine.Length, ${longestCommand})) })
     services = @($services[[int]$_.it.OwningProcess]) }
})`

export async function readWindowsListeners(signal?: AbortSignal): Promise<readonly Listener[]> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', script]
  const options = { windowsHide: true, limitBytes: listLimitBytes, ...(signal ? { signal } : {}) }
  const { stdout } = await run('powershell.exe', args, options)
  return parseWindowsListeners(stdout)
}

interface Row {
  readonly protocol?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly pid?: unknown
  readonly name?: unknown
  readonly command?: unknown
  readonly services?: unknown
}

/** @throws SyntaxError when it is not JSON */
export function parseWindowsListeners(text: string): Listener[] {
  // PowerShell may begin with a mark of the byte order, which is white space to trim() and an error to JSON.
  const json = text.trim()
  const parsed: unknown = json === '' ? [] : JSON.parse(json)
  // PowerShell writes a single item without its list.
  const rows = (Array.isArray(parsed) ? parsed : [parsed]) as (Row | null)[]
  return rows.flatMap((row) => {
    if (row === null) return []
    const { protocol, address, port, pid } = row
    if ((protocol !== 'tcp' && protocol !== 'udp') || typeof address !== 'string') return []
    if (typeof port !== 'number' || !isPort(port)) return []
    return [{ protocol: protocol as Protocol, address: withoutZone(address), port, ...owner(pid, row) }]
  })
}

/** `fe80::1%4` names the network card too. */
const withoutZone = (address: string): string => address.replace(/%.*$/, '')

/** Process 4 is the kernel itself, which holds ports for services such as IIS and file sharing. */
function owner(
  pid: unknown,
  { name, command, services }: Row,
): Pick<Listener, 'pid' | 'process' | 'command' | 'services'> {
  if (typeof pid !== 'number') return {}
  // What has no service has a list with nothing in it, which PowerShell writes as [null].
  const named = Array.isArray(services) ? services.filter((one) => typeof one === 'string') : []
  return {
    pid,
    ...(typeof name === 'string' ? { process: name } : {}),
    ...(typeof command === 'string' ? { command: command.slice(0, longestCommand) } : {}),
    ...(named.length === 0 ? {} : { services: named }),
  }
}
