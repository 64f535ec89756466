// The "Why?" of a warning: what it means, its other ways out, and putting it off.
import { CircleQuestionMark } from 'lucide-react'
import type { ReactNode } from 'react'
import { describeWarning, remedyLabel } from '../../preload/warning-words'
import type { ResourceWarning } from '../../preload/model'
import { Button } from '../components/button'
import { Popover } from '../components/popover'
import { useLanguage, useT } from '../stores/preferences'
import { chooseRemedy, dismissWarning } from './remedies'

const hourMinutes = 60
const dayMinutes = 24 * hourMinutes

export function WarningWhy({ warning }: { readonly warning: ResourceWarning }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const { title } = describeWarning(language, warning)
  const label = t('warning.whyOf', { title })
  return (
    <Popover
      label={label}
      className="why-panel"
      align="end"
      trigger={
        <button type="button" className="why" aria-label={label}>
          <CircleQuestionMark className="icon" />
          {t('common.why')}
        </button>
      }
    >
      <h4>{title}</h4>
      <p>{t(`whyWarning.${warning.kind}`)}</p>
      <div className="warning-ways">
        {warning.remedies.slice(1).map((remedy) => (
          <Button key={remedy.id} size="sm" onClick={() => chooseRemedy(warning, remedy)}>
            {remedyLabel(language, warning, remedy)}
          </Button>
        ))}
        <Button size="sm" kind="ghost" onClick={() => dismissWarning(warning, hourMinutes)}>
          {t('warning.later')}
        </Button>
        <Button size="sm" kind="ghost" onClick={() => dismissWarning(warning, dayMinutes)}>
          {t('warning.tomorrow')}
        </Button>
        <Button size="sm" kind="ghost" onClick={() => dismissWarning(warning, 0)}>
          {t('warning.dismiss')}
        </Button>
      </div>
    </Popover>
  )
}
