// Every item that can go, with its size and why; what could not be made again starts unticked.
import { useEffect, useState, type ReactNode } from 'react'
import type { ReclaimItem, ReclaimKind } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Checkbox } from '../components/choices'
import { formatAgo, formatBytes } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import { planFresh, reclaim, useReclaim } from './reclaim-state'

const kinds: readonly ReclaimKind[] = ['image', 'cache', 'container', 'log', 'volume']
const none: readonly ReclaimItem[] = []

export function ReclaimDialog(): ReactNode {
  const t = useT()
  const items = useReclaim((state) => state.plan?.items ?? none)
  const planning = useReclaim((state) => state.work === 'planning')
  // An error may lead here before anybody asked what can go.
  useEffect(() => void planFresh(), [])
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map())
  const chosen = items.filter(({ id, safe }) => changed.get(id) ?? safe)
  const ticked = new Set(chosen.map(({ id }) => id))
  const tick = (ids: readonly string[], on: boolean): void =>
    setChanged((now) => new Map([...now, ...ids.map((id) => [id, on] as const)]))
  const size = formatBytes(chosen.reduce((sum, { bytes }) => sum + bytes, 0))
  return (
    <AskDialog
      title={t('reclaim.dialogTitle')}
      text={t('reclaim.dialogWhy')}
      keep={t('remove.keepMany')}
      note={t('reclaim.total', { count: chosen.length, size })}
      confirm={{
        label: t('reclaim.confirm', { size }),
        disabled: chosen.length === 0,
        run: () => void reclaim(chosen.map(({ id }) => id)),
      }}
    >
      {items.length === 0 && (
        <p className="text-2" role="status">
          {t(planning ? 'reclaim.planning' : 'reclaim.nothing')}
        </p>
      )}
      <div className="reclaim-list">
        {kinds.map((kind) => (
          <KindGroup
            key={kind}
            kind={kind}
            items={items.filter((item) => item.kind === kind)}
            ticked={ticked}
            tick={tick}
          />
        ))}
      </div>
    </AskDialog>
  )
}

interface KindGroupProps {
  readonly kind: ReclaimKind
  readonly items: readonly ReclaimItem[]
  readonly ticked: ReadonlySet<string>
  readonly tick: (ids: readonly string[], on: boolean) => void
}

function KindGroup({ kind, items, ticked, tick }: KindGroupProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  if (items.length === 0) return null
  const ids = items.map(({ id }) => id)
  const on = ids.filter((id) => ticked.has(id)).length
  const name = t(`taken.${kind}`)
  return (
    <section aria-label={name}>
      <label className="row g8 reclaim-kind">
        <Checkbox
          checked={on === 0 ? false : on === ids.length ? true : 'mixed'}
          onChange={() => tick(ids, on < ids.length)}
        />
        <b>{name}</b>
        {kind !== 'image' && kind !== 'cache' && <span className="text-2 size-12">{t(`loses.${kind}`)}</span>}
      </label>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <label className="row g8 grow" title={item.name}>
              <Checkbox
                checked={ticked.has(item.id)}
                onChange={() => tick([item.id], !ticked.has(item.id))}
              />
              <span className="truncate grow">{item.name}</span>
            </label>
            <span className="text-2 no-wrap size-12">
              {t(`reason.${item.reason}`)}
              {item.at > 0 && `, ${formatAgo(t, item.at, now)}`}
            </span>
            <span className="no-wrap reclaim-size">{formatBytes(item.bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
