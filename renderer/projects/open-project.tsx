// Opens a compose file: its path, and for those who need it further files, profiles and a name.
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { FormDialog } from '../components/form-dialog'
import { TextField } from '../components/text-field'
import { run } from '../images/job-card'
import { appInfo } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { examplePath } from '../shell/system'
import { openProject } from '../stores/ui'

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')
const lines = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

export function OpenProjectDialog(): ReactNode {
  const t = useT()
  const hasDialog = appInfo((state) => state.value?.shell === 'electron')
  const [path, setPath] = useState('')
  const [more, setMore] = useState('')
  const [profiles, setProfiles] = useState('')
  const [envFiles, setEnvFiles] = useState('')
  const [name, setName] = useState('')
  const choose = async (): Promise<void> => {
    const chosen = await contract().compose.chooseFile()
    if (chosen.path !== undefined) setPath(chosen.path)
  }
  const submit = async (): Promise<void> => {
    const { projectId } = await contract().compose.open({
      path: path.trim(),
      moreFiles: lines(more),
      profiles: words(profiles),
      envFiles: lines(envFiles),
      ...(name.trim() === '' ? {} : { name: name.trim() }),
    })
    openProject(projectId)
  }
  return (
    <FormDialog
      title={t('projects.openTitle')}
      text={t('projects.openWhy')}
      submitLabel={t('projects.openNow')}
      ready={path.trim() !== ''}
      submit={submit}
    >
      <TextField
        first
        label={t('projects.path')}
        value={path}
        onChange={setPath}
        placeholder={examplePath('shop', 'compose.yaml')}
      />
      {hasDialog && (
        <Button size="sm" onClick={() => run(choose)}>
          {t('projects.choose')}
        </Button>
      )}
      <details>
        <summary>{t('projects.moreChoices')}</summary>
        <TextField label={t('projects.moreFiles')} value={more} onChange={setMore} />
        <TextField label={t('projects.profiles')} value={profiles} onChange={setProfiles} />
        <TextField label={t('projects.envFiles')} value={envFiles} onChange={setEnvFiles} />
        <TextField label={t('projects.name')} value={name} onChange={setName} />
      </details>
    </FormDialog>
  )
}
