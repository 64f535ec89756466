// `--mount` and `-v` with more than the form has fields for.
import { bytesOf } from '../../../preload/amounts'
import type { MountExtra } from '../../../preload/model'
import { fieldsOf, joinCommas, pairAt } from './csv'
import type { TakeFlag } from './draft'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface MountDraft extends Omit<Writable<MountExtra>, 'Target' | 'Type'> {
  Type: string
  Target: string
}

const types: readonly string[] = ['bind', 'volume', 'tmpfs', 'image', 'npipe']
const yes = (value: string | undefined): boolean | undefined =>
  value === undefined || /^(?:true|1|t)$/i.test(value)
    ? true
    : /^(?:false|0|f)$/i.test(value)
      ? false
      : undefined

type TakeField = (mount: MountDraft, value: string | undefined) => boolean

/** One that may stand without a value. */
const truth =
  (set: (mount: MountDraft, is: boolean) => void): TakeField =>
  (mount, value) => {
    const is = yes(value)
    if (is !== undefined) set(mount, is)
    return is !== undefined
  }
const word =
  (set: (mount: MountDraft, value: string) => void): TakeField =>
  (mount, value) => {
    if (value !== undefined && value !== '') set(mount, value)
    return value !== undefined && value !== ''
  }

const readOnly = truth((mount, is) => {
  if (is) mount.ReadOnly = true
  else delete mount.ReadOnly
})
const source = word((mount, value) => (mount.Source = value))
const target = word((mount, value) => (mount.Target = value))
const volumePair = (key: 'Labels' | 'Options') =>
  word((mount, text) => {
    const [name, value] = pairAt(text, '=')
    const before = mount.VolumeOptions ?? {}
    mount.VolumeOptions =
      key === 'Labels'
        ? { ...before, Labels: { ...before.Labels, [name]: value } }
        : {
            ...before,
            DriverConfig: {
              ...before.DriverConfig,
              Options: { ...before.DriverConfig?.Options, [name]: value },
            },
          }
  })

const recursions: Readonly<Record<string, MountExtra['BindOptions']>> = {
  enabled: {},
  disabled: { NonRecursive: true },
  writable: { ReadOnlyNonRecursive: true },
  readonly: { ReadOnlyForceRecursive: true },
}

const fields: Readonly<Record<string, TakeField>> = {
  type: word((mount, value) => (mount.Type = value.toLowerCase())),
  source,
  src: source,
  target,
  dst: target,
  destination: target,
  readonly: readOnly,
  ro: readOnly,
  consistency: word((mount, value) => (mount.Consistency = value.toLowerCase())),
  'bind-propagation': word(
    (mount, value) => (mount.BindOptions = { ...mount.BindOptions, Propagation: value.toLowerCase() }),
  ),
  'bind-nonrecursive': truth((mount, is) => (mount.BindOptions = { ...mount.BindOptions, NonRecursive: is })),
  'bind-recursive': (mount, value) => {
    const chosen = recursions[value ?? '']
    mount.BindOptions = { ...mount.BindOptions, ...chosen }
    return chosen !== undefined
  },
  'volume-nocopy': truth((mount, is) => (mount.VolumeOptions = { ...mount.VolumeOptions, NoCopy: is })),
  'volume-subpath': word(
    (mount, value) => (mount.VolumeOptions = { ...mount.VolumeOptions, Subpath: value }),
  ),
  'volume-label': volumePair('Labels'),
  'volume-driver': word(
    (mount, value) =>
      (mount.VolumeOptions = {
        ...mount.VolumeOptions,
        DriverConfig: { ...mount.VolumeOptions?.DriverConfig, Name: value },
      }),
  ),
  'volume-opt': volumePair('Options'),
  'image-subpath': word((mount, value) => (mount.ImageOptions = { Subpath: value })),
  'tmpfs-size': (mount, value) => {
    const SizeBytes = bytesOf(value ?? '')
    if (SizeBytes !== undefined) mount.TmpfsOptions = { ...mount.TmpfsOptions, SizeBytes }
    return SizeBytes !== undefined
  },
  'tmpfs-mode': (mount, value) => {
    if (!/^[0-7]{1,4}$/.test(value ?? '')) return false
    mount.TmpfsOptions = { ...mount.TmpfsOptions, Mode: Number.parseInt(value ?? '', 8) }
    return true
  },
}

/** Undefined for what Docker would not take either, or what is newer than this. */
export function readMount(text: string): MountExtra | undefined {
  const mount: MountDraft = { Type: 'volume', Target: '' }
  for (const [name, value] of fieldsOf(text) ?? []) {
    const key = name.toLowerCase()
    if (!Object.hasOwn(fields, key) || fields[key]?.(mount, value) !== true) return undefined
  }
  const { Type, ...rest } = mount
  return rest.Target === '' || !types.includes(Type)
    ? undefined
    : { ...rest, Type: Type as MountExtra['Type'] }
}

/** What {@link readMount} reads. */
export function writeMount(mount: MountExtra): string {
  const { BindOptions: bind, VolumeOptions: volume, TmpfsOptions: tmpfs } = mount
  const recursive = Object.keys(recursions).find((one) =>
    Object.keys(recursions[one] ?? {}).some((key) => bind?.[key as keyof typeof bind] === true),
  )
  const word = (name: string, value: string | number | undefined): string[] =>
    value === undefined || value === '' ? [] : [`${name}=${value}`]
  const pairs = (name: string, values: Readonly<Record<string, string>> | null | undefined): string[] =>
    Object.entries(values ?? {}).map(([key, value]) => `${name}=${key}=${value}`)
  return joinCommas([
    `type=${mount.Type}`,
    ...word('source', mount.Source),
    `target=${mount.Target}`,
    ...(mount.ReadOnly ? ['readonly'] : []),
    ...word('consistency', mount.Consistency),
    ...word('bind-propagation', bind?.Propagation),
    ...word('bind-recursive', recursive),
    ...(volume?.NoCopy ? ['volume-nocopy'] : []),
    ...word('volume-subpath', volume?.Subpath),
    ...pairs('volume-label', volume?.Labels),
    ...word('volume-driver', volume?.DriverConfig?.Name),
    ...pairs('volume-opt', volume?.DriverConfig?.Options),
    ...word('image-subpath', mount.ImageOptions?.Subpath),
    ...word('tmpfs-size', tmpfs?.SizeBytes || undefined),
    ...word('tmpfs-mode', tmpfs?.Mode ? tmpfs.Mode.toString(8) : undefined),
  ])
}

export const takeMount: TakeFlag = ({ host }, value) => {
  const mount = readMount(value)
  if (mount) host.Mounts = [...(host.Mounts ?? []), mount]
  return mount !== undefined
}

const options = /^(?:ro|rw|z|Z|nocopy|consistent|cached|delegated|r?shared|r?slave|r?private)$/

/** `/p` alone gets a volume without a name. */
export const takeVolume: TakeFlag = ({ host, config }, value) => {
  if (/^\/[^:]*$/.test(value)) {
    config.Volumes = [...(config.Volumes ?? []), value]
    return true
  }
  const [, mode] = /^(?:[A-Za-z]:[\\/])?[^:]+:\/[^:]*:([^:]+)$/.exec(value) ?? []
  if (mode === undefined || !mode.split(',').every((one) => options.test(one))) return false
  host.Binds = [...(host.Binds ?? []), value]
  return true
}
