// Asks before a project goes down: what is lost, what is kept, and whether volumes go, too.
import { useEffect, useState, type ReactNode } from 'react'
import type { ComposeDownPlan } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Checkbox } from '../components/choices'
import { formatBytes } from '../i18n/format'
import { run } from '../images/job-card'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { WhyAbout } from '../why/why-word'

export function DownDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const [plan, setPlan] = useState<ComposeDownPlan>()
  const [removeVolumes, setRemoveVolumes] = useState(false)
  useEffect(() => {
    contract().compose.planDown({ projectId: id }).then(setPlan, reportError)
  }, [id])
  if (!plan) return null
  const down = (): void => {
    closeDialog()
    const request = { verb: 'down' as const, services: [], ...(removeVolumes ? { removeVolumes } : {}) }
    run(() => contract().compose.begin({ projectId: id, request }))
  }
  const volumes = plan.volumes.map(({ name, sizeBytes }) =>
    sizeBytes === undefined ? name : `${name} (${formatBytes(sizeBytes)})`,
  )
  return (
    <AskDialog
      title={t('projects.downTitle', { name: id })}
      text={t('projects.downWhy')}
      keep={t('projects.keep')}
      confirm={{
        label: removeVolumes ? t('projects.downAll') : t('projects.down'),
        run: down,
      }}
    >
      <dl className="down-plan">
        <dt>{t('projects.lost')}</dt>
        <dd>
          {t('projects.lostContainers', { count: plan.containers.length })}: {plan.containers.join(', ')}
        </dd>
        {plan.networks.length > 0 && (
          <dd>
            {t('projects.lostNetworks')}: {plan.networks.join(', ')}
          </dd>
        )}
        {plan.anonymousVolumes > 0 && <dd>{t('projects.lostUnnamed', { count: plan.anonymousVolumes })}</dd>}
        {removeVolumes && <dd>{volumes.join(', ')}</dd>}
        {!removeVolumes && volumes.length > 0 && (
          <>
            <dt>{t('projects.kept')}</dt>
            <dd>{volumes.join(', ')}</dd>
          </>
        )}
      </dl>
      {volumes.length > 0 && (
        <div className="row g8">
          <label className="row g8">
            <Checkbox checked={removeVolumes} onChange={() => setRemoveVolumes(!removeVolumes)} />
            {t('projects.volumesToo')}
          </label>
          <WhyAbout word="volume" />
        </div>
      )}
    </AskDialog>
  )
}
