// Who decides about permissions. Without a handler Electron grants them all, so Chromium is told to do the same.
import { chromium } from './chromium.mjs'

/** The ones that a page can ask for, by their names in Electron and in the debugging protocol. */
const asked = {
  geolocation: 'geolocation',
  notifications: 'notifications',
  'clipboard-read': 'clipboardReadWrite',
  midiSysex: 'midiSysex',
}

export const permissions = { request: undefined, check: undefined }

/** Puts the handlers' answers into the browser, before a page can ask. */
export async function settlePermissions(contents) {
  const granted = []
  for (const [name, inProtocol] of Object.entries(asked)) {
    const checked = permissions.check ? permissions.check(contents, name, '', {}) : true
    const requested = await new Promise((resolve) => {
      if (!permissions.request) resolve(true)
      else permissions.request(contents, name, resolve, {})
    })
    if (checked || requested) granted.push(inProtocol)
  }
  if (granted.length > 0) await chromium.ask('Browser.grantPermissions', { permissions: granted })
}
