// Asks before containers go: what would be lost with its size, what is kept, and whether unnamed volumes go too.
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, ContainerData } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Checkbox } from '../components/choices'
import { useAnswer, type Question } from '../details/use-answer'
import { formatBytes } from '../i18n/format'
import { containers, volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { closeDetailsThen, useUi } from '../stores/ui'
import { isRunning } from './arrange'
import { removeMany } from './remove'

/** Each costs the engine work: of more than these, sizes are not asked. */
const mostAsked = 20
const shownPlaces = 4

export function RemoveDialog({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT()
  const [volumesToo, setVolumesToo] = useState(false)
  const targets = containers.use(useShallow((state) => ids.flatMap((id) => state.items.get(id) ?? [])))
  const [only] = targets
  const many = targets.length !== 1
  const running = targets.filter(isRunning).length
  const passing = targets.filter((one) => one.autoRemove).length
  const volumes = targets.reduce((sum, container) => sum + container.anonymousVolumes.length, 0)
  const remove = (): void => {
    const { details } = useUi.getState()
    const go = (): void => void removeMany(ids, volumesToo)
    if (!details || !ids.includes(details.id)) return go()
    // While the container is there, its files can still be saved.
    closeDetailsThen(go)
  }
  const first = many ? t('remove.someRunning', { count: running }) : t('remove.running')
  const stops = running > 0 ? `${first} ` : ''
  const back =
    passing === 0 ? t('remove.explain', { count: targets.length }) : t('remove.passing', { count: passing })
  return (
    <AskDialog
      title={
        many || !only
          ? t('remove.titleMany', { count: targets.length })
          : t('remove.title', { name: only.name })
      }
      text={`${stops}${back}`}
      note={passing < targets.length ? t('remove.undoNote') : ''}
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

/** What of these lies in their own layers only; undefined until it is known. */
function useData(targets: readonly Container[]): readonly ContainerData[] | undefined {
  const key = targets.map(({ id }) => id).join(' ')
  const ask = useCallback<Question<readonly ContainerData[]>>(
    ({ containers: service }, signal) =>
      Promise.all(
        key
          .split(' ')
          .filter(Boolean)
          .slice(0, mostAsked)
          .map((id) => service.getData({ id, signal })),
      ),
    [key],
  )
  return useAnswer(ask, key).value
}

interface LossListProps {
  readonly targets: readonly Container[]
  readonly volumes: number
  readonly volumesToo: boolean
}

function LossList({ targets, volumes, volumesToo }: LossListProps): ReactNode {
  const t = useT()
  const images = new Set(targets.map((container) => container.image))
  const data = useData(targets)
  const sizes = volumeSizes((state) => state.value?.bytes)
  useEffect(() => {
    // Without sizes the question is still answered; the measuring tells its own errors where it was asked for.
    if (volumes > 0)
      void contract()
        .volumes.measure()
        .catch(() => {})
  }, [volumes])
  const unnamed = data?.flatMap(({ places }) => places.filter(({ anonymous }) => anonymous)) ?? []
  const known = unnamed.map(({ source }) => sizes?.[source])
  const unnamedBytes =
    known.length === 0 || known.some((one) => one === undefined)
      ? undefined
      : known.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  return (
    <ul>
      <LayerLoss data={data} />
      {volumes > 0 && (
        <Loss lost={volumesToo} text={t('remove.unnamed', { count: volumes })} bytes={unnamedBytes} />
      )}
      <Loss lost={false} text={t('remove.named')} />
      <Loss lost={false} text={t('remove.image', { count: images.size, image: [...images][0] ?? '' })} />
    </ul>
  )
}

function LayerLoss({ data }: { readonly data: readonly ContainerData[] | undefined }): ReactNode {
  const t = useT()
  const changed = data?.reduce((sum, one) => sum + one.changedFiles, 0)
  if (changed === 0) return <Loss lost={false} text={t('remove.noFiles')} />
  const places = (data ?? [])
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kind !== 'deleted')
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))
    .slice(0, shownPlaces)
  const bytes = data?.reduce((sum, one) => sum + one.layerBytes, 0)
  return (
    <>
      <Loss
        lost
        text={changed === undefined ? t('remove.layer') : t('remove.files', { count: changed })}
        bytes={bytes}
      />
      {places.map(({ path, bytes: size, files }) => (
        <li key={path} className="loss-place">
          <span className="grow mono truncate" title={path}>
            {path}
          </span>
          <span className="text-3">{files > 1 && t('data.files', { count: files })}</span>
          <span className="num">{size !== undefined && formatBytes(size)}</span>
        </li>
      ))}
    </>
  )
}

interface LossProps {
  readonly lost: boolean
  readonly text: string
  readonly bytes?: number | undefined
}

function Loss({ lost, text, bytes }: LossProps): ReactNode {
  const t = useT()
  return (
    <li>
      <span className={`chip sm ${lost ? 'bad' : 'ok'}`}>{lost ? t('remove.lost') : t('remove.kept')}</span>
      <span className="grow">{text}</span>
      {bytes !== undefined && <span className="num">{formatBytes(bytes)}</span>}
    </li>
  )
}
