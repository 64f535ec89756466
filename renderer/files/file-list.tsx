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
import { joinPath } from './paths'

export interface FileListProps {
  readonly files: readonly ContainerFile[]
  readonly folder: string
  readonly onOpen: (file: ContainerFile) => void
  readonly onDownload: (path: string) => void
}

const icons = { file: FileText, folder: Folder, link: FileSymlink, other: File }

export function FileList({ files, folder, onOpen, onDownload }: FileListProps): ReactNode {
  const t = useT()
  const byName = new Map(files.map((file) => [file.name, file]))
  return (
    <div className="list-area files">
      <GridList
        label={t('files.in', { path: folder })}
        ids={files.map(({ name }) => name)}
        onDelete={() => {}}
        head={
          <div className="list-row list-head file-grid" role="row" aria-rowindex={1}>
            <span role="columnheader">{t('list.name')}</span>
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
}

function FileRow({ file, place, onOpen, onDownload }: FileRowProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const { name, kind, sizeBytes, modifiedAt } = file
  const Icon = icons[kind]
  const tabIndex = place.isCursor ? 0 : -1
  return (
    <GridRow place={place} className="file-grid">
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
