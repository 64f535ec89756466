// What a container was given itself, without what its image gave it: on another image, that one's own values count.
import type { ContainerInspectInfo, ImageInspectInfo } from 'dockerode'

type Config = ContainerInspectInfo['Config']
type ImageConfig = Partial<ImageInspectInfo['Config']> | null | undefined

/** The engine mixes both when a container is made, and keeps no note of which is which: what is equal is the image's. */
export function ownConfig(config: Config, image: ImageConfig): Config {
  if (!image) return config
  const own: Record<string, unknown> = { ...config }
  const given = image as Readonly<Record<string, unknown>>
  for (const key of ['User', 'WorkingDir', 'Healthcheck', 'StopSignal', 'Shell', 'OnBuild'])
    if (same(own[key], given[key])) delete own[key]
  // A command belongs to its entrypoint: with one of its own, the container's command is its own, too.
  if (same(own.Entrypoint, given.Entrypoint)) {
    delete own.Entrypoint
    if (same(own.Cmd, given.Cmd)) delete own.Cmd
  }
  own.Env = (config.Env ?? []).filter((line) => !image.Env?.includes(line))
  own.Labels = without(config.Labels, given.Labels)
  own.ExposedPorts = without(config.ExposedPorts, given.ExposedPorts)
  own.Volumes = without(config.Volumes, given.Volumes)
  return own as unknown as Config
}

function without(own: object | null | undefined, given: unknown): Record<string, unknown> {
  const from = (given ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(Object.entries(own ?? {}).filter(([key, value]) => !same(value, from[key])))
}

const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null) || (isEmpty(a) && isEmpty(b))

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
