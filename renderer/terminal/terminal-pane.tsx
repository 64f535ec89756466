// The terminals of one container: a tab each, the screen of the one that is shown, and how it is doing.
import { Plus, SquareTerminal, X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Container } from '../../preload/model'
import { resumeContainer } from '../containers/actions'
import { isRunning } from '../containers/arrange'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { ErrorCard } from '../components/error-card'
import { Menu, MenuItem } from '../components/menu'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openOutside } from './open-outside'
import { chooseTab, closeTab, leaveTabs, openTab, showTab, useTabs, type Tab } from './sessions'

export function TerminalPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const { tabs, shown } = useTabs(id)
  const current = tabs.find((tab) => tab.key === shown)
  const running = container !== undefined && container.state === 'running'
  const empty = tabs.length === 0
  const opened = useRef(false)
  useEffect(() => {
    // Once per visit: who closes the last one wants none.
    if (running && empty && !opened.current) openTab(id)
    if (running) opened.current = true
  }, [id, running, empty])
  useEffect(() => () => leaveTabs(id), [id])
  if (!current) {
    const paused = container?.state === 'paused'
    const stopped = paused ? t('terminal.whenResumed') : t('terminal.whenRuns')
    return (
      <Empty
        icon={SquareTerminal}
        title={t('terminal.none')}
        text={running ? t('terminal.noneWhy') : stopped}
      >
        {paused && <Resume id={id} />}
        {running && (
          <Button size="sm" onClick={() => openTab(id)}>
            {t('terminal.new')}
          </Button>
        )}
      </Empty>
    )
  }
  return (
    <>
      <div className="terminal-head">
        <div className="terminal-tabs" role="group" aria-label={t('terminal.tabs')}>
          {tabs.map((tab) => (
            <TabButton key={tab.key} id={id} tab={tab} isShown={tab === current} />
          ))}
          <NewTab id={id} disabled={!running} />
        </div>
        <Button
          size="sm"
          kind="ghost"
          className="terminal-outside"
          aria-label={t('terminal.outside')}
          title={t('terminal.outside')}
          disabled={!running}
          onClick={() => openOutside(id, { user: current.session.options.user })}
        >
          <SquareTerminal className="icon" />
          <span>{t('terminal.outside')}</span>
        </Button>
      </div>
      <Screen key={current.key} id={id} tab={current} container={container} />
    </>
  )
}

function TabButton({ id, tab, isShown }: { id: string; tab: Tab; isShown: boolean }): ReactNode {
  const t = useT()
  const { shell, user, phase } = useStore(tab.session.store)
  const none = phase === 'failed' ? t('terminal.noShell') : t('terminal.opening')
  const name = shell === undefined ? none : t('terminal.as', { shell, user: user || '?' })
  return (
    <span className={`terminal-tab ${isShown ? 'on' : ''}`.trimEnd()}>
      <button type="button" aria-pressed={isShown} onClick={() => showTab(id, tab.key)}>
        {name}
      </button>
      <IconButton label={t('terminal.close', { name })} onClick={() => closeTab(id, tab.key)}>
        <X className="icon icon-12" />
      </IconButton>
    </span>
  )
}

function NewTab({ id, disabled }: { id: string; disabled: boolean }): ReactNode {
  const t = useT()
  return (
    <Menu
      label={t('terminal.new')}
      align="start"
      trigger={
        <IconButton label={t('terminal.new')} disabled={disabled}>
          <Plus className="icon icon-14" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => chooseTab(id, false)}>{t('terminal.newOwn')}</MenuItem>
      <MenuItem onSelect={() => chooseTab(id, true)}>{t('terminal.newRoot')}</MenuItem>
    </Menu>
  )
}

interface ScreenProps {
  readonly id: string
  readonly tab: Tab
  readonly container: Container | undefined
}

function Screen({ id, tab, container }: ScreenProps): ReactNode {
  const t = useT()
  const place = useRef<HTMLDivElement>(null)
  const foot = useRef<HTMLElement>(null)
  const { session } = tab
  const { phase, error } = useStore(session.store)
  useEffect(() => {
    const element = place.current
    if (!element) return
    session.show(element, () => foot.current?.focus())
    const observer = new ResizeObserver(() => session.fit())
    observer.observe(element)
    return () => observer.disconnect()
  }, [session])
  useReopening(tab, container)
  const again = (): void => {
    session.reopen(container?.startedAt)
    session.focus()
  }
  return (
    <>
      {error && (
        <div className="pane-pad terminal-error">
          <ErrorCard
            error={error}
            actions={
              <>
                <Button size="sm" onClick={again}>
                  {t('details.again')}
                </Button>
                <Button size="sm" kind="ghost" onClick={() => closeTab(id, tab.key)}>
                  {t('common.close')}
                </Button>
              </>
            }
          />
        </div>
      )}
      <div ref={place} className={`terminal-place ${phase === 'failed' ? 'is-away' : ''}`.trimEnd()} />
      <footer className="log-foot" ref={foot} tabIndex={-1}>
        <Foot
          tab={tab}
          running={container !== undefined && isRunning(container)}
          paused={container?.state === 'paused'}
          again={again}
        />
      </footer>
    </>
  )
}

/** A shell that ended with its container begins again with it. */
function useReopening(tab: Tab, container: Container | undefined): void {
  const { session } = tab
  const phase = useStore(session.store, (state) => state.phase)
  const startedAt = container?.startedAt
  const running = container?.state === 'running'
  useEffect(() => {
    const over = phase === 'ended' || phase === 'failed'
    if (over && running && startedAt !== session.startedAt) session.reopen(startedAt)
  }, [phase, running, startedAt, session])
}

function Resume({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  return (
    <Button size="sm" onClick={() => void resumeContainer(id)}>
      {t('containers.resume')}
    </Button>
  )
}

interface FootProps {
  readonly tab: Tab
  readonly running: boolean
  readonly paused: boolean
  readonly again: () => void
}

function Foot({ tab, running, paused, again }: FootProps): ReactNode {
  const t = useT()
  const { phase, exitCode, shell } = useStore(tab.session.store)
  if (paused && (phase === 'open' || phase === 'opening')) {
    return (
      <>
        <span className="status pause" aria-hidden="true" />
        <span className="truncate" role="status">
          {t('terminal.paused')}
        </span>
        <span className="grow" />
        <Resume id={tab.session.options.containerId} />
      </>
    )
  }
  if (phase === 'open' || phase === 'opening') {
    return (
      <>
        <span className={`status ${phase === 'open' ? 'run' : 'start'}`} aria-hidden="true" />
        <span className="truncate" role="status">
          {phase === 'open' ? t('terminal.open') : t('terminal.opening')}
        </span>
        <span className="grow" />
        <span className="text-3 truncate">{t('terminal.leave')}</span>
      </>
    )
  }
  // What stood in its way is told in full above.
  if (phase === 'failed' && shell === undefined && running) return null
  const ended = exitCode === undefined ? t('terminal.lost') : t('terminal.ended', { code: exitCode })
  return (
    <>
      <span className="status stop" aria-hidden="true" />
      <span className="truncate" role="status">
        {running ? ended : t('terminal.containerStopped')}
      </span>
      <span className="grow" />
      {running && phase === 'ended' && (
        <Button size="sm" onClick={again}>
          {t('terminal.new')}
        </Button>
      )}
    </>
  )
}
