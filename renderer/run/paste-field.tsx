// Takes a `docker run …` from somewhere else: the form fills in, and what it has no field for is named.
import { ClipboardPaste } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { fillFromCommand, type Filled } from './fill-from-command'
import type { RunForm } from './form'
import type { CommandProblem } from './read-command'

const problems = {
  quote: 'run.pasteQuote',
  'not-run': 'run.pasteNotRun',
  'no-image': 'run.pasteNoImage',
  'no-value': 'run.pasteNoValue',
  health: 'run.pasteHealth',
} as const

const asides = ['run.pasteAsked', 'run.pasteLiteral', 'run.pasteOthers'] as const

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
      <div role="status">{read !== undefined && <Answer read={read} />}</div>
    </div>
  )
}

/** What became of the command, and of what is no part of it. */
function Answer({ read }: { readonly read: Filled | CommandProblem }): ReactNode {
  const t = useT()
  if (typeof read === 'string') return <p className="help bad">{t(problems[read])}</p>
  const { left: all, whys, others, asked, literal } = read
  const left = all.filter((flag) => !whys.some((one) => one.flag === flag))
  const told: readonly (readonly [(typeof asides)[number], readonly string[]])[] = [
    ['run.pasteAsked', asked],
    ['run.pasteLiteral', literal],
    ['run.pasteOthers', others],
  ]
  return (
    <>
      <p className="help">
        {left.length > 0
          ? t('run.pasteLeft', { flags: left.join('  ') })
          : t(asked.length + whys.length > 0 ? 'run.pasteAlmost' : 'run.pasteDone')}
      </p>
      {whys.map(({ flag, why }) => (
        <p className="help" key={flag}>
          {t(why, { flag })}
        </p>
      ))}
      {told
        .filter(([, what]) => what.length > 0)
        .map(([key, what]) => (
          <p className="help" key={key}>
            {t(key, { what: what.join('  ') })}
          </p>
        ))}
    </>
  )
}
