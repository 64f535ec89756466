// Which columns the list has, how wide they are, and the choice of them, which is remembered.
import type { CSSProperties } from 'react'
import { containerColumns } from '../../preload/container-columns'
import type { ContainerColumn } from '../../preload/model'
import { settings } from '../stores/mirrors'
import { changeSettings } from '../stores/preferences'

const usual: readonly ContainerColumn[] = ['ports', 'cpu', 'memory', 'started']

/** The same array while the choice stays the same, so that rows need not render for it. */
export const useColumns = (): readonly ContainerColumn[] =>
  settings((state) => state.value?.containerColumns ?? usual)

export function toggleColumn(column: ContainerColumn): void {
  const chosen = new Set(settings.getState().value?.containerColumns ?? usual)
  if (!chosen.delete(column)) chosen.add(column)
  changeSettings({ containerColumns: containerColumns.filter((one) => chosen.has(one)) })
}

/** In wide windows, and in narrow ones. */
const widths: Readonly<Record<ContainerColumn, readonly [string, string]>> = {
  ports: ['minmax(232px, 1.15fr)', '232px'],
  cpu: ['104px', '54px'],
  memory: ['116px', '72px'],
  started: ['minmax(118px, 0.6fr)', 'minmax(84px, 0.6fr)'],
  image: ['minmax(110px, 0.9fr)', 'minmax(90px, 0.7fr)'],
  state: ['minmax(80px, 0.5fr)', 'minmax(70px, 0.5fr)'],
  networks: ['minmax(90px, 0.6fr)', 'minmax(80px, 0.6fr)'],
  created: ['minmax(92px, 0.5fr)', 'minmax(84px, 0.5fr)'],
}

export function templateOf(columns: readonly ContainerColumn[]): CSSProperties {
  const [wide, narrow] = [0, 1].map((at) => columns.map((column) => widths[column][at]).join(' '))
  return {
    '--columns': `16px minmax(180px, 1.5fr) ${wide} 132px`,
    '--columns-narrow': `16px minmax(150px, 1.3fr) ${narrow} 132px`,
  } as CSSProperties
}
