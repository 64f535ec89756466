// The processes of a container, asked for again every few seconds while they are shown: as a tab, and under its figures.
import { useCallback, type ReactNode } from 'react'
import type { ProcessTable } from '../../preload/model'
import { Empty } from '../components/empty'
import { useNow } from '../stores/clock'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { isRunning } from '../containers/arrange'
import { Answered } from './answered'
import { memoryOf } from './process-memory'
import { useAnswer, type Answer, type Question } from './use-answer'

const everyMs = 3000

export function ProcessesPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  if (!container || !isRunning(container)) {
    return <Empty title={t('processes.none')} text={t('details.startFirst')} />
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
  { titles: ['TIME'], name: 'processes.time' },
  { titles: ['RSS'], name: 'processes.memory' },
] as const

function Table({ table: { titles, rows } }: { readonly table: ProcessTable }): ReactNode {
  const t = useT()
  const shown = columns.flatMap((column) => {
    const at = titles.findIndex((title) => column.titles.some((one) => one === title))
    return at < 0 ? [] : [{ name: column.name, at }]
  })
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {shown.map(({ name }) => (
            <th key={name} scope="col">
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {shown.map(({ name, at }) => (
              <td key={name} className={name === 'processes.command' ? 'mono process-command' : undefined}>
                {name === 'processes.memory' ? memoryOf(row[at] ?? '') : row[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
