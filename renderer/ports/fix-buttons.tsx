// The ways out of a conflict as buttons: the safest first, its effect said below by the caller.
import { useState, type ReactNode } from 'react'
import type { PortConflict, PortFix } from '../../preload/model'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { fixEffect, fixLabel, shortFixLabel } from './conflict-words'
import { chooseFix, useFixOf } from './fix'

export interface FixButtonProps {
  readonly conflict: PortConflict
  readonly fix: PortFix
  readonly primary?: boolean
  readonly small?: boolean
  /** As few words as will do, beside a text that tells the rest. */
  readonly short?: boolean
  readonly tabIndex?: number
}

export function FixButton({
  conflict,
  fix,
  primary = false,
  small = false,
  short = false,
  tabIndex,
}: FixButtonProps): ReactNode {
  const t = useT()
  const fixing = useFixOf(conflict.id)
  return (
    <Button
      kind={primary ? 'primary' : 'plain'}
      busy={fixing === fix.id}
      disabled={fixing !== undefined}
      tabIndex={tabIndex}
      onClick={() => chooseFix(conflict, fix)}
      {...(small ? { size: 'sm' } : {})}
    >
      {(short ? shortFixLabel : fixLabel)(t, fix)}
    </Button>
  )
}

/** At most three at a time, so that nobody has to weigh more. */
const mostAtOnce = 3

/** With the effect of the first one, or of the one that is pointed at or has the focus. */
export function FixButtons({ conflict }: { readonly conflict: PortConflict }): ReactNode {
  const t = useT()
  const [chosen, setChosen] = useState<string | undefined>()
  const shown = conflict.fixes.slice(0, mostAtOnce)
  const told = shown.find(({ id }) => id === chosen) ?? shown[0]
  const forget = (): void => setChosen(undefined)
  return (
    <>
      <div className="fix-buttons" onMouseLeave={forget} onBlur={forget}>
        {shown.map((fix, index) => (
          <span key={fix.id} onMouseEnter={() => setChosen(fix.id)} onFocus={() => setChosen(fix.id)}>
            <FixButton conflict={conflict} fix={fix} primary={index === 0} />
          </span>
        ))}
      </div>
      {told && <p className="help">{fixEffect(t, conflict, told)}</p>}
    </>
  )
}
