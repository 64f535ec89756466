// Fills the run form from the engine's description of a container, so that it can be made again with changes.
import { imageNameOf, isOwnLabel } from '../../preload/kept-image'
import type { Protocol, RunDefaults } from '../../preload/model'
import { flagsOfContainer, mountWords, type InspectedMore } from './flags-of-container'
import { shellQuote } from './quote'
import {
  emptyForm,
  newEnv,
  newFolder,
  newPort,
  noMore,
  type EnvRow,
  type GivenMount,
  type MoreForm,
  type PortRow,
  type Restart,
  type RunForm,
  type Switch,
} from './form'

interface HostPort {
  readonly HostIp?: string
  readonly HostPort?: string
}

/** The parts of `docker inspect` that the form has fields for. */
interface Inspected extends Omit<InspectedMore, 'Config' | 'HostConfig' | 'Mounts' | 'NetworkSettings'> {
  readonly Id: string
  readonly Name: string
  readonly Config: {
    readonly Image: string
    readonly Hostname?: string
    readonly User?: string
    readonly WorkingDir?: string
    readonly Env?: readonly string[] | null
    readonly Cmd?: readonly string[] | null
    readonly Entrypoint?: readonly string[] | null
    readonly Labels?: Readonly<Record<string, string>> | null
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null
    readonly Tty?: boolean
    readonly OpenStdin?: boolean
  }
  readonly HostConfig: {
    readonly NetworkMode?: string
    readonly UTSMode?: string
    readonly PortBindings?: Readonly<Record<string, readonly HostPort[] | null>> | null
    readonly RestartPolicy?: { readonly Name?: string } | null
    readonly Memory?: number
    readonly NanoCpus?: number
    readonly AutoRemove?: boolean
    readonly Init?: boolean | null
    readonly ReadonlyRootfs?: boolean
    readonly Privileged?: boolean
  }
  readonly Mounts?: readonly {
    readonly Type?: string
    readonly Name?: string
    readonly Source: string
    readonly Destination: string
    readonly RW: boolean
  }[]
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, unknown>> | null }
}

const unnamed = /^[0-9a-f]{64}$/
const restarts: readonly string[] = ['no', 'unless-stopped', 'always', 'on-failure'] satisfies Restart[]

/** `json` is the engine's own; `image` what the image says by itself, which the form leaves to it. */
export function formOfContainer(json: string, image: RunDefaults | undefined): RunForm {
  const info = JSON.parse(json) as Inspected & InspectedMore
  const { Config: config, HostConfig: host } = info
  const ports = portsOf(host.PortBindings ?? {})
  const given = givenBy(info)
  const ofImage = new Set(image?.env.map(({ name, value }) => `${name}=${value}`))
  const restart = host.RestartPolicy?.Name ?? ''
  return {
    ...emptyForm(imageNameOf(config)),
    name: info.Name.replace(/^\//, ''),
    ports,
    onlyThisComputer: ports.every(({ address }) => address === '127.0.0.1'),
    env: lastOfEach((config.Env ?? []).filter((line) => !ofImage.has(line)).map(envRow)),
    data: (info.Mounts ?? [])
      .filter(({ Type, Name = '' }) => Type === 'volume' && !unnamed.test(Name))
      .map(({ Name = '', Destination: path, RW }) => ({
        ...given(path, Name, RW),
        ...{ path, keep: true, volume: Name },
        ...(RW ? {} : { readOnly: true }),
      })),
    restart: restarts.includes(restart) ? (restart as Restart) : 'no',
    more: moreOf(info, image),
    also: flagsOfContainer(info, image),
    ...(config.Healthcheck?.Test?.[0] === 'CMD' ? { check: config.Healthcheck.Test } : {}),
    touched: new Set(['name', 'ports', 'data']),
  }
}

type Given = (path: string, source: string, isWritable: boolean) => { readonly given?: GivenMount }

const givenBy = (info: InspectedMore): Given => {
  const words = mountWords(info)
  return (path, source, isWritable) => {
    const found = words.get(path)
    return found ? { given: { source, readOnly: !isWritable, ...found } } : {}
  }
}

function envRow(line: string): EnvRow {
  const at = line.indexOf('=')
  const row: EnvRow =
    at < 0 ? { ...newEnv(line), unset: true } : newEnv(line.slice(0, at), line.slice(at + 1))
  return { ...row, given: row.name }
}

/** Of a name that is there twice, the last value counts. */
const lastOfEach = (rows: readonly EnvRow[]): EnvRow[] => [
  ...new Map(rows.map((row) => [row.name, row])).values(),
]

/** Both families of one binding are one row, which keeps the address that it has. */
function portsOf(map: Readonly<Record<string, readonly HostPort[] | null>>): PortRow[] {
  const rows = Object.entries(map).flatMap(([inside, outside]) => {
    const [port = '', protocol = 'tcp'] = inside.split('/')
    if (protocol !== 'tcp' && protocol !== 'udp') return []
    return (outside ?? []).map(({ HostIp: ip = '', HostPort: host = '' }): PortRow => ({
      ...newPort(host === '0' ? '' : host, port, protocol as Protocol),
      address: ip === '' || ip === '::' ? '0.0.0.0' : ip,
    }))
  })
  const seen = new Set<string>()
  return rows.filter(({ address, host, container, protocol }) => {
    const key = `${address} ${host} ${container}/${protocol}`
    return !seen.has(key) && seen.add(key)
  })
}

function moreOf(info: Inspected & InspectedMore, image: RunDefaults | undefined): MoreForm {
  const given = givenBy(info)
  const { Config: config, HostConfig: host } = info
  const words = (list: readonly string[] | null | undefined): string => (list ?? []).map(shellQuote).join(' ')
  const sameEntry = words(config.Entrypoint) === words(image?.entrypoint)
  const sameCommand = sameEntry && words(config.Cmd) === words(image?.command)
  const [how, check = ''] = config.Healthcheck?.Test ?? []
  const { Hostname: hostname = '' } = config
  return {
    ...noMore,
    folders: (info.Mounts ?? [])
      .filter(({ Type }) => Type === 'bind')
      .map(({ Source, Destination, RW }) => ({
        ...newFolder(Source, Destination, !RW),
        ...given(Destination, Source, RW),
      })),
    networks: networksOf(info),
    labels: Object.entries(config.Labels ?? {})
      .filter(([name]) => !name.startsWith('com.docker.') && !isOwnLabel(name))
      .map(([name, value]) => ({ ...newEnv(name, value), given: name })),
    entrypoint: sameEntry ? '' : words(config.Entrypoint),
    command: sameCommand ? '' : words(config.Cmd),
    user: config.User ?? '',
    workingDir: config.WorkingDir ?? '',
    // What the engine made up from the id, or took from where it lives, is nobody's wish.
    hostname: info.Id.startsWith(hostname) || livesElsewhere(host) ? '' : hostname,
    memory: memoryText(host.Memory ?? 0),
    cpus: host.NanoCpus ? String(host.NanoCpus / 1e9) : '',
    health: how === 'CMD-SHELL' ? check : '',
    on: new Set(switchesOf(info)),
  }
}

const livesElsewhere = ({ NetworkMode: mode = '', UTSMode: names }: Inspected['HostConfig']): boolean =>
  mode.startsWith('container:') || names === 'host'

/** The one that it was made on first; the usual one needs no name. */
function networksOf({ HostConfig: host, NetworkSettings: settings }: Inspected): string[] {
  const mode = host.NetworkMode ?? 'default'
  const main = mode === 'default' ? 'bridge' : mode
  const others = Object.keys(settings?.Networks ?? {}).filter((name) => name !== main)
  return main === 'bridge' && others.length === 0 ? [] : [main, ...others]
}

const mebibyte = 1024 ** 2

const memoryText = (bytes: number): string =>
  bytes <= 0 ? '' : bytes % mebibyte === 0 ? `${bytes / mebibyte}m` : `${bytes}b`

function switchesOf({ Config: config, HostConfig: host }: Inspected): Switch[] {
  const on: Readonly<Record<Switch, boolean | null | undefined>> = {
    autoRemove: host.AutoRemove,
    init: host.Init,
    readOnly: host.ReadonlyRootfs,
    privileged: host.Privileged,
    tty: config.Tty,
    interactive: config.OpenStdin,
  }
  return (Object.keys(on) as Switch[]).filter((name) => on[name] === true)
}
