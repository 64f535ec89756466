// One row of the tree of files: a file, a folder that opens in place, or a word on what is in a folder.
import {
  ChevronDown,
  ChevronRight,
  Copy,
  Download,
  File,
  FileImage,
  FileSymlink,
  FileText,
  Folder,
  FolderOpen,
  FolderSymlink,
  type LucideIcon,
} from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { GridRow, type RowPlace } from '../components/grid-list'
import { MenuItem } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { formatAgo, formatBytes, formatExact } from '../i18n/format'
import { copyText } from '../stores/clipboard'
import { useNow } from '../stores/clock'
import { useLanguage, useT } from '../stores/preferences'
import type { FileHome } from './file-home'
import type { FileTreeRow, NoteRow } from './tree'

export interface FileRowProps {
  readonly row: FileTreeRow
  readonly place: RowPlace
  /** Whether it is the one that is looked at. */
  readonly isChosen: boolean
  /** The name was pressed. */
  readonly onOpen: () => void
  /** The row was pressed beside its name. */
  readonly onRow: () => void
  readonly onDownload: () => void
  /** Of what is on this computer. */
  readonly onReveal: () => void
  /** In the container. */
  readonly path: string
  readonly grid: string
  /** Of the file, or of all that is in the folder; absent while that is not known. */
  readonly bytes: number | undefined
  readonly home?: FileHome | undefined
}

export const homeTones: Readonly<Record<FileHome, string>> = {
  volume: 'acc',
  unnamed: 'acc',
  computer: 'ok',
  memory: 'warn',
  here: 'warn',
  image: '',
}

export function FileRow(props: FileRowProps): ReactNode {
  const { row, place, isChosen, onOpen, onRow, onDownload, grid, bytes, ...at } = props
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const { file, level, open } = row
  const { name, kind, modifiedAt } = file
  const tabIndex = place.isCursor ? 0 : -1
  return (
    <GridRow
      place={place}
      className={`${grid} ${kind === 'other' ? '' : 'opens'}`.trimEnd()}
      level={level}
      expanded={open}
      isOpen={isChosen}
      onOpen={onRow}
    >
      <span role="gridcell" className="row file-name" style={indent(level)}>
        <Twist open={open} />
        <KindIcon row={row} />
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
            at.home && <span className={`chip sm ${homeTones[at.home]}`}>{t(`files.home.${at.home}`)}</span>
          )}
        </span>
      )}
      <span role="gridcell" className="number text-2">
        {(kind === 'file' || kind === 'folder') && bytes !== undefined ? formatBytes(bytes) : ''}
      </span>
      <span role="gridcell" className="text-2 truncate file-when" title={formatExact(language, modifiedAt)}>
        {formatAgo(t, modifiedAt, now)}
      </span>
      <span role="gridcell" className="row-actions">
        {kind !== 'other' && (
          <RowMenu name={legible(name)} tabIndex={tabIndex}>
            <MenuItem onSelect={onOpen}>
              {kind === 'file' ? <FileText className="icon" /> : <FolderOpen className="icon" />}
              {t('files.open')}
            </MenuItem>
            <MenuItem onSelect={onDownload}>
              <Download className="icon" />
              {t(kind === 'folder' ? 'files.copyOutFolder' : 'files.downloadIt')}
            </MenuItem>
            {'home' in at && at.home === 'computer' && (
              <MenuItem onSelect={at.onReveal}>
                <FolderSymlink className="icon" />
                {t('files.reveal')}
              </MenuItem>
            )}
            <MenuItem onSelect={() => copyText(at.path)}>
              <Copy className="icon" />
              {t('files.copyPath')}
            </MenuItem>
          </RowMenu>
        )}
      </span>
    </GridRow>
  )
}

const indent = (level: number): CSSProperties => ({ '--level': level }) as CSSProperties

/** The row itself says whether it is open, and opens; this shows it. */
const Twist = ({ open }: { readonly open: boolean | undefined }): ReactNode => (
  <span className="file-twist" aria-hidden="true">
    {open === true && <ChevronDown className="icon icon-12" />}
    {open === false && <ChevronRight className="icon icon-12" />}
  </span>
)

const icons = { file: FileText, folder: Folder, link: FileSymlink, other: File }
const pictures = /\.(png|jpe?g|gif|webp|svg|ico|bmp|avif)$/i

function KindIcon({ row: { file, open } }: { readonly row: FileTreeRow }): ReactNode {
  let Icon: LucideIcon = icons[file.kind]
  if (open === true) Icon = FolderOpen
  else if (file.kind === 'file' && pictures.test(file.name)) Icon = FileImage
  return <Icon className="icon icon-14 file-kind" aria-hidden="true" />
}

export interface FolderNoteProps {
  readonly row: NoteRow
  readonly place: RowPlace
  readonly onAgain: () => void
}

export function FolderNote({ row, place, onAgain }: FolderNoteProps): ReactNode {
  const t = useT()
  const { note, level } = row
  return (
    <GridRow place={place} className="file-note-row" level={level}>
      <span role="gridcell" className="file-note" style={indent(level)}>
        {typeof note === 'string' ? (
          <span className={`help ${note === 'loading' ? 'on-its-way' : ''}`.trimEnd()}>
            {t(`files.note.${note}`)}
          </span>
        ) : (
          <ErrorCard
            error={note}
            announce={false}
            actions={
              <Button size="sm" onClick={onAgain}>
                {t('details.again')}
              </Button>
            }
          />
        )}
      </span>
    </GridRow>
  )
}
