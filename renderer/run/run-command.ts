// The `docker run` that makes a container like one that exists, with what the run form has no field for.
import type { RunDefaults } from '../../preload/model'
import { commandOf, commandText, shellQuote, type CommandLine } from './command'
import { formOfContainer } from './fill-from-container'
import type { RunForm } from './form'
import type { Problem } from './validate'

interface Ulimit {
  readonly Name: string
  readonly Soft: number
  readonly Hard: number
}

interface Device {
  readonly PathOnHost: string
  readonly PathInContainer: string
  readonly CgroupPermissions: string
}

interface Gpu {
  readonly Driver?: string
  readonly Count?: number
  readonly DeviceIDs?: readonly string[] | null
  readonly Capabilities?: readonly (readonly string[])[] | null
}

type Names = readonly string[] | null
type Pairs = Readonly<Record<string, string>> | null

/** The parts of `docker inspect` that stand behind flags of their own. */
interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly Config: { readonly StopSignal?: string; readonly StopTimeout?: number }
  readonly HostConfig: {
    readonly CapAdd?: Names
    readonly CapDrop?: Names
    readonly GroupAdd?: Names
    readonly SecurityOpt?: Names
    readonly ExtraHosts?: Names
    readonly Dns?: Names
    readonly DnsSearch?: Names
    readonly Tmpfs?: Pairs
    readonly Sysctls?: Pairs
    readonly LogConfig?: { readonly Type?: string; readonly Config?: Pairs }
    readonly Ulimits?: readonly Ulimit[] | null
    readonly Devices?: readonly Device[] | null
    readonly DeviceRequests?: readonly Gpu[] | null
    readonly PidsLimit?: number | null
    readonly ShmSize?: number
    readonly CpusetCpus?: string
    readonly CpuShares?: number
    readonly MemoryReservation?: number
    readonly MemorySwap?: number
    readonly Memory?: number
    readonly OomScoreAdj?: number
    readonly PidMode?: string
    readonly IpcMode?: string
    readonly UTSMode?: string
    readonly UsernsMode?: string
    readonly PublishAllPorts?: boolean
    readonly RestartPolicy?: { readonly Name?: string; readonly MaximumRetryCount?: number } | null
  }
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, { readonly Aliases?: Names }>> | null
  }
}

/** What Docker gives to a container that asks for nothing. */
const usualShm = 64 * 1024 ** 2
const usualLog = 'json-file'
const usualSignal = 'SIGTERM'

/** `json` is the engine's own description; `image` what the image says by itself, which needs no flag. */
export function runCommandOf(json: string, image: RunDefaults | undefined): string {
  return commandText(commandWith(formOfContainer(json, image), [], extrasOf(json)))
}

/** What a container has and the form has no field for: it stays when the container is made again. */
export interface Extras {
  readonly flags: readonly Given[]
  /** How often it may fail; 0 for as often as it does. */
  readonly retries: number
}

export function extrasOf(json: string): Extras {
  const info = JSON.parse(json) as Inspected
  const { Name: policy, MaximumRetryCount: retries = 0 } = info.HostConfig.RestartPolicy ?? {}
  return { flags: flagsOf(info), retries: policy === 'on-failure' ? retries : 0 }
}

export function commandWith(
  form: RunForm,
  problems: readonly Problem[],
  { flags, retries }: Extras,
): CommandLine[] {
  const counted = form.restart === 'on-failure' && retries > 0
  const extra = [...(counted ? [['restart', `on-failure:${retries}`] as const] : []), ...flags]
  const lines = extra.map(([name, value]): CommandLine => [
    { text: value === undefined ? `--${name}` : `--${name} ${shellQuote(value)}`, kind: 'plain' },
  ])
  return commandOf(counted ? { ...form, restart: 'no' } : form, problems, lines)
}

type Given = readonly [flag: string, value?: string]

function flagsOf(info: Inspected): readonly Given[] {
  const { Config: config, HostConfig: host } = info
  const each = (flag: string, values: Names | undefined): Given[] =>
    (values ?? []).map((value) => [flag, value])
  const pairs = (flag: string, values: Pairs | undefined, between: string): Given[] =>
    Object.entries(values ?? {}).map(([name, value]) => [
      flag,
      value === '' ? name : `${name}${between}${value}`,
    ])
  const text = (flag: string, value: string | undefined, usual = ''): Given[] =>
    value === undefined || value === '' || value === usual ? [] : [[flag, value]]
  const count = (flag: string, value: number | null | undefined, unit = ''): Given[] =>
    value === undefined || value === null || value <= 0 ? [] : [[flag, `${value}${unit}`]]
  const { Type: driver = '', Config: logOptions = {} } = host.LogConfig ?? {}
  return [
    ...each('cap-add', host.CapAdd),
    ...each('cap-drop', host.CapDrop),
    ...each('group-add', host.GroupAdd),
    ...each('security-opt', host.SecurityOpt),
    ...each('add-host', host.ExtraHosts),
    ...each('dns', host.Dns),
    ...each('dns-search', host.DnsSearch),
    ...each('network-alias', aliasesOf(info)),
    ...pairs('tmpfs', host.Tmpfs, ':'),
    ...pairs('sysctl', host.Sysctls, '='),
    ...(host.Devices ?? []).map((one): Given => ['device', deviceText(one)]),
    ...(host.DeviceRequests ?? []).flatMap(gpuOf),
    ...(host.Ulimits ?? []).map(({ Name, Soft, Hard }): Given => ['ulimit', `${Name}=${Soft}:${Hard}`]),
    ...count('pids-limit', host.PidsLimit),
    ...(host.ShmSize === usualShm ? [] : count('shm-size', host.ShmSize, 'b')),
    ...count('cpu-shares', host.CpuShares),
    ...text('cpuset-cpus', host.CpusetCpus),
    ...count('memory-reservation', host.MemoryReservation, 'b'),
    ...swapOf(host),
    ...(host.OomScoreAdj ? [['oom-score-adj', String(host.OomScoreAdj)] as const] : []),
    ...text('pid', host.PidMode),
    ...text('ipc', host.IpcMode, 'private'),
    ...text('uts', host.UTSMode),
    ...text('userns', host.UsernsMode),
    ...(host.PublishAllPorts === true ? [['publish-all'] as const] : []),
    ...text('log-driver', driver, usualLog),
    ...pairs('log-opt', logOptions, '='),
    ...text('stop-signal', config.StopSignal, usualSignal),
    ...(config.StopTimeout === undefined ? [] : [['stop-timeout', String(config.StopTimeout)] as const]),
  ]
}

/** The engine adds the beginning of the id, and Compose the name, by which others find it anyway. */
const aliasesOf = ({ Id, Name, NetworkSettings }: Inspected): readonly string[] => {
  const all = Object.values(NetworkSettings?.Networks ?? {}).flatMap(({ Aliases }) => Aliases ?? [])
  return [...new Set(all)].filter((name) => !Id.startsWith(name) && `/${name}` !== Name)
}

const deviceText = ({ PathOnHost, PathInContainer, CgroupPermissions }: Device): string =>
  [PathOnHost, PathInContainer, ...(CgroupPermissions === 'rwm' ? [] : [CgroupPermissions])].join(':')

/** `--gpus` is what these requests came from; others have no flag. */
function gpuOf({ Count = 0, DeviceIDs, Capabilities }: Gpu): Given[] {
  if (Capabilities?.some((set) => set.includes('gpu')) !== true) return []
  if (DeviceIDs && DeviceIDs.length > 0) return [['gpus', `"device=${DeviceIDs.join(',')}"`]]
  return [['gpus', Count < 0 ? 'all' : String(Count)]]
}

/** Without a word about swap the engine gives as much as memory, and tells the sum. */
function swapOf({ Memory = 0, MemorySwap = 0 }: Inspected['HostConfig']): Given[] {
  if (MemorySwap === 0 || MemorySwap === 2 * Memory) return []
  return [['memory-swap', MemorySwap < 0 ? '-1' : `${MemorySwap}b`]]
}
