// The text of daemon.json as a form sees it: single settings read from it and written back, everything else kept.
import { readDaemonText, type DaemonConfig } from '../../preload/daemon-config'

type Path = readonly [string, ...string[]]

const isObject = (value: unknown): value is DaemonConfig =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const getIn = (config: DaemonConfig, path: Path): unknown =>
  path.reduce<unknown>((now, key) => (isObject(now) ? now[key] : undefined), config)

/** Undefined takes the setting out, and what would be empty then. */
export function setIn(config: DaemonConfig, [key, ...rest]: Path, value: unknown): DaemonConfig {
  const [next, ...deeper] = rest
  const inner = config[key]
  const changed = next === undefined ? value : setIn(isObject(inner) ? inner : {}, [next, ...deeper], value)
  const { [key]: _gone, ...others } = config
  const isEmpty =
    changed === undefined || (next !== undefined && isObject(changed) && Object.keys(changed).length === 0)
  if (isEmpty) return others
  // In its place, so that the text changes where the person looks.
  return key in config ? { ...config, [key]: changed } : { ...others, [key]: changed }
}

/** The text with one setting changed; as it was when it cannot be read. */
export function withSetting(text: string, path: Path, value: unknown): string {
  const { config } = readDaemonText(text)
  return config ? `${JSON.stringify(setIn(config, path, value), undefined, 2)}\n` : text
}

export const linesOf = (value: unknown): string =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string').join('\n') : ''

/** Undefined for none, so that an empty field leaves no setting behind. */
export function listOf(lines: string): string[] | undefined {
  const list = lines
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)
  return list.length > 0 ? list : undefined
}

export const poolLines = (value: unknown): string =>
  Array.isArray(value)
    ? value
        .filter(isObject)
        .map(({ base, size }) => `${String(base)} ${String(size)}`)
        .join('\n')
    : ''

/** A line that is not finished keeps what was typed, and the check of the settings says what is missing. */
export function poolsOf(lines: string): { base: string; size: number }[] | undefined {
  const pools = lines
    .split('\n')
    .map((line) => line.trim().split(/[\s,]+/))
    .filter(([base]) => base)
    .map(([base = '', size]) => ({ base, size: Number(size ?? 24) }))
  return pools.length > 0 ? pools : undefined
}
