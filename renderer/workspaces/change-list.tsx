// What is new, one sentence per change.
import type { ReactNode } from 'react'
import type { WorkspaceChange } from '../../preload/model'
import { useT } from '../stores/preferences'

export function ChangeList({ changes }: { readonly changes: readonly WorkspaceChange[] }): ReactNode {
  const t = useT()
  return (
    <ul className="workspace-changes">
      {changes.map((change) => {
        const {
          kind,
          subject,
          service = subject,
          was = t('workspaces.none'),
          now = t('workspaces.none'),
        } = change
        return (
          <li key={`${kind} ${service} ${subject}`}>
            {t(`workspaces.change.${kind}`, { subject, service, was, now })}
          </li>
        )
      })}
    </ul>
  )
}
