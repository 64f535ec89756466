// The secrets of a workspace whose values are known here: never shown, but changed and forgotten.
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Workspace } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { askSecret } from './view-state'

export function SecretsCard({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const { id, secrets, unasked } = workspace
  const known = secrets.filter((one) => one.known)
  if (known.length + unasked.length === 0) return null
  return (
    <section className="card workspace-card" aria-label={t('workspaces.secrets')}>
      <h2>{t('workspaces.secrets')}</h2>
      {known.map((secret) => (
        <Line
          key={secret.name}
          {...{ id, name: secret.name }}
          text={[
            ...(secret.title === secret.name ? [] : [legible(secret.title)]),
            t(secret.kept === false ? 'workspaces.secretUntilEnd' : 'workspaces.secretKept'),
          ].join(' · ')}
          change={() => askSecret(id, secret)}
        />
      ))}
      {unasked.map((name) => (
        <Line key={name} {...{ id, name }} text={t('workspaces.secretUnasked')} />
      ))}
    </section>
  )
}

interface LineProps {
  readonly id: string
  readonly name: string
  readonly text: string
  /** Absent where nobody asks for it any more. */
  readonly change?: () => void
}

function Line({ id, name, text, change }: LineProps): ReactNode {
  const t = useT()
  return (
    <div className="workspace-line">
      <KeyRound className="icon text-2" />
      <div className="grow">
        <b>{legible(name)}</b>
        <p className="text-2">{text}</p>
      </div>
      <span className="row g6">
        {change && (
          <Button size="sm" aria-label={t('workspaces.secretChangeOf', { name })} onClick={change}>
            {t('workspaces.secretChange')}
          </Button>
        )}
        <Button
          size="sm"
          aria-label={t('workspaces.secretForgetOf', { name })}
          onClick={() =>
            openDialog({ kind: 'workspace-secret', id, name, kept: true, known: true, forget: true })
          }
        >
          {t('workspaces.secretForget')}
        </Button>
      </span>
    </div>
  )
}
