// What a daemon.json may hold: read as text, checked by the known settings, with the line of each problem.
import { z } from 'zod'
import type { ConfigProblem } from './model'

export type DaemonConfig = Readonly<Record<string, unknown>>

/** What Portside decides: with these changed, the engine could not be reached or its data would be elsewhere. */
export const portsideOwns: readonly string[] = [
  'hosts',
  'data-root',
  'exec-root',
  'pidfile',
  'containerd',
  'tls',
  'tlsverify',
  'tlscacert',
  'tlscert',
  'tlskey',
]

const flag = z.boolean()
const text = z.string()
const texts = z.array(z.string())
/** Source: `ValidateMirror` of the engine (registry/config.go). */
const isMirror = (address: string): boolean => /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/i.test(address.trim())
/** The engine checks these when it starts, and not before: it would not come up. */
const mirrors = z.array(
  z.string().refine(isMirror, {
    error: ({ input }) => `“${String(input)}” is no address such as https://mirror.example.com`,
  }),
)
const count = z.int().min(0)
const map = z.record(z.string(), z.string())

/** `bip` and friends are checked by the engine itself; this finds the wrong kind of value. Source: dockerd's reference. */
export const daemonSettings: Readonly<Record<string, z.ZodType>> = {
  'allow-nondistributable-artifacts': texts,
  'api-cors-header': text,
  'authorization-plugins': texts,
  bip: text,
  bip6: text,
  bridge: text,
  'bridge-accept-fwmark': text,
  builder: z.looseObject({ gc: z.looseObject({ enabled: flag.optional() }).optional() }),
  'cdi-spec-dirs': texts,
  'cgroup-parent': text,
  'containerd-namespace': text,
  'containerd-plugin-namespace': text,
  'cpu-rt-period': count,
  'cpu-rt-runtime': count,
  debug: flag,
  'default-address-pools': z.array(z.strictObject({ base: text, size: z.int().min(1).max(128) })),
  'default-cgroupns-mode': z.enum(['private', 'host']),
  'default-gateway': text,
  'default-gateway-v6': text,
  'default-ipc-mode': text,
  'default-network-opts': z.record(z.string(), map),
  'default-runtime': text,
  'default-shm-size': z.union([text, count]),
  'default-ulimits': z.record(z.string(), z.looseObject({})),
  dns: texts,
  'dns-opts': texts,
  'dns-search': texts,
  'exec-opts': texts,
  experimental: flag,
  features: z.record(z.string(), flag),
  'firewall-backend': text,
  'fixed-cidr': text,
  'fixed-cidr-v6': text,
  group: text,
  'host-gateway-ip': text,
  'host-gateway-ips': texts,
  'http-proxy': text,
  'https-proxy': text,
  icc: flag,
  init: flag,
  'init-path': text,
  'insecure-registries': texts,
  ip: text,
  'ip-forward': flag,
  'ip-forward-no-drop': flag,
  'ip-masq': flag,
  ip6tables: flag,
  iptables: flag,
  ipv6: flag,
  labels: texts,
  'live-restore': flag,
  'log-driver': text,
  'log-format': z.enum(['text', 'json']),
  'log-level': z.enum(['debug', 'info', 'warn', 'error', 'fatal']),
  'log-opts': map,
  'max-concurrent-downloads': count,
  'max-concurrent-uploads': count,
  'max-download-attempts': count,
  'metrics-addr': text,
  mtu: z.int().min(68).max(65_535),
  'network-control-plane-mtu': count,
  'no-new-privileges': flag,
  'no-proxy': text,
  'node-generic-resources': texts,
  'oom-score-adjust': z.int().min(-1000).max(1000),
  proxies: z.strictObject({
    'http-proxy': text.optional(),
    'https-proxy': text.optional(),
    'no-proxy': text.optional(),
  }),
  'raw-logs': flag,
  'registry-mirrors': mirrors,
  runtimes: z.record(z.string(), z.looseObject({})),
  'seccomp-profile': text,
  'selinux-enabled': flag,
  'shutdown-timeout': z.int(),
  'storage-driver': text,
  'storage-opts': texts,
  'swarm-default-advertise-addr': text,
  'userland-proxy': flag,
  'userland-proxy-path': text,
  'userns-remap': text,
}

export interface DaemonReading {
  /** Undefined when the text is no JSON object. */
  readonly config?: DaemonConfig
  readonly problems: readonly ConfigProblem[]
}

/** Without the mark that editors of Windows begin a text with; dockerd takes it, and JSON does not. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

/** An empty text is no settings at all. */
export function readDaemonText(text: string): DaemonReading {
  const source = withoutMark(text)
  if (source.trim() === '') return { config: {}, problems: [] }
  let parsed: unknown
  try {
    parsed = JSON.parse(source)
  } catch (error) {
    const { message } = error as Error
    return { problems: [{ by: 'json', severity: 'error', line: lineOfError(source, message), message }] }
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return { problems: [{ by: 'json', severity: 'error', line: 1, message: 'not a JSON object' }] }
  const config = parsed as DaemonConfig
  const problems = Object.entries(config).flatMap(([key, value]) => problemsOf(source, key, value))
  return { config, problems }
}

function problemsOf(source: string, key: string, value: unknown): ConfigProblem[] {
  const at = { key, ...lineOfKey(source, key) }
  if (portsideOwns.includes(key))
    return [{ by: 'portside', severity: 'error', message: `Portside sets ${key} itself`, ...at }]
  const known = Object.hasOwn(daemonSettings, key) ? daemonSettings[key] : undefined
  if (!known) return [{ by: 'schema', severity: 'warning', message: `${key} is not a known setting`, ...at }]
  const { error } = known.safeParse(value)
  return (error?.issues ?? []).map(({ path, message }) => ({
    by: 'schema' as const,
    severity: 'error' as const,
    message: `${[key, ...path].join('.')}: ${message}`,
    ...at,
  }))
}

/** Engines of JavaScript name the place by line, by offset, or not at all: then it is the first thing that is no JSON. */
function lineOfError(source: string, message: string): number {
  const line = /line (\d+)/.exec(message)?.[1]
  if (line !== undefined) return Number(line)
  const offset = /position (\d+)/.exec(message)?.[1]
  return source.slice(0, offset === undefined ? firstOther(source) : Number(offset)).split('\n').length
}

const token =
  /\s*(?:[{}[\],:]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b)/y

/** Offset of the first thing that is no part of JSON; the end when each part is. */
function firstOther(source: string): number {
  for (let at = 0; ; at = token.lastIndex) {
    token.lastIndex = at
    if (!token.test(source)) return at + (/^\s*/.exec(source.slice(at))?.[0].length ?? 0)
  }
}

/** Where the name stands as a key first; good enough to lead the eye. */
function lineOfKey(source: string, key: string): { line?: number } {
  const at = source.indexOf(`${JSON.stringify(key)}`)
  return at < 0 ? {} : { line: source.slice(0, at).split('\n').length }
}
