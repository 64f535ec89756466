// Asks before containers go: what is lost, what is kept, and whether unnamed volumes go too.
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Checkbox } from '../components/choices'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDetails, useUi } from '../stores/ui'
import { removeMany } from './actions'
import { isRunning } from './arrange'

export function RemoveDialog({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT()
  const [volumesToo, setVolumesToo] = useState(false)
  const targets = containers.use(useShallow((state) => ids.flatMap((id) => state.items.get(id) ?? [])))
  const [only] = targets
  const many = targets.length !== 1
  const running = targets.filter(isRunning).length
  const volumes = targets.reduce((sum, container) => sum + container.anonymousVolumes.length, 0)
  const remove = (): void => {
    const { details } = useUi.getState()
    if (details && ids.includes(details.id)) closeDetails()
    void removeMany(ids, volumesToo)
  }
  return (
    <AskDialog
      title={
        many || !only
          ? t('remove.titleMany', { count: targets.length })
          : t('remove.title', { name: only.name })
      }
      text={`${running > 0 ? `${t('remove.running', { count: many ? Math.max(2, running) : 1 })} ` : ''}${t('remove.explain')}`}
      keep={many ? t('remove.keepMany') : t('remove.keep')}
      confirm={{ label: t('remove.confirm'), run: remove }}
    >
      <LossList targets={targets} volumes={volumes} volumesToo={volumesToo} />
      {volumes > 0 && (
        <label className="row g8">
          <Checkbox checked={volumesToo} onChange={() => setVolumesToo(!volumesToo)} />
          {t('remove.unnamedToo', { count: volumes })}
        </label>
      )}
    </AskDialog>
  )
}

interface LossListProps {
  readonly targets: readonly Container[]
  readonly volumes: number
  readonly volumesToo: boolean
}

function LossList({ targets, volumes, volumesToo }: LossListProps): ReactNode {
  const t = useT()
  const images = new Set(targets.map((container) => container.image))
  return (
    <ul>
      <Loss lost text={t('remove.layer')} />
      {volumes > 0 && <Loss lost={volumesToo} text={t('remove.unnamed', { count: volumes })} />}
      <Loss lost={false} text={t('remove.named')} />
      <Loss lost={false} text={t('remove.image', { count: images.size, image: [...images][0] ?? '' })} />
    </ul>
  )
}

function Loss({ lost, text }: { lost: boolean; text: string }): ReactNode {
  const t = useT()
  return (
    <li>
      <span className={`chip sm ${lost ? 'bad' : 'ok'}`}>{lost ? t('remove.lost') : t('remove.kept')}</span>
      <span className="grow">{text}</span>
    </li>
  )
}
