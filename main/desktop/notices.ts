// Which notifications are due: only for what needs a decision, one per cause, and none for what is being looked at.
import { isAppError, serialiseError } from '../../preload/errors'
import type { Language, Machine, PortConflict } from '../../preload/model'
import { fixCommand, fixLabel } from './conflict-entries'
import type { Command } from './menu-model'
import type { Notice } from './shell'
import { plain, sayIn, type Say } from './texts'
import { titleOf } from './warnings'

export interface NoticeState {
  readonly language: Language
  readonly conflicts: readonly PortConflict[]
  readonly machine: Machine
}

const showPorts: Command = { do: 'ask', request: { kind: 'section', section: 'ports' } }
/** Two fit on every system. */
const mostFixes = 1

/**
 * Gives the notices that became due. A cause that was told is told again only after it was gone; one that was seen in
 * the window counts as told.
 */
export function createNotices(): (state: NoticeState, lookedAt: boolean) => readonly Notice[] {
  let told = new Set<string>()
  return (state, lookedAt) => {
    const causes = causesOf(state)
    const due = lookedAt ? [] : causes.filter(({ id }) => !told.has(id))
    told = new Set(causes.map(({ id }) => id))
    return due
  }
}

function causesOf({ language, conflicts, machine }: NoticeState): readonly Notice[] {
  const say = sayIn(language)
  const broken = conflicts.filter((one) => one.when === 'now').map((one) => conflictNotice(say, one))
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

function conflictNotice(say: Say, conflict: PortConflict): Notice {
  const { containerName, containerUp, binding, holder, fixes } = conflict
  const container = plain(containerName)
  const values = { holder: plain(holder.name) || say('notice.unnamed'), port: binding.hostPort }
  return {
    id: `conflict:${conflict.id}`,
    title: containerUp ? say('notice.answers', values) : say('notice.couldNotStart', { container }),
    body: containerUp ? say('notice.instead', { container }) : say('notice.taken', values),
    command: showPorts,
    actions: [
      ...fixes
        .slice(0, mostFixes)
        .map((fix) => ({ label: fixLabel(say, fix), command: fixCommand(conflict, fix) })),
      { label: say('notice.showPorts'), command: showPorts },
    ],
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
