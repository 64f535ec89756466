// The facts of the port map as a table, for screen readers and for those who prefer rows.
import { useMemo, type ReactNode } from 'react'
import type { Translate } from '../i18n/translate'
import { useT } from '../stores/preferences'
import { shownName, type HostRow, type InsideRow, type PortMapRows } from './map-rows'
import { isReached, reachWords } from './reach-words'
import { useRowsInSight } from './use-rows-in-sight'

/** Of one row, in CSS pixels; the style sheet holds it so. */
const rowHeight = 32
/** Behind the map nothing scrolls, so the table is cut there, what is broken first. */
const mostBehindMap = 200

const broken = (row: HostRow): number => (row.state === 'broken' ? 0 : 1)

/** The table that can be seen; of a long one only the rows in sight are in the page. */
export function PortTable({ rows }: { readonly rows: PortMapRows }): ReactNode {
  const t = useT()
  const { top, first, end } = useRowsInSight<HTMLTableSectionElement>(
    rows.hosts.length,
    rowHeight,
    '.port-table',
    rows,
  )
  return (
    <div className="port-table" tabIndex={0} role="region" aria-label={t('ports.table')}>
      <table aria-label={t('ports.table')} aria-rowcount={rows.hosts.length + 1}>
        <colgroup>
          <col className="col-port" />
          <col className="col-address" />
          <col className="col-holder" />
          <col className="col-leads" />
          <col />
        </colgroup>
        <Head />
        <tbody ref={top}>
          <Room rows={first} />
          <Rows rows={rows} hosts={rows.hosts.slice(first, end)} firstIndex={first + 2} />
          <Room rows={rows.hosts.length - end} />
        </tbody>
      </table>
    </div>
  )
}

/** The same for those who cannot see the map. */
export function HiddenPortTable({ rows }: { readonly rows: PortMapRows }): ReactNode {
  const t = useT()
  const hosts = useMemo(
    () => [...rows.hosts].sort((a, b) => broken(a) - broken(b)).slice(0, mostBehindMap),
    [rows],
  )
  const more = rows.hosts.length - hosts.length
  return (
    <div className="visually-hidden">
      <table aria-label={t('ports.table')}>
        <Head />
        <tbody>
          <Rows rows={rows} hosts={hosts} />
        </tbody>
      </table>
      {more > 0 && <p>{t('ports.moreInTable', { count: more })}</p>}
    </div>
  )
}

/** The room of rows that are not in sight. */
const Room = ({ rows }: { readonly rows: number }): ReactNode =>
  rows > 0 && (
    <tr aria-hidden="true">
      <td colSpan={5} style={{ height: rows * rowHeight, padding: 0 }} />
    </tr>
  )

function Head(): ReactNode {
  const t = useT()
  return (
    <thead>
      <tr>
        <th scope="col">{t('ports.columnPort')}</th>
        <th scope="col">{t('ports.columnAddress')}</th>
        <th scope="col">{t('ports.columnHolder')}</th>
        <th scope="col">{t('ports.columnLeads')}</th>
        <th scope="col">{t('ports.columnState')}</th>
      </tr>
    </thead>
  )
}

interface RowsProps {
  readonly rows: PortMapRows
  readonly hosts: readonly HostRow[]
  /** Position of the first among all, for assistive technology; the head is 1. */
  readonly firstIndex?: number
}

function Rows({ rows, hosts, firstIndex }: RowsProps): ReactNode {
  const insides = useMemo(() => new Map(rows.insides.map((row) => [row.key, row])), [rows])
  return hosts.map((row, index) => (
    <Row
      key={row.key}
      row={row}
      leads={(rows.cablesAt.get(row.key) ?? []).flatMap(({ inside }) => insides.get(inside) ?? [])}
      index={firstIndex === undefined ? undefined : firstIndex + index}
    />
  ))
}

const reachOf = (t: Translate, { name, forward }: InsideRow): string =>
  (forward && reachWords(t, name, forward)) ?? ''

interface RowProps {
  readonly row: HostRow
  readonly leads: readonly InsideRow[]
  readonly index: number | undefined
}

function Row({ row, leads, index }: RowProps): ReactNode {
  const t = useT()
  const holder = row.state === 'reserved' ? t('ports.system') : shownName(t, row) || t('ports.unknownProgram')
  const tried = leads.filter(({ forward }) => forward?.reach !== undefined)
  const leadsTo = leads.map((end) => `${end.name}:${end.containerPort}`).join(', ') || '–'
  const owner =
    row.pid !== undefined && !row.byContainer ? t('holder.process', { name: holder, pid: row.pid }) : holder
  const state =
    (row.state === 'connected' && tried.map((end) => reachOf(t, end)).join(' ')) || t(`jack.${row.state}`)
  // In a row there is room for a word; what cannot be seen is read out whole.
  const reached = row.state === 'connected' && tried.every(({ forward }) => forward && isReached(forward))
  return (
    <tr aria-rowindex={index}>
      <th scope="row" className="mono">
        {row.lastPort === undefined ? row.port : `${row.port}–${row.lastPort}`}/{row.protocol}
      </th>
      <td className="mono" title={row.address}>
        {row.address}
      </td>
      <td title={row.command ?? owner}>{owner}</td>
      <td title={leadsTo}>{leadsTo}</td>
      <td className={row.state === 'broken' ? 'bad' : ''} title={state}>
        {reached && index !== undefined ? t('jack.connected') : state}
      </td>
    </tr>
  )
}
