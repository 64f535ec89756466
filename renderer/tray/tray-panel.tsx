// The panel at the icon beside the clock: engine, port conflicts, projects, and the ways into the window.
import { AppWindow, ChevronRight, Power, RotateCw, Settings2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { PortConflict, PortFix } from '../../preload/model'
import { engineState } from '../../preload/engine-state'
import { Button, IconButton } from '../components/button'
import { Logo, PauseIcon, PlayIcon } from '../components/icons'
import { Toasts } from '../components/toasts'
import { useNeeds } from '../home/needs-you'
import { formatMemory, formatShare } from '../i18n/format'
import { describeConflict, fixLabel } from '../ports/conflict-words'
import { applyFix, useFixOf } from '../ports/fix'
import { CpuLine, levelsOf, MemoryLine } from '../resources/level-lines'
import { useResources } from '../resources/use-resources'
import { useEngineWords } from '../shell/engine-block'
import { pauseMachine, restartMachine, resumeMachine, startMachine } from '../shell/machine-actions'
import { useDocumentMarks } from '../shell/document-marks'
import { useEngine, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openInWindow, quitAsking, showWindow } from './from-panel'
import { TrayProjects } from './tray-projects'
import '../theme/tray.css'

const fixesBeside = 2

export function TrayPanel(): ReactNode {
  useDocumentMarks()
  const { conflicts } = useNeeds()
  return (
    <main className="tray-panel">
      <Head />
      <Levels />
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} />}
      <TrayProjects />
      <Foot />
      <Toasts />
    </main>
  )
}

function Head(): ReactNode {
  const t = useT()
  const machine = useMachine()
  const { text, can } = engineState(machine, useEngine())
  const words = useEngineWords()
  const own = machine !== undefined && machine.driver !== 'none'
  return (
    <header>
      <Logo />
      <div className="grow" role="status">
        <h1>{t(text)}</h1>
        {words !== undefined && <p>{words}</p>}
      </div>
      {own && can.restart && (
        <IconButton label={t('engine.restart')} onClick={restartMachine}>
          <RotateCw className="icon" />
        </IconButton>
      )}
      {own && can.pause && (
        <IconButton label={t('engine.pause')} onClick={pauseMachine}>
          <PauseIcon />
        </IconButton>
      )}
      {own && (can.resume || can.start) && (
        <IconButton
          label={t(can.resume ? 'engine.resume' : 'engine.start')}
          onClick={can.resume ? resumeMachine : startMachine}
        >
          <PlayIcon />
        </IconButton>
      )}
    </header>
  )
}

function Levels(): ReactNode {
  const t = useT()
  const { reading, history } = useResources('5m')
  const { now: level, past } = levelsOf(reading, history)
  return (
    <div className="tray-levels">
      <section>
        <p>
          {t('engine.cpu')} <b>{level ? formatShare(level.cpu) : '–'}</b>
        </p>
        <CpuLine past={past} />
      </section>
      <section>
        <p>
          {t('engine.memory')} <b>{level ? formatMemory(level.memoryBytes) : '–'}</b>
        </p>
        <MemoryLine past={past} />
      </section>
    </div>
  )
}

/** One at a time: the panel is small, and each wants a decision. */
function Conflicts({ conflicts }: { readonly conflicts: readonly PortConflict[] }): ReactNode {
  const t = useT()
  const [at, setAt] = useState(0)
  const index = Math.min(at, conflicts.length - 1)
  const conflict = conflicts[index]
  if (!conflict) return null
  const { title, text } = describeConflict(t, conflict)
  return (
    <section className="tray-conflict" aria-label={title}>
      <h2>
        <span className="jack bad" />
        <b>{title}</b>
        {conflicts.length > 1 && (
          <small>{t('tray.conflictOf', { number: index + 1, count: conflicts.length })}</small>
        )}
      </h2>
      <p>{text}</p>
      <div className="row g6">
        {conflict.fixes.slice(0, fixesBeside).map((fix, place) => (
          <Fix key={fix.id} conflict={conflict} fix={fix} primary={place === 0} />
        ))}
        <span className="grow" />
        {conflicts.length > 1 && (
          <IconButton label={t('tray.nextConflict')} onClick={() => setAt((index + 1) % conflicts.length)}>
            <ChevronRight className="icon icon-14" />
          </IconButton>
        )}
      </div>
    </section>
  )
}

interface FixProps {
  readonly conflict: PortConflict
  readonly fix: PortFix
  readonly primary: boolean
}

/** What stops a program or changes the system is asked in the window, where there is room to say what it means. */
function Fix({ conflict, fix, primary }: FixProps): ReactNode {
  const t = useT()
  const fixing = useFixOf(conflict.id)
  const asks = fix.kind === 'stop-process' || fix.kind === 'free-reserved'
  return (
    <Button
      size="sm"
      kind={primary ? 'primary' : 'plain'}
      busy={fixing === fix.id}
      disabled={fixing !== undefined}
      onClick={() => (asks ? openInWindow('ports') : void applyFix(conflict, fix))}
    >
      {`${fixLabel(t, fix)}${asks ? '…' : ''}`}
    </Button>
  )
}

function Foot(): ReactNode {
  const t = useT()
  return (
    <footer>
      <Button size="sm" kind="ghost" onClick={showWindow}>
        <AppWindow className="icon" />
        {t('tray.open')}
      </Button>
      <Button size="sm" kind="ghost" onClick={() => openInWindow('run')}>
        <PlayIcon />
        {t('tray.run')}
      </Button>
      <span className="grow" />
      <IconButton label={t('tray.settings')} onClick={() => openInWindow('settings')}>
        <Settings2 className="icon" />
      </IconButton>
      <IconButton label={t('tray.quit')} onClick={quitAsking}>
        <Power className="icon" />
      </IconButton>
    </footer>
  )
}
