// The field that narrows a list or a text by what is typed; Escape empties it.
import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'

export interface SearchInputProps {
  /** Its name, and what stands in it while it is empty. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly className?: string
  /** Instead of emptying it by Escape. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  readonly field?: Ref<HTMLInputElement>
  /** Behind what is typed: how much was found. */
  readonly children?: ReactNode
}

export function SearchInput(props: SearchInputProps): ReactNode {
  const { label, value, onChange, className = '', onKeyDown, field, children } = props
  const clear = (event: KeyboardEvent): void => {
    // An empty field leaves Escape to what it stands in, such as a dialog.
    if (event.key !== 'Escape' || value === '') return
    event.preventDefault()
    event.stopPropagation()
    onChange('')
  }
  return (
    <span className={`input search-input ${className}`.trimEnd()}>
      <Search className="icon icon-14" />
      <input
        {...(field ? { ref: field } : {})}
        type="search"
        value={value}
        placeholder={label}
        aria-label={label}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={onKeyDown ?? clear}
      />
      {children}
    </span>
  )
}
