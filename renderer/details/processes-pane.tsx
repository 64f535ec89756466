// The processes of a container, asked for again every few seconds while they are shown.
import { useCallback, type ReactNode } from 'react'
import type { ProcessTable } from '../../preload/model'
import { Empty } from '../components/empty'
import { useNow } from '../stores/clock'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { isRunning } from '../containers/arrange'
import { Answered } from './answered'
import { useAnswer, type Question } from './use-answer'

const everyMs = 3000

export function ProcessesPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  if (!container || !isRunning(container)) {
    return <Empty title={t('processes.none')} text={t('details.startFirst')} />
  }
  return <Processes id={id} />
}

function Processes({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const ask = useCallback<Question<ProcessTable>>(
    ({ containers }, signal) => containers.getProcesses({ id, signal }),
    [id],
  )
  const answer = useAnswer(ask, Math.floor(useNow('second') / everyMs))
  return (
    <Answered answer={answer}>
      {({ titles, rows }) => (
        <div className="pane-scroll" tabIndex={0} role="region" aria-label={t('details.processes')}>
          <table className="plain-table">
            <thead>
              <tr>
                {titles.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="mono">
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Answered>
  )
}
