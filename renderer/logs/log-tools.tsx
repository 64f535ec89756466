// The tools over a log: search with its matches, what is shown and how, and what can be done with all of it.
import {
  ChevronDown,
  ChevronUp,
  Clock,
  Download,
  Eraser,
  Filter,
  WrapText,
  type LucideIcon,
} from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { Button, IconButton } from '../components/button'
import { PauseIcon, PlayIcon } from '../components/icons'
import { Menu, MenuRadioGroup, MenuRadioItem } from '../components/menu'
import { SearchInput } from '../components/search-input'
import { useT } from '../stores/preferences'
import { closeDetails } from '../stores/ui'
import { levels, type Level } from './levels'
import { spans, type Span } from './since'
import type { LogChoices } from './use-choices'

export interface LogToolsProps {
  readonly choices: LogChoices
  readonly change: (part: Partial<LogChoices>) => void
  readonly field: RefObject<HTMLInputElement | null>
  /** Of the matches, which one is gone to, from 1; 0 for none. */
  readonly at: number
  readonly matches: number
  readonly onStep: (step: 1 | -1) => void
  readonly counts: Readonly<Record<Level, number>>
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
  readonly onClear: () => void
  readonly onSave: () => void
  readonly saving: boolean
}

export function LogTools(props: LogToolsProps): ReactNode {
  const t = useT()
  const { choices, change, following, onFollowing } = props
  return (
    <>
      <div className="log-tools">
        <SearchField {...props} />
        <Toggle
          icon={Clock}
          label={t('logs.times')}
          on={choices.times}
          onToggle={() => change({ times: !choices.times })}
        />
        <Toggle
          icon={WrapText}
          label={t('logs.wrap')}
          on={choices.wrap}
          onToggle={() => change({ wrap: !choices.wrap })}
        />
        <IconButton
          label={following ? t('logs.pause') : t('logs.follow')}
          onClick={() => onFollowing(!following)}
        >
          {following ? <PauseIcon className="icon-14" /> : <PlayIcon className="icon-14" />}
        </IconButton>
      </div>
      <div className="log-tools log-filters">
        <LevelChips {...props} />
        <span className="grow" />
        <SinceMenu value={choices.span} onChange={(span) => change({ span, chosenAt: Date.now() })} />
        <Toggle
          icon={null}
          label={t('logs.readable')}
          on={choices.readable}
          onToggle={() => change({ readable: !choices.readable })}
        />
        <IconButton label={t('logs.save')} disabled={props.saving} onClick={props.onSave}>
          <Download className="icon" />
        </IconButton>
        <IconButton label={t('logs.clear')} onClick={props.onClear}>
          <Eraser className="icon" />
        </IconButton>
      </div>
    </>
  )
}

interface ToggleProps {
  readonly icon: LucideIcon | null
  readonly label: string
  readonly on: boolean
  readonly onToggle: () => void
}

const Toggle = ({ icon: Icon, label, on, onToggle }: ToggleProps): ReactNode => (
  <IconButton label={label} aria-pressed={on} className={on ? 'accent' : ''} onClick={onToggle}>
    {Icon ? <Icon className="icon" /> : <span className="mono size-12">{'{}'}</span>}
  </IconButton>
)

function SearchField(props: LogToolsProps): ReactNode {
  const t = useT()
  const { choices, change, field, at, matches, onStep } = props
  const { search } = choices
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape' && search === '') closeDetails()
    else if (event.key === 'Escape') change({ search: '' })
  }
  return (
    <SearchInput
      className="quiet grow log-search"
      field={field}
      label={t('logs.search')}
      value={search}
      onChange={(typed) => change({ search: typed })}
      onKeyDown={onKey}
    >
      {search !== '' && (
        <>
          <span className="unit" role="status">
            {at === 0 ? t('logs.matches', { count: matches }) : t('logs.matchOf', { at, count: matches })}
          </span>
          <IconButton
            className="in-field"
            label={t('logs.previous')}
            disabled={matches === 0}
            onClick={() => onStep(-1)}
          >
            <ChevronUp className="icon icon-14" />
          </IconButton>
          <IconButton
            className="in-field"
            label={t('logs.next')}
            disabled={matches === 0}
            onClick={() => onStep(1)}
          >
            <ChevronDown className="icon icon-14" />
          </IconButton>
          <IconButton
            className={`in-field ${choices.onlyMatches ? 'accent' : ''}`.trimEnd()}
            label={t('logs.onlyMatches')}
            aria-pressed={choices.onlyMatches}
            onClick={() => change({ onlyMatches: !choices.onlyMatches })}
          >
            <Filter className="icon icon-14" />
          </IconButton>
        </>
      )}
    </SearchInput>
  )
}

function LevelChips({ choices, change, counts }: LogToolsProps): ReactNode {
  const t = useT()
  const toggle = (level: Level): void => {
    const next = new Set(choices.levels)
    if (!next.delete(level)) next.add(level)
    change({ levels: next })
  }
  return (
    <div className="row g4" role="group" aria-label={t('logs.levels')}>
      {levels.map((level) => (
        <button
          key={level}
          type="button"
          className={`level-chip level-${level}`}
          aria-pressed={choices.levels.has(level)}
          onClick={() => toggle(level)}
        >
          {t(`logs.${level}`)}
          {counts[level] > 0 && (level === 'error' || level === 'warn') && (
            <span className="count">{counts[level]}</span>
          )}
        </button>
      ))}
    </div>
  )
}

function SinceMenu({ value, onChange }: { value: Span; onChange: (span: Span) => void }): ReactNode {
  const t = useT()
  return (
    <Menu
      label={t('logs.since')}
      trigger={
        <Button size="sm" kind="ghost" className={value === 'all' ? '' : 'accent'}>
          {t(`logs.since.${value}`)}
          <ChevronDown className="icon icon-12" />
        </Button>
      }
    >
      <MenuRadioGroup value={value} onValueChange={(span) => onChange(span as Span)}>
        {spans.map((span) => (
          <MenuRadioItem key={span} value={span}>
            {t(`logs.since.${span}`)}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  )
}
