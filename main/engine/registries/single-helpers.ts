// Credential helpers that `docker` is told to ask for single registries only, such as those of the clouds.
import { AppError } from '../../../preload/errors'
import { helperOf } from './credential-helper'
import type { LoginStore } from './login-store'

/** `registry.example.com` of `https://registry.example.com/v1/`. */
export const hostOf = (server: string): string => server.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '')

/** They come before `store`, which keeps all others; without one, others cannot be kept. */
export function withSingleHelpers(
  store: LoginStore | undefined,
  helpers: ReadonlyMap<string, string>,
  env: Readonly<Record<string, string | undefined>>,
): LoginStore {
  const single = (server: string): LoginStore | undefined => {
    const name = helpers.get(hostOf(server))
    return name === undefined ? undefined : helperOf(name, env)
  }
  const of = (server: string): LoginStore | undefined => single(server) ?? store
  return {
    keeper: store?.keeper ?? { kind: 'none' },
    list: async () => {
      const found = new Map(await store?.list())
      for (const [host, name] of helpers) {
        // Some of them cannot list, and one that is not installed has nothing.
        const listed = await helperOf(name, env)
          ?.list()
          .catch(() => undefined)
        for (const [server, user] of listed ?? []) if (hostOf(server) === host) found.set(server, user)
      }
      return found
    },
    get: async (server) => of(server)?.get(server),
    put: async (server, login) => {
      const keeper = of(server)
      if (!keeper) throw new AppError('registry.no-keeper', { params: { registry: hostOf(server) } })
      await keeper.put(server, login)
    },
    remove: async (server) => of(server)?.remove(server),
  }
}
