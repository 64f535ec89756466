// The logins that are kept, told about without their secrets, and what the engine is given to ask a registry with.
import type { StoreApi } from 'zustand/vanilla'
import { AppError } from '../../../preload/errors'
import type { LoginKeeper, RegistryLogin } from '../../../preload/model'
import { createCollection, type Items } from '../../base/collection'
import type { Log } from '../../base/log'
import type { Login, LoginStore } from './login-store'
import { pickStore, type KeeperOptions } from './pick-store'
import { registryOfReference, registryOfServer, serverOf } from './registry-name'

/** As the engine takes it in a header. */
export interface EngineAuth {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly serveraddress: string
}

export interface Logins {
  readonly store: StoreApi<Items<RegistryLogin>>
  /** Looks for the keeper again: one may have been installed or set up meanwhile. */
  keeper(): Promise<LoginKeeper>
  /** Reads who is logged in where. */
  refresh(): Promise<void>
  /** @throws registry.keeper-failed */
  get(registry: string): Promise<EngineAuth | undefined>
  /** @throws registry.no-keeper registry.keeper-failed */
  put(registry: string, login: Login): Promise<void>
  remove(registry: string): Promise<void>
  /** For a pull or push of this checked name; undefined when nobody is logged in, or the keeper is locked. */
  authFor(repository: string): Promise<EngineAuth | undefined>
}

/** Docker's word for a user whose secret is an identity token. */
export const tokenUser = '<token>'

export function createLogins(options: KeeperOptions, log: Log): Logins {
  const collection = createCollection<RegistryLogin>()
  const open = (): Promise<LoginStore | undefined> => pickStore(options)

  const refresh = async (): Promise<void> => {
    const listed = (await (await open())?.list()) ?? new Map<string, string>()
    const logins = [...listed].flatMap(([server, username]) => {
      const id = registryOfServer(server)
      return id === undefined ? [] : [{ id, username: username === tokenUser ? '' : username }]
    })
    collection.replace([...new Map(logins.map((login) => [login.id, login])).values()])
  }
  const get = async (registry: string): Promise<EngineAuth | undefined> => {
    const store = await open()
    for (const server of spellings(registry)) {
      const login = await store?.get(server)
      if (login) return engineAuth(registry, login)
    }
    return undefined
  }
  return {
    store: collection.store,
    keeper: async () => (await open())?.keeper ?? { kind: 'none' },
    refresh,
    get,
    put: async (registry, login) => {
      const store = await open()
      if (!store) throw new AppError('registry.no-keeper', { params: { registry } })
      await store.put(serverOf(registry), login)
      await refresh()
    },
    remove: async (registry) => {
      const store = await open()
      for (const server of spellings(registry)) await store?.remove(server)
      await refresh()
    },
    authFor: async (repository) => {
      try {
        return await get(registryOfReference(repository))
      } catch (error) {
        // Public images need no login, and the registry's own refusal says more than a locked keychain.
        log.warn('the keeper of logins does not answer', { error: String(error) })
        return undefined
      }
    },
  }
}

/** As `docker login` writes it, and as other tools do. */
function spellings(registry: string): readonly string[] {
  const server = serverOf(registry)
  return server.includes('://') ? [server] : [server, `https://${server}`]
}

export const engineAuth = (registry: string, { username, secret }: Login): EngineAuth => ({
  serveraddress: serverOf(registry),
  ...(username === tokenUser ? { identitytoken: secret } : { username, password: secret }),
})
