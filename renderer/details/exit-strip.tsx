// Says why a container ended: what its exit code means, and the last line it printed.
import { CircleAlert } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import type { ErrorCode } from '../../preload/errors'
import type { Container } from '../../preload/model'
import { Button } from '../components/button'
import { waysOut } from '../components/way-out'
import { stopContainer } from '../containers/actions'
import { failedToStart } from '../containers/arrange'
import { removeOrAsk } from '../containers/remove'
import { formatWhole } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useT } from '../stores/preferences'
import { plainText } from '../logs/ansi'
import { openDialog } from '../stores/ui'
import { blamesProgram, explainExit, type ExitKey } from './explain-exit'
import { useAnswer, type Question } from './use-answer'

export function ExitStrip({ container }: { readonly container: Container }): ReactNode {
  const { loop } = container
  if (loop) return <LoopStrip container={container} loop={loop} />
  return explainExit(container) === undefined ? null : <EndStrip container={container} />
}

function EndStrip({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const printed = useLastLine(container)
  // One that could not be started printed nothing: the engine says why.
  const line = failedToStart(container) ? (container.startError ?? '') : printed
  const key = explainExit(container, line)
  if (key === undefined) return null
  return (
    <div className="exit-strip" role="note">
      <CircleAlert className="icon" />
      <div className="grow">
        <b>{titleOf(t, container)}</b> {t(key)}
        <LastLine line={line} />
        <Ways container={container} why={key} />
      </div>
    </div>
  )
}

/** What is printed is mended where the error of the same cause is. */
const mends: Readonly<Partial<Record<ExitKey, ErrorCode>>> = {
  'exit.format': 'image.wrong-platform',
  'exit.space': 'engine.no-disk-space',
}

function Ways({ container, why }: { readonly container: Container; readonly why: ExitKey }): ReactNode {
  const t = useT()
  const { id, image: reference } = container
  const mended = mends[why]
  const ways = mended === undefined ? [] : (waysOut[mended] ?? [])
  if (why !== 'exit.dead' && why !== 'exit.memory' && ways.length === 0 && !failedToStart(container))
    return null
  return (
    <div className="row g8 loop-ways">
      {ways.map(({ label, open }) => (
        <Button key={label} size="sm" onClick={() => open({ reference })}>
          {t(label)}
        </Button>
      ))}
      {failedToStart(container) && (
        <Button size="sm" onClick={() => openDialog({ kind: 'rerun', id })}>
          {t('loop.change')}
        </Button>
      )}
      {why === 'exit.memory' && (
        <Button size="sm" onClick={() => openDialog({ kind: 'limit-container', id })}>
          {t('limits.open')}
        </Button>
      )}
      {why === 'exit.dead' && (
        <Button size="sm" onClick={() => removeOrAsk([id])}>
          {t('containers.removeAgain')}
        </Button>
      )}
    </div>
  )
}

function titleOf(t: Translate, container: Container): string {
  const code = container.exitCode ?? 0
  if (container.state === 'dead') return t('exit.notRemoved')
  if (!failedToStart(container)) return t('exit.code', { code })
  return blamesProgram(container) ? t('exit.notStartedCode', { code }) : t('exit.notStarted')
}

interface LoopStripProps {
  readonly container: Container
  readonly loop: NonNullable<Container['loop']>
}

/** It will not stop by itself: what helps stands beside it. */
function LoopStrip({ container, loop }: LoopStripProps): ReactNode {
  const t = useT()
  const { id, exitCode } = container
  const line = useLastLine(container)
  const key = explainExit(container, line)
  const time = formatWhole(t, Math.max(1000, loop.last - loop.since))
  return (
    <div className="exit-strip" role="note">
      <CircleAlert className="icon" />
      <div className="grow">
        <b>{t('loop.title', { count: loop.restarts, time })}</b>{' '}
        {exitCode !== undefined && key !== undefined
          ? `${t('exit.code', { code: exitCode })} ${t(key)}`
          : t('loop.why')}
        <LastLine line={line} />
        <div className="row g8 loop-ways">
          <Button size="sm" onClick={() => void stopContainer(id)}>
            {t('loop.stop')}
          </Button>
          <Button size="sm" onClick={() => openDialog({ kind: 'rerun', id })}>
            {t('loop.change')}
          </Button>
        </div>
      </div>
    </div>
  )
}

const LastLine = ({ line }: { readonly line: string }): ReactNode =>
  line !== '' && <code className="exit-line">{line}</code>

/** Of its last run; empty until it is known, and when it printed nothing. */
function useLastLine({ id, finishedAt }: Container): string {
  const ask = useCallback<Question<string>>(
    async ({ containers }, signal) => {
      let last = ''
      for await (const lines of containers.watchLogs({ id, tail: 1, follow: false, signal })) {
        last = lines.at(-1)?.text ?? last
      }
      return last
    },
    [id],
  )
  return plainText(useAnswer(ask, finishedAt).value ?? '')
}
