// Secrets of workspaces: typed once, kept with the keychain of the system, handed to Compose alone.
import type { LoginStore } from '../engine/registries/login-store'

export interface WorkspaceSecrets {
  /** False where values are forgotten when Portside ends. */
  readonly kept: boolean
  /** Names whose values are known. */
  known(workspaceId: string): Promise<ReadonlySet<string>>
  /** For Compose's environment. */
  values(workspaceId: string, names: readonly string[]): Promise<Readonly<Record<string, string>>>
  put(workspaceId: string, name: string, value: string): Promise<void>
  forget(workspaceId: string, names: readonly string[]): Promise<void>
}

/** What Compose is to know of them. An optional one that nobody gave is empty, and not a warning of Compose's. */
export const secretEnvironment = async (
  secrets: WorkspaceSecrets,
  workspaceId: string,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> => ({
  ...Object.fromEntries(names.map((name) => [name, ''])),
  ...(await secrets.values(workspaceId, names)),
})

const serverOf = (workspaceId: string, name: string): string => `workspace/${workspaceId}/${name}`

/** Without a store they live in memory only. */
export function createSecrets(store: LoginStore | undefined): WorkspaceSecrets {
  const memory = new Map<string, string>()
  const get = async (server: string): Promise<string | undefined> =>
    memory.get(server) ?? (await store?.get(server))?.secret
  return {
    kept: store !== undefined,
    known: async (id) => {
      const servers = [...memory.keys(), ...((await store?.list())?.keys() ?? [])]
      const start = serverOf(id, '')
      return new Set(servers.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length)))
    },
    values: async (id, names) => {
      const pairs = await Promise.all(
        names.map(async (name) => [name, await get(serverOf(id, name))] as const),
      )
      return Object.fromEntries(
        pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
    },
    put: async (id, name, value) => {
      if (store) await store.put(serverOf(id, name), { username: name, secret: value })
      else memory.set(serverOf(id, name), value)
    },
    forget: async (id, names) => {
      for (const name of names) {
        memory.delete(serverOf(id, name))
        await store?.remove(serverOf(id, name))
      }
    },
  }
}
