// One container in the list. It subscribes to its own id, so that a change of another one does not touch it.
import { memo, useState, type ReactNode } from 'react'
import type { Container, ContainerColumn } from '../../preload/model'
import { Checkbox } from '../components/choices'
import { isOwnPress } from '../components/grid-list'
import { Status } from '../components/status'
import { Tile } from '../components/tile'
import { formatAgo, formatDuration, formatExact } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useConflictOf, useContainer, useForwardsOf, useConflictsOf } from '../stores/mirrors'
import { ContainerUpdateBadge } from '../images/update-badge'
import { usePending, type Pending } from '../stores/pending'
import { useLanguage, useT } from '../stores/preferences'
import { openDetails } from '../stores/ui'
import { isRunning } from './arrange'
import { ConflictStrip } from './conflict-strip'
import { describeState } from './describe-state'
import { extendSelection, setCursor, toggleSelected, useIsCursor, useIsSelected } from './list-state'
import { PortCell } from './port-cell'
import { distinctPorts, portsOf, type ShownPort } from './port-states'
import { RowActions } from './row-actions'
import { UseCell } from './use-cells'
import { useFocusOnTurn } from './use-focus-on-turn'

export interface ContainerRowProps {
  readonly id: string
  /** Position among all rows for assistive technology, from 1; the head is row 1. */
  readonly rowIndex: number
  /** Ids of the containers in the order shown, read when a selection is extended. */
  readonly order: () => readonly string[]
  readonly columns: readonly ContainerColumn[]
}

export const ContainerRow = memo(function ContainerRow({
  id,
  rowIndex,
  order,
  columns,
}: ContainerRowProps): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const forwards = useForwardsOf(id)
  const conflict = useConflictOf(id)
  const clashes = useConflictsOf(id)
  const isCursor = useIsCursor(id)
  const isSelected = useIsSelected(id)
  const element = useFocusOnTurn(id)
  if (!container) return null
  const ports = distinctPorts(portsOf(container, forwards, clashes))
  // That of one that runs; a start that failed tells of itself.
  const blocked = ports.find((port) => port.state === 'blocked' && port.forward)
  const marks = [
    isSelected && 'is-selected',
    isCursor && 'is-cursor',
    (blocked || conflict) && 'is-blocked',
  ].filter(Boolean)
  const tabIndex = isCursor ? 0 : -1
  return (
    <div
      ref={element}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      tabIndex={tabIndex}
      data-key={id}
      className={`list-row body container-grid ${marks.join(' ')}`.trimEnd()}
      onFocus={() => setCursor(id)}
      onClick={(event) => {
        setCursor(id)
        if (event.shiftKey) extendSelection(id, order())
        else if (isOwnPress(event)) openDetails(id)
      }}
    >
      <span role="gridcell">
        <Checkbox
          checked={isSelected}
          label={t('common.select', { name: container.name })}
          tabIndex={tabIndex}
          onChange={({ shiftKey }) => (shiftKey ? extendSelection(id, order()) : toggleSelected(id))}
        />
      </span>
      <NameCell container={container} blocked={blocked !== undefined} tabIndex={tabIndex} />
      {columns.map((column) => (
        // Another choice makes the cells anew: those for figures tell whether their row is in sight.
        <div key={`${column} of ${columns.join(' ')}`} className="col" data-col={column}>
          <ColumnCell
            column={column}
            container={container}
            ports={ports}
            blocked={blocked !== undefined}
            tabIndex={tabIndex}
          />
        </div>
      ))}
      <RowActions container={container} ports={ports} tabIndex={tabIndex} />
      {(blocked || conflict) && (
        <ConflictStrip container={container} conflict={conflict} port={blocked} tabIndex={tabIndex} />
      )}
    </div>
  )
})

interface NameCellProps {
  readonly container: Container
  readonly blocked: boolean
  readonly tabIndex: number
}

function NameCell({ container, blocked, tabIndex }: NameCellProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const pending = usePending(container.id)
  const { shape, label } = describeState(t, container, blocked, now)
  return (
    <div className="list-name" role="gridcell">
      <Tile image={container.image} off={!isRunning(container)}>
        <Status
          shape={pending ? 'start' : shape}
          label={pending ? t(`pending.${pending.kind}`) : label}
          className="tile-mark"
        />
      </Tile>
      <span className="text">
        <b title={container.name}>{container.name}</b>
        <small title={container.image}>{container.image}</small>
      </span>
      <ContainerUpdateBadge container={container} tabIndex={tabIndex} />
    </div>
  )
}

interface ColumnCellProps {
  readonly column: ContainerColumn
  readonly container: Container
  readonly ports: readonly ShownPort[]
  readonly blocked: boolean
  readonly tabIndex: number
}

function ColumnCell({ column, container, ports, blocked, tabIndex }: ColumnCellProps): ReactNode {
  switch (column) {
    case 'ports':
      return <PortCell container={container} ports={ports} tabIndex={tabIndex} />
    case 'cpu':
    case 'memory':
      return <UseCell container={container} figure={column} />
    case 'started':
      return <SinceCell container={container} blocked={blocked} />
    case 'image':
      return <TextCell text={container.image} />
    case 'state':
      return <StateCell container={container} blocked={blocked} />
    case 'networks':
      return <TextCell text={container.networks.map(({ name }) => name).join(', ')} />
    case 'created':
      return <CreatedCell at={container.createdAt} />
  }
}

const TextCell = ({ text }: { readonly text: string }): ReactNode => (
  <span className="truncate text-2" role="gridcell" title={text}>
    {text}
  </span>
)

function StateCell({ container, blocked }: { container: Container; blocked: boolean }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  return <TextCell text={describeState(t, container, blocked, now).label} />
}

function CreatedCell({ at }: { readonly at: number }): ReactNode {
  const t = useT()
  return <TextCell text={formatAgo(t, at, useNow('minute'))} />
}

function SinceCell({ container, blocked }: { container: Container; blocked: boolean }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const pending = usePending(container.id)
  const [pointedAt, setPointedAt] = useState(false)
  if (pending) return <PendingCell pending={pending} />
  const { label, since, ended, alarming } = describeState(t, container, blocked, now)
  const { startedAt } = container
  // The first date in words loads all calendars of the browser, which the first list need not wait for.
  const started = pointedAt && startedAt !== undefined ? formatExact(language, startedAt) : undefined
  const colour = alarming ? 'bad' : 'text-2'
  if (ended !== undefined) {
    return (
      <span className={`ended ${colour}`} role="gridcell" title={label}>
        <span className="truncate">{since}</span> <small className="truncate">{ended}</small>
      </span>
    )
  }
  return (
    <span
      className={`truncate ${colour}`}
      role="gridcell"
      title={started}
      onPointerEnter={() => setPointedAt(true)}
    >
      {since}
    </span>
  )
}

/** From two seconds on it says for how long, so that nobody wonders whether it hangs. */
function PendingCell({ pending }: { pending: Pending }): ReactNode {
  const t = useT()
  const age = useNow('second') - pending.since
  return (
    <span className="truncate text-2" role="gridcell">
      {age < 2000
        ? t(`pending.${pending.kind}`)
        : t(`pending.${pending.kind}For`, { time: formatDuration(t, Math.round(age / 1000) * 1000) })}
    </span>
  )
}
