// Tells of a daily backup of a volume that failed, where nobody may be looking at the window.
import type { StoreApi } from 'zustand/vanilla'
import { describeFailedBackup } from '../../preload/daily-backup'
import { serialiseError } from '../../preload/errors'
import type { Settings } from '../../preload/model'
import type { Notifier } from '../base/notifier'
import { languageOf } from './texts'

export const backupNotices =
  (notify: Notifier | undefined, settings: StoreApi<Settings>) =>
  (volume: string, error: unknown): void => {
    const language = languageOf(settings.getState(), Intl.DateTimeFormat().resolvedOptions().locale)
    notify?.({ ...describeFailedBackup(language, volume, serialiseError(error)), section: 'volumes' })
  }
