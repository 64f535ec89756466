// A keychain for tests: reversible, and nothing of the text is left to see.
import type { Keychain } from '../../main/base/keychain'

const scrambled = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))

export const scramblingKeychain: Keychain = {
  encrypt: (text) => scrambled(Buffer.from(text)),
  decrypt: (bytes) => scrambled(bytes).toString(),
}
