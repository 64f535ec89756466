// Menu and MenuItem of the emulator: checked and kept, to be read and clicked by a test.
import { loud, onlyKnown } from './loud.mjs'

const itemOptions = new Set([
  ...['accelerator', 'checked', 'click', 'enabled', 'icon', 'id', 'label', 'registerAccelerator'],
  ...['role', 'submenu', 'sublabel', 'toolTip', 'type', 'visible'],
])
const types = new Set(['normal', 'separator', 'submenu', 'checkbox', 'radio'])
const roles = new Set([
  ...['about', 'services', 'hide', 'hideOthers', 'unhide', 'quit', 'undo', 'redo', 'cut', 'copy', 'paste'],
  ...['selectAll', 'minimize', 'zoom', 'front', 'close', 'togglefullscreen', 'toggleDevTools', 'windowMenu'],
])

export class MenuItem {
  constructor(options) {
    onlyKnown('MenuItem', options, itemOptions)
    const type = options.type ?? (options.submenu ? 'submenu' : 'normal')
    if (!types.has(type)) throw new Error(`no type of menu item: ${type}`)
    if (options.role !== undefined && !roles.has(options.role))
      throw new Error(`the Electron emulator does not know the role ${options.role}`)
    if (type !== 'separator' && options.role === undefined && options.label === undefined)
      throw new Error('a menu item needs a label or a role')
    Object.assign(this, { enabled: true, visible: true, checked: false, ...options, type })
    if (Array.isArray(options.submenu)) this.submenu = Menu.buildFromTemplate(options.submenu)
    const { click } = options
    this.click = (...args) => {
      if (this.type === 'checkbox') this.checked = !this.checked
      click?.(this, undefined, ...args)
    }
  }
}

export class Menu {
  static _application = null
  items = []

  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((options) => (options instanceof MenuItem ? options : new MenuItem(options)))
    return loud('Menu', menu)
  }
  static setApplicationMenu(menu) {
    Menu._application = menu
  }
  static getApplicationMenu() {
    return Menu._application
  }
}
