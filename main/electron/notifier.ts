// Notifications of the operating system, without a sound.
import { Notification } from 'electron'
import type { Notifier } from '../base/notifier'

/** On Windows they need the app's id, which the installer gives to its shortcut (Electron: "Notifications"). */
export const notifier =
  (show: () => void): Notifier =>
  ({ title, text }) => {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body: text, silent: true })
    shown.add(notification)
    const gone = (): void => void shown.delete(notification)
    notification.on('click', () => {
      gone()
      show()
    })
    notification.on('close', gone)
    notification.on('failed', gone)
    notification.show()
  }

/** One that nothing refers to is collected, and its click is lost. */
const shown = new Set<Notification>()
