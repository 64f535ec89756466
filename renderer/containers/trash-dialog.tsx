// The Trash: removed containers until they are deleted for good, each with the way back.
import { X } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import type { TrashedContainer } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { Dialog } from '../components/dialog'
import { Empty } from '../components/empty'
import { Tile } from '../components/tile'
import { formatAgo } from '../i18n/format'
import { useNow } from '../stores/clock'
import { trash } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { restoreMany } from './remove'

const dayMs = 24 * 3_600_000

export function TrashDialog(): ReactNode {
  const t = useT()
  const heading = useId()
  const items = trash.use((state) => state.items)
  const entries = [...items.values()].sort((a, b) => b.removedAt - a.removedAt)
  const [sure, setSure] = useState(false)
  const deleteNow = (ids: readonly string[]): void =>
    void contract().containers.deleteDiscarded({ ids }).catch(reportError)
  return (
    <Dialog labelledBy={heading} className="trash-dialog" onClose={closeDialog}>
      <header>
        <h2 id={heading} className="grow">
          {t('trash.title')}
        </h2>
        <IconButton label={t('common.close')} onClick={closeDialog}>
          <X className="icon" />
        </IconButton>
      </header>
      <div className="trash-body">
        <p className="text-2">{t('trash.why')}</p>
        {entries.length === 0 ? (
          <Empty title={t('trash.empty')} text={t('trash.emptyWhy')} />
        ) : (
          <ul className="trash-list">
            {entries.map((entry) => (
              <TrashRow key={entry.id} entry={entry} onDelete={() => deleteNow([entry.id])} />
            ))}
          </ul>
        )}
      </div>
      <footer>
        <span className="grow" />
        {sure && <span className="help bad">{t('trash.sure')}</span>}
        {entries.length > 0 && (
          <Button
            kind={sure ? 'danger-solid' : 'danger'}
            onClick={() => {
              if (sure) deleteNow(entries.map(({ id }) => id))
              setSure(!sure)
            }}
          >
            {sure ? t('trash.deleteAll') : t('trash.deleteAllAsk')}
          </Button>
        )}
        <Button data-autofocus onClick={closeDialog}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

function TrashRow(props: { readonly entry: TrashedContainer; readonly onDelete: () => void }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const { id, name, image, removedAt, until } = props.entry
  const [sure, setSure] = useState(false)
  // The clock of the window may be a little behind what was removed just now.
  const days = Math.max(0, Math.ceil((until - Math.max(now, removedAt)) / dayMs))
  return (
    <li>
      <Tile image={image} off />
      <span className="grow stack">
        <b className="truncate" title={name}>
          {name}
        </b>
        <small className="truncate text-2">
          {t('trash.removed', { time: formatAgo(t, removedAt, now) })} · {t('trash.left', { count: days })}
        </small>
      </span>
      <Button size="sm" onClick={() => void restoreMany([id])}>
        {t('trash.restore')}
      </Button>
      <Button
        size="sm"
        kind={sure ? 'danger-solid' : 'ghost'}
        onClick={() => (sure ? props.onDelete() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {sure ? t('trash.deleteNow') : t('trash.delete')}
      </Button>
    </li>
  )
}
