// What Docker keeps on the disk, by kind, how much of it can go, and the way to let it go.
import { useEffect, type CSSProperties, type ReactNode } from 'react'
import type { ReclaimKind, ReclaimPlan } from '../../preload/model'
import { Button } from '../components/button'
import { formatAgo, formatBytes } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { planFresh, planReclaim, useReclaim } from './reclaim-state'

const hues: Readonly<Record<ReclaimKind, string>> = {
  image: 'cpu',
  volume: 'mem',
  cache: 'disk',
  container: 'net',
  log: 'host',
}
const kinds: readonly ReclaimKind[] = ['image', 'volume', 'cache', 'container', 'log']
const mostLarge = 3

export function DiskCard(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const { plan, plannedAt, work } = useReclaim()
  const now = useNow('minute')
  useEffect(() => {
    if (ready) void planFresh()
  }, [ready])
  const goes = plan ? sum(plan.items) : 0
  return (
    <section className="card disk-card">
      <header>
        <h2>{t('reclaim.title')}</h2>
        {plan && (
          <span className="text-2 size-12">{t('reclaim.used', { size: formatBytes(sum(plan.usage)) })}</span>
        )}
        <span className="grow" />
        <span className="text-2 size-12" role="status">
          {work === 'reclaiming'
            ? t('reclaim.reclaiming')
            : work === 'planning'
              ? t('reclaim.planning')
              : plannedAt > 0 && t('reclaim.measured', { time: formatAgo(t, plannedAt, now) })}
        </span>
        {work === undefined && (
          <Button kind="ghost" size="sm" disabled={!ready} onClick={() => void planReclaim()}>
            {plan ? t('reclaim.again') : t('reclaim.measure')}
          </Button>
        )}
      </header>
      {plan && (
        <>
          <DiskBar plan={plan} />
          <DiskTable plan={plan} />
          <Largest plan={plan} />
          <div className="row g8 reclaim-foot">
            <Button
              kind="primary"
              disabled={!ready || plan.items.length === 0 || work !== undefined}
              onClick={() => openDialog({ kind: 'reclaim' })}
            >
              {goes > 0 ? t('reclaim.upTo', { size: formatBytes(goes) }) : t('reclaim.open')}
            </Button>
            <span className="text-2 size-12">{t('reclaim.first')}</span>
          </div>
        </>
      )}
    </section>
  )
}

const sum = (of: readonly { readonly bytes: number }[]): number =>
  of.reduce((total, { bytes }) => total + bytes, 0)

interface Part {
  readonly kind: ReclaimKind
  readonly used: number
  readonly goes: number
  readonly count: number
}

/** What can go is never more than what is there: shared layers make single sizes an estimate. */
const partsOf = ({ usage, items }: ReclaimPlan): Part[] =>
  kinds.map((kind) => {
    const used = usage.find((one) => one.kind === kind)?.bytes ?? 0
    const mine = items.filter((item) => item.kind === kind)
    return { kind, used, goes: Math.min(used, sum(mine)), count: mine.length }
  })

function DiskBar({ plan }: { readonly plan: ReclaimPlan }): ReactNode {
  const total = sum(plan.usage) || 1
  return (
    <div className="disk-bar" aria-hidden="true">
      {partsOf(plan).flatMap(({ kind, used, goes }) =>
        [
          { mark: '', bytes: used - goes },
          { mark: 'hatch', bytes: goes },
        ]
          .filter(({ bytes }) => bytes > 0)
          .map(({ mark, bytes }) => (
            <i
              key={`${kind}${mark}`}
              className={mark}
              style={{ width: `${(bytes / total) * 100}%`, '--c': `var(--m-${hues[kind]})` } as CSSProperties}
            />
          )),
      )}
    </div>
  )
}

function DiskTable({ plan }: { readonly plan: ReclaimPlan }): ReactNode {
  const t = useT()
  return (
    <table className="disk-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t('reclaim.kind')}</span>
          </th>
          <th scope="col">{t('reclaim.usedHead')}</th>
          <th scope="col">{t('reclaim.goesHead')}</th>
        </tr>
      </thead>
      <tbody>
        {partsOf(plan)
          .filter(({ kind, used }) => used > 0 || kind !== 'log')
          .map(({ kind, used, goes, count }) => (
            <tr key={kind}>
              <th scope="row">
                <span className="swatch" style={{ '--c': `var(--m-${hues[kind]})` } as CSSProperties} />
                {t(`taken.${kind}`)}{' '}
                {count > 0 && <small className="text-2">{t('reclaim.count', { count })}</small>}
              </th>
              <td>{formatBytes(used)}</td>
              <td>
                <b>{formatBytes(goes)}</b>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

function Largest({ plan }: { readonly plan: ReclaimPlan }): ReactNode {
  const t = useT()
  const large = plan.items.filter(({ bytes }) => bytes > 0).slice(0, mostLarge)
  if (large.length === 0) return null
  return (
    <div className="largest">
      <span className="caption">{t('reclaim.largest')}</span>
      {large.map((item) => (
        <p key={item.id}>
          <span className="truncate" title={item.name}>
            {t(`largest.${item.kind}`, { name: item.name })}
          </span>
          <span className="no-wrap">{formatBytes(item.bytes)}</span>
        </p>
      ))}
    </div>
  )
}
