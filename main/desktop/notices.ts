// Which notifications are due: only for what needs a decision, one per cause, and none for what is being looked at.
import { isAppError, serialiseError } from '../../preload/errors'
import type { Language, Machine, PortConflict, WorkspaceRun } from '../../preload/model'
import { portText } from '../../preload/port-range'
import { fixCommand, fixLabel } from './conflict-entries'
import type { Command } from './menu-model'
import type { Notice } from './shell'
import { plain, sayIn, type Say } from './texts'
import type { TrayWorkspace } from './tray-state'
import { titleOf } from './warnings'

export interface NoticeState {
  readonly language: Language
  readonly conflicts: readonly PortConflict[]
  readonly machine: Machine
  readonly workspaces: readonly TrayWorkspace[]
  /** Ids of those that were started from here: their failures are told to whoever looks at another page, too. */
  readonly asked: ReadonlySet<string>
}

const showPorts: Command = { do: 'ask', request: { kind: 'section', section: 'ports' } }
/** Two fit on every system. */
const mostFixes = 1

/**
 * Gives the notices that became due. A cause that was told is told again only after it was gone; one that was seen in
 * the window counts as told.
 */
export function createNotices(): (state: NoticeState, lookedAt: boolean) => readonly Cause[] {
  let told = new Set<string>()
  const since = Date.now()
  return (state, lookedAt) => {
    const causes = causesOf(state, since)
    const due = causes.filter(({ id, anyway }) => !told.has(id) && (anyway === true || !lookedAt))
    told = new Set(causes.map(({ id }) => id))
    return due
  }
}

export interface Cause extends Notice {
  /** Told also to who looks at the window. */
  readonly anyway?: boolean
}

function causesOf(
  { language, conflicts, machine, workspaces, asked }: NoticeState,
  since: number,
): readonly Cause[] {
  const say = sayIn(language)
  const broken: readonly Cause[] = [
    ...conflicts.filter((one) => one.when === 'now').map((one) => conflictNotice(say, one)),
    ...workspaces.flatMap(({ id, title, run }) =>
      run?.state === 'failed' && (run.endedAt ?? 0) >= since
        ? [{ ...startNotice(say, language, id, title, run), anyway: asked.has(id) }]
        : [],
    ),
  ]
  const { failure } = machine
  if (machine.state !== 'failed' || !failure) return broken
  return [
    ...broken,
    {
      id: `engine:${failure.code}`,
      title: say('notice.engineFailed'),
      body: titleOf(failure, language),
      command: { do: 'show' },
      actions: [{ label: say('engine.start'), command: { do: 'engine', action: 'start' } }],
    },
  ]
}

/** A start goes on by itself after it was asked for: who did that from the tray does not look at the window. */
function startNotice(
  say: Say,
  language: Language,
  id: string,
  title: string,
  { startedAt, endedAt, error }: WorkspaceRun,
): Notice {
  return {
    id: `start:${id}:${startedAt}:${endedAt}`,
    title: say('notice.didNotComeUp', { name: plain(title) }),
    body: error ? titleOf(error, language) : '',
    command: { do: 'ask', request: { kind: 'workspace', id } },
    actions: [],
  }
}

function conflictNotice(say: Say, conflict: PortConflict): Notice {
  return {
    id: `conflict:${conflict.id}`,
    ...wordsOf(say, conflict),
    command: showPorts,
    actions: [
      ...conflict.fixes
        .slice(0, mostFixes)
        .map((fix) => ({ label: fixLabel(say, fix), command: fixCommand(conflict, fix) })),
      { label: say('notice.showPorts'), command: showPorts },
    ],
  }
}

/** Nobody answers on a port that the system keeps or that could not be opened. */
function wordsOf(
  say: Say,
  { kind, containerName, containerUp, binding, holder }: PortConflict,
): Pick<Notice, 'title' | 'body'> {
  const container = plain(containerName)
  const values = { holder: plain(holder.name) || say('notice.unnamed'), port: portText(binding) }
  if (kind === 'shadowed')
    return { title: say('notice.mayAnswer', values), body: say('notice.mayInstead', { container }) }
  if (kind === 'process' || kind === 'container')
    return containerUp
      ? { title: say('notice.answers', values), body: say('notice.instead', { container }) }
      : {
          title: say('notice.couldNotStart', { container }),
          body: say(binding.hostRange ? 'notice.rangeTaken' : 'notice.taken', values),
        }
  return {
    title: say(containerUp ? 'notice.unreachable' : 'notice.couldNotStart', { container }),
    body: say(kind === 'failed' ? 'notice.notOpened' : `notice.${kind}`, { port: binding.hostPort }),
  }
}

/** For a command of the tray or a notification that failed: nobody may be looking at the window. */
export function failureNotice(language: Language, error: unknown): Notice {
  const say = sayIn(language)
  const data = serialiseError(error)
  return {
    id: `failed:${isAppError(error) ? error.code : 'bug'}:${Date.now()}`,
    title: say('notice.failed'),
    body: titleOf(data, language),
    command: { do: 'ask', request: { kind: 'error', error: data } },
    actions: [],
  }
}
