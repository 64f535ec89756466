// The ways out of a conflict as buttons: the safest first, its effect said below by the caller.
import type { ReactNode } from 'react'
import type { PortConflict, PortFix } from '../../preload/model'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { fixLabel } from './conflict-words'
import { chooseFix, useFixOf } from './fix'

export interface FixButtonProps {
  readonly conflict: PortConflict
  readonly fix: PortFix
  readonly primary?: boolean
  readonly small?: boolean
  readonly tabIndex?: number
}

export function FixButton({
  conflict,
  fix,
  primary = false,
  small = false,
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
      {fixLabel(t, fix)}
    </Button>
  )
}

/** At most three at a time, so that nobody has to weigh more. */
const mostAtOnce = 3

export const FixButtons = ({ conflict }: { readonly conflict: PortConflict }): ReactNode => (
  <div className="fix-buttons">
    {conflict.fixes.slice(0, mostAtOnce).map((fix, index) => (
      <FixButton key={fix.id} conflict={conflict} fix={fix} primary={index === 0} />
    ))}
  </div>
)
