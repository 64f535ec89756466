// Repair keeps everything that somebody has; erase deletes it, and asks for a word.
import { useState, type ReactNode } from 'react'
import { eraseWord } from '../../preload/erase-word'
import { AskDialog } from '../components/ask-dialog'
import { TextField } from '../components/text-field'
import { eraseMachine, repairMachine } from '../shell/machine-actions'
import { containers, images, volumes } from '../stores/mirrors'
import { useT } from '../stores/preferences'

export function RepairDialog(): ReactNode {
  const t = useT()
  return (
    <AskDialog
      title={t('settings.repairTitle')}
      text={t('settings.repairText')}
      keep={t('common.cancel')}
      confirm={{ label: t('settings.repair'), run: repairMachine }}
    />
  )
}

export function EraseDialog(): ReactNode {
  const t = useT()
  const [typed, setTyped] = useState('')
  const counts = [
    t('settings.eraseContainers', { count: containers.use((state) => state.items.size) }),
    t('settings.eraseImages', { count: images.use((state) => state.items.size) }),
    t('settings.eraseVolumes', { count: volumes.use((state) => state.items.size) }),
  ]
  return (
    <AskDialog
      title={t('settings.eraseTitle')}
      text={t('settings.eraseText')}
      keep={t('settings.eraseKeep')}
      confirm={{ label: t('settings.erase'), disabled: typed.trim() !== eraseWord, run: eraseMachine }}
    >
      <ul>
        {counts.map((count) => (
          <li key={count}>{count}</li>
        ))}
      </ul>
      <TextField
        label={t('settings.eraseType', { word: eraseWord })}
        value={typed}
        onChange={setTyped}
        placeholder={eraseWord}
      />
    </AskDialog>
  )
}
