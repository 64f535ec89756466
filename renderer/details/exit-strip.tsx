// Says why a container ended: what its exit code means, and the last line it printed.
import { CircleAlert } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { useT } from '../stores/preferences'
import { plainText } from '../logs/ansi'
import { explainExit } from './explain-exit'
import { useAnswer, type Question } from './use-answer'

export function ExitStrip({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const key = explainExit(container)
  if (key === undefined) return null
  const code = container.exitCode ?? 0
  return (
    <div className="exit-strip" role="note">
      <CircleAlert className="icon" />
      <div className="grow">
        <b>{t('exit.code', { code })}</b> {t(key)}
        <LastLine id={container.id} finishedAt={container.finishedAt} />
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
