// What runs here beside what the team has: versions, ports, environment, data.
import type { ReactNode } from 'react'
import type { WorkspaceChange, WorkspaceComparison } from '../../preload/model'
import type { Translate } from '../i18n/translate'
import { useT } from '../stores/preferences'

export function CompareTable({ comparison }: { readonly comparison: WorkspaceComparison }): ReactNode {
  const t = useT()
  const { changes, teamData, ownData } = comparison
  const isSameData = teamData !== undefined && teamData === ownData
  return (
    <>
      {changes.length === 0 && <p>{t('workspaces.same')}</p>}
      {(changes.length > 0 || isSameData) && (
        <table className="workspace-table compare-table">
          <thead>
            <tr>
              <th>{t('compare.what')}</th>
              <th>{t('compare.team')}</th>
              <th>{t('compare.here')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => {
              const { kind, subject, service = '', was, now } = change
              return (
                <tr key={`${kind} ${service} ${subject}`}>
                  <th scope="row">
                    <b>{titleOf(t, change)}</b>
                    <small>{t(`compare.${groupOf(kind)}`)}</small>
                  </th>
                  <td>{was ?? (kind === 'service-removed' ? t('compare.there') : t('workspaces.none'))}</td>
                  <td>{now ?? (kind === 'service-added' ? t('compare.there') : t('workspaces.none'))}</td>
                </tr>
              )
            })}
            {isSameData && (
              <tr>
                <th scope="row">
                  <b>{t('compare.data')}</b>
                  <small>{t('compare.same')}</small>
                </th>
                <td>{teamData}</td>
                <td>{ownData}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </>
  )
}

const groups = { image: 'version', port: 'port', env: 'env', data: 'data' } as const

const groupOf = (kind: WorkspaceChange['kind']): (typeof groups)[keyof typeof groups] | 'service' =>
  kind in groups ? groups[kind as keyof typeof groups] : 'service'

const titleOf = (t: Translate, { kind, subject, service = subject }: WorkspaceChange): string =>
  kind === 'data' ? t('compare.data') : service === subject ? service : `${service} ${subject}`
