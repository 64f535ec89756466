// The files of a folder as a tree: folders open in place, their names lead into them, files are looked at beside.
import { useMemo, type ReactNode } from 'react'
import type { ContainerFile, FolderListing } from '../../preload/model'
import { inVolume } from '../../preload/volume-path'
import { Empty } from '../components/empty'
import { GridList } from '../components/grid-list'
import { useT } from '../stores/preferences'
import type { FileHome } from './file-home'
import { FileRow, FolderNote } from './file-row'
import { reveal } from './reveal'
import { rowsOf, sideStep } from './tree'
import { useBranches } from './use-branches'
import { useSizes } from './use-sizes'

export interface FileTreeProps {
  readonly containerId: string
  /** What stands for the root in the container. */
  readonly place: string
  readonly folder: string
  readonly listing: FolderListing
  /** The file that is looked at. */
  readonly chosen: string | undefined
  /** Where a path really is; absent where there is no room to say so, or everything is in one place. */
  readonly homeOf?: ((path: string) => FileHome | undefined) | undefined
  /** Leaves out the rest. */
  readonly isShown?: ((path: string) => boolean) | undefined
  readonly onOpen: (path: string, file: ContainerFile) => void
  readonly onDownload: (path: string) => void
}

export function FileTree(props: FileTreeProps): ReactNode {
  const { containerId, place, folder, listing, homeOf, isShown, onOpen } = props
  const t = useT()
  const { branches, toggle, again } = useBranches(containerId, place, listing)
  const sizes = useSizes({ containerId, place, folder, listing, branches })
  const rows = useMemo(() => rowsOf(folder, listing, branches, isShown), [folder, listing, branches, isShown])
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows])
  if (rows.length === 0) return <Empty title={t(isShown ? 'files.noChanges' : 'files.empty')} text="" />
  const press = (id: string, way: 'enter' | 'row'): void => {
    const row = byId.get(id)
    if (row?.kind !== 'file') return
    if (way === 'row' && row.open !== undefined) toggle(id)
    else if (row.file.kind !== 'other') onOpen(id, row.file)
  }
  const onSide = (id: string, side: 'in' | 'out'): string | undefined => {
    const step = sideStep(rows, id, side)
    if (step?.do === 'toggle') toggle(step.path)
    return step?.do === 'go' ? step.id : undefined
  }
  const grid = homeOf ? 'file-grid has-homes' : 'file-grid'
  return (
    <div className="list-area files">
      {!listing.complete && <p className="pane-pad help warn">{t('files.incomplete')}</p>}
      <GridList
        label={t('files.in', { path: folder })}
        ids={rows.map(({ id }) => id)}
        onDelete={() => {}}
        onEnter={(id) => press(id, 'enter')}
        onSpace={(id) => press(id, 'row')}
        onSide={onSide}
        head={<Head grid={grid} hasHomes={homeOf !== undefined} />}
        row={(at) => {
          const row = byId.get(at.id)
          if (!row) return null
          if (row.kind === 'note')
            return <FolderNote row={row} place={at} onAgain={() => again(row.folder)} />
          return (
            <FileRow
              row={row}
              place={at}
              isChosen={props.chosen === row.id}
              onOpen={() => press(row.id, 'enter')}
              onRow={() => press(row.id, 'row')}
              onDownload={() => props.onDownload(row.id)}
              path={inVolume(place, row.id)}
              onReveal={() => reveal(containerId, inVolume(place, row.id))}
              grid={grid}
              bytes={
                row.file.kind === 'folder' ? (sizes.get(row.id) ?? row.file.belowBytes) : row.file.sizeBytes
              }
              {...(homeOf ? { home: homeOf(row.id) } : {})}
            />
          )
        }}
      />
    </div>
  )
}

function Head({ grid, hasHomes }: { readonly grid: string; readonly hasHomes: boolean }): ReactNode {
  const t = useT()
  return (
    <div className={`list-row list-head ${grid}`} role="row" aria-rowindex={1}>
      <span role="columnheader">{t('list.name')}</span>
      {hasHomes && <span role="columnheader">{t('files.home')}</span>}
      <span role="columnheader" className="number">
        {t('files.size')}
      </span>
      <span role="columnheader" className="file-when">
        {t('files.changed')}
      </span>
      <span role="columnheader">
        <span className="visually-hidden">{t('list.actions')}</span>
      </span>
    </div>
  )
}
