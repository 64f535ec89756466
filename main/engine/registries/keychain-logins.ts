// Logins in a file of Portside, each secret encrypted with the keychain of the operating system.
import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { Keychain } from '../../base/keychain'
import type { LoginStore } from './login-store'

interface Entry {
  readonly username: string
  /** Encrypted, as base64. */
  readonly secret: string
}

export function keychainLogins(file: string, keychain: Keychain): LoginStore {
  const read = async (): Promise<Record<string, Entry>> => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Record<string, Entry>
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw failed(error)
    }
  }
  /** One change after the other, each written as a whole. */
  let last: Promise<void> = Promise.resolve()
  const change = (edit: (all: Record<string, Entry>) => void): Promise<void> => {
    const next = last.then(async () => {
      const all = await read()
      edit(all)
      const draft = `${file}.${randomUUID()}.tmp`
      await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600, flush: true })
      await rename(draft, file)
    })
    last = next.catch(() => {})
    return next
  }
  return {
    keeper: { kind: 'keychain' },
    list: async () =>
      new Map(Object.entries(await read()).map(([server, { username }]) => [server, username])),
    get: async (server) => {
      const all = await read()
      const entry = Object.hasOwn(all, server) ? all[server] : undefined
      if (!entry) return undefined
      try {
        return { username: entry.username, secret: keychain.decrypt(Buffer.from(entry.secret, 'base64')) }
      } catch (error) {
        throw failed(error)
      }
    },
    put: (server, { username, secret }) =>
      change((all) => {
        all[server] = { username, secret: keychain.encrypt(secret).toString('base64') }
      }),
    remove: (server) =>
      change((all) => {
        delete all[server]
      }),
  }
}

const failed = (error: unknown): AppError =>
  new AppError('registry.keeper-failed', {
    params: { keeper: 'keychain' },
    detail: String(error),
    cause: error,
  })
