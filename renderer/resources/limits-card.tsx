// Limits of the machine on the page that shows what it takes: the same sliders as in the settings.
import type { ReactNode } from 'react'
import { LimitSliders, ResetLimits } from '../settings/machine-section'
import { useFeature } from '../settings/use-settings'
import { PendingBar } from '../settings/pending-bar'
import { useT } from '../stores/preferences'

export function LimitsCard(): ReactNode {
  const t = useT()
  if (!useFeature('limits')) return null
  return (
    <section className="card limits-card">
      <header>
        <h2>{t('limitsCard.title')}</h2>
        <span className="grow" />
        <ResetLimits />
      </header>
      <LimitSliders />
      <PendingBar />
    </section>
  )
}
