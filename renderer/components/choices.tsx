// Small choices: segmented filter, checkbox with a mixed state, switch.
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Count } from './count'

export interface SegmentedOption<V extends string> {
  readonly value: V
  readonly label: string
  readonly count?: number
  readonly mark?: ReactNode
}

export interface SegmentedProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly options: readonly SegmentedOption<V>[]
  readonly onChange: (value: V) => void
  readonly small?: boolean
}

export const Segmented = <V extends string>({
  label,
  value,
  options,
  onChange,
  small = false,
}: SegmentedProps<V>): ReactNode => (
  <div className={`segmented ${small ? 'sm' : ''}`.trimEnd()} role="group" aria-label={label}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        onClick={() => onChange(option.value)}
      >
        {option.mark}
        {option.label}
        {option.count !== undefined && <Count of={option.count} />}
      </button>
    ))}
  </div>
)

export interface CheckboxProps {
  readonly checked: boolean | 'mixed'
  readonly onChange: (event: { readonly shiftKey: boolean }) => void
  /** Its name; left out when a `<label>` around it has the words. */
  readonly label?: string
  readonly tabIndex?: number
}

export const Checkbox = ({ checked, onChange, label, tabIndex }: CheckboxProps): ReactNode => (
  <button
    type="button"
    role="checkbox"
    aria-checked={checked}
    aria-label={label}
    tabIndex={tabIndex}
    className="checkbox-target"
    onClick={(event) => {
      event.stopPropagation()
      onChange(event)
    }}
  >
    <span className={`checkbox ${checked === 'mixed' ? 'mix' : checked ? 'on' : 'quiet'}`}>
      {checked === true && <Check className="icon" />}
    </span>
  </button>
)

export const Switch = ({
  checked,
  onChange,
  label,
  hideLabel = false,
}: {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly label: string
  /** For a switch whose words stand beside it already. */
  readonly hideLabel?: boolean
}): ReactNode => (
  <button
    type="button"
    role="switch"
    aria-checked={checked}
    aria-label={hideLabel ? label : undefined}
    className="switch-row"
    onClick={() => onChange(!checked)}
  >
    {!hideLabel && label}
    <span className={`switch ${checked ? 'on' : ''}`.trimEnd()} />
  </button>
)
