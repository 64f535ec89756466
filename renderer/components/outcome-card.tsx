// What an action on several things came to: how many worked, and each that did not, with its reason.
import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { errorTexts } from '../../preload/error-texts'
import type { SerialisedError } from '../../preload/errors'
import { fillTemplate } from '../../preload/text'
import { useLanguage, useT } from '../stores/preferences'
import type { Summary } from '../stores/toasts'
import { Button } from './button'

export interface OutcomeCardProps {
  readonly summary: Summary
  readonly onDismiss: () => void
}

export function OutcomeCard({ summary, onDismiss }: OutcomeCardProps): ReactNode {
  const t = useT()
  const { done, failed } = summary
  return (
    <div className="error-card" role="alert">
      <p className="error-title">
        <CircleX className="icon" />
        {t('outcome.title', { done: done.length, count: failed.length })}
      </p>
      <ul className="outcome-list">
        {failed.map(({ name, error }) => (
          <li key={name}>
            <b>{name}</b> <Reason error={error} />
          </li>
        ))}
      </ul>
      {done.length > 0 && <p className="help">{t('outcome.done', { names: shortList(done) })}</p>}
      <div className="error-foot">
        <Button kind="ghost" size="sm" onClick={onDismiss}>
          {t('common.dismiss')}
        </Button>
      </div>
    </div>
  )
}

const mostNames = 5

/** The first few, and how many more there are. */
const shortList = (names: readonly string[]): string =>
  names.length > mostNames
    ? `${names.slice(0, mostNames).join(', ')} +${names.length - mostNames}`
    : names.join(', ')

function Reason({ error }: { readonly error: SerialisedError }): ReactNode {
  const language = useLanguage()
  const { number, [language]: words } = errorTexts[error.code]
  return (
    <span title={error.detail}>
      {fillTemplate(words.title, error.params)} {fillTemplate(words.remedy, error.params)}{' '}
      <code>{number}</code>
    </span>
  )
}
