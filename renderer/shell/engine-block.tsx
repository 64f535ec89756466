// The engine at the foot of the sidebar: state, what it uses of this computer, version, time up; its menu.
import { Ellipsis, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Engine, Machine } from '../../preload/model'
import { IconButton } from '../components/button'
import { PauseIcon, PlayIcon, StopIcon } from '../components/icons'
import { Menu, MenuItem } from '../components/menu'
import { Meter } from '../components/progress-bar'
import { Status } from '../components/status'
import { formatMemoryPair, formatShare, formatWhole } from '../i18n/format'
import { useNow } from '../stores/clock'
import { usage, useEngine, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { engineState } from '../../preload/engine-state'
import { pauseMachine, restartMachine, resumeMachine, startMachine, stopMachine } from './machine-actions'

const newsMs = 60_000

export function EngineBlock(): ReactNode {
  const t = useT()
  const machine = useMachine()
  const engine = useEngine()
  const { shape, text, can } = engineState(machine, engine)
  const words = t(text)
  return (
    <section className="engine" aria-label={words}>
      <div className="engine-head">
        <Status shape={shape} className={shape === 'run' ? 'ring' : ''} />
        <span className="wide truncate" role="status">
          {words}
        </span>
        {machine !== undefined && machine.driver !== 'none' && <EngineMenu can={can} />}
      </div>
      <UsageMeters />
      {engine && <EngineFoot engine={engine} />}
    </section>
  )
}

function EngineMenu({ can }: { can: ReturnType<typeof engineState>['can'] }): ReactNode {
  const t = useT()
  const label = t('engine.actions')
  return (
    <Menu
      label={label}
      side="top"
      align="start"
      trigger={
        <IconButton label={label}>
          <Ellipsis className="icon icon-14" />
        </IconButton>
      }
    >
      <MenuItem disabled={!can.start} onSelect={startMachine}>
        <PlayIcon className="icon-14" />
        {t('engine.start')}
      </MenuItem>
      <MenuItem disabled={!can.restart} onSelect={restartMachine}>
        <RotateCw className="icon" />
        {t('engine.restart')}
      </MenuItem>
      {can.resume ? (
        <MenuItem onSelect={resumeMachine}>
          <PlayIcon className="icon-14" />
          {t('engine.resume')}
        </MenuItem>
      ) : (
        <MenuItem disabled={!can.pause} onSelect={pauseMachine}>
          <PauseIcon className="icon-14" />
          {t('engine.pause')}
        </MenuItem>
      )}
      <MenuItem disabled={!can.stop} onSelect={stopMachine}>
        <StopIcon />
        {t('engine.stop')}
      </MenuItem>
    </Menu>
  )
}

function UsageMeters(): ReactNode {
  const t = useT()
  const now = usage((state) => state.value)
  if (!now) return null
  const share = now.memoryTotalBytes > 0 ? now.memoryUsedBytes / now.memoryTotalBytes : 0
  const memory = formatMemoryPair(now.memoryUsedBytes, now.memoryTotalBytes)
  return (
    <>
      <div className="meter wide">
        <span>{t('engine.cpu')}</span>
        <Meter label={t('engine.cpu')} share={now.cpu} color="--m-cpu" />
        <span>{formatShare(now.cpu)}</span>
      </div>
      <div className="meter wide">
        <span>{t('engine.memory')}</span>
        <Meter label={t('engine.memory')} share={share} color="--m-mem" />
        <span>{t('engine.memoryOf', memory)}</span>
      </div>
    </>
  )
}

/** While that is news. */
const wokeIn = (machine: Machine | undefined, now: number): number | undefined =>
  machine?.state === 'running' && now - machine.since < newsMs ? machine.resumeMs : undefined

function EngineFoot({ engine }: { engine: Engine }): ReactNode {
  const words = useEngineWords()
  if (words === undefined) return null
  return (
    <div className="engine-foot wide" title={engine.endpoint}>
      {words}
    </div>
  )
}

/** Version and time up; undefined while nothing answers. */
export function useEngineWords(): string | undefined {
  const t = useT()
  const engine = useEngine()
  const machine = useMachine()
  const now = useNow('minute')
  if (engine?.state !== 'connected' || engine.version === undefined) return undefined
  const { connectedAt } = engine
  // Distributions append their own build, as in 26.1.5+dfsg1: of no use here.
  const version = engine.version.replace(/\+.*/, '')
  const ms = wokeIn(machine, now)
  if (ms !== undefined) return t('engine.footWoke', { version, ms })
  // The first minute says nothing: the clock of the window is about as coarse.
  if (connectedAt === undefined || now - connectedAt < newsMs) return t('engine.footVersion', { version })
  return t('engine.foot', { version, time: formatWhole(t, now - connectedAt) })
}
