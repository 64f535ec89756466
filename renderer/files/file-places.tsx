// Above the files: the folder that is shown, the way up, and what is carried in.
import { ArrowUp, RotateCw, Upload } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { useT } from '../stores/preferences'
import { crumbsOf, parentOf } from './paths'
import type { Transfers } from './use-transfers'

export interface FilePlacesProps {
  readonly folder: string
  readonly onFolder: (folder: string) => void
  readonly onRefresh: () => void
  readonly transfers: Transfers
  /** Between the place and the buttons. */
  readonly children?: ReactNode
}

export function FilePlaces(props: FilePlacesProps): ReactNode {
  const { folder, onFolder, onRefresh, transfers, children } = props
  const t = useT()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className="pane-tools file-places">
      <IconButton label={t('files.up')} disabled={folder === '/'} onClick={() => onFolder(parentOf(folder))}>
        <ArrowUp className="icon icon-14" />
      </IconButton>
      <nav className="crumbs mono grow" aria-label={t('files.place')}>
        <button type="button" onClick={() => onFolder('/')} aria-label={t('files.root')}>
          /
        </button>
        {crumbsOf(folder).map(({ name, path }) => (
          <button
            key={path}
            type="button"
            aria-current={path === folder ? 'location' : undefined}
            onClick={() => onFolder(path)}
          >
            {legible(name)}
          </button>
        ))}
      </nav>
      {children}
      <IconButton label={t('changes.refresh')} onClick={onRefresh}>
        <RotateCw className="icon icon-14" />
      </IconButton>
      <Button
        size="sm"
        busy={transfers.busy}
        disabled={transfers.busy}
        onClick={() => picker.current?.click()}
      >
        <Upload className="icon icon-14" />
        {transfers.busy ? t('files.busy') : t('files.upload')}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('files.upload')}
        onChange={(event) => {
          transfers.upload([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
