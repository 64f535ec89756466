// Asks before a link is followed: anybody can make one, and following it downloads or reads a file.
import { useEffect, useState, type ReactNode } from 'react'
import type { WorkspaceSource } from '../../preload/model'
import { legible } from '../../preload/text'
import { FormDialog } from '../components/form-dialog'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { closeDialog, showSection } from '../stores/ui'
import { showReview } from './view-state'

export function WorkspaceLinkDialog({ link }: { readonly link: string }): ReactNode {
  const t = useT()
  const [source, setSource] = useState<WorkspaceSource>()
  useEffect(() => {
    const over = new AbortController()
    contract()
      .workspaces.readLink({ link, signal: over.signal })
      .then(setSource, (error: unknown) => {
        if (over.signal.aborted) return
        closeDialog()
        reportError(error)
      })
    return () => over.abort()
  }, [link])
  const submit = async (): Promise<void> => {
    showReview(await contract().workspaces.reviewLink({ link }))
    showSection('workspaces')
  }
  if (!source) return null
  const remote = source.kind === 'link'
  return (
    <FormDialog
      title={t('workspaces.linkTitle')}
      text={t(remote ? 'workspaces.linkDownload' : 'workspaces.linkFile')}
      submitLabel={t(remote ? 'workspaces.linkFetch' : 'workspaces.look')}
      ready
      submit={submit}
    >
      <code className="link-target">{legible(remote ? source.url : source.path)}</code>
    </FormDialog>
  )
}
