// The third stage: a first container in one click, then a short tour of the four words on that real container.
import { ChevronLeft, ChevronRight, ExternalLink } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { Button } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { ProgressBar } from '../components/progress-bar'
import { formatBytes, formatBytesPair } from '../i18n/format'
import { act, usePending } from '../stores/pending'
import { useEngineReady, useImage } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { tourWords, useUi, type TourWord } from '../stores/ui'
import { pictures } from '../why/pictures'
import {
  firstImage,
  firstName,
  firstVolume,
  pagePath,
  proveVolume,
  removeFirst,
  runFirst,
  useFirstContainer,
  useFirstPull,
} from './first-container'
import { leaveWelcome } from './stage'

const key = 'welcome:first'
const madeAgain = 'restart'
const start = (): void => void act(key, 'start', runFirst)

export function RunStage(): ReactNode {
  const word = useUi((state) => (typeof state.welcome === 'object' ? state.welcome.word : undefined))
  const now = useFirstContainer()
  // While the tour makes it again there is none for a moment.
  const [last, setLast] = useState(now)
  if (now && now !== last) setLast(now)
  const isMadeAgain = usePending(key)?.kind === madeAgain
  const container = now ?? (isMadeAgain ? last : undefined)
  return container && word ? <Tour word={word} container={container} /> : <First container={container} />
}

const show = (word: TourWord | undefined): void =>
  useUi.setState({ welcome: { stage: 'run', ...(word === undefined ? {} : { word }) } })

function First({ container }: { readonly container: Container | undefined }): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const pending = usePending(key) !== undefined
  const pull = useFirstPull()
  const running = container?.state === 'running'
  const loading = pending && pull?.state === 'active'
  return (
    <>
      <h1>{running ? t('tour.runs') : t('tour.title')}</h1>
      <p className="sub">{running ? t('tour.runsSub') : t('tour.sub')}</p>
      <section className="card first-container" aria-label={firstImage}>
        <div className="why-picture">{pictures.container(t)}</div>
        <div>
          <b>{firstImage}</b>
          <p>{t('tour.what')}</p>
          {running && <Address container={container} />}
          {loading && (
            <p role="status">
              {t('pull.of', formatBytesPair(pull.doneBytes, pull.totalBytes))}
              <ProgressBar
                label={t('tour.loading')}
                share={pull.totalBytes > 0 ? pull.doneBytes / pull.totalBytes : undefined}
              />
            </p>
          )}
        </div>
      </section>
      <footer className="welcome-foot">
        {running ? (
          <Button kind="primary" size="lg" onClick={() => show('image')}>
            {t('tour.begin')}
          </Button>
        ) : (
          <Button kind="primary" size="lg" busy={pending} disabled={pending || !ready} onClick={start}>
            <PlayIcon className="icon-14" />
            {t('tour.run')}
          </Button>
        )}
        <span className="text-2">{running ? t('tour.minutes') : t('tour.takes')}</span>
        <span className="grow" />
        <Button kind="ghost" onClick={leaveWelcome}>
          {t('welcome.skip')}
        </Button>
      </footer>
    </>
  )
}

function Address({ container }: { readonly container: Container }): ReactNode {
  const port = container.ports[0]?.hostPort
  if (!port) return null
  return (
    <a className="mono" href={`http://localhost:${port}`} target="_blank" rel="noreferrer">
      localhost:{port} <ExternalLink className="icon icon-12" />
    </a>
  )
}

interface TourProps {
  readonly word: TourWord
  readonly container: Container
}

function Tour({ word, container }: TourProps): ReactNode {
  const t = useT()
  const at = tourWords.indexOf(word)
  const next = tourWords[at + 1]
  return (
    <>
      <h1>{t(`why.${word}`)}</h1>
      <p className="sub">{t('tour.step', { number: at + 1, count: tourWords.length })}</p>
      <section className="card first-container" aria-label={t(`why.${word}`)}>
        <div className="why-picture">{pictures[word](t)}</div>
        <div>
          <p>{t(`why.${word}Text`)}</p>
          <div className="tour-facts">
            <Facts word={word} container={container} />
          </div>
        </div>
      </section>
      <footer className="welcome-foot">
        {next ? (
          <Button kind="primary" size="lg" onClick={() => show(next)}>
            {t('welcome.next')}
            <ChevronRight className="icon" />
          </Button>
        ) : (
          <Button kind="primary" size="lg" onClick={leaveWelcome}>
            {t('tour.done')}
          </Button>
        )}
        <Button kind="ghost" onClick={() => show(tourWords[at - 1])}>
          <ChevronLeft className="icon" />
          {t('tour.back')}
        </Button>
        <span className="grow" />
        {next ? (
          <Button kind="ghost" onClick={leaveWelcome}>
            {t('welcome.skip')}
          </Button>
        ) : (
          <RemoveAll container={container} />
        )}
      </footer>
    </>
  )
}

function RemoveAll({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const remove = async (): Promise<void> => {
    if (await act(key, 'remove', () => removeFirst(container.id))) leaveWelcome()
  }
  const pending = usePending(key) !== undefined
  return (
    <Button kind="ghost" disabled={pending} onClick={() => void remove()}>
      {t('tour.removeAll')}
    </Button>
  )
}

function Facts({ word, container }: TourProps): ReactNode {
  const t = useT()
  const image = useImage(container.imageId)
  const action = usePending(key)?.kind
  const pending = action !== undefined
  const running = container.state === 'running'
  switch (word) {
    case 'image':
      return (
        <p>{t('tour.imageFact', { image: firstImage, size: image ? formatBytes(image.sizeBytes) : '…' })}</p>
      )
    case 'container':
      return <Turn container={container} pending={pending} />
    case 'portMapping':
      return (
        <>
          <p>{t('tour.portFact', { port: container.ports[0]?.hostPort ?? 0 })}</p>
          {running ? <Address container={container} /> : <Turn container={container} pending={pending} />}
        </>
      )
    default:
      return running || action === madeAgain ? (
        <VolumeFact id={container.id} pending={pending}>
          <Address container={container} />
        </VolumeFact>
      ) : (
        <Turn container={container} pending={pending} />
      )
  }
}

/** What it does now, and the other way; nothing else of the tour can be shown while it is stopped. */
function Turn({
  container: { id, state },
  pending,
}: {
  readonly container: Container
  readonly pending: boolean
}): ReactNode {
  const t = useT()
  const running = state === 'running'
  const turn = (): void =>
    void act(key, running ? 'stop' : 'start', async () =>
      running ? contract().containers.stop({ id }) : contract().containers.start({ id }),
    )
  return (
    <>
      <p role="status">
        {running
          ? t('tour.containerRuns', { name: firstName })
          : t('tour.containerRests', { name: firstName })}
      </p>
      <Button disabled={pending} busy={pending} onClick={turn}>
        {running ? <StopIcon className="icon-14" /> : <PlayIcon className="icon-14" />}
        {running ? t('tour.stop') : t('tour.start')}
      </Button>
    </>
  )
}

interface VolumeFactProps {
  readonly id: string
  readonly pending: boolean
  readonly children: ReactNode
}

function VolumeFact({ id, pending, children }: VolumeFactProps): ReactNode {
  const t = useT()
  return (
    <>
      <p>{t('tour.volumeFact', { volume: firstVolume, path: pagePath })}</p>
      <Button
        disabled={pending}
        busy={pending}
        onClick={() => void act(key, madeAgain, () => proveVolume(id, t('tour.page')))}
      >
        {t('tour.prove')}
      </Button>
      {children}
    </>
  )
}
