// What is new, one sentence per change.
import type { ReactNode } from 'react'
import type { WorkspaceChange } from '../../preload/model'
import { changeText } from '../i18n/shared-words'
import { useT } from '../stores/preferences'

export function ChangeList({ changes }: { readonly changes: readonly WorkspaceChange[] }): ReactNode {
  const t = useT()
  return (
    <ul className="workspace-changes">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.service ?? change.subject} ${change.subject}`}>
          {changeText(t, change)}
        </li>
      ))}
    </ul>
  )
}
