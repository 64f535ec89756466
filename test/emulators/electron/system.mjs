// What Electron shows of the system: dialogs, screens, theme, power, clipboard, keychain. Recorded where it acts.
import { EventEmitter } from 'node:events'
import { loud, onlyEvents } from './loud.mjs'
import { permissions } from './permissions.mjs'

/** What the app asked of the system, in order, for a test to read. */
export const recorded = { opened: [], errorBoxes: [], dialogs: [], copied: [] }

export const shell = loud('shell', {
  openExternal: async (url) => void recorded.opened.push(url),
})

/** The file that a person would choose; without one the dialogs are given up, as by Esc. */
const chosen = () => process.env.PORTSIDE_TEST_CHOSEN_FILE ?? ''

/** What a person answers to the next message box. */
export const answers = { response: undefined, checkboxChecked: false }

export const dialog = loud('dialog', {
  showSaveDialog: async () => ({ canceled: chosen() === '', filePath: chosen() }),
  showOpenDialog: async () => ({ canceled: chosen() === '', filePaths: chosen() === '' ? [] : [chosen()] }),
  showErrorBox: (title, content) => {
    recorded.errorBoxes.push({ title, content })
    process.stdout.write(`error box: ${title}: ${content}\n`)
  },
  showMessageBox: async (...args) => {
    const options = args.at(-1)
    recorded.dialogs.push(options)
    return { response: answers.response ?? options.cancelId ?? 0, checkboxChecked: answers.checkboxChecked }
  },
})

const area = { x: 0, y: 0, width: 1440, height: 852 }
const display = { id: 1, bounds: { ...area, height: 900 }, workArea: area, scaleFactor: 1 }
export const screen = loud('screen', {
  getAllDisplays: () => [display],
  getDisplayNearestPoint: () => display,
})

class NativeTheme extends EventEmitter {
  #source = 'system'
  shouldUseDarkColors = false
  /** Of the system's bars, which no app changes; a test sets it and emits `updated`. */
  shouldUseDarkColorsForSystemIntegratedUI = false
  shouldUseHighContrastColors = false
  get themeSource() {
    return this.#source
  }
  set themeSource(source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new Error(`no theme: ${source}`)
    if (source === this.#source) return
    this.#source = source
    this.shouldUseDarkColors = source === 'dark'
    this.emit('updated')
  }
}
const theme = new NativeTheme()
onlyEvents('nativeTheme', theme, new Set(['updated']))
export const nativeTheme = theme

/** A process cannot put its computer to sleep: a test emits these events. */
const power = new EventEmitter()
onlyEvents('powerMonitor', power, new Set(['suspend', 'resume', 'shutdown']))
export const powerMonitor = loud('powerMonitor', power)

export const clipboard = loud('clipboard', { writeText: (text) => void recorded.copied.push(text) })

/** As on a Linux desktop without a secret service: scrambling only, which the app must not take for a keychain. */
export const safeStorage = loud('safeStorage', {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'basic_text',
})

export const session = loud('session', {
  defaultSession: loud('session.defaultSession', {
    setPermissionRequestHandler: (handler) => void (permissions.request = handler),
    setPermissionCheckHandler: (handler) => void (permissions.check = handler),
  }),
})
