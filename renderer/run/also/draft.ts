// What flags beyond the form come to, while they are read one after the other.
import type { ConfigExtras, EndpointExtras, HealthExtras, HostExtras } from '../../../preload/model'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

export interface Draft {
  readonly config: Writable<ConfigExtras>
  readonly host: Writable<HostExtras>
  readonly health: Writable<HealthExtras>
  /** Of networks that are named with more than their name. */
  readonly endpoints: Map<string, Writable<EndpointExtras>>
  /** Of the network that comes first, whichever that is. */
  readonly first: Writable<EndpointExtras>
  platform?: string
  retries?: number
}

export const newDraft = (): Draft => ({ config: {}, host: {}, health: {}, endpoints: new Map(), first: {} })

/** False when the value is none that Docker takes. */
export type TakeFlag = (draft: Draft, value: string) => boolean

type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T]
type Lists = KeysOf<HostExtras, readonly string[]>
type Words = KeysOf<HostExtras, string>
type Numbers = KeysOf<HostExtras, number>
type Pairs = 'Tmpfs' | 'Sysctls' | 'StorageOpt' | 'Annotations'

export const list =
  (key: Lists, change: (value: string) => string | undefined = (value) => value): TakeFlag =>
  ({ host }, value) => {
    const one = change(value)
    if (one === undefined || one === '') return false
    host[key] = [...(host[key] ?? []), one]
    return true
  }

export const word =
  (key: Words): TakeFlag =>
  ({ host }, value) => {
    host[key] = value
    return value !== ''
  }

export const number =
  (key: Numbers, read: (value: string) => number | undefined = wholeNumber): TakeFlag =>
  ({ host }, value) => {
    const count = read(value)
    if (count === undefined) return false
    host[key] = count
    return true
  }

export const pairs =
  (key: Pairs, divider: string): TakeFlag =>
  ({ host }, value) => {
    const at = value.indexOf(divider)
    const name = at < 0 ? value : value.slice(0, at)
    if (name === '') return false
    host[key] = { ...host[key], [name]: at < 0 ? '' : value.slice(at + divider.length) }
    return true
  }

export const truth =
  (key: 'PublishAllPorts' | 'OomKillDisable'): TakeFlag =>
  ({ host }, value) => {
    if (value === 'true') host[key] = true
    else delete host[key]
    return value === 'true' || value === 'false'
  }

export function wholeNumber(value: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined
}

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** As Go writes it: `1m30s`, `500ms`. In nanoseconds; undefined for anything else. */
export function durationOf(text: string): number | undefined {
  if (text === '0') return 0
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)
  return Math.round(
    [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0),
  )
}

/** What {@link durationOf} reads, as short as it can be. */
export function durationText(nanoseconds: number): string {
  const [unit, size] = Object.entries(units)
    .filter(([name]) => name !== 'us' && name !== 'µs')
    .findLast(([, one]) => nanoseconds % one === 0 && nanoseconds >= one) ?? ['ns', 1]
  return `${nanoseconds / size}${unit}`
}
