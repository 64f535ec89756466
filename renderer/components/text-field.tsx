// A labelled line of text, with what is wrong with it below.
import { useId, type ReactNode } from 'react'

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly problem?: string | undefined
  /** Is not shown while it is typed. */
  readonly secret?: boolean
  /** Gets the focus when its dialog opens. */
  readonly first?: boolean
}

export function TextField(props: TextFieldProps): ReactNode {
  const { label, value, onChange, placeholder, problem, secret = false, first } = props
  const help = useId()
  return (
    <>
      <label className="field">
        <span className="label">{label}</span>
        <span className={`input ${problem ? 'is-bad' : ''}`.trimEnd()}>
          <input
            {...(first ? { 'data-autofocus': true } : {})}
            className="mono"
            type={secret ? 'password' : 'text'}
            value={value}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={problem !== undefined}
            aria-describedby={problem ? help : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        </span>
      </label>
      {problem && (
        <p className="help bad" id={help}>
          {problem}
        </p>
      )}
    </>
  )
}
