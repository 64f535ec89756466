// This computer's memory as one bar: everything else, the parts of the machine, and what is free.
import { CircleQuestionMark, Undo2 } from 'lucide-react'
import { useState, type CSSProperties, type ReactNode } from 'react'
import type { ResourceHistory, ResourceReading } from '../../preload/model'
import { Button } from '../components/button'
import { Popover } from '../components/popover'
import { formatMemory, formatWhole } from '../i18n/format'
import { useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { givenBack } from './chart-data'
import { memoryParts } from './memory-parts'
import { rangeMs } from './use-resources'

export interface MemoryStripProps {
  readonly reading: ResourceReading
  readonly history: ResourceHistory
}

export function MemoryStrip({ reading, history }: MemoryStripProps): ReactNode {
  const t = useT()
  const machine = useMachine()
  const parts = memoryParts(reading)
  const back = givenBack(history.samples)
  const total = reading.computer.memoryBytes
  const width = (bytes: number): CSSProperties => ({ width: `${(bytes / total) * 100}%` })
  const spoken = t('resources.memorySpoken', {
    others: formatMemory(parts.others),
    machine: formatMemory(parts.machine),
    free: formatMemory(parts.free),
  })
  return (
    <section className="card memory-strip">
      <header>
        <h2>{t('resources.memoryOf')}</h2>
        <span className="text-2">{formatMemory(total)}</span>
        <span className="grow" />
        {back && (
          <span className="chip ok">
            <Undo2 className="icon icon-14" />
            {t('resources.backIn', {
              size: formatMemory(back.bytes),
              time: formatWhole(t, rangeMs[history.range]),
            })}
          </span>
        )}
        {machine !== undefined && machine.driver !== 'none' && (
          <>
            <GiveBack running={machine.state === 'running'} />
            <How />
          </>
        )}
      </header>
      <div className="memory-bar" role="img" aria-label={spoken}>
        <span className="others" style={width(parts.others)}>
          {t('resources.others')} <b>{formatMemory(parts.others)}</b>
        </span>
        {parts.machine > 0 && (
          <>
            <span className="part-1" style={width(parts.containers)} />
            <span className="part-2" style={width(parts.cache)} />
            <span className="part-3" style={width(parts.system)} />
          </>
        )}
        <span className="free grow">
          {t('resources.free')} <b>{formatMemory(parts.free)}</b>
        </span>
      </div>
      {parts.machine > 0 && (
        <p className="memory-sum">
          <b>{t('resources.machineHolds', { size: formatMemory(parts.machine) })}</b>{' '}
          <span className="swatch part-1" />{' '}
          {t('resources.partContainers', { size: formatMemory(parts.containers) })}
          <span className="swatch part-2" /> {t('resources.partCache', { size: formatMemory(parts.cache) })}
          <span className="swatch part-3" /> {t('resources.partSystem', { size: formatMemory(parts.system) })}
        </p>
      )}
    </section>
  )
}

/** Asks the machine to drop what it keeps only to be quick; the page shows what came back. */
function GiveBack({ running }: { readonly running: boolean }): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const giveBack = async (): Promise<void> => {
    setBusy(true)
    try {
      const { freedBytes } = await contract().machine.reclaimMemory()
      say('resources.gaveBack', { size: formatMemory(freedBytes) })
    } catch (error) {
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="sm" busy={busy} disabled={busy || !running} onClick={() => void giveBack()}>
      {busy ? t('resources.givingBack') : t('resources.giveBack')}
    </Button>
  )
}

function How(): ReactNode {
  const t = useT()
  return (
    <Popover
      label={t('resources.how')}
      align="end"
      className="why-panel"
      trigger={
        <button type="button" className="why">
          <CircleQuestionMark className="icon" />
          {t('resources.how')}
        </button>
      }
    >
      <p>{t('resources.howText')}</p>
      <p className="text-2">{t('resources.howMeasured')}</p>
    </Popover>
  )
}
