// The picture of the networks: containers at the left, networks at the right, a cable for each attachment.
import { Network as NetworkIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Network } from '../../preload/model'
import { Empty } from '../components/empty'
import { Status } from '../components/status'
import { describeState } from '../containers/describe-state'
import { projectColor } from '../containers/project-color'
import { useNow } from '../stores/clock'
import { containers, networks } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { joinsContainers, reachOf, type Reach } from './network-reach'
import { arrangeNetworks, isOn } from './network-rows'

/** Of one row and of the cables between, in CSS pixels. */
const rowHeight = 34
const cableWidth = 220
const yOf = (index: number): number => index * rowHeight + rowHeight / 2
const colorOf = ({ name, builtIn }: Network): string => (builtIn ? 'var(--p-6)' : projectColor(name))

/** Every network that somebody is on, and everybody who is on one, in the order shown. */
function usePicture(): { readonly left: readonly Container[]; readonly right: readonly Network[] } {
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  const known = networks.use(
    useShallow((state) => arrangeNetworks(state.items.values()).flatMap((id) => state.items.get(id) ?? [])),
  )
  const right = known.filter((network) => network.driver !== 'null' && all.some((one) => isOn(one, network)))
  const firstOf = (one: Container): number => right.findIndex((network) => isOn(one, network))
  const left = all
    .filter((one) => firstOf(one) >= 0)
    .sort((a, b) => firstOf(a) - firstOf(b) || (a.name < b.name ? -1 : 1))
  return { left, right }
}

export function NetworkMap(): ReactNode {
  const t = useT()
  const { left, right } = usePicture()
  const [active, setActive] = useState<string>()
  const chosen = left.find(({ id }) => id === active)
  const reach = chosen && reachOf(chosen, right, left)
  const lit = chosen && reach ? litBy(chosen, right, reach) : networkLit(active, left)
  if (left.length === 0) return <Empty icon={NetworkIcon} title={t('networks.mapEmpty')} text="" />
  const props = { lit, onActive: setActive }
  return (
    <div className="network-map-area">
      <p className="network-reach" role="status">
        {chosen && reach ? (
          <ReachText container={chosen} right={right} reach={reach} />
        ) : (
          t('networks.mapHint')
        )}
      </p>
      <div className="network-map">
        <ul aria-label={t('containers.title')}>
          {left.map((container) => (
            <ContainerItem key={container.id} container={container} {...props} />
          ))}
        </ul>
        <Cables left={left} right={right} lit={lit} />
        <ul aria-label={t('networks.title')}>
          {right.map((network) => (
            <NetworkItem key={network.id} network={network} {...props} />
          ))}
        </ul>
      </div>
    </div>
  )
}

/** The keys of all that stays bright while a container is pointed at. */
function litBy(chosen: Container, right: readonly Network[], reach: readonly Reach[]): ReadonlySet<string> {
  const own = right.filter((network) => isOn(chosen, network)).map(({ id }) => id)
  return new Set([chosen.id, ...own, ...reach.flatMap(({ peers }) => peers.map(({ id }) => id))])
}

function networkLit(active: string | undefined, left: readonly Container[]): ReadonlySet<string> | undefined {
  const network = active === undefined ? undefined : networks.use.getState().items.get(active)
  if (!network) return undefined
  return new Set([network.id, ...left.filter((one) => isOn(one, network)).map(({ id }) => id)])
}

interface ItemProps {
  readonly lit: ReadonlySet<string> | undefined
  readonly onActive: (id: string | undefined) => void
}

const pointing = (id: string, onActive: ItemProps['onActive']) => ({
  onMouseEnter: () => onActive(id),
  onMouseLeave: () => onActive(undefined),
  onFocus: () => onActive(id),
  onBlur: () => onActive(undefined),
})

const faded = (lit: ItemProps['lit'], id: string): string => (lit && !lit.has(id) ? 'is-faded' : '')

function ContainerItem({ container, lit, onActive }: ItemProps & { container: Container }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const { shape, label } = describeState(t, container, false, now)
  return (
    <li className={faded(lit, container.id)}>
      <button type="button" className="network-node" {...pointing(container.id, onActive)}>
        <Status shape={shape} label={label} />
        <span className="truncate" title={container.name}>
          {container.name}
        </span>
      </button>
    </li>
  )
}

function NetworkItem({ network, lit, onActive }: ItemProps & { network: Network }): ReactNode {
  const t = useT()
  return (
    <li className={faded(lit, network.id)}>
      <button type="button" className="network-node" {...pointing(network.id, onActive)}>
        <span className="truncate" title={network.name}>
          {network.name}
        </span>
        <small className="mono">{network.subnets[0]}</small>
        {network.internal && <small>{t('networks.internal')}</small>}
      </button>
    </li>
  )
}

interface CablesProps {
  readonly left: readonly Container[]
  readonly right: readonly Network[]
  readonly lit: ReadonlySet<string> | undefined
}

/** The lists beside it carry the same facts for those who cannot see cables. */
function Cables({ left, right, lit }: CablesProps): ReactNode {
  const height = Math.max(left.length, right.length) * rowHeight
  const middle = cableWidth / 2
  return (
    <svg
      className="network-cables"
      width={cableWidth}
      height={height}
      viewBox={`0 0 ${cableWidth} ${height}`}
      aria-hidden="true"
    >
      {left.flatMap((container, from) =>
        right.map((network, to) => {
          if (!isOn(container, network)) return null
          const bright = !lit || (lit.has(container.id) && lit.has(network.id))
          const [y1, y2] = [yOf(from), yOf(to)]
          return (
            <path
              key={`${container.id} ${network.id}`}
              className={bright ? undefined : 'is-faded'}
              d={`M0 ${y1}C${middle} ${y1} ${middle} ${y2} ${cableWidth} ${y2}`}
              fill="none"
              stroke={colorOf(network)}
              strokeWidth="2"
              strokeDasharray={container.state === 'running' ? undefined : '2 4'}
            />
          )
        }),
      )}
    </svg>
  )
}

interface ReachTextProps {
  readonly container: Container
  readonly right: readonly Network[]
  readonly reach: readonly Reach[]
}

function ReachText({ container, right, reach }: ReachTextProps): ReactNode {
  const t = useT()
  const { name } = container
  if (right.some((network) => !joinsContainers(network) && isOn(container, network)))
    return t('networks.reachHost', { name })
  if (container.state !== 'running') return t('networks.reachStopped', { name })
  if (reach.length === 0) return t('networks.reachNobody', { name })
  return reach
    .map(({ network, peers, byName }) =>
      t(byName ? 'networks.reachByName' : 'networks.reachByAddress', {
        name,
        names: peers.map((one) => one.name).join(', '),
        network: network.name,
      }),
    )
    .join(' ')
}
