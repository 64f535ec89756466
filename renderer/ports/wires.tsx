// The cables of the port map and the jacks at their ends; a break is drawn where it happens.
import { useId, type ReactNode } from 'react'
import { drawnState, type Cable, type HostRow, type InsideRow, type PortMapRows } from './map-rows'
import { cableColor, rowHeight } from './port-map'

/** Columns of the picture, in its own units, which are CSS pixels. */
const width = 270
const at = { computer: 14, vmIn: 71, vmOut: 109, container: 240 } as const
const yOf = (index: number): number => index * rowHeight + rowHeight / 2

interface WiresProps {
  readonly rows: PortMapRows
  /** Rows in sight; only their jacks are drawn, and the cables that cross them. */
  readonly first: number
  readonly end: number
  readonly height: number
  readonly isFaded: (key: string) => boolean
}

export function Wires({ rows, first, end, height, isFaded }: WiresProps): ReactNode {
  const hostAt = new Map(rows.hosts.map((row, index) => [row.key, index]))
  const insideAt = new Map(rows.insides.map((row, index) => [row.key, index]))
  const crosses = ({ host, inside }: Cable): boolean => {
    const [from, to] = [hostAt.get(host) ?? 0, insideAt.get(inside) ?? 0]
    return Math.min(from, to) < end && Math.max(from, to) >= first
  }
  const wires = rows.cables.filter(crosses).map((cable): WireProps => ({
    cable,
    from: yOf(hostAt.get(cable.host) ?? 0),
    to: yOf(insideAt.get(cable.inside) ?? 0),
    faded: isFaded(cable.host) || isFaded(cable.inside),
    served: rows.cablesAt.get(cable.host)?.some(({ state }) => state === 'connected') === true,
  }))
  return (
    <svg className="map-wires" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <rect className="map-rail" x={at.computer - 12} y="3" width="24" height={height - 6} rx="10" />
      <rect className="map-rail" x={at.vmIn - 9} y="3" width="56" height={height - 6} rx="10" />
      {railsOf(rows.insides).map(({ from, to }) => (
        <rect
          key={from}
          className="map-rail"
          x={at.container - 12}
          y={from * rowHeight + 3}
          width="24"
          height={(to - from) * rowHeight - 6}
          rx="10"
        />
      ))}
      {wires.map((wire) => (
        <Wire key={`${wire.cable.host} ${wire.cable.inside}`} {...wire} />
      ))}
      {wires.map((wire) => (
        <Break key={`${wire.cable.host} ${wire.cable.inside}`} {...wire} />
      ))}
      {rows.hosts.slice(first, end).map((row, index) => (
        <HostJack
          key={row.key}
          row={row}
          y={yOf(first + index)}
          faded={isFaded(row.key)}
          cables={rows.cablesAt.get(row.key) ?? []}
        />
      ))}
    </svg>
  )
}

/** Rows of one project, or of one container outside of any, from the first to one behind the last. */
function railsOf(insides: readonly InsideRow[]): readonly { readonly from: number; readonly to: number }[] {
  const owner = ({ project, containerId }: InsideRow): string =>
    project === undefined ? containerId : ` ${project}`
  const rails: { from: number; to: number; readonly of: string }[] = []
  for (const [index, row] of insides.entries()) {
    const last = rails.at(-1)
    if (last?.of === owner(row)) last.to = index + 1
    else rails.push({ from: index, to: index + 1, of: owner(row) })
  }
  return rails.length === 0 ? [{ from: 0, to: 1 }] : rails
}

interface WireProps {
  readonly cable: Cable
  readonly from: number
  readonly to: number
  readonly faded: boolean
  /** Another container has the same port of this computer. */
  readonly served: boolean
}

/** The part from the machine to the container. */
const curveOf = (from: number, to: number): string => {
  const middle = (at.vmOut + at.container) / 2
  return `M${at.vmOut} ${from}C${middle} ${from} ${middle} ${to} ${at.container} ${to}`
}

const dashesOf = { connected: undefined, broken: '4 3', planned: '2 4' } as const

/** Whole where the container runs and the break is left of the machine. */
const wayInside = ({ state, breaksAt, up }: Cable): Cable['state'] =>
  state === 'broken' && breaksAt === 'computer' && up ? 'connected' : state

function Wire({ cable, from, to, faded, served }: WireProps): ReactNode {
  const { state, project } = cable
  const inside = wayInside(cable)
  const color = cableColor(cable)
  const insideColor = cableColor(project === undefined ? { state: inside } : { state: inside, project })
  const dashes = dashesOf[state]
  const insideDashes = dashesOf[inside]
  const curve = curveOf(from, to)
  // Up to the machine there is the cable of the one that has the port.
  const shared = served && state !== 'connected' && cable.breaksAt !== 'computer'
  return (
    <g className={faded ? 'is-faded' : undefined} fill="none" strokeLinecap="round" stroke={insideColor}>
      {!shared && (
        <>
          <path
            d={`M${at.computer} ${from}H${at.vmIn}`}
            strokeWidth="2.2"
            stroke={color}
            strokeDasharray={dashes}
          />
          <path
            d={`M${at.vmIn} ${from}H${at.vmOut}`}
            strokeWidth="1.4"
            opacity="0.55"
            strokeDasharray={insideDashes}
          />
        </>
      )}
      {inside === 'connected' && <path d={curve} stroke="var(--bg-raised)" strokeWidth="6" />}
      <path d={curve} strokeWidth="2.2" strokeDasharray={insideDashes} />
      {!shared && (
        <>
          <Jack x={at.vmIn} y={from} color={color} kind={state === 'planned' ? 'planned' : 'connected'} />
          <Jack
            x={at.vmOut}
            y={from}
            color={insideColor}
            kind={state === 'planned' ? 'planned' : 'connected'}
          />
        </>
      )}
      <Jack x={at.container} y={to} color={insideColor} kind={inside} />
    </g>
  )
}

interface JackProps {
  readonly x: number
  readonly y: number
  readonly color: string
  readonly kind: Cable['state']
}

/** A dot is connected, a slash is a conflict, dashes are planned. */
const Jack = ({ x, y, color, kind }: JackProps): ReactNode => (
  <>
    <circle
      cx={x}
      cy={y}
      r="5.4"
      fill="var(--bg-raised)"
      stroke={color}
      strokeWidth="1.7"
      strokeDasharray={kind === 'planned' ? '2.4 2.4' : undefined}
    />
    {kind === 'connected' && <circle cx={x} cy={y} r="2.1" fill={color} stroke="none" />}
    {kind === 'broken' && <path d={`M${x - 3} ${y + 3}l6 -6`} stroke={color} strokeWidth="1.7" />}
  </>
)

/** Where on the curve the break is, and what a cubic curve from 0 to 1 has come to there. */
const breakAt = 0.32
const along = breakAt ** 2 * (3 - 2 * breakAt)

/** Above all cables, so that none hides it. */
function Break({ cable, from, to, faded }: WireProps): ReactNode {
  if (!cable.breaksAt) return null
  const atComputer = cable.breaksAt === 'computer'
  const middle = (at.vmOut + at.container) / 2
  const x = atComputer
    ? (at.computer + at.vmIn) / 2
    : (1 - breakAt) ** 3 * at.vmOut + 3 * breakAt * (1 - breakAt) * middle + breakAt ** 3 * at.container
  const y = atComputer ? from : from + (to - from) * along
  return (
    <g className={faded ? 'is-faded' : undefined} fill="none" stroke="var(--bad)" strokeWidth="1.6">
      <circle cx={x} cy={y} r="7" fill="var(--bg-raised)" />
      <path d={`M${x - 2.6} ${y - 2.6}l5.2 5.2m0-5.2l-5.2 5.2`} strokeLinecap="round" />
    </g>
  )
}

interface HostJackProps {
  readonly row: HostRow
  readonly y: number
  readonly faded: boolean
  readonly cables: readonly Cable[]
}

function HostJack({ row, y, faded, cables }: HostJackProps): ReactNode {
  const pattern = useId()
  const cable = cables.find((one) => one.state === 'connected')
  const state = drawnState(row)
  const color =
    state === 'broken'
      ? 'var(--bad)'
      : cable
        ? cableColor(cable)
        : row.byContainer
          ? 'var(--p-6)'
          : 'var(--text-3)'
  if (row.state !== 'reserved')
    return (
      <g className={faded ? 'is-faded' : undefined}>
        <Jack x={at.computer} y={y} color={color} kind={state === 'planned' ? 'planned' : 'connected'} />
      </g>
    )
  return (
    <g className={faded ? 'is-faded' : undefined}>
      <pattern id={pattern} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.1" height="3" fill="var(--idle)" />
      </pattern>
      <circle
        cx={at.computer}
        cy={y}
        r="5.4"
        fill={`url(#${pattern})`}
        stroke="var(--idle)"
        strokeWidth="1.4"
      />
    </g>
  )
}
