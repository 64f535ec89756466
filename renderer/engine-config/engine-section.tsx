// The settings of Docker Engine itself: as a form or as text, checked, and applied by a restart of the engine.
import { useCallback, useRef, useState, type ReactNode } from 'react'
import { readDaemonText } from '../../preload/daemon-config'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { ConfigProblem, EngineConfig } from '../../preload/model'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { ErrorCard } from '../components/error-card'
import type { Translate } from '../i18n/translate'
import { useAnswer, type Question } from '../details/use-answer'
import { useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { CertificatesCard } from './certificates-card'
import { DaemonForm } from './daemon-form'
import { InfoCard } from './info-card'
import { useAskBeforeLost, useConfigDraft, type ConfigDraft } from './use-config-draft'
import { useEffectWords } from './use-effect-words'

const askConfig: Question<EngineConfig> = ({ engine }, signal) => engine.getConfig({ signal })

export function EngineSection(): ReactNode {
  const t = useT()
  // A start that fails with settings that were saved while it was off puts the former ones back.
  const answer = useAnswer(askConfig, useMachine()?.state === 'running')
  const config = answer.value
  return (
    <>
      {answer.error && <ErrorCard error={answer.error} />}
      {config && !config.editable && <p className="note">{t('daemon.notOurs')}</p>}
      {config?.editable && <DaemonEditor config={config} onApplied={answer.refresh} />}
      {config?.editable && <CertificatesCard />}
      <InfoCard />
    </>
  )
}

type View = 'form' | 'text'

function DaemonEditor({
  config,
  onApplied,
}: {
  readonly config: EngineConfig
  readonly onApplied: () => void
}): ReactNode {
  const t = useT()
  const kept = useConfigDraft(config.text)
  const { draft, setDraft } = kept
  const [view, setView] = useState<View>('form')
  const work = useWork(kept, onApplied)
  const problems = work.problems ?? readDaemonText(draft).problems
  return (
    <>
      <div className="row g8">
        <Segmented
          small
          label={t('daemon.as')}
          value={view}
          onChange={setView}
          options={[
            { value: 'form', label: t('daemon.form') },
            { value: 'text', label: t('daemon.text') },
          ]}
        />
        <span className="help truncate" title={config.file}>
          {t('daemon.file', { file: config.file })}
        </span>
      </div>
      <div className="daemon-parts" inert={work.busy !== undefined}>
        {view === 'form' ? (
          <DaemonForm text={draft} onChange={setDraft} />
        ) : (
          <textarea
            className="text-area mono daemon-text"
            aria-label={t('daemon.textLabel')}
            rows={18}
            value={draft}
            spellCheck={false}
            onChange={({ target }) => setDraft(target.value)}
          />
        )}
      </div>
      <Problems problems={problems} />
      {work.error && <ErrorCard error={work.error} />}
      <ApplyBar
        work={work}
        changed={kept.changed}
        blocked={problems.some(({ severity }) => severity === 'error')}
        onRevert={kept.revert}
      />
    </>
  )
}

interface Work {
  readonly busy: 'check' | 'apply' | undefined
  readonly error: SerialisedError | undefined
  /** Of the last check; undefined when the text changed since. */
  readonly problems: readonly ConfigProblem[] | undefined
  /** What the last check came to, when it found nothing. */
  readonly fine: 'asked' | 'not-asked' | undefined
  check(): void
  apply(): void
}

interface Outcome {
  readonly text: string
  readonly problems?: readonly ConfigProblem[]
  readonly fine?: 'asked' | 'not-asked'
  readonly error?: SerialisedError
}

function useWork(kept: ConfigDraft, onApplied: () => void): Work {
  const { draft: text, takeOver } = kept
  const [busy, setBusy] = useState<Work['busy']>()
  const [ended, setLast] = useState<Outcome>()
  const applying = useRef<Promise<void>>(undefined)
  const last = ended?.text === text ? ended : undefined
  const run = useCallback(
    async (kind: 'check' | 'apply', work: () => Promise<Omit<Outcome, 'text'>>): Promise<void> => {
      setBusy(kind)
      try {
        setLast({ text, ...(await work()) })
      } catch (error) {
        setLast({ text, error: serialiseError(error) })
        throw error
      } finally {
        setBusy(undefined)
      }
    },
    [text],
  )
  /** Whoever asks while it runs waits for the same one: the engine restarts once. */
  const apply = (): Promise<void> => {
    applying.current ??= run('apply', async () => {
      const { restarted, notStarted } = await contract().engine.applyConfig({ text })
      say(restarted ? 'daemon.applied' : 'daemon.kept')
      if (notStarted.length > 0) say('daemon.notStarted', { names: notStarted.join(', ') })
      takeOver(text)
      onApplied()
      return {}
    }).finally(() => (applying.current = undefined))
    return applying.current
  }
  useAskBeforeLost(kept, apply)
  return {
    busy,
    error: last?.error,
    problems: last?.problems,
    fine: last?.fine,
    check: () =>
      void run('check', async () => {
        const { problems, askedEngine } = await contract().engine.checkConfig({ text })
        return problems.length > 0 ? { problems } : { problems, fine: askedEngine ? 'asked' : 'not-asked' }
      }).catch(shown),
    apply: () => void apply().catch(shown),
  }
}

/** What went wrong stands under the text. */
const shown = (): void => undefined

function Problems({ problems }: { readonly problems: readonly ConfigProblem[] }): ReactNode {
  const t = useT()
  if (problems.length === 0) return null
  return (
    <ul className="daemon-problems" aria-label={t('daemon.problems', { count: problems.length })}>
      {problems.map((problem, index) => (
        <li key={index} className={problem.severity === 'error' ? 'bad' : 'warn'}>
          {problem.line === undefined
            ? wordsOf(t, problem)
            : t('daemon.line', { line: problem.line, message: wordsOf(t, problem) })}
        </li>
      ))}
    </ul>
  )
}

/** What the JSON reader, the schema and the engine say of a value is in their own words. */
function wordsOf(t: Translate, { by, severity, key = '', message }: ConfigProblem): string {
  if (by === 'json') return t('daemon.notJson', { message })
  if (by === 'portside' && key !== '') return t('daemon.ownSetting', { key })
  if (by === 'schema')
    return severity === 'error' ? t('daemon.badValue', { message }) : t('daemon.unknownKey', { key })
  return message
}

interface ApplyBarProps {
  readonly work: Work
  readonly changed: boolean
  readonly blocked: boolean
  readonly onRevert: () => void
}

function ApplyBar({ work, changed, blocked, onRevert }: ApplyBarProps): ReactNode {
  const t = useT()
  const { runs, effect } = useEffectWords()
  const words = work.fine
    ? t(work.fine === 'asked' ? 'daemon.checked' : 'daemon.checkedHere')
    : changed
      ? `${t('daemon.changed')} ${effect}`
      : ''
  const idle = work.busy === undefined
  return (
    <div className="daemon-bar row g8">
      <span className="grow text-2 size-12" role="status">
        {work.busy === 'apply' ? t('daemon.applying') : words}
      </span>
      {changed && (
        <Button kind="ghost" disabled={!idle} onClick={onRevert}>
          {t('daemon.revert')}
        </Button>
      )}
      <Button busy={work.busy === 'check'} disabled={!idle || blocked} onClick={work.check}>
        {t('daemon.check')}
      </Button>
      <Button
        kind="primary"
        busy={work.busy === 'apply'}
        disabled={!idle || blocked || !changed}
        onClick={work.apply}
      >
        {t(runs ? 'daemon.apply' : 'daemon.applyLater')}
      </Button>
    </div>
  )
}
