// What the engine keeps on its disk, in the one form that is read here: that of API versions up to 1.51.
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import { getJson } from './client'

export type UsageKind = 'image' | 'volume'

/** @throws as Docker does; engine.garbled */
export const askUsage = async (docker: Docker, kind?: UsageKind, signal?: AbortSignal): Promise<unknown> =>
  // From 1.52 on the engine lists what its figures are made of only when told to; older ones always do.
  inOldForm(await getJson(docker, `/system/df?verbose=1${kind ? `&type=${kind}` : ''}`, signal))

interface Group {
  readonly Items?: readonly unknown[] | null
  readonly TotalCount?: number
  readonly TotalSize?: number
}

/** API 1.52 and newer: a group of figures for each list. What is 0 or empty is left out. */
const groups = [
  ['ImageUsage', 'Images'],
  ['ContainerUsage', 'Containers'],
  ['VolumeUsage', 'Volumes'],
  ['BuildCacheUsage', 'BuildCache'],
] as const

/** @throws engine.garbled for figures without what they are made of: that would be taken for nothing */
export function inOldForm(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer
  const told = answer as Readonly<Record<string, unknown>>
  const found = groups.filter(([name]) => typeof told[name] === 'object' && told[name] !== null)
  if (found.length === 0) return answer
  const lists = found.map(([name, list]) => {
    const { Items: items, TotalCount: count = 0 } = told[name] as Group
    // In 1.52 an engine that was not told to list them tells both forms.
    if (!items && count > 0 && !told[list])
      throw new AppError('engine.garbled', { detail: `${name} of ${count} without its items` })
    return [list, items ?? told[list] ?? []] as const
  })
  const { TotalSize: bytes = 0 } = (told.ImageUsage ?? {}) as Group
  return { LayersSize: bytes, ...Object.fromEntries(lists) }
}
