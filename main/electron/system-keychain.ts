// The keychain of the operating system, through Electron.
import { safeStorage } from 'electron'
import type { Keychain } from '../base/keychain'

/** Undefined where there is none: on Linux without a secret service Electron would only scramble the text. */
export function systemKeychain(): Keychain | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
    return undefined
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  }
}
