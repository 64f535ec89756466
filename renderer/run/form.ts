// What the run form holds, how an image's defaults fill it, and the request it becomes.
import { bytesOf } from '../../preload/amounts'
import type {
  EnvVariable,
  PortBinding,
  PortHolder,
  Protocol,
  RunDefaults,
  RunRequest,
} from '../../preload/model'
import { readRange } from '../../preload/port-range'
import { extrasOf, type AlsoFlag } from './also/flags'
import { shellQuote } from './quote'
import { splitWords } from './words'

export interface PortRow {
  readonly key: number
  /** As typed; empty means any free port, `8000-8010` one of them. */
  readonly host: string
  readonly container: string
  readonly protocol: Protocol
  /** Of a container that is made again; the choice for all ports counts without one. */
  readonly address?: string
  /** Of the catalogue, and not typed over: where it is taken, another one is chosen. */
  readonly movable?: boolean
  /** What was chosen another one for, and who has it. */
  readonly moved?: { readonly from: number; readonly holder: PortHolder | undefined }
}

export interface EnvRow {
  readonly key: number
  readonly name: string
  readonly value: string
  /** The name that a container or a command has already, whatever anybody thinks of it. */
  readonly given?: string
  /** What a shell would have worked out, where the value is empty. */
  readonly asked?: string
  /** The container does not get it, even where its image sets it. */
  readonly unset?: true
  /** Of the file with this key. */
  readonly ofFile?: number
}

/** How a container has it mounted, where that is more than a row can show. */
export interface GivenMount {
  readonly source: string
  readonly readOnly: boolean
  readonly flag: 'volume' | 'mount'
  readonly value: string
}

export interface DataRow {
  readonly path: string
  readonly keep: boolean
  readonly volume: string
  /** Only of one that was given so, or could have been. */
  readonly readOnly?: boolean
  readonly given?: GivenMount
}

/** A file that a command reads and that only whoever pasted it can name. */
export interface FileRow {
  readonly key: number
  readonly flag: 'env-file' | 'label-file' | 'security-opt'
  readonly path: string
  /** One was chosen that is not what the flag reads. */
  readonly wrong?: boolean
}

export type Restart = RunRequest['restart']

export interface FolderRow {
  readonly key: number
  /** On this computer. */
  readonly source: string
  readonly path: string
  readonly readOnly: boolean
  /** Which folder a command means that only a shell could tell. */
  readonly asked?: string
  readonly given?: GivenMount
}

export const switches = ['autoRemove', 'init', 'readOnly', 'privileged', 'tty', 'interactive'] as const
export type Switch = (typeof switches)[number]

/** What most containers do without, as typed. */
export interface MoreForm {
  readonly folders: readonly FolderRow[]
  readonly networks: readonly string[]
  readonly labels: readonly EnvRow[]
  /** As a shell would take them apart. */
  readonly entrypoint: string
  readonly command: string
  readonly user: string
  readonly workingDir: string
  readonly hostname: string
  /** A number with b, k, m or g. */
  readonly memory: string
  readonly cpus: string
  readonly health: string
  readonly on: ReadonlySet<Switch>
}

export interface RunForm {
  readonly image: string
  readonly name: string
  readonly ports: readonly PortRow[]
  readonly onlyThisComputer: boolean
  readonly env: readonly EnvRow[]
  readonly data: readonly DataRow[]
  readonly restart: Restart
  readonly more: MoreForm
  /** What a command or a container has beyond the fields. */
  readonly also: readonly AlsoFlag[]
  readonly files: readonly FileRow[]
  /** How a container checks its health without a shell, as the engine has it: `more.health` is for one. */
  readonly check?: readonly string[]
  /** Parts that a person changed, and defaults therefore leave alone. */
  readonly touched: ReadonlySet<'name' | 'ports' | 'data'>
}

let lastKey = 0
const nextKey = (): number => (lastKey += 1)

export const noMore: MoreForm = {
  folders: [],
  networks: [],
  labels: [],
  entrypoint: '',
  command: '',
  user: '',
  workingDir: '',
  hostname: '',
  memory: '',
  cpus: '',
  health: '',
  on: new Set(),
}

export const newFolder = (source = '', path = '', readOnly = false): FolderRow => ({
  key: nextKey(),
  source,
  path,
  readOnly,
})

export const emptyForm = (image: string): RunForm => ({
  image,
  name: '',
  ports: [],
  onlyThisComputer: true,
  env: [],
  data: [],
  restart: 'no',
  more: noMore,
  also: [],
  files: [],
  touched: new Set(),
})

export const newPort = (host = '', container = '', protocol: Protocol = 'tcp'): PortRow => ({
  key: nextKey(),
  host,
  container,
  protocol,
})

export const newAlso = (name: string, value = 'true', fixed = false): AlsoFlag => ({
  key: nextKey(),
  name,
  value,
  ...(fixed ? { fixed } : {}),
})

export const newFile = (flag: FileRow['flag'], path: string): FileRow => ({ key: nextKey(), flag, path })

/** Those that say anything beside what the fields say by now. */
export const alsoOf = ({ also, restart, more }: RunForm): AlsoFlag[] =>
  also.filter(({ name, ofCheck }) => {
    const checks = more.health.trim() !== ''
    // A check that was typed is meant, and so is a process that was ticked.
    if (name === 'no-healthcheck') return !checks
    if (name === 'init') return !more.on.has('init')
    return (name !== 'restart' || restart === 'on-failure') && (ofCheck !== true || checks)
  })

export const newEnv = (name = '', value = ''): EnvRow => ({ key: nextKey(), name, value })

/** Fills what nobody touched from what the image says about itself. */
export function withDefaults(form: RunForm, defaults: RunDefaults): RunForm {
  const { touched } = form
  const ports = defaults.exposedPorts.map(({ port, protocol }) => ({
    key: nextKey(),
    host: String(port),
    container: String(port),
    protocol,
  }))
  return {
    ...form,
    name: touched.has('name') ? form.name : defaults.suggestedName,
    ports: touched.has('ports') ? form.ports : ports,
    data: touched.has('data') ? form.data : dataRows(defaults),
  }
}

/** Takes back what {@link withDefaults} filled in. */
export const withoutDefaults = (form: RunForm): RunForm => ({
  ...form,
  name: form.touched.has('name') ? form.name : '',
  ports: form.touched.has('ports') ? form.ports : [],
  data: form.touched.has('data') ? form.data : [],
})

/** One volume is called `mysql-data`; several are told apart by their folder. */
function dataRows({ volumes, suggestedName }: RunDefaults): DataRow[] {
  const base = suggestedName.replace(/-\d+$/, '')
  return volumes.map((path) => {
    const folder =
      path
        .split('/')
        .filter(Boolean)
        .at(-1)
        ?.replace(/[^A-Za-z0-9_.-]/g, '') ?? ''
    return { path, keep: true, volume: volumes.length === 1 ? `${base}-data` : `${base}-${folder || 'data'}` }
  })
}

/** What decides whether ports can be had. */
export type PortsForm = Pick<RunForm, 'ports' | 'onlyThisComputer'>

export const addressOf = (form: Pick<RunForm, 'onlyThisComputer'>): string =>
  form.onlyThisComputer ? '127.0.0.1' : '0.0.0.0'

/** A port number from its text; undefined when it is none. */
export function portNumber(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined
  const number = Number(text)
  return number >= 1 && number <= 65_535 ? number : undefined
}

/** A port, one of a range, or any free one; undefined when it is none of these. */
export function hostOf(text: string): Pick<PortBinding, 'hostPort' | 'hostRange'> | undefined {
  const hostRange = readRange(text)
  if (hostRange) return { hostPort: 0, hostRange }
  const hostPort = text.trim() === '' ? 0 : portNumber(text)
  return hostPort === undefined ? undefined : { hostPort }
}

export const bindingOf = (form: RunForm, row: PortRow): PortBinding => ({
  hostAddress: row.address ?? addressOf(form),
  ...(hostOf(row.host) ?? { hostPort: 0 }),
  containerPort: portNumber(row.container) ?? 0,
  protocol: row.protocol,
})

/** As it is typed, but for spaces around it; what was given stays as it is. */
export const nameOf = ({ name, given }: EnvRow): string => (name === given ? name : name.trim())

const filled = (rows: readonly EnvRow[]): EnvVariable[] =>
  rows
    .filter((row) => nameOf(row) !== '' && row.unset !== true)
    .map((row) => ({ name: nameOf(row), value: row.value }))

/** The request of a form without problems. */
export function requestOf(form: RunForm): RunRequest {
  const name = form.name.trim()
  const withoutEnv = form.env.filter((row) => row.unset && nameOf(row) !== '').map(nameOf)
  return {
    image: form.image.trim(),
    ...(name === '' ? {} : { name }),
    ports: form.ports.map((row) => bindingOf(form, row)),
    env: filled(form.env),
    ...(withoutEnv.length === 0 ? {} : { withoutEnv }),
    volumes: form.data
      .filter((row) => row.keep)
      .map(({ volume, path, readOnly }) => ({
        name: volume.trim(),
        path,
        ...(readOnly === undefined ? {} : { readOnly }),
      })),
    restart: form.restart,
    ...moreOf(form.more),
    ...extrasIn(form),
  }
}

const extrasIn = (form: RunForm): Pick<RunRequest, 'extras'> => {
  const extras = extrasOf(alsoOf(form), form.more.networks)
  return extras ? { extras } : {}
}

/** With rows that are as the container has them in its own words: for a command and a file, which begin anew. */
export function inOwnWords(form: RunForm): RunForm {
  const { data } = form
  const more = withCheck(form)
  const same = (given: GivenMount | undefined, source: string, readOnly = false): boolean =>
    given?.source === source.trim() && given.readOnly === readOnly
  const isSame = {
    data: (row: DataRow): boolean => row.keep && same(row.given, row.volume, row.readOnly),
    folder: (row: FolderRow): boolean => same(row.given, row.source, row.readOnly),
  }
  const own = [...data.filter(isSame.data), ...more.folders.filter(isSame.folder)].flatMap(({ given }) =>
    given ? [newAlso(given.flag, given.value)] : [],
  )
  return own.length === 0
    ? { ...form, more }
    : {
        ...form,
        data: data.filter((row) => !isSame.data(row)),
        more: { ...more, folders: more.folders.filter((row) => !isSame.folder(row)) },
        also: [...form.also, ...own],
      }
}

/** A check without a shell in the words for one, which is all that a command has. */
const withCheck = ({ check, more }: RunForm): MoreForm =>
  check === undefined || more.health.trim() !== ''
    ? more
    : { ...more, health: check.slice(1).map(shellQuote).join(' ') }

type More = Omit<RunRequest, 'image' | 'name' | 'ports' | 'env' | 'volumes' | 'restart' | 'extras'>

/** Only what is filled in. */
function moreOf(more: MoreForm): More {
  const text = (name: 'user' | 'workingDir' | 'hostname'): Partial<More> =>
    more[name].trim() === '' ? {} : { [name]: more[name].trim() }
  const entrypoint = splitWords(more.entrypoint) ?? []
  const command = splitWords(more.command) ?? []
  const labels = filled(more.labels)
  const networks = more.networks.filter((name) => name !== '')
  return {
    ...(more.folders.length === 0
      ? {}
      : { folders: more.folders.map(({ source, path, readOnly }) => ({ source, path, readOnly })) }),
    ...(networks.length === 0 ? {} : { networks }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(entrypoint.length === 0 ? {} : { entrypoint }),
    ...(command.length === 0 ? {} : { command }),
    ...text('user'),
    ...text('workingDir'),
    ...text('hostname'),
    ...(more.memory.trim() === '' ? {} : { memoryBytes: bytesOf(more.memory) ?? 0 }),
    ...(more.cpus.trim() === '' ? {} : { cpus: Number(more.cpus) }),
    ...(more.health.trim() === '' ? {} : { healthCommand: more.health.trim() }),
    ...Object.fromEntries([...more.on].map((name) => [name, true])),
  }
}
