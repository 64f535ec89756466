// Logs, live: of one container or of several together. Find, follow or pause, choose, save, clear the view.
import { ScrollText } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { ErrorCard } from '../components/error-card'
import { useLastContainer } from '../details/use-last-container'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { useFound, type Found } from './find'
import type { Level } from './levels'
import { LogTip, useTip } from './log-tip'
import { LogTools } from './log-tools'
import { LogView } from './log-view'
import { saveLog } from './save-log'
import { sinceOf } from './since'
import { sourceColors } from './source-colors'
import type { Source } from './sources'
import { useLogLooks, type LogChoices } from './use-choices'
import { useLog, type Log } from './use-log'

export function LogPane({ id }: { readonly id: string }): ReactNode {
  // Of one that is gone there is nothing to be asked, and what it said stays.
  const container = useLastContainer(id)
  const name = container?.name ?? ''
  const startedAt = container?.startedAt
  const sources = useMemo(() => [{ id, name, startedAt }], [id, name, startedAt])
  return <Logs sources={sources} name={name} />
}

export interface LogsProps {
  readonly sources: readonly Source[]
  /** What the log is called, and its file. */
  readonly name: string
}

const noChoices: Omit<LogChoices, 'times' | 'wrap' | 'readable'> = {
  search: '',
  onlyMatches: false,
  levels: new Set<Level>(),
  span: 'all',
  chosenAt: 0,
}

export function Logs({ sources, name }: LogsProps): ReactNode {
  const t = useT()
  const looks = useLogLooks()
  const [own, setOwn] = useState(noChoices)
  const choices: LogChoices = { ...own, ...looks }
  const { search, span, chosenAt } = choices
  const startedAt = sources[0]?.startedAt
  const since = useMemo(() => sinceOf(span, startedAt, chosenAt), [span, startedAt, chosenAt])
  const log = useLog(sources, since)
  const [following, setFollowing] = useState(true)
  const found = useFound(log.lines, choices)
  const colors = useMemo(() => sourceColors(sources), [sources])
  const only = sources.length === 1 ? sources[0]?.id : undefined
  const tip = useTip(only, log.lines)
  const { current, at, step } = useSteps(found, search, () => setFollowing(false))
  const field = useFindKey()
  const [saving, save] = useSaving(sources, name, since)
  const change = ({ times, wrap, readable, ...rest }: Partial<LogChoices>): void => {
    const kept = { times, wrap, readable }
    useLogLooks.setState(Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)))
    setOwn((before) => ({ ...before, ...rest }))
  }
  const follow = (wanted: boolean): void => {
    // The newest lines gave way to earlier ones, so they are asked for again.
    if (wanted && log.cut) log.restart()
    setFollowing(wanted)
  }
  return (
    <>
      <LogTools
        {...{ choices, change, field, at, following, saving, onSave: save }}
        matches={found.matches.length}
        onStep={step}
        counts={log.counts}
        onFollowing={follow}
        onClear={log.clear}
      />
      <Earlier log={log} onLoad={() => setFollowing(false)} />
      {found.shown.length === 0 ? (
        <NoLines
          log={log}
          search={search}
          onShowAll={() => setOwn(noChoices)}
          filtered={search !== '' || choices.levels.size > 0 || span !== 'all'}
        />
      ) : (
        <LogView
          lines={found.shown}
          label={t('logs.title', { name })}
          look={choices}
          colors={colors}
          current={current}
          following={following}
          onFollowing={follow}
          tip={tip && only !== undefined ? { ...tip, shown: <LogTip id={only} tip={tip} /> } : undefined}
        />
      )}
      <LogFoot log={log} following={following} only={only} />
    </>
  )
}

interface Steps {
  readonly current: number | undefined
  readonly at: number
  readonly step: (step: 1 | -1) => void
}

/** Goes from match to match, in a circle. The first step goes to the newest. */
function useSteps(found: Found, search: string, onStep: () => void): Steps {
  const [gone, setGone] = useState<{ readonly to: number; readonly search: string }>()
  const { matches } = found
  const index = gone?.search === search ? matches.indexOf(gone.to) : -1
  return {
    current: index < 0 ? undefined : gone?.to,
    at: index + 1,
    step: (step) => {
      const count = matches.length
      const next = index < 0 ? count - 1 : (index + step + count) % count
      const to = matches[next]
      if (to === undefined) return
      onStep()
      setGone({ to, search })
    },
  }
}

/** Ctrl or Cmd with F goes to the search. */
function useFindKey(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return field
}

function useSaving(
  sources: readonly Source[],
  name: string,
  since: string | undefined,
): [saving: boolean, save: () => void] {
  const [saving, setSaving] = useState(false)
  const save = (): void => {
    setSaving(true)
    saveLog(contract(), sources, name, since)
      .catch(reportError)
      .finally(() => setSaving(false))
  }
  return [saving, save]
}

function Earlier({ log, onLoad }: { log: Log; onLoad: () => void }): ReactNode {
  const t = useT()
  if (!log.hasEarlier) return null
  return (
    <div className="log-earlier">
      <Button
        size="sm"
        kind="ghost"
        busy={log.loadingEarlier}
        disabled={log.loadingEarlier}
        onClick={() => {
          onLoad()
          log.loadEarlier()
        }}
      >
        {t('logs.earlier')}
      </Button>
    </div>
  )
}

interface NoLinesProps {
  readonly log: Log
  readonly search: string
  readonly filtered: boolean
  readonly onShowAll: () => void
}

function NoLines({ log, search, filtered, onShowAll }: NoLinesProps): ReactNode {
  const t = useT()
  if (!log.asked) return <div className="log-frame" />
  if (log.refused)
    return (
      <div className="pane-pad grow">
        <ErrorCard error={log.refused} announce={false} />
      </div>
    )
  if (!filtered && log.ended)
    return <Empty icon={ScrollText} title={t('logs.nothing')} text={t('logs.nothingWhy')} />
  if (!filtered) return <Empty icon={ScrollText} title={t('logs.empty')} text={t('logs.emptyWhy')} />
  const title = search === '' ? t('logs.noneShown') : t('logs.noMatch', { text: search })
  return (
    <Empty title={title} text="">
      <Button size="sm" onClick={onShowAll}>
        {t('logs.showAll')}
      </Button>
    </Empty>
  )
}

interface FootProps {
  readonly log: Log
  readonly following: boolean
  /** Of the container, where it is one. */
  readonly only: string | undefined
}

function LogFoot({ log, following, only }: FootProps): ReactNode {
  const t = useT()
  const restarts = useContainer(only ?? '')?.state === 'restarting'
  const over = log.ended || log.refused !== undefined
  const ended = log.lines.length === 0 ? t('logs.endedSilent') : t('logs.ended')
  const state = over ? ended : following ? t('logs.live') : t('logs.paused')
  return (
    <footer className="log-foot">
      <span
        className={`status ${over ? (restarts ? 'start' : 'stop') : following ? 'run' : 'pause'}`}
        aria-hidden="true"
      />
      <span className="truncate" role="status">
        {over && restarts ? t('logs.restarting') : state}
      </span>
      <span className="grow" />
      {log.dropped > 0 && (
        <span className="text-3 truncate">{t('logs.dropped', { count: log.lines.length })}</span>
      )}
    </footer>
  )
}
