// The list of containers as a grid with headings that sort.
import { ArrowDown, ArrowUp, Container as ContainerIcon } from 'lucide-react'
import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import type { ContainerColumn } from '../../preload/model'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Empty, SkeletonRows } from '../components/empty'
import { PlayIcon } from '../components/icons'
import { RowList } from '../components/row-list'
import { containers, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import type { Row, SortColumn } from './arrange'
import { ContainerRow } from './container-row'
import { GroupRow } from './group-row'
import { useUsesWatch } from './uses'
import { templateOf, useColumns } from './columns'
import { clearSelection, selectOnly, sortBy, useArrangement, useList } from './list-state'

const rowHeight = 42
const groupHeight = 34
const headHeight = 29

const keyOf = (row: Row): string => row.key
const estimate = (row: Row): number => (row.kind === 'group' ? groupHeight : rowHeight)

export function ContainerList({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const order = useOrder(rows)
  const cursor = useList((state) => state.cursor)
  const focusTurn = useList((state) => state.focusTurn)
  const used = useList((state) => state.used)
  const columns = useColumns()
  useCursorInRows(rows)
  useUsesWatch()
  if (rows.length === 0) return <NoRows />
  return (
    <div
      className={`list hush ${used ? 'is-used' : ''} ${columns.includes('ports') ? '' : 'no-ports'}`.trimEnd()}
      style={templateOf(columns)}
      role="grid"
      aria-label={t('containers.title')}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      ref={scroller}
    >
      <ListHead order={order} columns={columns} />
      <RowList
        rows={rows}
        keyOf={keyOf}
        estimate={estimate}
        scroller={scroller}
        headHeight={headHeight}
        shownKey={focusTurn > 0 ? cursor : undefined}
        render={(row, index) =>
          row.kind === 'group' ? (
            <GroupRow project={row.project} rowIndex={index + 2} />
          ) : (
            <ContainerRow id={row.key} rowIndex={index + 2} order={order} columns={columns} />
          )
        }
      />
    </div>
  )
}

/** The ids in the order shown, behind a function that stays the same, so that rows need not render for it. */
function useOrder(rows: readonly Row[]): () => readonly string[] {
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  }, [rows])
  return useCallback(() => latest.current.filter((row) => row.kind === 'container').map(keyOf), [])
}

/** Some row can always be reached with Tab, and no gone container stays selected. */
function useCursorInRows(rows: readonly Row[]): void {
  useEffect(() => {
    const { cursor, selected } = useList.getState()
    const first = rows[0]
    if (first && !rows.some((row) => row.key === cursor)) useList.setState({ cursor: first.key })
    const { items } = containers.use.getState()
    const kept = [...selected].filter((id) => items.has(id))
    if (kept.length !== selected.size) selectOnly(kept)
  }, [rows])
}

function ListHead(props: {
  readonly order: () => readonly string[]
  readonly columns: readonly ContainerColumn[]
}): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head container-grid" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <SelectAll order={props.order} />
      </span>
      <SortHeading column="name" label={t('list.name')} />
      {props.columns.map((column) => (
        <div key={column} className="col" data-col={column}>
          <SortHeading column={column} label={t(`list.${column}`)} />
        </div>
      ))}
      <span role="columnheader">
        <span className="visually-hidden">{t('list.actions')}</span>
      </span>
    </div>
  )
}

function SelectAll({ order }: { order: () => readonly string[] }): ReactNode {
  const t = useT()
  const count = useList((state) => state.selected.size)
  const total = containers.use((state) => state.items.size)
  return (
    <Checkbox
      label={t('common.selectAll')}
      checked={count === 0 ? false : count >= total ? true : 'mixed'}
      onChange={() => (count > 0 ? clearSelection() : selectOnly(order()))}
    />
  )
}

function SortHeading({ column, label }: { column: SortColumn; label: string }): ReactNode {
  const { sort, descending } = useArrangement()
  const sorted = sort === column
  const direction = descending ? 'descending' : 'ascending'
  const Arrow = descending ? ArrowDown : ArrowUp
  return (
    <span role="columnheader" aria-sort={sorted ? direction : 'none'}>
      <button
        type="button"
        className={`sort ${sorted ? 'sorted' : ''}`.trimEnd()}
        onClick={() => sortBy(column)}
      >
        {label}
        {sorted && <Arrow className="icon icon-12" />}
      </button>
    </span>
  )
}

function NothingFound({ query }: { readonly query: string }): ReactNode {
  const t = useT()
  return (
    <Empty title={t('containers.notFound', { text: query })} text={t('containers.notFoundWhy')}>
      <Button size="sm" onClick={() => useList.setState({ query: '', filter: 'all' })}>
        {t('containers.clearSearch')}
      </Button>
    </Empty>
  )
}

function NoRows(): ReactNode {
  const t = useT()
  const loaded = containers.use((state) => state.loaded)
  const any = containers.use((state) => state.items.size > 0)
  const ready = useEngineReady()
  const filter = useList((state) => state.filter)
  const query = useList((state) => state.query)
  if (!ready && !any) return null
  if (!loaded) return <SkeletonRows label={t('containers.loading')} />
  if (any && query.trim() !== '') return <NothingFound query={query.trim()} />
  if (any) {
    const name =
      filter === 'attention'
        ? t('containers.attention')
        : filter === 'running'
          ? t('containers.running')
          : t('containers.stopped')
    return (
      <Empty title={t('containers.noMatch')} text={t('containers.noMatchWhy', { filter: name })}>
        <Button size="sm" onClick={() => useList.setState({ filter: 'all' })}>
          {t('containers.showAll')}
        </Button>
      </Empty>
    )
  }
  return (
    <Empty icon={ContainerIcon} title={t('containers.empty')} text={t('containers.emptyWhy')}>
      <Button kind="primary" onClick={() => openDialog({ kind: 'run' })}>
        <PlayIcon className="icon-14" />
        {t('containers.emptyAction')}
      </Button>
    </Empty>
  )
}
