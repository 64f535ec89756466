// A small panel beside a button, and the "Why?" that teaches one idea in it.
import { CircleQuestionMark } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { useT } from '../stores/preferences'

export interface PopoverProps {
  readonly trigger: ReactNode
  readonly label: string
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'right' | 'bottom'
  readonly className?: string
  readonly children: ReactNode
}

export const Popover = ({
  trigger,
  label,
  align = 'center',
  side = 'bottom',
  className,
  children,
}: PopoverProps): ReactNode => {
  // Outside of a dialog that is open nothing can be reached, so the panel belongs into it.
  const [place, setPlace] = useState<Element | null>(null)
  return (
    <Radix.Root onOpenChange={(open) => open && setPlace(document.querySelector('dialog[open]'))}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={place ?? document.body}>
        <Radix.Content
          className={`popover ${className ?? ''}`.trimEnd()}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface WhyProps {
  readonly title: string
  readonly text: string
  readonly picture?: ReactNode
  readonly tabIndex?: number
}

export function Why({ title, text, picture, tabIndex }: WhyProps): ReactNode {
  const t = useT()
  return (
    <Popover
      label={title}
      className="why-panel"
      trigger={
        <button type="button" className="why" tabIndex={tabIndex}>
          <CircleQuestionMark className="icon" />
          {t('common.why')}
        </button>
      }
    >
      <h4>{title}</h4>
      {picture !== undefined && <div className="why-picture">{picture}</div>}
      <p>{text}</p>
    </Popover>
  )
}
