// Says which ports the team's file has, and whether one is elsewhere on this computer.
import type { WorkspacePort, WorkspacePortMove } from '../../preload/model'
import { isOneOf, portText } from '../../preload/port-range'
import type { Translate } from '../i18n/translate'

/** `8080`, `one of 8000–8010`, or nothing in particular. */
export function teamPorts(t: Translate, { teamPort, teamRange, count = 1 }: WorkspacePort): string {
  if (!teamRange) return teamPort === 0 ? '…' : String(teamPort)
  const ports = portText({ hostPort: 0, hostRange: teamRange })
  return count > 1 ? t('workspaces.someOf', { ports, count }) : t('workspaces.oneOf', { ports })
}

/** The same where nothing but numbers fits. */
export const teamNumbers = ({ teamPort, teamRange }: WorkspacePort): string =>
  teamRange ? portText({ hostPort: 0, hostRange: teamRange }) : teamPort === 0 ? '…' : String(teamPort)

/** Any port of a range is what the team has. */
export const isElsewhere = ({ teamPort, teamRange }: WorkspacePort, port: number): boolean =>
  port !== 0 && (teamRange ? !isOneOf(teamRange, port) : teamPort !== 0 && port !== teamPort)

export const movedTo = ({ to, toLast }: WorkspacePortMove): string => numbers(to, toLast)

/** Who has the team's port, of a range the first, and what is used instead. */
export function describeMove(t: Translate, move: WorkspacePortMove): string {
  const { service, holder, from, fromLast } = move
  const ports = { from: numbers(from, fromLast), to: movedTo(move), service }
  if (fromLast !== undefined) {
    const none = t('workspaces.movedRange', ports)
    return holder === '' ? none : `${none} ${t('ports.hasIt', { port: from, holder })}`
  }
  return holder === '' ? t('workspaces.movedNobody', ports) : t('workspaces.movedOne', { ...ports, holder })
}

/** `8000`, or `8000–8010`. */
const numbers = (first: number, last = first): string =>
  portText({ hostPort: first, ...(last === first ? {} : { hostRange: { first, last } }) })

/** Where the next start puts it, if that is not where the team has it. */
export const moveOf = (
  moves: readonly WorkspacePortMove[] | undefined,
  { service, teamPort, teamRange }: WorkspacePort,
): WorkspacePortMove | undefined =>
  moves?.find((one) => one.service === service && one.from === (teamRange?.first ?? teamPort))
