// A menu of actions on a button.
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState, type ComponentProps, type ReactNode } from 'react'

export interface MenuProps {
  /** The button; one element that takes a ref. */
  readonly trigger: ReactNode
  readonly label: string
  readonly align?: 'start' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly children: ReactNode
}

/** Not modal: a modal one locks scrolling through a style element, which the security policy refuses. */
export function Menu({ trigger, label, align = 'end', side = 'bottom', children }: MenuProps): ReactNode {
  // Outside of an open dialog everything is inert, and lies below it.
  const [dialog, setDialog] = useState<HTMLElement | null>(null)
  const onOpenChange = (open: boolean): void => {
    if (open) setDialog([...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1) ?? null)
  }
  return (
    <DropdownMenu.Root modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={dialog}>
        <DropdownMenu.Content
          className="menu"
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export const MenuItem = ({
  danger = false,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { readonly danger?: boolean }): ReactNode => (
  <DropdownMenu.Item {...rest} className={`menu-item ${danger ? 'danger' : ''}`.trimEnd()} />
)

export const MenuLine = (): ReactNode => <DropdownMenu.Separator className="menu-line" />

export const MenuRadioGroup = DropdownMenu.RadioGroup

export const MenuRadioItem = ({
  children,
  ...rest
}: ComponentProps<typeof DropdownMenu.RadioItem>): ReactNode => (
  <DropdownMenu.RadioItem {...rest} className="menu-item radio-item">
    <span className="menu-mark" aria-hidden="true" />
    {children}
  </DropdownMenu.RadioItem>
)

/** Stays open, so that several can be chosen. */
export const MenuCheckItem = ({
  children,
  ...rest
}: ComponentProps<typeof DropdownMenu.CheckboxItem>): ReactNode => (
  <DropdownMenu.CheckboxItem
    {...rest}
    className="menu-item check-item"
    onSelect={(event) => event.preventDefault()}
  >
    <Check className="icon menu-tick" />
    {children}
  </DropdownMenu.CheckboxItem>
)

export const MenuLabel = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>
)
