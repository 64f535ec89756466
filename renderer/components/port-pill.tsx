// A published port: the jack, where it is reached, where it leads. A reachable one opens in the browser.
import type { ReactNode } from 'react'
import type { PortBinding } from '../../preload/model'
import { portText } from '../../preload/port-range'
import { portAddress, shownHost } from '../../preload/port-address'

export { portAddress }

/** `silent`: open, but a connection came to nothing. `clashing`: off, and somebody else has it. */
export type PortState = 'open' | 'silent' | 'blocked' | 'off' | 'clashing'

const jacks: Readonly<Record<PortState, string>> = {
  open: 'jack',
  silent: 'jack free',
  blocked: 'jack bad',
  off: 'jack free',
  clashing: 'jack plan',
}
const kinds: Readonly<Partial<Record<PortState, string>>> = {
  blocked: 'port-pill bad',
  off: 'port-pill off',
  clashing: 'port-pill clashing',
}

export interface PortPillProps {
  readonly binding: PortBinding
  readonly state: PortState
  /** Says what is wrong, or what a click does. */
  readonly hint?: string
  readonly tabIndex?: number
}

export function PortPill({ binding, state, hint, tabIndex }: PortPillProps): ReactNode {
  const { hostPort, hostRange, containerPort, protocol, hostAddress } = binding
  const body = (
    <>
      <span className={jacks[state]} />
      <span>
        {shownHost(hostAddress)}:<b>{hostPort === 0 && !hostRange ? '…' : portText(binding)}</b>{' '}
        <span className="arrow">→</span> {containerPort}
        {protocol === 'udp' && '/udp'}
      </span>
    </>
  )
  const kind = kinds[state]
  if (kind !== undefined || protocol === 'udp' || hostPort === 0) {
    return (
      <span className={kind ?? 'port-pill'} title={hint}>
        {body}
      </span>
    )
  }
  return (
    <a
      className="port-pill"
      href={portAddress(binding)}
      target="_blank"
      rel="noopener noreferrer"
      title={hint}
      tabIndex={tabIndex}
    >
      {body}
    </a>
  )
}
