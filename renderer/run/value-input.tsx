// The value of a variable or a label: hidden where its name says so, in as many lines as it has.
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ClipboardEvent, type ReactNode } from 'react'
import type { EnvVariable } from '../../preload/model'
import { willBeSecret } from '../../preload/secret'
import { IconButton } from '../components/button'
import { useT } from '../stores/preferences'

interface ValueInputProps {
  readonly row: EnvVariable
  readonly label: string
  readonly onChange: (value: string) => void
}

/** More are scrolled through. */
const mostRows = 6

const hasLines = (text: string): boolean => /[\r\n]/.test(text)

/** A field of one line would take the ends of lines away: from what is there, and from what is pasted. */
export function ValueInput({ row, label, onChange }: ValueInputProps): ReactNode {
  const t = useT()
  const [shown, setShown] = useState(false)
  const [pasted, setPasted] = useState(false)
  const { value } = row
  const secret = willBeSecret(row)
  const hidden = secret && !shown
  const lines = hasLines(value)
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const text = event.clipboardData.getData('text')
    if (!hasLines(text.trimEnd())) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    onChange(value.slice(0, selectionStart ?? 0) + text + value.slice(selectionEnd ?? value.length))
    setPasted(true)
  }
  return (
    <span className={`input grow env-value ${lines && !hidden ? 'has-lines' : ''}`.trimEnd()}>
      {lines && !hidden ? (
        <textarea
          className="mono"
          rows={Math.min(mostRows, value.split('\n').length)}
          value={value}
          spellCheck={false}
          autoFocus={pasted}
          aria-label={label}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          className="mono"
          type={hidden ? 'password' : 'text'}
          value={value}
          // What it does not show whole it does not let anybody change.
          readOnly={lines}
          spellCheck={false}
          autoComplete="off"
          aria-label={label}
          onChange={(event) => onChange(event.target.value)}
          onPaste={paste}
        />
      )}
      {secret && (
        <IconButton
          className="in-field"
          label={shown ? t('run.hide') : t('run.show')}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff className="icon" /> : <Eye className="icon" />}
        </IconButton>
      )}
    </span>
  )
}
