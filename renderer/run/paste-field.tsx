// Takes a `docker run …` from somewhere else: the form fills in, and what it has no field for is named.
import { ClipboardPaste } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { fillFromCommand } from './fill-from-command'
import type { RunForm } from './form'

const problems = {
  quote: 'run.pasteQuote',
  'not-run': 'run.pasteNotRun',
  'no-image': 'run.pasteNoImage',
  'no-value': 'run.pasteNoValue',
} as const

export function PasteField({ onForm }: { readonly onForm: (form: RunForm) => void }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const read = text.trim() === '' ? undefined : fillFromCommand(text)
  if (!open) {
    return (
      <Button kind="ghost" size="sm" className="paste-button" onClick={() => setOpen(true)}>
        <ClipboardPaste className="icon icon-14" />
        {t('run.paste')}
      </Button>
    )
  }
  const take = (pasted: string): void => {
    setText(pasted)
    const filled = pasted.trim() === '' ? 'not-run' : fillFromCommand(pasted)
    if (typeof filled !== 'string') onForm(filled.form)
  }
  return (
    <div className="field paste-field">
      <label className="field">
        <span className="label">{t('run.pasteWhat')}</span>
        <textarea
          className="mono"
          rows={4}
          value={text}
          placeholder="docker run -d --name web -p 8080:80 nginx"
          spellCheck={false}
          autoFocus
          onChange={(event) => take(event.target.value)}
        />
      </label>
      <p className={`help ${typeof read === 'string' ? 'bad' : ''}`.trimEnd()} role="status">
        {read === undefined
          ? ''
          : typeof read === 'string'
            ? t(problems[read])
            : read.left.length === 0
              ? t('run.pasteDone')
              : t('run.pasteLeft', { flags: read.left.join('  ') })}
      </p>
    </div>
  )
}
