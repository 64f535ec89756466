// Where a container's data is: what only it has and removing would lose, and what stays on volumes, folders and its image.
import { Download, RotateCw, TriangleAlert } from 'lucide-react'
import { useCallback, useEffect, type ReactNode } from 'react'
import type { ChangedPlace, Container, ContainerData, DataPlace } from '../../preload/model'
import { Button } from '../components/button'
import { formatBytes } from '../i18n/format'
import { downloadFile } from '../files/transfer'
import { containers, useContainer, useImage, volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog, openImage, showSection, useUi } from '../stores/ui'
import { Answered } from './answered'
import { DataWhy } from './data-why'
import { useAnswer, type Question } from './use-answer'
import { noteData } from './use-risk'

export function DataPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const ask = useCallback<Question<ContainerData>>(
    async ({ containers: service }, signal) => {
      const data = await service.getData({ id, signal })
      noteData(id, data)
      return data
    },
    [id],
  )
  const answer = useAnswer(ask, undefined)
  const hasVolumes = answer.value?.places.some(({ kind }) => kind === 'volume') ?? false
  useEffect(() => {
    // Sizes are an extra here; what keeps them from being measured is told on the page of volumes.
    if (hasVolumes)
      void contract()
        .volumes.measure()
        .catch(() => {})
  }, [hasVolumes])
  return (
    <>
      <div className="pane-tools">
        <span className="grow text-2 size-12">{t('data.explain')}</span>
        <Button size="sm" onClick={answer.refresh}>
          <RotateCw className="icon icon-14" />
          {t('changes.refresh')}
        </Button>
      </div>
      <Answered answer={answer}>
        {(data) => container && <Places container={container} data={data} />}
      </Answered>
    </>
  )
}

function Places({
  container,
  data,
}: {
  readonly container: Container
  readonly data: ContainerData
}): ReactNode {
  const wide = useUi((state) => state.wideDetails)
  return (
    <div
      className={`pane-scroll data-pane ${wide ? 'is-beside' : ''}`.trimEnd()}
      tabIndex={0}
      role="group"
      aria-label={container.name}
    >
      <div className="data-places">
        <Verdict container={container} data={data} />
        {data.changes.length > 0 && <LostCard container={container} data={data} />}
        {data.places.map((place) => (
          <PlaceCard key={place.path} place={place} container={container} />
        ))}
        <ImageCard container={container} data={data} />
      </div>
      {wide && <DataWhy container={container} data={data} />}
    </div>
  )
}

function Verdict({
  container,
  data,
}: {
  readonly container: Container
  readonly data: ContainerData
}): ReactNode {
  const t = useT()
  const { name } = container
  // With the whole window the heading above is the page's own.
  const Heading = useUi((state) => state.wideDetails) ? 'h2' : 'h3'
  const folder = worthKeeping(data)
  if (data.changedFiles === 0) return <p className="note ok">{t('data.nothingLost', { name })}</p>
  return (
    <div className="card data-verdict">
      <TriangleAlert className="icon warn" />
      <div className="grow">
        <Heading>{t('data.loses', { name, size: formatBytes(data.layerBytes) })}</Heading>
        <p className="text-2">{t('data.losesWhy', { count: data.changedFiles })}</p>
      </div>
      {folder && (
        <Button
          size="sm"
          kind="primary"
          title={folder.path}
          onClick={() =>
            openDialog({ kind: 'rerun', id: container.id, keepPath: folder.path.replace(/\/$/, '') })
          }
        >
          {t('data.keep')}
        </Button>
      )}
    </div>
  )
}

/** What could be kept in a volume: the largest folder that is new. */
const worthKeeping = ({ changes }: ContainerData): ChangedPlace | undefined =>
  changes.find(({ path, kind }) => kind === 'added' && path.endsWith('/'))

const kindTone = { added: 'ok', modified: 'warn', deleted: 'bad' } as const

function LostCard({
  container,
  data,
}: {
  readonly container: Container
  readonly data: ContainerData
}): ReactNode {
  const t = useT()
  return (
    <section className="card data-card">
      <div className="data-head">
        <span className="chip sm bad">{t('remove.lost')}</span>
        <span className="grow stack">
          <b>{t('data.changes')}</b>
          <small className="text-2">
            {t('remove.files', { count: data.changedFiles })} · {formatBytes(data.layerBytes)}
          </small>
        </span>
      </div>
      <table className="data-table">
        <caption className="visually-hidden">{t('data.changes')}</caption>
        <tbody>
          {data.changes.map((change) => (
            <ChangeRow
              key={change.path}
              id={container.id}
              change={change}
              isWorth={change === worthKeeping(data)}
            />
          ))}
        </tbody>
      </table>
      {!data.complete && <p className="help">{t('data.more')}</p>}
    </section>
  )
}

const save = (id: string, path: string): void =>
  void downloadFile(id, path.replace(/(?<=.)\/$/, ''), new AbortController().signal).catch(reportError)

interface ChangeRowProps {
  readonly id: string
  readonly change: ChangedPlace
  /** It is what the verdict offers to keep. */
  readonly isWorth: boolean
}

function ChangeRow({ id, change, isWorth }: ChangeRowProps): ReactNode {
  const t = useT()
  const { path, kind, files, bytes } = change
  return (
    <tr className={isWorth ? 'worth' : undefined}>
      <td className={kindTone[kind]}>{t(`changes.${kind}`)}</td>
      <th scope="row" className="mono">
        {path}
      </th>
      <td className="text-3 num">{path.endsWith('/') && t('data.files', { count: files })}</td>
      <td className="num">{bytes === undefined ? '–' : formatBytes(bytes)}</td>
      <td>
        {kind !== 'deleted' && (
          <Button
            size="sm"
            kind="ghost"
            aria-label={t('data.saveOf', { path })}
            onClick={() => save(id, path)}
          >
            <Download className="icon icon-14" />
            {t('data.save')}
          </Button>
        )}
      </td>
    </tr>
  )
}

function PlaceCard({
  place,
  container,
}: {
  readonly place: DataPlace
  readonly container: Container
}): ReactNode {
  const t = useT()
  const { kind, source, path, anonymous, writable } = place
  const bytes = volumeSizes((state) => state.value?.bytes[source])
  const others = containers.use((state) =>
    [...state.items.values()]
      .filter((one) => one.id !== container.id && one.volumes.includes(source))
      .map((one) => one.name)
      .join(', '),
  )
  const safe = kind !== 'memory' && !anonymous
  const facts = [
    kind === 'volume' && bytes !== undefined ? formatBytes(bytes) : '',
    kind === 'volume' && others !== '' ? t('data.alsoUsed', { names: others }) : '',
    writable ? '' : t('data.readOnly'),
    t(
      kind === 'memory'
        ? 'data.memoryWhy'
        : anonymous
          ? 'data.unnamedWhy'
          : kind === 'volume'
            ? 'data.volumeWhy'
            : 'data.folderWhy',
    ),
  ].filter(Boolean)
  const title =
    kind === 'volume'
      ? anonymous
        ? t('data.unnamed', { path })
        : t('data.volume', { name: source, path })
      : kind === 'memory'
        ? t('data.memory', { path })
        : t('data.folder', { source, path })
  return (
    <section className="card data-card">
      <div className="data-head">
        <span className={`chip sm ${safe ? 'ok' : 'warn'}`}>{t(safe ? 'data.safe' : 'data.atRisk')}</span>
        <span className="grow stack">
          <b className="truncate" title={title}>
            {title}
          </b>
          <small className="text-2">{facts.join(' · ')}</small>
        </span>
        {kind === 'volume' && (
          <Button size="sm" kind="ghost" onClick={() => showSection('volumes')}>
            {t('data.toVolumes')}
          </Button>
        )}
      </div>
    </section>
  )
}

function showLayers(image: string): void {
  openImage(image)
  showSection('images')
}

function ImageCard({
  container,
  data,
}: {
  readonly container: Container
  readonly data: ContainerData
}): ReactNode {
  const t = useT()
  const known = useImage(container.imageId) !== undefined
  const users = containers.use(
    (state) => [...state.items.values()].filter((one) => one.imageId === container.imageId).length,
  )
  return (
    <section className="card data-card">
      <div className="data-head">
        <span className="chip sm ok">{t('data.safe')}</span>
        <span className="grow stack">
          <b className="truncate">{t('data.image', { name: container.image })}</b>
          <small className="text-2">
            {formatBytes(data.imageBytes)} · {t('data.imageUsers', { count: users })}
          </small>
        </span>
        {known && (
          <Button size="sm" kind="ghost" onClick={() => showLayers(container.imageId)}>
            {t('data.toLayers')}
          </Button>
        )}
      </div>
    </section>
  )
}
