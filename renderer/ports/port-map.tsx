// The port map: this computer, the Linux VM, containers, and a cable for every path. The table says the same in text.
import { AppWindow, Container as ContainerIcon, Lock } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { projectColor } from '../containers/project-color'
import { useT } from '../stores/preferences'
import { drawnState, shownName, type Cable, type HostRow, type InsideRow, type PortMapRows } from './map-rows'
import { isMissed, reachWords } from './reach-words'
import { useRowsInSight } from './use-rows-in-sight'
import { Wires } from './wires'

/** Of one row, in CSS pixels; the cables are drawn by the same number. */
export const rowHeight = 34

export const cableColor = ({ project, state }: Pick<Cable, 'project' | 'state'>): string => {
  if (state === 'broken') return 'var(--bad)'
  if (state === 'planned') return 'var(--warn)'
  return project === undefined ? 'var(--p-6)' : projectColor(project)
}

export function PortMap({ rows }: { readonly rows: PortMapRows }): ReactNode {
  const t = useT()
  const [active, setActive] = useState<string | undefined>()
  const lit = active === undefined ? undefined : pathOf(rows, active)
  const isFaded = (key: string): boolean => lit !== undefined && !lit.has(key)
  const count = Math.max(rows.hosts.length, rows.insides.length, 1)
  const height = count * rowHeight
  const { top, first, end } = useRowsInSight<HTMLDivElement>(count, rowHeight, '.ports-body', rows)
  const handlers = (key: string) => ({
    onMouseEnter: () => setActive(key),
    onMouseLeave: () => setActive(undefined),
  })
  return (
    <>
      <div className="map-head" aria-hidden="true">
        <span>
          {t('ports.thisComputer')} <small>localhost</small>
        </span>
        <span>{t('ports.vm')}</span>
        <span>{t('ports.containers')}</span>
      </div>
      {/* The table carries the same facts for those who cannot see cables. */}
      <div className="port-map" style={{ height }} aria-hidden="true" ref={top}>
        <ol className="map-left">
          <Above rows={first} />
          {rows.hosts.slice(first, end).map((row) => (
            <HostItem key={row.key} row={row} faded={isFaded(row.key)} {...handlers(row.key)} />
          ))}
        </ol>
        <Wires rows={rows} first={first} end={end} height={height} isFaded={isFaded} />
        <ol className="map-right">
          <Above rows={first} />
          {rows.insides.slice(first, end).map((row) => (
            <InsideItem key={row.key} row={row} faded={isFaded(row.key)} {...handlers(row.key)} />
          ))}
        </ol>
      </div>
      <Legend />
    </>
  )
}

/** The room of rows that are not in sight. */
const Above = ({ rows }: { readonly rows: number }): ReactNode =>
  rows > 0 && <li style={{ height: rows * rowHeight }} />

function pathOf(rows: PortMapRows, key: string): ReadonlySet<string> {
  const path = new Set([key])
  for (const cable of rows.cables)
    if (cable.host === key || cable.inside === key) path.add(cable.host).add(cable.inside)
  return path
}

interface ItemProps {
  readonly faded: boolean
  readonly onMouseEnter: () => void
  readonly onMouseLeave: () => void
}

function HostItem({ row, faded, ...handlers }: ItemProps & { readonly row: HostRow }): ReactNode {
  const t = useT()
  const Icon = row.state === 'reserved' ? Lock : row.byContainer ? ContainerIcon : AppWindow
  const name = row.state === 'reserved' ? t('ports.system') : shownName(t, row) || t('ports.unknownProgram')
  return (
    <li
      className={`map-row ${drawnState(row)} ${faded ? 'is-faded' : ''}`.trimEnd()}
      title={row.command}
      {...handlers}
    >
      <Icon className="icon" />
      <span className="truncate name">{name}</span>
      {row.pid !== undefined && !row.byContainer && <small>PID {row.pid}</small>}
      {row.state === 'reserved' && <small>{t('ports.reserved')}</small>}
      <b className="mono">
        {row.lastPort === undefined ? row.port : `${row.port}–${row.lastPort}`}
        {row.protocol === 'udp' && <small>/udp</small>}
      </b>
    </li>
  )
}

function InsideItem({ row, faded, ...handlers }: ItemProps & { readonly row: InsideRow }): ReactNode {
  const t = useT()
  const missed = row.forward !== undefined && isMissed(row.forward)
  const note =
    row.state === 'broken' || missed
      ? t(row.shadowed ? 'ports.shadowedNote' : row.up ? 'ports.notReachable' : 'ports.didNotStart')
      : row.state === 'planned'
        ? t('ports.notStarted')
        : programOf(row.image)
  const kind = missed && row.state === 'connected' ? 'missed' : row.state
  return (
    <li
      className={`map-row ${kind} ${faded ? 'is-faded' : ''}`.trimEnd()}
      title={row.forward && reachWords(t, row.name, row.forward)}
      {...handlers}
    >
      <b className="mono">{row.containerPort}</b>
      <span className="truncate name" title={row.image}>
        {row.name}
      </span>
      <small className="end">{note}</small>
    </li>
  )
}

/** `registry.example/team/web-shop:1.2` is `web-shop`; an image without a name has none here either. */
const programOf = (image: string): string =>
  /^sha256:/.test(image) ? '' : (/([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1] ?? '')

function Legend(): ReactNode {
  const t = useT()
  return (
    <div className="map-legend">
      <span>
        <span className="jack acc" /> {t('ports.legendConnected')}
      </span>
      <span>
        <span className="jack bad" /> {t('ports.legendConflict')}
      </span>
      <span>
        <span className="jack plan" /> {t('ports.legendLater')}
      </span>
      <span>
        <span className="jack res" /> {t('ports.legendReserved')}
      </span>
      <span className="grow" />
      <span>{t('ports.legendColor')}</span>
    </div>
  )
}
