// The keys of the container list. Single letters are off while typing and while something lies over the list.
import { useEffect, type RefObject } from 'react'
import type { Container } from '../../preload/model'
import { portAddress } from '../components/port-pill'
import { containers, forwards, settings } from '../stores/mirrors'
import { closeDetails, openDetails, openDialog, useUi } from '../stores/ui'
import { pauseOrResume, restartContainer, startOrStop } from './actions'
import { groupKey, isGoing, isRunning, noProject, type Row } from './arrange'
import { isFolded, toggleFolded } from './folds'
import { clearSelection, extendSelection, focusRow, toggleSelected, useList } from './list-state'
import { openInBrowser } from './open-in-browser'
import { removeOrAsk } from './remove'
import { openable, portsOf } from './port-states'

export function useContainerKeys(rows: readonly Row[], filter: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isElsewhere(event) || isLetterOff(event) || !handle(event, rows, filter)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [rows, filter])
}

/** Somebody else's key: typed text, a dialog or menu, a shortcut of the system, or a button that is pressed. */
function isElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true
  if (!(event.target instanceof Element)) return false
  if (
    event.target.closest('input, textarea, select, dialog, [role=menu], [role=dialog], [contenteditable]')
  ) {
    return true
  }
  const presses = event.key === 'Enter' || event.key === ' '
  if (presses) return event.target.closest('button, a') !== null
  const arrows = event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End'
  return arrows && event.target.closest('.log-view') !== null
}

/** Single letters and signs can be switched off: speech input and slipping fingers type them by chance. */
const isLetterOff = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && event.key !== ' ' && settings.getState().value?.letterKeys === false

/** @returns whether the key meant something here */
function handle(event: KeyboardEvent, rows: readonly Row[], filter: RefObject<HTMLElement | null>): boolean {
  switch (event.key) {
    case 'j':
    case 'ArrowDown':
      return move(rows, 1, event.shiftKey)
    case 'k':
    case 'ArrowUp':
      return move(rows, -1, event.shiftKey)
    case 'Home':
      return move(rows, -rows.length, false)
    case 'End':
      return move(rows, rows.length, false)
    case '/':
      filter.current?.querySelector<HTMLElement>('input')?.focus()
      return true
    case 'Escape':
      return escape()
    default:
      return onRow(event, rows)
  }
}

function move(rows: readonly Row[], step: number, extend: boolean): boolean {
  const { cursor } = useList.getState()
  const from = rows.findIndex((row) => row.key === cursor)
  const to = Math.min(rows.length - 1, Math.max(0, from + step))
  const target = rows[from < 0 ? 0 : to]
  if (!target) return false
  if (extend && target.kind === 'container') {
    if (cursor !== undefined && useList.getState().anchor === undefined) useList.setState({ anchor: cursor })
    extendSelection(target.key, orderOf(rows))
  }
  focusRow(target.key)
  return true
}

const orderOf = (rows: readonly Row[]): string[] =>
  rows.filter((row) => row.kind === 'container').map((row) => row.key)

/** Closes first, then clears. */
function escape(): boolean {
  const { details, projectLogs } = useUi.getState()
  if (details ?? projectLogs) {
    closeDetails()
    const { cursor } = useList.getState()
    if (cursor !== undefined) focusRow(cursor)
  } else {
    clearSelection()
  }
  return true
}

function onRow(event: KeyboardEvent, rows: readonly Row[]): boolean {
  const { cursor, selected } = useList.getState()
  const row = rows.find((candidate) => candidate.key === cursor)
  if (!row) return false
  const side = sides[event.key]
  if (side !== undefined && event.target instanceof Element && event.target.closest('[role=row]'))
    return toSide(row, side, rows)
  if (row.kind === 'group') {
    if (event.key !== 'Enter' && event.key !== ' ') return false
    toggleFolded(row.project ?? noProject)
    return true
  }
  const container = containers.use.getState().items.get(row.key)
  return container !== undefined && onContainer(event, container, selected, orderOf(rows))
}

const sides: Readonly<Record<string, 'in' | 'out'>> = { ArrowRight: 'in', ArrowLeft: 'out' }

/** As in a tree: right opens a project and goes into it; left goes out to it, and closes it. */
function toSide(row: Row, side: 'in' | 'out', rows: readonly Row[]): boolean {
  if (row.kind === 'container') {
    const project = containers.use.getState().items.get(row.key)?.project ?? noProject
    const group = rows.find(({ key }) => key === groupKey(project))
    if (side === 'in' || !group) return false
    focusRow(group.key)
    return true
  }
  const id = row.project ?? noProject
  if (isFolded(id) === (side === 'in')) toggleFolded(id)
  else if (side === 'in') return move(rows, 1, false)
  return true
}

function onContainer(
  event: KeyboardEvent,
  container: Container,
  selected: ReadonlySet<string>,
  order: readonly string[],
): boolean {
  const { id } = container
  switch (event.key) {
    case ' ':
      if (event.shiftKey) extendSelection(id, order)
      else toggleSelected(id)
      return true
    case 'Enter':
      openDetails(id)
      return true
    case 'l':
      openDetails(id, 'logs')
      return true
    case 't':
      openDetails(id, 'terminal')
      return true
    case 'p':
      if (isRunning(container)) void pauseOrResume(container)
      return true
    case 'F2':
      if (!isGoing(container)) openDialog({ kind: 'rename-container', id })
      return true
    case 's':
      if (!isGoing(container)) void startOrStop(container)
      return true
    case 'r':
      if (!isGoing(container)) void restartContainer(id)
      return true
    case 'o':
      return open(container)
    case 'Delete':
      removeOrAsk(selected.size > 0 ? [...selected] : [id])
      return true
    default:
      return false
  }
}

function open(container: Container): boolean {
  const own = [...forwards.use.getState().items.values()].filter(
    (forward) => forward.containerId === container.id,
  )
  const target = openable(portsOf(container, own))
  if (target) openInBrowser(portAddress(target))
  return target !== undefined
}
