// A button beside a field for a folder: the system's own dialog chooses it, where there is one.
import { FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { inDesktopApp } from '../api'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { IconButton } from './button'

export function FolderButton({ onChoose }: { readonly onChoose: (path: string) => void }): ReactNode {
  const t = useT()
  // A browser tells a page no paths.
  if (!inDesktopApp()) return null
  const choose = async (): Promise<void> => {
    const { path } = await contract().files.chooseFolder()
    if (path !== undefined) onChoose(path)
  }
  return (
    <IconButton label={t('common.chooseFolder')} onClick={() => void choose().catch(reportError)}>
      <FolderOpen className="icon icon-14" />
    </IconButton>
  )
}
