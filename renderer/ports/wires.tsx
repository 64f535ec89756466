// The cables of the port map and the jacks at their ends; a break is drawn where it happens.
import { useId, type ReactNode } from 'react'
import type { Cable, HostRow, PortMapRows } from './map-rows'
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
  return (
    <svg className="map-wires" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <rect className="map-rail" x={at.computer - 12} y="3" width="24" height={height - 6} rx="10" />
      <rect className="map-rail" x={at.vmIn - 9} y="3" width="56" height={height - 6} rx="10" />
      <rect className="map-rail" x={at.container - 12} y="3" width="24" height={height - 6} rx="10" />
      {rows.cables.filter(crosses).map((cable) => (
        <Wire
          key={`${cable.host} ${cable.inside}`}
          cable={cable}
          from={yOf(hostAt.get(cable.host) ?? 0)}
          to={yOf(insideAt.get(cable.inside) ?? 0)}
          faded={isFaded(cable.host) || isFaded(cable.inside)}
        />
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

interface WireProps {
  readonly cable: Cable
  readonly from: number
  readonly to: number
  readonly faded: boolean
}

function Wire({ cable, from, to, faded }: WireProps): ReactNode {
  const color = cableColor(cable)
  const middle = (at.vmOut + at.container) / 2
  const curve = `M${at.vmOut} ${from}C${middle} ${from} ${middle} ${to} ${at.container} ${to}`
  const dashes = cable.state === 'connected' ? undefined : cable.state === 'broken' ? '4 3' : '2 4'
  const breakX = cable.breaksAt === 'computer' ? (at.computer + at.vmIn) / 2 : (at.vmOut + at.container) / 2
  const breakY = cable.breaksAt === 'computer' ? from : (from + to) / 2
  return (
    <g className={faded ? 'is-faded' : undefined} fill="none" strokeLinecap="round" stroke={color}>
      <path d={`M${at.computer} ${from}H${at.vmIn}`} strokeWidth="2.2" strokeDasharray={dashes} />
      <path d={`M${at.vmIn} ${from}H${at.vmOut}`} strokeWidth="1.4" opacity="0.55" strokeDasharray={dashes} />
      {cable.state === 'connected' && <path d={curve} stroke="var(--bg-raised)" strokeWidth="6" />}
      <path d={curve} strokeWidth="2.2" strokeDasharray={dashes} />
      <Jack x={at.vmIn} y={from} color={color} hollow={cable.state === 'planned'} />
      <Jack x={at.vmOut} y={from} color={color} hollow={cable.state === 'planned'} />
      <Jack x={at.container} y={to} color={color} hollow={cable.state !== 'connected'} />
      {cable.breaksAt && <Break x={breakX} y={breakY} />}
    </g>
  )
}

const Jack = (props: {
  readonly x: number
  readonly y: number
  readonly color: string
  readonly hollow: boolean
}): ReactNode => (
  <>
    <circle
      cx={props.x}
      cy={props.y}
      r="5.4"
      fill="var(--bg-raised)"
      stroke={props.color}
      strokeWidth="1.7"
    />
    {!props.hollow && <circle cx={props.x} cy={props.y} r="2.1" fill={props.color} stroke="none" />}
  </>
)

const Break = ({ x, y }: { readonly x: number; readonly y: number }): ReactNode => (
  <g stroke="var(--bad)" strokeWidth="1.6">
    <circle cx={x} cy={y} r="7" fill="var(--bg-raised)" />
    <path d={`M${x - 2.6} ${y - 2.6}l5.2 5.2m0-5.2l-5.2 5.2`} />
  </g>
)

interface HostJackProps {
  readonly row: HostRow
  readonly y: number
  readonly faded: boolean
  readonly cables: readonly Cable[]
}

function HostJack({ row, y, faded, cables }: HostJackProps): ReactNode {
  const pattern = useId()
  const cable = cables.find((one) => one.state === 'connected')
  const color =
    row.state === 'broken'
      ? 'var(--bad)'
      : cable
        ? cableColor(cable)
        : row.byContainer
          ? 'var(--p-6)'
          : 'var(--text-3)'
  if (row.state !== 'reserved')
    return (
      <g className={faded ? 'is-faded' : undefined}>
        <Jack x={at.computer} y={y} color={color} hollow={row.state === 'planned'} />
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
