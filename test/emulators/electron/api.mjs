// A stand-in for Electron where its binary cannot be had. Only what Portside uses is here; any other name, option or
// event throws (loud.mjs). Its behaviour follows electronjs.org/docs/latest/api. Known differences: a hidden window's
// page still counts as visible, and the system's own parts (tray, menus, notifications) are recorded instead of drawn.
export { app } from './app.mjs'
export { BrowserWindow, webContents } from './browser-window.mjs'
export { ipcMain } from './web-contents.mjs'
export { Menu, MenuItem } from './menu.mjs'
export { Tray } from './tray.mjs'
export { Notification } from './notification.mjs'
export { nativeImage } from './native-image.mjs'
export {
  clipboard,
  dialog,
  nativeTheme,
  powerMonitor,
  safeStorage,
  screen,
  session,
  shell,
} from './system.mjs'
