// The folders of this computer that containers may see.
import { Plus, X } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { SharedFolderSetting } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { Switch } from '../components/choices'
import { TextField } from '../components/text-field'
import { appInfo, useMachine } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { SettingsCard } from './settings-card'
import { useSettings } from './use-settings'

const absolute = /^(\/|[A-Za-z]:[\\/])/

export function FoldersSection(): ReactNode {
  const t = useT()
  const folders = useSettings()?.sharedFolders ?? []
  const info = appInfo((state) => state.value)
  const home = info?.userHome
  const machine = useMachine()
  // A Mac has no virtiofsd that could be installed.
  const slow = machine?.sharesBy === '9p' && info?.platform === 'linux'
  const set = (sharedFolders: readonly SharedFolderSetting[]): void => changeSettings({ sharedFolders })
  const add = (path: string): void => set([...folders, { path, writable: true }])
  const known = (path: string): boolean => folders.some((folder) => folder.path === path)
  return (
    <SettingsCard title={t('settings.folders')} note={t('settings.foldersWhy')}>
      {folders.length > 0 && (
        <ul className="folder-list">
          {folders.map((folder) => (
            <li key={folder.path} className="setting-row">
              <span className="mono grow truncate" title={folder.path}>
                {folder.path}
              </span>
              <Switch
                label={t('settings.folderWritable')}
                checked={folder.writable}
                onChange={(writable) =>
                  set(folders.map((one) => (one.path === folder.path ? { ...one, writable } : one)))
                }
              />
              <IconButton
                label={t('settings.folderRemove', { path: folder.path })}
                onClick={() => set(folders.filter(({ path }) => path !== folder.path))}
              >
                <X className="icon icon-14" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {slow && <p className="help">{t('settings.foldersBy9p')}</p>}
      {home !== undefined && !known(home) && (
        <div>
          <Button onClick={() => add(home)}>{t('settings.folderHome', { path: home })}</Button>
        </div>
      )}
      <AddFolder known={known} add={add} />
    </SettingsCard>
  )
}

interface AddFolderProps {
  readonly known: (path: string) => boolean
  readonly add: (path: string) => void
}

function AddFolder({ known, add }: AddFolderProps): ReactNode {
  const t = useT()
  const [path, setPath] = useState('')
  const wanted = path.trim()
  const problem =
    wanted === ''
      ? undefined
      : known(wanted)
        ? t('settings.folderKnown')
        : absolute.test(wanted)
          ? undefined
          : t('settings.folderRelative')
  const ready = wanted !== '' && problem === undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!ready) return
    add(wanted)
    setPath('')
  }
  return (
    <form className="add-folder" onSubmit={submit}>
      <TextField label={t('settings.folderPath')} value={path} onChange={setPath} problem={problem} />
      <div>
        <Button type="submit" disabled={!ready}>
          <Plus className="icon icon-14" />
          {t('settings.folderAdd')}
        </Button>
      </div>
    </form>
  )
}
