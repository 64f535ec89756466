// The heading of a project: folds its rows, sums them up, and acts on all of them.
import {
  ChevronDown,
  ChevronRight,
  FolderCode,
  FolderKanban,
  RotateCw,
  ScrollText,
  Trash2,
} from 'lucide-react'
import { memo, type CSSProperties, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { legible } from '../../preload/text'
import { IconButton } from '../components/button'
import { isOwnPress } from '../components/grid-list'
import { PlayIcon, StopIcon } from '../components/icons'
import { MenuItem, MenuLine } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { formatAgo, formatMemory, formatShare } from '../i18n/format'
import { useNow } from '../stores/clock'
import { conflicts, containers, forwards, workspaces } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openProject, openProjectLogs, showSection } from '../stores/ui'
import { showWorkspace } from '../workspaces/view-state'
import { actOnMany } from './actions'
import { groupKey, isRunning, needsAttention, noProject } from './arrange'
import { toggleFolded, useIsFolded, useIsSought } from './folds'
import { setCursor, useIsCursor } from './list-state'
import { projectColor } from './project-color'
import { removeOrAsk } from './remove'
import { useFocusOnTurn } from './use-focus-on-turn'
import { useSumOf } from './uses'

export interface GroupRowProps {
  readonly project: string | undefined
  readonly rowIndex: number
}

export const GroupRow = memo(function GroupRow({ project, rowIndex }: GroupRowProps): ReactNode {
  const t = useT()
  const id = project ?? noProject
  const isCursor = useIsCursor(groupKey(id))
  const summary = useSummary(id)
  const folded = useIsFolded(id)
  const sought = useIsSought()
  const name = project === undefined ? t('containers.noProject') : legible(project)
  const element = useFocusOnTurn(groupKey(id))
  const tabIndex = isCursor ? 0 : -1
  return (
    <div
      ref={element}
      role="row"
      tabIndex={tabIndex}
      aria-rowindex={rowIndex}
      className={`list-row list-group nosep ${isCursor ? 'is-cursor' : ''}`.trimEnd()}
      data-key={groupKey(id)}
      onFocus={() => setCursor(groupKey(id))}
      onClick={(event) => {
        setCursor(groupKey(id))
        if (isOwnPress(event)) toggleFolded(id)
      }}
    >
      <span role="gridcell">
        <IconButton
          className="fold"
          tabIndex={tabIndex}
          label={folded ? t('containers.expand', { name }) : t('containers.collapse', { name })}
          aria-expanded={!folded}
          disabled={sought}
          onClick={() => toggleFolded(id)}
        >
          {folded ? <ChevronRight className="icon icon-14" /> : <ChevronDown className="icon icon-14" />}
        </IconButton>
      </span>
      <span className="row g8 group-name" role="gridcell">
        {project !== undefined && (
          <span className="swatch" style={{ '--c': projectColor(project) } as CSSProperties} />
        )}
        <b className="truncate">{name}</b>
        <span className="truncate text-3">
          <SummaryText {...summary} />
        </span>
        {folded && summary.broken + summary.clashing > 0 && (
          <span className={`chip sm ${summary.broken > 0 ? 'bad' : 'warn'}`}>
            {t('containers.portConflicts', { count: summary.broken + summary.clashing })}
          </span>
        )}
        {folded && summary.ailing > 0 && (
          <span className="chip sm bad">{t('containers.groupAttention', { count: summary.ailing })}</span>
        )}
      </span>
      <GroupActions id={id} name={name} summary={summary} tabIndex={tabIndex} shown={project !== undefined} />
    </div>
  )
})

interface Summary {
  readonly running: number
  readonly count: number
  /** Containers one of whose ports is not reachable, or that could not start for one. */
  readonly broken: number
  /** Those that could not start now. */
  readonly clashing: number
  /** Others that somebody should look at. */
  readonly ailing: number
  readonly stoppedAt: number
  readonly file: string
}

const none: ReadonlySet<string> = new Set()

/** A flat object, so that shallow comparison keeps the row still while nothing it shows changes. */
function useSummary(id: string): Summary {
  const failed = forwards.use((state) => idsOf(state.items.values(), (one) => one.state === 'failed'))
  const now = conflicts.use((state) => idsOf(state.items.values(), (one) => one.when === 'now'))
  const later = conflicts.use((state) => idsOf(state.items.values(), (one) => one.when === 'later'))
  return containers.use(
    useShallow((state) => {
      const summary = { running: 0, count: 0, broken: 0, clashing: 0, ailing: 0, stoppedAt: 0, file: '' }
      for (const container of state.items.values()) {
        if ((container.project ?? noProject) !== id) continue
        summary.count += 1
        if (isRunning(container)) summary.running += 1
        if (failed.includes(container.id) || now.includes(container.id)) summary.broken += 1
        else if (later.includes(container.id)) summary.clashing += 1
        else if (needsAttention(container, none)) summary.ailing += 1
        summary.stoppedAt = Math.max(summary.stoppedAt, container.finishedAt ?? 0)
        summary.file ||= shortPath(container.composeFiles?.[0] ?? '')
      }
      return summary
    }),
  )
}

/** As text, which is the same value while nothing changes. */
function idsOf<T extends { readonly containerId: string }>(
  all: Iterable<T>,
  which: (one: T) => boolean,
): string {
  let text = ''
  for (const one of all) if (which(one)) text += `${one.containerId} `
  return text
}

/** The file and its folder: enough to tell projects apart, and no home folder on screenshots. */
const shortPath = (path: string): string => path.split(/[/\\]/).slice(-2).join('/')

function SummaryText({ running, count, stoppedAt, file }: Summary): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const state =
    running === count
      ? t('containers.allRunning', { count })
      : running > 0
        ? t('containers.someRunning', { running, count })
        : stoppedAt > 0
          ? t('state.stopped', { time: formatAgo(t, stoppedAt, now) })
          : t('containers.noneRunning', { count })
  return file === '' ? state : `${state} · ${file}`
}

interface GroupActionsProps {
  readonly id: string
  readonly name: string
  readonly summary: Summary
  readonly tabIndex: number
  /** Containers in no project have nothing in common that one would start together. */
  readonly shown: boolean
}

function GroupActions({ id, name, summary, tabIndex, shown }: GroupActionsProps): ReactNode {
  const t = useT()
  if (!shown) return <span role="gridcell" />
  return (
    <span className="row-actions" role="gridcell">
      <GroupUse id={id} />
      <WorkspaceLink project={id} tabIndex={tabIndex} />
      {summary.running > 0 && (
        <IconButton
          label={t('containers.restartAll', { name })}
          tabIndex={tabIndex}
          onClick={() => void actOnMany(membersOf(id), 'restart')}
        >
          <RotateCw className="icon icon-14" />
        </IconButton>
      )}
      {summary.running < summary.count && (
        <IconButton
          tabIndex={tabIndex}
          label={t('containers.startAll', { name })}
          onClick={() => void actOnMany(membersOf(id), 'start')}
        >
          <PlayIcon className="icon-14" />
        </IconButton>
      )}
      {summary.running > 0 && (
        <IconButton
          tabIndex={tabIndex}
          label={t('containers.stopAll', { name })}
          onClick={() => void actOnMany(membersOf(id), 'stop')}
        >
          <StopIcon className="icon-14" />
        </IconButton>
      )}
      <RowMenu name={name} tabIndex={tabIndex}>
        <MenuItem onSelect={() => openProjectLogs(id)}>
          <ScrollText className="icon" />
          {t('logs.together', { name })}
        </MenuItem>
        <MenuItem onSelect={() => openProject(id)}>
          <FolderCode className="icon" />
          {t('containers.toProject')}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => removeOrAsk(membersOf(id))}>
          <Trash2 className="icon" />
          {t('containers.removeAll', { count: summary.count })}
        </MenuItem>
      </RowMenu>
    </span>
  )
}

/** What its running containers take together, as far as all of them are on screen. */
function GroupUse({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const running = containers.use(
    useShallow((state) =>
      [...state.items.values()]
        .filter((one) => (one.project ?? noProject) === id && isRunning(one))
        .map((one) => one.id),
    ),
  )
  const sum = useSumOf(running)
  if (!sum) return null
  return (
    <span className="group-use text-2 size-12">
      {t('containers.groupUse', { cpu: formatShare(sum.cpu), memory: formatMemory(sum.memoryBytes) })}
    </span>
  )
}

/** To the team's environment that these containers are of. */
function WorkspaceLink(props: { readonly project: string; readonly tabIndex: number }): ReactNode {
  const t = useT()
  const found = workspaces.use((state) =>
    [...state.items.values()].find((one) => one.project === props.project),
  )
  if (!found) return null
  const { id, title } = found
  return (
    <IconButton
      label={t('workspaces.openIt', { name: title })}
      tabIndex={props.tabIndex}
      onClick={() => {
        showWorkspace(id)
        showSection('workspaces')
      }}
    >
      <FolderKanban className="icon icon-14" />
    </IconButton>
  )
}

const membersOf = (id: string): string[] =>
  [...containers.use.getState().items.values()]
    .filter((container) => (container.project ?? noProject) === id)
    .map((container) => container.id)
