// Asks before containers go: what is lost, what is kept, and whether unnamed volumes go too.
import { useId, useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container } from '../../preload/model'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Dialog } from '../components/dialog'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDetails, closeDialog, useUi } from '../stores/ui'
import { removeMany } from './actions'
import { isRunning } from './arrange'

export function RemoveDialog({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT()
  const heading = useId()
  const [volumesToo, setVolumesToo] = useState(false)
  const targets = containers.use(useShallow((state) => ids.flatMap((id) => state.items.get(id) ?? [])))
  const [only] = targets
  const many = targets.length !== 1
  const running = targets.filter(isRunning).length
  const volumes = targets.reduce((sum, container) => sum + container.anonymousVolumes.length, 0)
  const remove = (): void => {
    closeDialog()
    const { details } = useUi.getState()
    if (details && ids.includes(details.id)) closeDetails()
    void removeMany(ids, volumesToo)
  }
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>
          {many || !only
            ? t('remove.titleMany', { count: targets.length })
            : t('remove.title', { name: only.name })}
        </h2>
        <p className="text-2">
          {running > 0 && `${t('remove.running', { count: many ? Math.max(2, running) : 1 })} `}
          {t('remove.explain')}
        </p>
        <LossList targets={targets} volumes={volumes} volumesToo={volumesToo} />
        {volumes > 0 && (
          <label className="row g8">
            <Checkbox checked={volumesToo} onChange={() => setVolumesToo(!volumesToo)} />
            {t('remove.unnamedToo', { count: volumes })}
          </label>
        )}
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {many ? t('remove.keepMany') : t('remove.keep')}
        </Button>
        <Button kind="danger-solid" onClick={remove}>
          {t('remove.confirm')}
        </Button>
      </footer>
    </Dialog>
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
