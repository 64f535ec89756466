// Start at login, hidden: the system's own list on Windows and macOS, the autostart folder on Linux.
import { app } from 'electron'
import { linuxAutostart } from '../base/autostart-linux'

export const hiddenOption = '--hidden'

export function loginItem(platform: NodeJS.Platform = process.platform) {
  // An AppImage runs from a mount that changes with each start; this variable names the file itself.
  if (platform === 'linux')
    return linuxAutostart({ command: [process.env.APPIMAGE ?? process.execPath, hiddenOption] })
  const args = { args: [hiddenOption] }
  return {
    get: async () => app.getLoginItemSettings(args).openAtLogin,
    set: async (wanted: boolean) => app.setLoginItemSettings({ openAtLogin: wanted, ...args }),
  }
}

/** Whether this run was begun by the login, and so stays out of sight until somebody asks for it. */
export const startsHidden = (): boolean =>
  process.argv.includes(hiddenOption) ||
  (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin)
