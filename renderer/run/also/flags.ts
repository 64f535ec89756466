// The flags of `docker run` that the form has no field for, and what each asks of the engine.
// Source: docker/cli, cli/command/container/opts.go.
import { bytesOf } from '../../../preload/amounts'
import type { RunExtras } from '../../../preload/model'
import { willBeSecret } from '../../../preload/secret'
import { pairAt } from './csv'
import { rate, takeDevice, takeGpus, takeWeight } from './devices'
import {
  durationOf,
  list,
  newDraft,
  number,
  pairs,
  truth,
  wholeNumber,
  word,
  type Draft,
  type TakeFlag,
} from './draft'
import { takeMount, takeVolume } from './mounts'
import { endpointsOf, networkFlags, takeNetwork } from './networks'

/** A flag as it stands in a command: without its dashes, with its value or `true`. */
export interface AlsoFlag {
  readonly key: number
  readonly name: string
  readonly value: string
  /** Of a container that is made again: it stays, whatever the form says. */
  readonly fixed?: boolean
  /** It says how the check of the form is made, and nothing without one. */
  readonly ofCheck?: boolean
  /** The file that a command names, where the value has what is in it. */
  readonly file?: string
}

/** Flags that are there or not. */
export const bareFlags = new Set(['publish-all', 'oom-kill-disable', 'no-healthcheck', 'init'])

/** One that is not to be is told by `=false`: a word behind it would be the image. */
export const bareText = ({ name, value }: Pick<AlsoFlag, 'name' | 'value'>): string =>
  value === 'false' ? `--${name}=false` : `--${name}`

/** What is behind `=` in these may be nobody's to see: `--log-opt splunk-token=…`. */
const withSecrets = new Set(['log-opt', 'annotation', 'storage-opt'])

/** In front of a secret, which comes after it; undefined for what has none. */
export function beforeSecret({ name, value }: AlsoFlag): string | undefined {
  const [key, secret] = pairAt(value, '=')
  return withSecrets.has(name) && secret !== '' && willBeSecret({ name: key, value: secret })
    ? `${key}=`
    : undefined
}

const seccomp = 'seccomp='

/** Which security option reads a file, as it was written; undefined for the others. */
export function profileOf({ name, value }: Pick<AlsoFlag, 'name' | 'value'>): string | undefined {
  const [, text = ''] = /^seccomp[=:](.*)$/s.exec(value) ?? []
  return name !== 'security-opt' || ['', 'unconfined', 'builtin'].includes(text) ? undefined : text
}

/** With what is in its file, as Docker hands it over. Undefined when that is no profile. */
export function withProfile(file: string, text: string): Omit<AlsoFlag, 'key'> | undefined {
  try {
    const profile: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) return undefined
    return { name: 'security-opt', value: seccomp + JSON.stringify(profile), file }
  } catch {
    return undefined
  }
}

/** The value as a command has it: of a file its name. One that a container brings along has none any more. */
export function writtenValue(flag: AlsoFlag): string {
  if (profileOf(flag) === undefined) return flag.value
  return seccomp + (flag.file ?? 'profile.json')
}

/** For people: a secret in it is not shown. */
export function alsoText(flag: AlsoFlag): string {
  if (bareFlags.has(flag.name)) return bareText(flag)
  if (profileOf(flag) !== undefined) return `--${flag.name} ${writtenValue(flag)}`
  const before = beforeSecret(flag)
  return `--${flag.name} ${before === undefined ? flag.value : `${before}••••••`}`
}

const swap = (value: string): number | undefined => (value === '-1' ? -1 : bytesOf(value))
const capability = (value: string): string => {
  const name = value.trim().toUpperCase()
  return name === '' || name === 'ALL' || name.startsWith('CAP_') ? name : `CAP_${name}`
}

/** `host=ip` and `host:ip`; an address of IPv6 may stand in brackets. */
function hostEntry(value: string): string | undefined {
  const [, name, ip] = /^([^=:]+)[=:](.+)$/.exec(value) ?? []
  return name === undefined || ip === undefined ? undefined : `${name}:${ip.replace(/^\[(.*)\]$/, '$1')}`
}

const takeSecurity: TakeFlag = (draft, value) => {
  if (value === 'systempaths=unconfined') {
    draft.host.MaskedPaths = []
    draft.host.ReadonlyPaths = []
    return true
  }
  // Both signs divide it for docker: `no-new-privileges:true`. The engine has one of them for old.
  if (value !== 'no-new-privileges' && !/^[^=:]+[=:]./s.test(value)) return false
  return list('SecurityOpt')(draft, value.replace(/^([^=:]+):/, '$1='))
}

const takeUlimit: TakeFlag = ({ host }, value) => {
  const [, Name, soft, hard = soft] = /^(\w+)=(-?\d+)(?::(-?\d+))?$/.exec(value) ?? []
  if (Name === undefined) return false
  host.Ulimits = [
    ...(host.Ulimits ?? []).filter((one) => one.Name !== Name),
    { Name, Soft: Number(soft), Hard: Number(hard) },
  ].sort((a, b) => (a.Name < b.Name ? -1 : 1))
  return true
}

const takeExpose: TakeFlag = ({ config }, value) => {
  const [, from, to = from, protocol = 'tcp'] =
    /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/.exec(value) ?? []
  const [start, end] = [Number(from), Number(to)]
  if (!(start >= 1 && end <= 65_535 && start <= end && end - start <= 1000)) return false
  const ports = Array.from({ length: end - start + 1 }, (_, n) => `${start + n}/${protocol}`)
  config.ExposedPorts = [...new Set([...(config.ExposedPorts ?? []), ...ports])]
  return true
}

/** Only what the form has no rows for. */
const takePublish: TakeFlag = ({ host }, value) => {
  const [, address = '', outside = '', inside] =
    /^(?:(\[[0-9a-f:.]+\]|[\d.]+):(?=[\d-]*:))?(?:([\d-]*):)?(\d{1,5})\/sctp$/i.exec(value) ?? []
  if (inside === undefined) return false
  const binding = { HostIp: address.replace(/^\[|\]$/g, ''), HostPort: outside }
  const port = `${inside}/sctp`
  host.PortBindings = { ...host.PortBindings, [port]: [...(host.PortBindings?.[port] ?? []), binding] }
  return true
}

const takeLogOption: TakeFlag = ({ host }, value) => {
  const [name = '', text = ''] = value.split(/=(.*)/s)
  const { Type = '', Config = {} } = host.LogConfig ?? {}
  host.LogConfig = { Type, Config: { ...Config, [name]: text } }
  return name !== ''
}

const time =
  (key: 'Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval'): TakeFlag =>
  ({ health }, value) => {
    const duration = durationOf(value)
    if (duration !== undefined) health[key] = duration
    return duration !== undefined
  }

const counted =
  (set: (draft: Draft, count: number) => void): TakeFlag =>
  (draft, value) => {
    const count = wholeNumber(value)
    if (count !== undefined) set(draft, count)
    return count !== undefined
  }

const configWord =
  (key: 'StopSignal' | 'Domainname'): TakeFlag =>
  ({ config }, value) => {
    config[key] = value
    return value !== ''
  }

export const alsoFlags: Readonly<Record<string, TakeFlag>> = {
  'cap-add': list('CapAdd', capability),
  'cap-drop': list('CapDrop', capability),
  'group-add': list('GroupAdd'),
  'security-opt': takeSecurity,
  'add-host': list('ExtraHosts', hostEntry),
  dns: list('Dns'),
  'dns-search': list('DnsSearch'),
  'dns-option': list('DnsOptions'),
  'dns-opt': list('DnsOptions'),
  'device-cgroup-rule': list('DeviceCgroupRules'),
  'volumes-from': list('VolumesFrom'),
  'cpuset-cpus': word('CpusetCpus'),
  'cpuset-mems': word('CpusetMems'),
  'cgroup-parent': word('CgroupParent'),
  cgroupns: word('CgroupnsMode'),
  ipc: word('IpcMode'),
  pid: word('PidMode'),
  uts: word('UTSMode'),
  userns: word('UsernsMode'),
  runtime: word('Runtime'),
  isolation: word('Isolation'),
  'volume-driver': word('VolumeDriver'),
  'shm-size': number('ShmSize', bytesOf),
  'pids-limit': number('PidsLimit'),
  'cpu-shares': number('CpuShares'),
  'cpu-period': number('CpuPeriod'),
  'cpu-quota': number('CpuQuota'),
  'cpu-rt-period': number('CpuRealtimePeriod'),
  'cpu-rt-runtime': number('CpuRealtimeRuntime'),
  'memory-reservation': number('MemoryReservation', bytesOf),
  'memory-swap': number('MemorySwap', swap),
  'memory-swappiness': number('MemorySwappiness'),
  'oom-score-adj': number('OomScoreAdj'),
  'blkio-weight': number('BlkioWeight'),
  // The form has a switch for one that shall be.
  init: ({ host }, value) => {
    if (value === 'false') host.Init = false
    return value === 'false'
  },
  'publish-all': truth('PublishAllPorts'),
  'oom-kill-disable': truth('OomKillDisable'),
  tmpfs: pairs('Tmpfs', ':'),
  sysctl: pairs('Sysctls', '='),
  'storage-opt': pairs('StorageOpt', '='),
  annotation: pairs('Annotations', '='),
  device: takeDevice,
  gpus: takeGpus,
  'blkio-weight-device': takeWeight,
  'device-read-bps': rate('BlkioDeviceReadBps'),
  'device-write-bps': rate('BlkioDeviceWriteBps'),
  'device-read-iops': rate('BlkioDeviceReadIOps'),
  'device-write-iops': rate('BlkioDeviceWriteIOps'),
  ulimit: takeUlimit,
  expose: takeExpose,
  publish: takePublish,
  mount: takeMount,
  volume: takeVolume,
  network: takeNetwork,
  ...networkFlags,
  'log-driver': ({ host }, value) => {
    host.LogConfig = { Type: value, Config: host.LogConfig?.Config ?? {} }
    return value !== ''
  },
  'log-opt': takeLogOption,
  'stop-signal': configWord('StopSignal'),
  'stop-timeout': counted(({ config }, seconds) => (config.StopTimeout = seconds)),
  domainname: configWord('Domainname'),
  'no-healthcheck': ({ health }, value) => {
    if (value === 'true') health.Test = ['NONE']
    else delete health.Test
    return value === 'true' || value === 'false'
  },
  'health-interval': time('Interval'),
  'health-timeout': time('Timeout'),
  'health-start-period': time('StartPeriod'),
  'health-start-interval': time('StartInterval'),
  'health-retries': counted(({ health }, count) => (health.Retries = count)),
  platform: (draft, value) => {
    draft.platform = value
    return value !== ''
  },
  // The image is pulled by the form itself.
  pull: (_draft, value) => ['always', 'missing', 'never'].includes(value),
  restart: (draft, value) => {
    const [, count] = /^on-failure:(\d+)$/.exec(value) ?? []
    if (count !== undefined) draft.retries = Number(count)
    return count !== undefined
  },
}

/** Whether the engine can be asked for it. */
export const canAsk = (name: string, value: string): boolean =>
  Object.hasOwn(alsoFlags, name) && alsoFlags[name]?.(newDraft(), value) === true

/** All together; `networks` are those of the form. Undefined when they ask for nothing. */
export function extrasOf(flags: readonly AlsoFlag[], networks: readonly string[]): RunExtras | undefined {
  const draft = newDraft()
  for (const { name, value } of flags) alsoFlags[name]?.(draft, value)
  const endpoints = endpointsOf(draft, networks)
  const { config, health, platform, retries } = draft
  const { CapAdd: _add, CapDrop: _drop, ...others } = draft.host
  const host = { ...others, ...capabilities(draft) }
  const extras = {
    ...some('config', { ...config, ...some('Healthcheck', health) }),
    ...some('host', host),
    ...some('endpoints', endpoints),
    ...(platform === undefined ? {} : { platform }),
    ...(retries === undefined ? {} : { retries }),
  }
  return Object.keys(extras).length === 0 ? undefined : extras
}

const some = (key: string, value: object): object => (Object.keys(value).length === 0 ? {} : { [key]: value })

/** As `docker` sends them: each once and in order; what is given and taken away is given. */
function capabilities({ host }: Draft): Pick<RunExtras['host'] & object, 'CapAdd' | 'CapDrop'> {
  const all = (names: readonly string[] | undefined): string[] =>
    names?.includes('ALL') ? ['ALL'] : [...new Set(names)].sort()
  const add = all(host.CapAdd)
  const drop = all(host.CapDrop).filter((name) => !add.includes(name))
  return { ...(add.length > 0 ? { CapAdd: add } : {}), ...(drop.length > 0 ? { CapDrop: drop } : {}) }
}
