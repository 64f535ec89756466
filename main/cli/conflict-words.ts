// Says a port conflict and its ways out in English words, for one line of a terminal; in Korean the window's are said.
import type { PortConflict, PortFix, PortHolder, PortShortage } from '../../preload/model'
import { placeOf } from '../../preload/port-address'
import { countOf, writePort } from '../../preload/port-range'

/** `python3 (PID 4312)`; empty when nobody can be named. */
export const holderText = ({ kind, name, pid }: PortHolder): string =>
  kind === 'container' ? `the container ${name}` : pid === undefined ? name : `${name} (PID ${pid})`

/** The first word of a sentence; a program's name keeps its own letters. */
const begin = (text: string, { holder }: PortConflict): string =>
  holder.kind === 'process' && text.startsWith(holder.name)
    ? text
    : text.charAt(0).toUpperCase() + text.slice(1)

const holderOf = ({ holder }: PortConflict): string => {
  if (holder.name !== '') return holderText(holder)
  if (holder.user !== undefined) return `a program of ${holder.user}`
  return holder.otherUser === true ? 'a program of another user' : 'a program that cannot be named'
}

/** Who wants it, who has it, and what came or would come of that. */
export function sentenceOf(conflict: PortConflict): string {
  const { kind, when, containerName: wanter, containerUp, binding, wantedBy } = conflict
  const { hostRange } = binding
  if (conflict.shortage) return shortageText(conflict, conflict.shortage)
  if (hostRange) {
    const { first, last } = hostRange
    const all = `none of the ${countOf(hostRange)} ports from ${first} to ${last} is free (${causeOf(conflict)})`
    if (when === 'now') return `${begin(all, conflict)}, so ${wanter} could not start.`
    return `${wantedBy === 'container' ? `${wanter} (stopped)` : wanter} wants one of several ports once it starts: ${all}.`
  }
  const port = binding.hostPort
  const place = placeOf(binding)
  if (when === 'later') {
    const who = wantedBy === 'container' ? `${wanter} (stopped)` : wanter
    const cause = isHeld(conflict) ? `${holderOf(conflict)} has it` : causeOf(conflict)
    return `${who} wants port ${port} once it starts. ${begin(cause, conflict)}.`
  }
  if (!containerUp) return `${begin(causeOf(conflict), conflict)}, so ${wanter} could not start.`
  if (kind === 'process') return `${place} reaches ${holderOf(conflict)}, not ${wanter}.`
  if (kind === 'shadowed')
    return `${begin(holderOf(conflict), conflict)} listens on port ${port}, too: ${place} may reach it instead of ${wanter}.`
  return `${begin(causeOf(conflict), conflict)}, so ${wanter} cannot be reached at ${place}.`
}

/** Several containers of one service that need a port each. */
function shortageText(conflict: PortConflict, { needed, free, held }: PortShortage): string {
  const { containerName: wanter, binding, when } = conflict
  const { hostRange, hostPort } = binding
  const ends = when === 'now' ? 'could not start' : 'could not all start'
  if (!hostRange)
    return `${wanter} will be ${needed} containers, and only one of them can have port ${hostPort}.`
  const all = `${free} of the ${countOf(hostRange)} ports from ${hostRange.first} to ${hostRange.last} ${free === 1 ? 'is' : 'are'} free`
  const cause =
    held === undefined ? '' : ` (${causeOf({ ...conflict, binding: { ...binding, hostPort: held } })})`
  return `${wanter} needs ${needed} ports and ${all}${cause}: its containers ${ends}.`
}

const isHeld = ({ kind }: PortConflict): boolean =>
  kind === 'process' || kind === 'container' || kind === 'shadowed'

/** What is in the way, as a clause. */
function causeOf(conflict: PortConflict): string {
  const { kind, binding, reserved, error } = conflict
  const port = binding.hostPort
  switch (kind) {
    case 'reserved':
      return `Windows keeps the ports ${reserved?.first ?? port}-${reserved?.last ?? port} for itself`
    case 'privileged':
      return `port ${port} needs an administrator`
    case 'failed':
      return `port ${port} could not be opened (${error?.detail ?? error?.message ?? 'no reason was given'})`
    case 'process':
    case 'container':
    case 'shadowed':
      return `${holderOf(conflict)} has port ${port}`
  }
}

/** What a fix does. A program is told with how it was started, for that is all that is asked before it is stopped. */
export function fixText(conflict: PortConflict, fix: PortFix): string {
  const { binding, wantedBy, containerUp, containerName, when } = conflict
  const starts = wantedBy === 'container' && when === 'now' && !containerUp
  const then = starts ? `, then start ${containerName}` : ''
  switch (fix.kind) {
    case 'move':
      return fix.toLast === undefined
        ? `use port ${fix.toPort} instead of ${writePort(binding)}`
        : `use ports ${fix.toPort}-${fix.toLast} instead of ${writePort(binding)}`
    case 'stop-holder':
      return `stop the container ${fix.name}${then}`
    case 'stop-wanter':
      return `stop the container ${fix.name}`
    case 'stop-process': {
      const command = fix.command === undefined ? '' : `: ${fix.command}`
      return `stop ${fix.name} (PID ${fix.pid})${then}${command}`
    }
    case 'free-reserved':
      return `take port ${fix.port} out of what Windows keeps; asks for an administrator`
  }
}
