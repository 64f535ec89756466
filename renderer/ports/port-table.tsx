// The facts of the port map as a table, for screen readers and for those who prefer rows.
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import type { PortMapRows } from './map-rows'

export function PortTable({
  rows,
  hidden,
}: {
  readonly rows: PortMapRows
  readonly hidden: boolean
}): ReactNode {
  const t = useT()
  const insides = new Map(rows.insides.map((row) => [row.key, row]))
  return (
    <div
      className={hidden ? 'visually-hidden' : 'port-table'}
      {...(hidden ? {} : { tabIndex: 0, role: 'region', 'aria-label': t('ports.table') })}
    >
      <table aria-label={t('ports.table')}>
        <thead>
          <tr>
            <th scope="col">{t('ports.columnPort')}</th>
            <th scope="col">{t('ports.columnAddress')}</th>
            <th scope="col">{t('ports.columnHolder')}</th>
            <th scope="col">{t('ports.columnLeads')}</th>
            <th scope="col">{t('ports.columnState')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.hosts.map((row) => {
            const ends = rows.cables.filter((cable) => cable.host === row.key)
            const leads = ends.flatMap(({ inside }) => {
              const end = insides.get(inside)
              return end ? `${end.name}:${end.containerPort}` : []
            })
            const holder =
              row.state === 'reserved' ? t('ports.system') : row.name || t('ports.unknownProgram')
            return (
              <tr key={row.key}>
                <th scope="row" className="mono">
                  {row.lastPort === undefined ? row.port : `${row.port}–${row.lastPort}`}/{row.protocol}
                </th>
                <td className="mono">{row.address}</td>
                <td>
                  {holder}
                  {row.pid !== undefined && !row.byContainer && ` (PID ${row.pid})`}
                </td>
                <td>{leads.join(', ') || '–'}</td>
                <td className={row.state === 'broken' ? 'bad' : ''}>{t(`jack.${row.state}`)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
