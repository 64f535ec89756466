// The one question before the first start of a machine, beside the button that starts it.
import type { ReactNode } from 'react'
import { Switch } from '../components/choices'
import { appInfo } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useAsksForHome, useHomeAnswer } from './home-answer'

export function HomeQuestion(): ReactNode {
  const t = useT()
  const asks = useAsksForHome()
  const home = appInfo((state) => state.value?.userHome)
  const share = useHomeAnswer((state) => state.share)
  if (!asks || home === undefined) return null
  return (
    <section className="card home-question" aria-label={t('welcome.shareHome')}>
      <div className="grow">
        <b>{t('welcome.shareHome')}</b>
        <p>{t('welcome.shareHomeWhy', { home })}</p>
      </div>
      <Switch
        hideLabel
        label={t('welcome.shareHome')}
        checked={share}
        onChange={(next) => useHomeAnswer.setState({ share: next })}
      />
    </section>
  )
}
