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

/** Where the next start puts it, if that is not where the team has it. */
export const moveOf = (
  moves: readonly WorkspacePortMove[] | undefined,
  { service, teamPort, teamRange }: WorkspacePort,
): WorkspacePortMove | undefined =>
  moves?.find((one) => one.service === service && one.from === (teamRange?.first ?? teamPort))
