// Makes a volume of something that is there, a file or another volume: it asks for the new one's name.
import { useState, type ReactNode } from 'react'
import { FormDialog } from '../components/form-dialog'
import { TextField } from '../components/text-field'
import { readFile } from '../stores/files'
import { useVolume, volumeBackups, volumes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { isUnnamed, titleOf } from './volume-rows'

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** What is wrong with a name for a new volume, in words; undefined when nothing is. */
export function useNameProblem(name: string): string | undefined {
  const t = useT()
  const taken = volumes.use((state) => state.items.has(name))
  if (taken) return t('volumes.nameTaken', { name })
  return name.length > 1 && !namePattern.test(name) ? t('volumes.nameBad') : undefined
}

export function RestoreVolumeDialog(): ReactNode {
  const t = useT()
  return (
    <NameDialog
      title={t('volumes.restoreTitle')}
      text={t('volumes.restoreWhy')}
      submitLabel={t('images.chooseFile')}
      submit={(name) => readFile((source) => contract().volumes.restore({ source, name }))}
    />
  )
}

export function CloneVolumeDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const volume = useVolume(id)
  if (!volume) return null
  return (
    <NameDialog
      title={t('volumes.cloneTitle', { name: titleOf(t, volume) })}
      text={t('volumes.cloneWhy')}
      submitLabel={t('volumes.clone')}
      suggestion={volume.anonymous ? '' : `${id}-copy`}
      submit={async (name) => contract().volumes.clone({ id, name })}
    />
  )
}

export function CloneBackupDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const backup = volumeBackups.use((state) => state.items.get(id))
  if (!backup) return null
  const name = backup.volume
  return (
    <NameDialog
      title={t('volumes.cloneBackupTitle', { name })}
      text={t('volumes.cloneBackupWhy')}
      submitLabel={t('volumes.clone')}
      suggestion={isUnnamed(name) ? '' : `${name}-copy`}
      submit={async (given) => contract().volumes.cloneBackup({ backupId: id, name: given })}
    />
  )
}

interface NameDialogProps {
  readonly title: string
  readonly text: string
  readonly submitLabel: string
  readonly suggestion?: string
  readonly submit: (name: string) => Promise<unknown>
}

function NameDialog({ title, text, submitLabel, suggestion = '', submit }: NameDialogProps): ReactNode {
  const t = useT()
  const [typed, setName] = useState(suggestion)
  const name = typed.trim()
  const problem = useNameProblem(name)
  return (
    <FormDialog
      title={title}
      text={text}
      submitLabel={submitLabel}
      ready={name.length > 1 && !problem}
      submit={async () => {
        await submit(name)
      }}
    >
      <TextField
        first
        label={t('volumes.name')}
        value={typed}
        onChange={setName}
        placeholder={t('volumes.nameHint')}
        problem={problem}
      />
    </FormDialog>
  )
}
