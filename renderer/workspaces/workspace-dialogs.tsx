// The dialogs of workspaces: a secret's value, what a reset or leaving means, the team's file, the comparison.
import { useEffect, useId, useState, type ReactNode } from 'react'
import type { WorkspaceComparison } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { FormDialog } from '../components/form-dialog'
import { TextField } from '../components/text-field'
import { containers, workspaces } from '../stores/mirrors'
import { formatAgo, formatBytes, formatList } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { closeDialog, type DialogOf } from '../stores/ui'
import { CompareTable } from './compare-table'
import { WorkspaceExportDialog } from './export-dialog'
import { WorkspaceLinkDialog } from './link-dialog'
import { act } from './view-state'

export function WorkspaceDialogs({
  dialog,
}: {
  readonly dialog: DialogOf<
    'workspace' | 'workspace-secret' | 'workspace-snapshot' | 'workspace-link' | 'workspace-export'
  >
}): ReactNode {
  switch (dialog.kind) {
    case 'workspace':
      return <WorkspaceDialog {...dialog} />
    case 'workspace-secret':
      return dialog.forget === true ? (
        <ForgetSecretDialog {...dialog} />
      ) : (
        <WorkspaceSecretDialog {...dialog} />
      )
    case 'workspace-snapshot':
      return <SnapshotDialog {...dialog} />
    case 'workspace-export':
      return <WorkspaceExportDialog project={dialog.project} />
    case 'workspace-link':
      return <WorkspaceLinkDialog key={dialog.link} link={dialog.link} />
  }
}

function WorkspaceSecretDialog({
  id,
  name,
  kept,
  known,
  description,
}: DialogOf<'workspace-secret'>): ReactNode {
  const t = useT()
  const [value, setValue] = useState('')
  return (
    <FormDialog
      title={t(known ? 'workspaces.secretNewTitle' : 'workspaces.secretTitle', { name })}
      text={[
        description,
        kept ? t('workspaces.secretWhy') : t('workspaces.secretNotKept'),
        known ? t('workspaces.secretNewWhy') : undefined,
      ]
        .filter((one) => one !== undefined)
        .join(' ')}
      submitLabel={t('workspaces.keep')}
      ready={value !== ''}
      submit={() => contract().workspaces.setSecret({ id, name, value })}
    >
      <TextField first secret label={t('workspaces.value')} value={value} onChange={setValue} />
    </FormDialog>
  )
}

/** The value may be nowhere else. */
function ForgetSecretDialog({ id, name }: DialogOf<'workspace-secret'>): ReactNode {
  const t = useT()
  const isAsked = workspaces.use((state) => state.items.get(id)?.secrets.some((one) => one.name === name))
  return (
    <AskDialog
      title={t('workspaces.secretForgetTitle', { name })}
      text={t(isAsked === true ? 'workspaces.secretForgetWhy' : 'workspaces.secretForgetUnasked')}
      keep={t('workspaces.keepIt')}
      confirm={{
        label: t('workspaces.secretForget'),
        run: () => act(() => contract().workspaces.forgetSecret({ id, name })),
      }}
    />
  )
}

function WorkspaceDialog({ id, title, what }: DialogOf<'workspace'>): ReactNode {
  const t = useT()
  const unnamed = useUnnamed(id)
  const wasUp = workspaces.use((state) => state.items.get(id)?.wasUp)
  if (what === 'compare' || what === 'file') return <ShownDialog id={id} what={what} />
  const run = (): void => act(() => contract().workspaces[what]({ id }))
  return (
    <AskDialog
      title={t(`workspaces.${what}Title`, { name: title })}
      text={[
        t(what === 'rollBack' && wasUp === true ? 'workspaces.rollBackKeeps' : `workspaces.${what}Why`),
        ...(what === 'leave' && unnamed > 0 ? [t('workspaces.leaveUnnamed', { count: unnamed })] : []),
      ].join(' ')}
      keep={t('workspaces.keepIt')}
      confirm={{ label: t(`workspaces.${what}Do`), run }}
    />
  )
}

/** A snapshot may be the only place that its data is in. */
function SnapshotDialog({ id, snapshotId }: DialogOf<'workspace-snapshot'>): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const workspace = workspaces.use((state) => state.items.get(id))
  const snapshot = workspace?.snapshots.find((one) => one.id === snapshotId)
  if (!workspace || !snapshot) return null
  return (
    <AskDialog
      title={t('workspaces.snapshotTitle', { name: workspace.title })}
      text={t('workspaces.snapshotWhy', {
        ago: formatAgo(t, snapshot.at, now),
        size: formatBytes(snapshot.sizeBytes),
        volumes: formatList(language, snapshot.volumes),
      })}
      keep={t('workspaces.keepIt')}
      confirm={{
        label: t('workspaces.snapshotDo'),
        run: () => act(() => contract().workspaces.removeSnapshot({ id, snapshotId })),
      }}
    />
  )
}

/** How many volumes nothing but a container of the workspace leads to. */
function useUnnamed(id: string): number {
  const project = workspaces.use((state) => state.items.get(id)?.project)
  return containers.use((state) =>
    [...state.items.values()]
      .filter((one) => project !== undefined && one.project === project)
      .reduce((sum, { anonymousVolumes }) => sum + anonymousVolumes.length, 0),
  )
}

function ShownDialog({ id, what }: { readonly id: string; readonly what: 'compare' | 'file' }): ReactNode {
  const t = useT()
  const heading = useId()
  const [text, setText] = useState<string>()
  const [comparison, setComparison] = useState<WorkspaceComparison>()
  useEffect(() => {
    const { workspaces } = contract()
    if (what === 'file') act(async () => setText((await workspaces.readFile({ id })).text))
    else act(async () => setComparison(await workspaces.compare({ id })))
  }, [id, what])
  return (
    <Dialog labelledBy={heading} className="inspect-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{what === 'file' ? t('workspaces.viewFile') : t('workspaces.compare')}</h2>
        {text !== undefined && (
          <pre className="mono workspace-text" tabIndex={0}>
            {text}
          </pre>
        )}
        {comparison && <CompareTable comparison={comparison} />}
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('workspaces.close')}
        </Button>
      </footer>
    </Dialog>
  )
}
