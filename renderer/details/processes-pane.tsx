// The processes of a container, asked for again every few seconds while they are shown: as a tab, and under its figures.
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { hasProcesses } from '../../preload/container-state'
import type { ProcessTable } from '../../preload/model'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { formatShare } from '../i18n/format'
import { useNow } from '../stores/clock'
import { appInfo, useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { Answered } from './answered'
import { memoryOf } from './process-memory'
import { looksWith, processKey, secondsOf, shareOf, type ProcessLook } from './process-shares'
import { hideInText } from './secret'
import { useAnswer, type Answer, type Question } from './use-answer'

const everyMs = 3000

export function ProcessesPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  if (!container || !hasProcesses(container)) {
    const text = container?.state === 'restarting' ? t('details.whenRuns') : t('details.startFirst')
    return <Empty title={t('processes.none')} text={text} />
  }
  return <Pane id={id} />
}

function Pane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  return (
    <Answered answer={useProcesses(id)}>
      {(table) => (
        <div className="pane-scroll" tabIndex={0} role="region" aria-label={t('details.processes')}>
          <Table table={table} />
        </div>
      )}
    </Answered>
  )
}

/** For a container that runs. */
export function ProcessesCard({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const answer = useProcesses(id)
  return (
    <section className="processes-card" aria-label={t('processes.inside')}>
      <header>
        <h2>{t('processes.inside')}</h2>
        {answer.value && (
          <span className="text-2 size-12">{t('processes.count', { count: answer.value.rows.length })}</span>
        )}
      </header>
      <Answered answer={answer}>{(table) => <Table table={table} />}</Answered>
    </section>
  )
}

function useProcesses(id: string): Answer<ProcessTable> {
  const ask = useCallback<Question<ProcessTable>>(
    ({ containers }, signal) => containers.getProcesses({ id, signal }),
    [id],
  )
  return useAnswer(ask, Math.floor(useNow('second') / everyMs))
}

/** As `ps` titles them, in the order in which they are shown. */
const columns = [
  { titles: ['PID'], name: 'processes.pid' },
  { titles: ['COMMAND', 'CMD', 'ARGS'], name: 'processes.command' },
  { titles: ['USER', 'UID'], name: 'processes.user' },
  { titles: ['TIME'], name: 'processes.cpu' },
  { titles: ['TIME'], name: 'processes.time' },
  { titles: ['RSS'], name: 'processes.memory' },
] as const

const looksOf: Partial<Record<(typeof columns)[number]['name'], string>> = {
  'processes.cpu': 'num',
  'processes.time': 'num',
  'processes.memory': 'num',
}

const columnOf = ({ titles }: ProcessTable, name: (typeof columns)[number]['name']): number => {
  const column = columns.find((one) => one.name === name)
  return titles.findIndex((title) => column?.titles.some((one) => one === title))
}

const keyOf = (table: ProcessTable, row: readonly string[]): string =>
  processKey(row[columnOf(table, 'processes.pid')] ?? '', row[columnOf(table, 'processes.command')] ?? '')

function lookAt(table: ProcessTable): ProcessLook {
  const time = columnOf(table, 'processes.time')
  const known = table.rows.flatMap((row): [string, number][] => {
    const seconds = secondsOf(row[time] ?? '')
    return seconds === undefined ? [] : [[keyOf(table, row), seconds]]
  })
  return { at: Date.now(), seconds: new Map(known) }
}

/** The looks of this visit, each answer once. */
function useLooks(table: ProcessTable): readonly ProcessLook[] {
  const [seen, setSeen] = useState<{ table?: ProcessTable; looks: readonly ProcessLook[] }>({ looks: [] })
  if (seen.table === table) return seen.looks
  const looks = looksWith(seen.looks, lookAt(table))
  setSeen({ table, looks })
  return looks
}

function Table({ table }: { readonly table: ProcessTable }): ReactNode {
  const t = useT()
  const looks = useLooks(table)
  const processors = appInfo((state) => state.value)?.hostCpus
  const shown = useMemo(
    () => columns.map(({ name }) => ({ name, at: columnOf(table, name) })).filter(({ at }) => at >= 0),
    [table],
  )
  const text = (name: (typeof columns)[number]['name'], row: readonly string[], at: number): string => {
    const own = row[at] ?? ''
    if (name === 'processes.memory') return memoryOf(own)
    if (name === 'processes.command') return hideInText(own)
    if (name !== 'processes.cpu') return own
    const share = processors === undefined ? undefined : shareOf(looks, keyOf(table, row), processors)
    return share === undefined ? '…' : formatShare(share)
  }
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {shown.map(({ name }) => (
            <th
              key={name}
              scope="col"
              className={looksOf[name]}
              title={name === 'processes.cpu' ? t('processes.cpuNote') : undefined}
            >
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={keyOf(table, row)}>
            {shown.map(({ name, at }) => (
              <td
                key={name}
                className={name === 'processes.command' ? 'mono process-command' : looksOf[name]}
              >
                {name === 'processes.command' ? <Command text={text(name, row, at)} /> : text(name, row, at)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A few lines of it; one that is longer would push the others out of sight. */
function Command({ text }: { readonly text: string }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const [isCut, setCut] = useState(false)
  const shown = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const { current } = shown
    if (!current || open) return
    const observer = new ResizeObserver(() => setCut(current.scrollHeight > current.clientHeight + 1))
    observer.observe(current)
    return () => observer.disconnect()
  }, [open, text])
  return (
    <>
      <span ref={shown} className={`process-text ${open ? '' : 'is-cut'}`.trimEnd()}>
        {text}
      </span>
      {(isCut || open) && (
        <Button kind="ghost" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'processes.less' : 'processes.whole')}
        </Button>
      )}
    </>
  )
}
