// Where a file of a container really is: on a volume, on this computer, in its image, or only in the container.
import type { ContainerData, DataPlace } from '../../preload/model'

export type FileHome = 'volume' | 'unnamed' | 'computer' | 'memory' | 'here' | 'image'

/** Made by Linux or Docker for each container: neither kept nor lost. */
const made = ['/proc', '/sys', '/dev', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf']

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

/** Undefined where it is not known, and where there is nothing to know. */
export function homeOf(path: string, { places, changes, complete }: ContainerData): FileHome | undefined {
  const [place] = places.filter((one) => isIn(path, one.path)).sort((a, b) => b.path.length - a.path.length)
  if (place) return homeOfPlace(place)
  if (made.some((one) => isIn(path, one))) return undefined
  for (const change of changes) {
    if (change.kind === 'deleted') continue
    const folder = change.path.endsWith('/') ? change.path.slice(0, -1) : undefined
    if (change.path === path) return 'here'
    if (folder === undefined || !isIn(path, folder)) continue
    // New files beside others: which ones is not told.
    if (change.someOf !== true) return 'here'
    if (path.slice(0, path.lastIndexOf('/')) === folder) return undefined
  }
  return complete ? 'image' : undefined
}

/** Whether it, or something below it, is only in the container. */
export function holdsChange(path: string, data: ContainerData): boolean {
  if (homeOf(path, data) === 'here') return true
  return data.changes.some(({ path: changed, kind, someOf }) => {
    if (kind === 'deleted') return false
    const place = changed.endsWith('/') ? changed.slice(0, -1) : changed
    if (isIn(place, path)) return true
    // It may be one of the new files there.
    return someOf === true && path.slice(0, path.lastIndexOf('/')) === place
  })
}

const homeOfPlace = ({ kind, anonymous }: DataPlace): FileHome | undefined => {
  if (kind === 'volume') return anonymous ? 'unnamed' : 'volume'
  if (kind === 'folder') return 'computer'
  return kind === 'memory' ? 'memory' : undefined
}
