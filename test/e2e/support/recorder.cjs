// Loaded into the app's main process before it: notes what the app shows outside of its pages, and answers dialogs.
const { app, BrowserWindow, clipboard, dialog, Menu, Notification, shell, Tray } = require('electron')

const recorded = {
  tray: undefined,
  trayUpdates: 0,
  notifications: [],
  badge: 0,
  progress: -1,
  dialogs: [],
  opened: [],
  copied: [],
  /** What a person answers to the next question. */
  answer: { response: 0, checkboxChecked: false },
}
globalThis.recorded = recorded

const note = (object, name, take) => {
  const original = object[name]
  object[name] = function (...args) {
    take.call(this, ...args)
    return original.apply(this, args)
  }
}
note(Tray.prototype, 'setContextMenu', function (menu) {
  recorded.icon = this
  recorded.tray = menu
  recorded.trayUpdates += 1
})
note(Tray.prototype, 'destroy', () => (recorded.tray = undefined))
note(Notification.prototype, 'show', function () {
  recorded.notifications.push(this)
})
note(app, 'setBadgeCount', (count) => (recorded.badge = count))
note(BrowserWindow.prototype, 'setProgressBar', (progress) => (recorded.progress = progress))
// These would reach out of the test.
shell.openExternal = async (url) => void recorded.opened.push(url)
clipboard.writeText = (text) => void recorded.copied.push(text)
dialog.showMessageBox = async (...args) => {
  recorded.dialogs.push(args.at(-1))
  return recorded.answer
}
const file = () => process.env.PORTSIDE_TEST_CHOSEN_FILE ?? ''
dialog.showSaveDialog = async () => ({ canceled: file() === '', filePath: file() })
dialog.showOpenDialog = async () => ({ canceled: file() === '', filePaths: file() === '' ? [] : [file()] })

const itemsOf = (menu) =>
  (menu?.items ?? []).map(({ label, enabled, type, role, accelerator, submenu }) => ({
    label,
    enabled,
    type,
    ...(role ? { role } : {}),
    ...(accelerator ? { accelerator } : {}),
    ...(submenu ? { submenu: itemsOf(submenu) } : {}),
  }))
recorded.clickTray = () => recorded.icon.emit('click')
recorded.menuOf = (which) => itemsOf(which === 'tray' ? recorded.tray : Menu.getApplicationMenu())
/** Clicks the entry whose labels on the way contain these words. */
recorded.click = (which, path) => {
  let menu = which === 'tray' ? recorded.tray : Menu.getApplicationMenu()
  let found
  for (const word of path) {
    found = menu?.items.find(({ label }) => label?.includes(word))
    if (!found)
      throw new Error(`no entry ${word} in ${(menu?.items ?? []).map(({ label }) => label).join(', ')}`)
    menu = found.submenu
  }
  found.click()
}
