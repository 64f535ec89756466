// What happened, why, what to do, the button that does it, the code, and the engine's own words one click away.
import { CircleX, Copy } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { errorTexts } from '../../preload/error-texts'
import type { RemedyAction } from '../../preload/error-texts/error-text'
import type { ErrorParams, SerialisedError } from '../../preload/errors'
import { fillTemplate, legible } from '../../preload/text'
import { copyText } from '../stores/clipboard'
import { useMachine } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { Button, IconButton } from './button'
import { waysOut } from './way-out'

export interface ErrorCardProps {
  readonly error: SerialisedError
  /** Buttons before the remedy's own one. */
  readonly actions?: ReactNode
  readonly onDismiss?: () => void
  /** Read out at once. Off where the card is part of a page that is read anyway. */
  readonly announce?: boolean
}

export function ErrorCard({ error, actions, onDismiss, announce = true }: ErrorCardProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const entry = errorTexts[error.code]
  const action = useOwnAction(entry.action)
  const words = entry[language]
  const card = useRef<HTMLDivElement>(null)
  // A long form has its button far below what scrolls: nobody would see what came of pressing it.
  useEffect(() => {
    if (card.current?.closest('dialog')) card.current.scrollIntoView({ block: 'nearest' })
  }, [error])
  const fill = (text: string): string => fillTemplate(text, error.params)
  const details = detailsOf(error)
  return (
    <div className="error-card" ref={card} {...(announce ? { role: 'alert' } : {})}>
      <p className="error-title">
        <CircleX className="icon" />
        {fill(words.title)}
      </p>
      <dl>
        <dt>{t('error.why')}</dt>
        <dd>{fill(words.explanation)}</dd>
        <dt>{t('error.remedy')}</dt>
        <dd>{fill(words.remedy)}</dd>
      </dl>
      <div className="error-foot">
        {actions}
        {waysOut[error.code]?.map(({ label, open: go }) => (
          <Button key={label} size="sm" onClick={() => go(error.params)}>
            {t(label)}
          </Button>
        ))}
        {action && (
          <RemedyButton action={action} params={error.params} {...(onDismiss ? { onDone: onDismiss } : {})} />
        )}
        {details !== '' && (
          <Button kind="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('common.hideDetails') : t('common.showDetails')}
          </Button>
        )}
        {onDismiss && (
          <Button kind="ghost" size="sm" onClick={onDismiss}>
            {t('common.dismiss')}
          </Button>
        )}
        <span className="grow" />
        <code>{entry.number}</code>
        <IconButton
          label={t('error.copyDetails')}
          onClick={() => copyText(`${entry.number} ${fill(words.title)}\n${error.code}\n${details}`)}
        >
          <Copy className="icon icon-14" />
        </IconButton>
      </div>
      {open && (
        <pre className="error-details mono" tabIndex={0}>
          {legible(details)}
        </pre>
      )}
    </div>
  )
}

/** An engine that Portside does not run can be reached again, and not restarted from here. */
function useOwnAction(action: RemedyAction | undefined): RemedyAction | undefined {
  const attached = useMachine()?.driver === 'none'
  return attached && action?.service === 'machine' && action.method === 'restart' ? undefined : action
}

interface RemedyButtonProps {
  readonly action: RemedyAction
  readonly params: ErrorParams
  readonly onDone?: () => void
}

function RemedyButton({ action, params, onDone }: RemedyButtonProps): ReactNode {
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      await callRemedy(action, params)
      onDone?.()
    } catch (error) {
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button kind="primary" size="sm" busy={busy} disabled={busy} onClick={() => void run()}>
      {fillTemplate(action.label[language], params)}
    </Button>
  )
}

/** The call stands in the error's table as data, so it is looked up by name; the app validates its arguments. */
async function callRemedy(action: RemedyAction, params: ErrorParams): Promise<void> {
  const services = contract() as unknown as Record<string, Record<string, (args: object) => Promise<unknown>>>
  const call = services[action.service]?.[action.method]
  if (!call) return
  await call(Object.fromEntries((action.args ?? []).map((name) => [name, params[name]])))
}

/** The engine's words and those of the causes, one per line. */
function detailsOf(error: SerialisedError): string {
  const own = error.detail ?? ''
  if (!error.cause) return own
  const cause = [`${error.cause.code}: ${error.cause.message}`, detailsOf(error.cause)]
  return [own, ...cause].filter((line) => line !== '').join('\n')
}
