// What the shell can encrypt with the keychain of the operating system.

export interface Keychain {
  /** Only this user of this computer can read it again. @throws when the keychain is locked or gone */
  encrypt(text: string): Buffer
  decrypt(bytes: Buffer): string
}
