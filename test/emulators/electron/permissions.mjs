// Who decides about permissions. Without a handler Electron grants them all; Chromium is told each answer.
import { chromium } from './chromium.mjs'

/** The ones that a page can ask for, by their names in Electron and as the debugging protocol describes them. */
const asked = {
  geolocation: { name: 'geolocation' },
  notifications: { name: 'notifications' },
  'clipboard-read': { name: 'clipboard-read' },
  midiSysex: { name: 'midi', sysex: true },
}

export const permissions = { request: undefined, check: undefined }

/** Puts the handlers' answers into the browser, before a page can ask. */
export const settlePermissions = (contents) =>
  Promise.all(
    Object.entries(asked).map(async ([name, permission]) => {
      const checked = permissions.check ? permissions.check(contents, name, '', {}) : true
      const requested = await new Promise((resolve) => {
        if (!permissions.request) resolve(true)
        else permissions.request(contents, name, resolve, {})
      })
      const setting = checked || requested ? 'granted' : 'denied'
      await chromium.ask('Browser.setPermission', { permission, setting })
    }),
  )
