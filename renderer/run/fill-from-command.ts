// Fills the run form from a pasted command, and names what the form has no field for.
import { bytesOf } from '../../preload/amounts'
import { canAsk, extrasOf, profileOf, type AlsoFlag } from './also/flags'
import { readMount } from './also/mounts'
import { networkNameOf } from './also/networks'
import { readRange } from '../../preload/port-range'
import { shellQuote } from './quote'
import {
  emptyForm,
  newAlso,
  newEnv,
  newFile,
  newFolder,
  newPort,
  noMore,
  type DataRow,
  type EnvRow,
  type FileRow,
  type FolderRow,
  type MoreForm,
  type PortRow,
  type Restart,
  type RunForm,
  type Switch,
} from './form'
import { isLabelName } from './label-name'
import { whyLeft, type LeftWhy } from './left-flags'
import { readCommand, readWords, type CommandProblem, type DockerCommand, type Flag } from './read-command'
import { asWritten, hasMarks, mark, withoutMarks } from './shell-marks'

export interface Filled {
  readonly form: RunForm
  /** What was written and is not taken over, as it was written. */
  readonly left: readonly string[]
  /** Of some of these, why. */
  readonly whys: readonly LeftWhy[]
  /** Other commands of the text. */
  readonly others: readonly string[]
  /** What a shell would have worked out, as it was written: the form asks for it. */
  readonly asked: readonly string[]
  /** Taken as it was written, though a shell would have put a value there. */
  readonly literal: readonly string[]
}

interface Draft {
  name: string
  restart: Restart
  readonly ports: PortRow[]
  readonly addresses: Set<string>
  readonly env: EnvRow[]
  readonly data: DataRow[]
  readonly folders: FolderRow[]
  readonly networks: string[]
  readonly labels: EnvRow[]
  readonly more: { -readonly [K in keyof MoreForm]?: MoreForm[K] }
  readonly on: Set<Switch>
  readonly also: AlsoFlag[]
  readonly files: FileRow[]
}

/** False when this flag's value is more than the form can hold. */
type Take = (draft: Draft, value: string) => boolean

const switchOf =
  (name: Switch): Take =>
  (draft, value) => {
    if (value === 'true') draft.on.add(name)
    else draft.on.delete(name)
    return value === 'true' || value === 'false'
  }

/** For docker 0 is no limit. */
const limitOf =
  (name: 'memory' | 'cpus', isNone: (value: string) => boolean): Take =>
  (draft, value) => {
    draft.more[name] = isNone(value) ? '' : value
    return true
  }

const textOf =
  (name: 'user' | 'workingDir' | 'hostname' | 'health'): Take =>
  (draft, value) => {
    draft.more[name] = value
    return true
  }

const pairOf = (text: string): EnvRow | undefined => {
  const at = text.indexOf('=')
  return at < 0 ? undefined : newEnv(text.slice(0, at), text.slice(at + 1))
}

/** Without a value it is the one of the shell, which is not here. */
function takeVariable(draft: Draft, text: string): boolean {
  const { name, value } = pairOf(text) ?? { name: text, value: mark(`$${text}`) }
  if (hasMarks(name) || name === '') return false
  // As for docker, the last one of a name counts.
  const before = draft.env.findIndex((row) => row.name === name)
  if (before >= 0) draft.env.splice(before, 1)
  // Docker takes names that the form would not let a person type.
  const row = { ...newEnv(name), given: name }
  draft.env.push(hasMarks(value) ? { ...row, asked: asWritten(value) } : { ...row, value })
  return true
}

function takeFile(flag: FileRow['flag']): Take {
  return (draft, value) => {
    draft.files.push(newFile(flag, asWritten(value)))
    return true
  }
}

const takes: Readonly<Record<string, Take>> = {
  name: (draft, value) => {
    draft.name = value
    return true
  },
  detach: () => true,
  restart: (draft, value) => {
    const restart = (['no', 'always', 'unless-stopped', 'on-failure'] as const).find(
      (one) => one === value || (one === 'on-failure' && /^on-failure:\d+$/.test(value)),
    )
    if (!restart) return false
    draft.restart = restart
    // The last one counts, with its count or without.
    const before = draft.also.findIndex(({ name }) => name === 'restart')
    if (before >= 0) draft.also.splice(before, 1)
    if (value.includes(':')) draft.also.push(newAlso('restart', value))
    return true
  },
  publish: takePort,
  env: takeVariable,
  label: (draft, value) => {
    const row = pairOf(value) ?? newEnv(value, '')
    if (!isLabelName(row.name)) return false
    const before = draft.labels.findIndex(({ name }) => name === row.name)
    if (before >= 0) draft.labels.splice(before, 1)
    draft.labels.push(row)
    return true
  },
  volume: takeVolume,
  mount: takeMount,
  network: takeNetwork,
  net: takeNetwork,
  // An empty one takes away that of the image.
  entrypoint: (draft, value) => {
    draft.more.entrypoint = shellQuote(value)
    return true
  },
  user: textOf('user'),
  workdir: textOf('workingDir'),
  hostname: textOf('hostname'),
  memory: limitOf('memory', (value) => bytesOf(value) === 0),
  cpus: limitOf('cpus', (value) => value !== '' && Number(value) === 0),
  'health-cmd': textOf('health'),
  rm: switchOf('autoRemove'),
  init: (draft, value) => {
    // That there shall be none is more than a switch that is off: an engine may have one of itself.
    const before = draft.also.findIndex(({ name }) => name === 'init')
    if (before >= 0) draft.also.splice(before, 1)
    if (value === 'false') draft.also.push(newAlso('init', value))
    return switchOf('init')(draft, value)
  },
  'read-only': switchOf('readOnly'),
  privileged: switchOf('privileged'),
  tty: switchOf('tty'),
  interactive: switchOf('interactive'),
  'env-file': takeFile('env-file'),
  'label-file': takeFile('label-file'),
  'security-opt': (draft, value) => {
    const path = profileOf({ name: 'security-opt', value })
    if (path !== undefined) draft.files.push(newFile('security-opt', asWritten(path)))
    return path !== undefined
  },
  'use-api-socket': (_draft, value) => value === 'false',
  // What concerns the terminal that it is typed in.
  ...Object.fromEntries(
    ['attach', 'detach-keys', 'sig-proxy', 'quiet', 'disable-content-trust'].map((name) => [
      name,
      () => true,
    ]),
  ),
}

export function fillFromCommand(text: string): Filled | CommandProblem {
  const command = readCommand(text)
  return typeof command === 'string' ? command : coherent(filled(command))
}

/** `words` are those after `docker run`, as a shell has taken them apart. */
export function fillFromWords(words: readonly string[]): Filled | CommandProblem {
  const command = readWords(words.map(withoutMarks))
  return typeof command === 'string' ? command : coherent(filled(command))
}

/** Docker takes no check together with the order to have none. */
function coherent(read: Filled): Filled | CommandProblem {
  const { also, more } = read.form
  const { Test: test, ...check } = extrasOf(also, [])?.config?.Healthcheck ?? {}
  const isChecked = more.health.trim() !== '' || Object.values(check).some((value) => value !== 0)
  return test && isChecked ? 'health' : read
}

function filled(command: DockerCommand): Filled {
  const draft: Draft = {
    name: '',
    restart: 'no',
    ports: [],
    addresses: new Set(),
    env: [],
    data: [],
    folders: [],
    networks: [],
    labels: [],
    more: {},
    on: new Set(),
    also: [],
    files: [],
  }
  const left = [...command.unknown]
  const refused = command.flags.filter((flag) => !takeFlag(draft, flag))
  left.push(...refused.map(({ text }) => text))
  const asked = [...draft.env, ...draft.folders].flatMap((row) => row.asked ?? [])
  const literal = [command.image, ...command.args].filter(hasMarks).map(asWritten)
  // The form has one choice for all ports; where they differ, each keeps its own.
  const onlyThisComputer = draft.addresses.size === 1 && draft.addresses.has('127.0.0.1')
  return {
    left,
    whys: refused.flatMap(whyLeft),
    others: command.others,
    asked,
    literal,
    form: {
      ...emptyForm(asWritten(command.image)),
      name: draft.name,
      ports: onlyThisComputer ? draft.ports.map(({ address: _same, ...row }) => row) : draft.ports,
      onlyThisComputer,
      env: draft.env,
      data: draft.data,
      restart: draft.restart,
      also: draft.also,
      files: draft.files,
      more: {
        ...noMore,
        ...draft.more,
        folders: draft.folders,
        networks: draft.networks,
        labels: draft.labels,
        command: command.args.map((word) => shellQuote(asWritten(word))).join(' '),
        on: draft.on,
      },
      touched: new Set(['name', 'ports', 'data']),
    },
  }
}

/** What these fields are told by a shell is asked for; that of others is not taken over. */
const asking = new Set(['env', 'volume', 'mount', 'publish', 'env-file', 'label-file', 'security-opt'])

function takeFlag(draft: Draft, { name, value }: Flag): boolean {
  if (hasMarks(value) && !asking.has(name)) return false
  if (Object.hasOwn(takes, name) && takes[name]?.(draft, value) === true) return true
  if (hasMarks(value) || !canAsk(name, value)) return false
  const isNetwork = name === 'network' || name === 'net'
  draft.also.push(newAlso(isNetwork ? 'network' : name, value))
  if (isNetwork) draft.networks.push(networkNameOf(value) ?? '')
  return true
}

/**
 * `[address:][port[-port]:]port[-port][/protocol]`. What Docker would not take becomes a row as it was written, where
 * it is told what is wrong; what the form has no field for is left.
 */
function takePort(draft: Draft, written: string): boolean {
  const value = asWritten(written)
  if (readPort(draft, value)) return true
  if (/\/sctp$/i.test(value)) return false
  const [, outside = '', inside = '', protocol = ''] = /^(?:(.*):)?(.*?)(?:\/(tcp|udp))?$/is.exec(value) ?? []
  draft.ports.push(newPort(outside, inside, protocol.toLowerCase() === 'udp' ? 'udp' : 'tcp'))
  return true
}

function readPort(draft: Draft, value: string): boolean {
  const match =
    /^(?:(\[[0-9a-f:.]+\]|[\d.]+):(?=[\d-]*:))?(?:([\d-]*):)?(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/i.exec(value)
  if (!match) return false
  const [, address = '', host = '', first = '', last = first, protocol = 'tcp'] = match
  const ip = address.replace(/^\[|\]$/g, '')
  if (!isAddress(ip)) return false
  const count = Number(last) - Number(first)
  const udp = protocol.toLowerCase() === 'udp' ? 'udp' : 'tcp'
  const oneOf = count === 0 && readRange(host) !== undefined
  const [hostFirst = '', hostLast = hostFirst] = oneOf ? [] : host.split('-')
  const fits = host === '' || oneOf || Number(hostLast) - Number(hostFirst) === count
  if (count < 0 || count > 1000 || !fits) return false
  for (let n = 0; n <= count; n += 1) {
    const outside = oneOf ? host : hostFirst === '' ? '' : String(Number(hostFirst) + n)
    const row = newPort(outside, String(Number(first) + n), udp)
    draft.ports.push(isEverywhere(ip) ? row : { ...row, address: ip })
  }
  draft.addresses.add(isEverywhere(ip) ? '' : ip)
  return true
}

const isEverywhere = (ip: string): boolean => ip === '' || ip === '0.0.0.0'

/** Of IPv4 every number, of IPv6 no more than its letters: the engine knows. */
const isAddress = (ip: string): boolean =>
  isEverywhere(ip) ||
  (ip.includes(':') && /^[0-9a-f:.]+$/i.test(ip)) ||
  (/^\d+(?:\.\d+){3}$/.test(ip) && ip.split('.').every((part) => Number(part) < 256))

/** Mean nothing inside the virtual machine. */
const idle = ['rw', 'z', 'Z', 'cached', 'delegated', 'consistent']

/** `name:/path`, `/folder:/path`, `C:\folder:/path`, each with `:ro`. */
function takeVolume(draft: Draft, value: string): boolean {
  const match = /^((?:[A-Za-z]:[\\/])?[^:]+):([/\uFDD0][^:]*)(?::([\w,]+))?$/.exec(value)
  if (!match) return false
  const [, source = '', path = '', mode = 'rw'] = match
  const options = mode.split(',')
  if (!options.every((one) => one === 'ro' || idle.includes(one))) return false
  return addMount(draft, source, path, options.includes('ro'))
}

/** Relative to where the command would have been typed, or to the home folder of whoever types it. */
const relative = /^(?:~|\.{1,2}(?:[\\/]|$))/

function addMount(draft: Draft, source: string, inside: string, readOnly: boolean, isBind = false): boolean {
  const path = hasMarks(inside) ? '' : inside
  const isFolder = isBind || /^(?:[/~.\\]|[A-Za-z]:[\\/])/.test(source)
  if (hasMarks(source) || relative.test(source))
    draft.folders.push({ ...newFolder('', path, readOnly), asked: asWritten(source) })
  else if (isFolder) draft.folders.push(newFolder(source, path, readOnly))
  else draft.data.push({ path, keep: true, volume: source, ...(readOnly ? { readOnly } : {}) })
  return true
}

function takeMount(draft: Draft, value: string): boolean {
  const mount = readMount(value)
  if (!mount || (mount.Type !== 'bind' && mount.Type !== 'volume')) return false
  const { Type: type, Source: source, Target: path, ReadOnly: readOnly = false, ...more } = mount
  const { Consistency: _idle, ...options } = more
  if (source === undefined || Object.keys(options).length > 0) return false
  return addMount(draft, source, path, readOnly, type === 'bind')
}

function takeNetwork(draft: Draft, value: string): boolean {
  if (value.includes('=')) return false
  draft.networks.push(value)
  return true
}
