// The published ports of a row: the first as a pill, the others behind "+n".
import type { ReactNode } from 'react'
import type { Container } from '../../preload/model'
import type { Translate } from '../i18n/translate'
import { Popover } from '../components/popover'
import { PortPill } from '../components/port-pill'
import { useT } from '../stores/preferences'
import { describeConflict, describeLater } from '../ports/conflict-words'
import { reachWords } from '../ports/reach-words'
import type { ShownPort } from './port-states'

export interface PortCellProps {
  readonly container: Container
  readonly ports: readonly ShownPort[]
  readonly tabIndex: number
}

function hintOf(t: Translate, { name: container }: Container, port: ShownPort): { hint?: string } {
  const { hostPort, protocol } = port.binding
  const { conflict } = port
  if (conflict)
    return {
      hint: conflict.when === 'now' ? describeConflict(t, conflict).title : describeLater(t, conflict),
    }
  const opens = port.state === 'open' && protocol === 'tcp' && port.forward?.reach !== 'answered'
  if (opens) return { hint: t('containers.openPort', { port: hostPort }) }
  const words = port.state !== 'off' && port.forward && reachWords(t, container, port.forward)
  return words ? { hint: words } : {}
}

const isTrouble = ({ state }: ShownPort): boolean => state === 'blocked' || state === 'clashing'

/** A blocked port is shown first: the problem may not hide behind "+n". */
const blockedFirst = (ports: readonly ShownPort[]): ShownPort[] =>
  [...ports].sort((a, b) => Number(isTrouble(b)) - Number(isTrouble(a)))

/** All of them, one below the other. */
export function PortList(props: Pick<PortCellProps, 'container' | 'ports'>): ReactNode {
  const t = useT()
  return (
    <div className="port-column">
      {blockedFirst(props.ports).map((port) => (
        <PortPill
          key={port.key}
          binding={port.binding}
          state={port.state}
          {...hintOf(t, props.container, port)}
        />
      ))}
    </div>
  )
}

export function PortCell({ container, ports, tabIndex }: PortCellProps): ReactNode {
  const t = useT()
  const [first, ...others] = blockedFirst(ports)
  if (!first) {
    return (
      <span className="text-3 size-12 truncate" role="gridcell">
        {t('containers.noPorts')}
      </span>
    )
  }
  const pill = (port: ShownPort, index?: number): ReactNode => (
    <PortPill
      key={port.key}
      binding={port.binding}
      state={port.state}
      {...hintOf(t, container, port)}
      {...(index === undefined ? {} : { tabIndex: index })}
    />
  )
  return (
    <div className="row g4 port-cell" role="gridcell">
      {pill(first, tabIndex)}
      {others.length > 0 && (
        <Popover
          label={t('containers.morePorts', { name: container.name })}
          className="port-list"
          trigger={
            <button
              type="button"
              className="port-pill more"
              tabIndex={tabIndex}
              aria-label={t('containers.morePorts', { name: container.name })}
            >
              +{others.length}
            </button>
          }
        >
          {others.map((port) => pill(port))}
        </Popover>
      )}
    </div>
  )
}
