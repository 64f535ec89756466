// The rows of the volume list: who uses a volume, its shown name, filter and order.
import { useShallow } from 'zustand/react/shallow'
import { create } from 'zustand'
import type { Container, Volume, VolumeBackup } from '../../preload/model'
import type { Translate } from '../i18n/translate'
import { containers, trash, volumeBackups, volumes } from '../stores/mirrors'

export type VolumeFilter = 'all' | 'used' | 'unused'
export type VolumeSort = 'name' | 'size' | 'backup'

export interface VolumeView {
  readonly filter: VolumeFilter
  readonly sort: VolumeSort
  readonly descending: boolean
  /** Part of a name that must occur; empty for all. */
  readonly search: string
}

export const useVolumeView = create<VolumeView>(() => ({
  filter: 'all',
  sort: 'name',
  descending: false,
  search: '',
}))

export const sortVolumesBy = (sort: VolumeSort): void =>
  useVolumeView.setState((state) => ({ sort, descending: state.sort === sort && !state.descending }))

/** An anonymous volume is called by a piece of its 64 digits. */
export const titleOf = (t: Translate, volume: Volume): string =>
  volume.anonymous ? t('volumes.unnamed', { id: volume.id.slice(0, 6) }) : volume.id

/** As the engine makes names up. */
export const isUnnamed = (name: string): boolean => /^[0-9a-f]{64}$/.test(name)

/** Newest first. */
export const useBackupsOf = (name: string): readonly VolumeBackup[] =>
  volumeBackups.use(
    useShallow((state) =>
      [...state.items.values()].filter((one) => one.volume === name).sort((a, b) => b.at - a.at),
    ),
  )

/** Epoch ms of the newest restore point by the name of its volume; 0 is not among them. */
export function lastBackups(all: Iterable<VolumeBackup>): Readonly<Record<string, number>> {
  const last: Record<string, number> = {}
  for (const { volume, at } of all) last[volume] = Math.max(last[volume] ?? 0, at)
  return last
}

/** Containers that mount the volume, running or not. */
export const useUsersOf = (name: string): readonly Container[] =>
  containers.use(useShallow((state) => [...state.items.values()].filter((one) => one.volumes.includes(name))))

/** The name of a container in the Trash that keeps the volume. */
export const useTrashedUserOf = (name: string): string | undefined =>
  trash.use((state) => [...state.items.values()].find((one) => one.volumes.includes(name))?.name)

/** The names of the volumes in use as text: the same value while the set does not change. */
export const useUsedVolumesKey = (): string =>
  containers.use((state) =>
    [...new Set([...state.items.values()].flatMap((one) => one.volumes))].sort().join(' '),
  )

/** Volumes that no container mounts, nor one in the Trash; empty until the containers are known: unknown is not unused. */
export function useUnused(): readonly Volume[] {
  const known = containers.use((state) => state.loaded)
  const used = new Set(useUsedVolumesKey().split(' '))
  const kept = trash.use(useShallow((state) => [...state.items.values()].flatMap((one) => one.volumes)))
  const all = volumes.use(useShallow((state) => [...state.items.values()]))
  return known ? all.filter((one) => !used.has(one.id) && !kept.includes(one.id)) : []
}

/** By its own name, or that of its project. */
const found = ({ id, project = '' }: Volume, search: string): boolean =>
  [id, project].some((text) => text.toLowerCase().includes(search.toLowerCase()))

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Ids in the order shown: names with A first and unnamed ones last; sizes and restore points with the large and the new. */
export function arrangeVolumes(
  all: Iterable<Volume>,
  used: ReadonlySet<string>,
  bytes: Readonly<Record<string, number>>,
  view: VolumeView,
  backups: Readonly<Record<string, number>> = {},
): string[] {
  const sign = view.descending ? -1 : 1
  const byName = (a: Volume, b: Volume): number =>
    Number(a.anonymous) - Number(b.anonymous) || collator.compare(a.id, b.id)
  const first: Readonly<Record<VolumeSort, (a: Volume, b: Volume) => number>> = {
    name: byName,
    size: (a, b) => (bytes[b.id] ?? -1) - (bytes[a.id] ?? -1),
    backup: (a, b) => (backups[b.id] ?? 0) - (backups[a.id] ?? 0),
  }
  return [...all]
    .filter((volume) => view.filter === 'all' || used.has(volume.id) === (view.filter === 'used'))
    .filter((volume) => found(volume, view.search.trim()))
    .sort((a, b) => sign * (first[view.sort](a, b) || byName(a, b)))
    .map((volume) => volume.id)
}
