// The proxy that this computer uses: from the environment, or from the settings of macOS and Windows.
import type { ProxyAddresses } from '../machine/driver'

export interface ProxySource {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Runs a program of the system; what it prints. */
  run(program: string, args: readonly string[]): Promise<string>
}

const internetSettings = String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings`

/**
 * Undefined when there is none. A proxy that a script chooses per address (PAC) is not found: the engine could not ask
 * the script. @throws what running the system's program throws
 */
export async function readHostProxy(source: ProxySource): Promise<ProxyAddresses | undefined> {
  const { platform, env, run } = source
  const fromEnv = proxyOfEnv(env)
  if (fromEnv) return fromEnv
  if (platform === 'darwin') return parseScutil(await run('scutil', ['--proxy']))
  if (platform === 'win32') return parseInternetSettings(await run('reg.exe', ['query', internetSettings]))
  return undefined
}

/** The habits of curl and Go: lower case first, and `ALL_PROXY` for what is not named. */
function proxyOfEnv(env: ProxySource['env']): ProxyAddresses | undefined {
  const read = (name: string): string | undefined => env[name.toLowerCase()] || env[name] || undefined
  const all = read('ALL_PROXY')
  return proxyOf(read('HTTP_PROXY') ?? all, read('HTTPS_PROXY') ?? all, read('NO_PROXY'))
}

/** `scutil --proxy` prints a dictionary: `HTTPEnable : 1`, and exceptions as an array, one `0 : *.local` per line. */
export function parseScutil(output: string): ProxyAddresses | undefined {
  const values = new Map<string, string>()
  const exceptions: string[] = []
  for (const line of output.split('\n')) {
    const [, key, value] = /^\s*(\w+) : (.*?)\s*$/.exec(line) ?? []
    if (key === undefined || value === undefined) continue
    if (/^\d+$/.test(key)) exceptions.push(value)
    else values.set(key, value)
  }
  const address = (name: string): string | undefined => {
    const host = values.get(`${name}Proxy`)
    if (values.get(`${name}Enable`) !== '1' || !host) return undefined
    return withScheme(`${host}:${values.get(`${name}Port`) ?? '80'}`)
  }
  return proxyOf(address('HTTP'), address('HTTPS'), exceptions.map(plainException).join(','))
}

/** `ProxyServer` is `host:port`, or `http=host:port;https=host:port`; names of values are never translated. */
export function parseInternetSettings(output: string): ProxyAddresses | undefined {
  const value = (name: string): string | undefined =>
    new RegExp(String.raw`^\s*${name}\s+REG_\w+\s+(.*?)\s*$`, 'm').exec(output)?.[1]
  const server = value('ProxyServer')
  if (Number(value('ProxyEnable') ?? 0) !== 1 || !server) return undefined
  const exceptions = (value('ProxyOverride') ?? '').split(';').map(plainException).filter(Boolean).join(',')
  if (!server.includes('=')) return proxyOf(withScheme(server), withScheme(server), exceptions)
  const parts = server.split(';').map((part) => part.trim())
  const of = (name: string): string | undefined => {
    const address = parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
    return address ? withScheme(address) : undefined
  }
  return proxyOf(of('http'), of('https'), exceptions)
}

const withScheme = (address: string): string => (address.includes('://') ? address : `http://${address}`)

/** Go knows suffixes as `.example`, not as `*.example`; `<local>` means names without a dot, which it cannot say. */
const plainException = (exception: string): string =>
  exception.trim() === '<local>' ? '' : exception.trim().replace(/^\*\./, '.')

function proxyOf(http?: string, https?: string, noProxy?: string): ProxyAddresses | undefined {
  if (!http && !https) return undefined
  return { ...(http ? { http } : {}), ...(https ? { https } : {}), ...(noProxy ? { noProxy } : {}) }
}
