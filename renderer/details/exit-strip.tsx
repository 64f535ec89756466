// Says why a container ended: what its exit code means, and the last line it printed.
import { CircleAlert } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { Button } from '../components/button'
import { stopContainer } from '../containers/actions'
import { formatWhole } from '../i18n/format'
import { useT } from '../stores/preferences'
import { plainText } from '../logs/ansi'
import { openDialog } from '../stores/ui'
import { explainExit } from './explain-exit'
import { useAnswer, type Question } from './use-answer'

export function ExitStrip({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const { id, loop } = container
  const key = explainExit(container)
  if (loop) return <LoopStrip container={container} loop={loop} />
  if (key === undefined) return null
  const code = container.exitCode ?? 0
  return (
    <div className="exit-strip" role="note">
      <CircleAlert className="icon" />
      <div className="grow">
        <b>{t('exit.code', { code })}</b> {t(key)}
        <LastLine id={id} finishedAt={container.finishedAt} />
      </div>
    </div>
  )
}

interface LoopStripProps {
  readonly container: Container
  readonly loop: NonNullable<Container['loop']>
}

/** It will not stop by itself: what helps stands beside it. */
function LoopStrip({ container, loop }: LoopStripProps): ReactNode {
  const t = useT()
  const { id, exitCode } = container
  const key = explainExit(container)
  const time = formatWhole(t, Math.max(1000, loop.last - loop.since))
  return (
    <div className="exit-strip" role="note">
      <CircleAlert className="icon" />
      <div className="grow">
        <b>{t('loop.title', { count: loop.restarts, time })}</b>{' '}
        {exitCode !== undefined && key !== undefined
          ? `${t('exit.code', { code: exitCode })} ${t(key)}`
          : t('loop.why')}
        <LastLine id={id} finishedAt={container.finishedAt} />
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

function LastLine({ id, finishedAt }: { id: string; finishedAt: number | undefined }): ReactNode {
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
  const { value } = useAnswer(ask, finishedAt)
  return value === undefined || value === '' ? null : <code className="exit-line">{plainText(value)}</code>
}
