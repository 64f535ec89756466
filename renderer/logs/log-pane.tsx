// The live log of one container: find, follow or pause, clear the view.
import { Clock, Eraser, ScrollText, Search } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { PauseIcon, PlayIcon } from '../components/icons'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDetails } from '../stores/ui'
import { plainText } from './ansi'
import type { NumberedLine } from './log-ring'
import { LogView } from './log-view'
import { useLog, type Log } from './use-log'

export function LogPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const name = useContainer(id)?.name ?? ''
  const log = useLog(id)
  const [search, setSearch] = useState('')
  const [times, setTimes] = useState(true)
  const [following, setFollowing] = useState(true)
  const shown = useFound(log.lines, search)
  return (
    <>
      <div className="log-tools">
        <SearchField value={search} onChange={setSearch} found={search === '' ? undefined : shown.length} />
        <IconButton
          label={t('logs.times')}
          aria-pressed={times}
          className={times ? 'accent' : ''}
          onClick={() => setTimes(!times)}
        >
          <Clock className="icon" />
        </IconButton>
        <IconButton label={t('logs.clear')} onClick={log.clear}>
          <Eraser className="icon" />
        </IconButton>
        <IconButton
          label={following ? t('logs.pause') : t('logs.follow')}
          onClick={() => setFollowing(!following)}
        >
          {following ? <PauseIcon className="icon-14" /> : <PlayIcon className="icon-14" />}
        </IconButton>
      </div>
      {shown.length === 0 ? (
        <NoLines log={log} search={search} onClear={() => setSearch('')} />
      ) : (
        <LogView
          lines={shown}
          label={t('logs.title', { name })}
          search={search}
          times={times}
          following={following}
          onFollowing={setFollowing}
        />
      )}
      <LogFoot log={log} following={following} />
    </>
  )
}

const useFound = (lines: readonly NumberedLine[], search: string): readonly NumberedLine[] =>
  useMemo(() => {
    if (search === '') return lines
    const wanted = search.toLowerCase()
    return lines.filter((line) => plainText(line.text).toLowerCase().includes(wanted))
  }, [lines, search])

interface SearchFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly found: number | undefined
}

function SearchField({ value, onChange, found }: SearchFieldProps): ReactNode {
  const t = useT()
  return (
    <label className="input quiet grow">
      <Search className="icon icon-14" />
      <input
        type="text"
        value={value}
        placeholder={t('logs.search')}
        aria-label={t('logs.search')}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (value === '') closeDetails()
          else onChange('')
        }}
      />
      {found !== undefined && <span className="unit">{t('logs.matches', { count: found })}</span>}
    </label>
  )
}

function NoLines(props: { log: Log; search: string; onClear: () => void }): ReactNode {
  const t = useT()
  if (!props.log.asked) return <div className="log-frame" />
  if (props.search !== '') {
    return (
      <Empty title={t('logs.noMatch', { text: props.search })} text="">
        <Button size="sm" onClick={props.onClear}>
          {t('logs.clearSearch')}
        </Button>
      </Empty>
    )
  }
  return <Empty icon={ScrollText} title={t('logs.empty')} text={t('logs.emptyWhy')} />
}

function LogFoot({ log, following }: { log: Log; following: boolean }): ReactNode {
  const t = useT()
  const state = log.ended ? t('logs.ended') : following ? t('logs.live') : t('logs.paused')
  return (
    <footer className="log-foot">
      <span className={`status ${log.ended ? 'stop' : following ? 'run' : 'pause'}`} aria-hidden="true" />
      <span className="truncate" role="status">
        {state}
      </span>
      <span className="grow" />
      {log.dropped > 0 && (
        <span className="text-3 truncate">{t('logs.dropped', { count: log.lines.length })}</span>
      )}
    </footer>
  )
}
