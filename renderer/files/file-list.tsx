// The files of one folder as a grid: Enter or a click opens, each can be downloaded.
import { Download, File, FileSymlink, FileText, Folder } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ContainerFile } from '../../preload/model'
import { legible } from '../../preload/text'
import { IconButton } from '../components/button'
import { GridList, GridRow, type RowPlace } from '../components/grid-list'
import { formatAgo, formatBytes } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import type { FileHome } from './file-home'
import { joinPath } from './paths'

export interface FileListProps {
  readonly files: readonly ContainerFile[]
  readonly folder: string
  readonly onOpen: (file: ContainerFile) => void
  readonly onDownload: (path: string) => void
  /** Where a path really is; absent where there is no room to say so, or everything is in one place. */
  readonly homeOf?: ((path: string) => FileHome | undefined) | undefined
}

const icons = { file: FileText, folder: Folder, link: FileSymlink, other: File }

export function FileList({ files, folder, onOpen, onDownload, homeOf }: FileListProps): ReactNode {
  const t = useT()
  const grid = homeOf ? 'file-grid has-homes' : 'file-grid'
  const byName = new Map(files.map((file) => [file.name, file]))
  return (
    <div className="list-area files">
      <GridList
        label={t('files.in', { path: folder })}
        ids={files.map(({ name }) => name)}
        onDelete={() => {}}
        head={
          <div className={`list-row list-head ${grid}`} role="row" aria-rowindex={1}>
            <span role="columnheader">{t('list.name')}</span>
            {homeOf && <span role="columnheader">{t('files.home')}</span>}
            <span role="columnheader" className="number">
              {t('files.size')}
            </span>
            <span role="columnheader">{t('files.changed')}</span>
            <span role="columnheader">
              <span className="visually-hidden">{t('list.actions')}</span>
            </span>
          </div>
        }
        row={(place) => {
          const file = byName.get(place.id)
          if (!file) return null
          return (
            <FileRow
              file={file}
              place={place}
              onOpen={() => onOpen(file)}
              onDownload={() => onDownload(joinPath(folder, file.name))}
              grid={grid}
              {...(homeOf ? { home: homeOf(joinPath(folder, file.name)) } : {})}
            />
          )
        }}
      />
    </div>
  )
}

interface FileRowProps {
  readonly file: ContainerFile
  readonly place: RowPlace
  readonly onOpen: () => void
  readonly onDownload: () => void
  readonly grid: string
  readonly home?: FileHome | undefined
}

const tones: Readonly<Record<FileHome, string>> = {
  volume: 'acc',
  unnamed: 'acc',
  computer: 'ok',
  memory: 'warn',
  here: 'warn',
  image: '',
}

function FileRow({ file, place, onOpen, onDownload, grid, ...at }: FileRowProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const { name, kind, sizeBytes, modifiedAt } = file
  const Icon = icons[kind]
  const tabIndex = place.isCursor ? 0 : -1
  return (
    <GridRow place={place} className={grid}>
      <span role="gridcell" className="row g8 file-name">
        <Icon className="icon icon-14" aria-hidden="true" />
        <button
          type="button"
          className="link-like mono truncate"
          tabIndex={tabIndex}
          disabled={kind === 'other'}
          title={`${legible(name)} (${t(`files.${kind}`)})`}
          onClick={onOpen}
        >
          {legible(name)}
        </button>
      </span>
      {'home' in at && (
        <span role="gridcell" className="truncate">
          {at.home === 'image' ? (
            <span className="text-2">{t('files.home.image')}</span>
          ) : (
            at.home && <span className={`chip sm ${tones[at.home]}`}>{t(`files.home.${at.home}`)}</span>
          )}
        </span>
      )}
      <span role="gridcell" className="number text-2">
        {kind === 'file' ? formatBytes(sizeBytes) : ''}
      </span>
      <span role="gridcell" className="text-2 truncate" title={new Date(modifiedAt).toLocaleString()}>
        {formatAgo(t, modifiedAt, now)}
      </span>
      <span role="gridcell" className="row-actions">
        {kind !== 'other' && (
          <IconButton label={t('files.download', { name })} tabIndex={tabIndex} onClick={onDownload}>
            <Download className="icon icon-14" />
          </IconButton>
        )}
      </span>
    </GridRow>
  )
}
