// The registries service: logs in after the registry agreed, and keeps no secret itself.
import type { RegistriesService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import { watchCollection } from '../../base/watch'
import type { Calls } from '../calls'
import { engineAuth, type EngineAuth, type Logins } from './logins'
import type { RegistryClient } from './registry-client'
import { parseRegistry } from './registry-name'

export interface RegistriesOptions {
  readonly calls: Calls
  readonly logins: Logins
  readonly client: RegistryClient
}

export function createRegistriesService({ calls, logins, client }: RegistriesOptions): RegistriesService {
  /** The engine asks, because it is the one that will pull: over its network, with its certificates. */
  const check = async (registry: string, auth: EngineAuth): Promise<string | undefined> => {
    try {
      const answer: unknown = await calls.call({ reference: `${registry}/x` }, (docker) =>
        docker.checkAuth(auth),
      )
      const { IdentityToken: token } = (answer ?? {}) as { readonly IdentityToken?: string }
      return token === undefined || token === '' ? undefined : token
    } catch (error) {
      throw loginError(error, registry)
    }
  }
  return {
    watchLogins: async function* ({ signal } = {}) {
      await logins.refresh().catch(() => {})
      yield* watchCollection(logins.store, signal)
    },
    getKeeper: () => logins.keeper(),
    login: async ({ registry: typed, username, password }) => {
      const registry = parseRegistry(typed)
      const { kind } = await logins.keeper()
      // Before the password goes anywhere.
      if (kind === 'none') throw new AppError('registry.no-keeper', { params: { registry } })
      const token = await check(registry, engineAuth(registry, { username, secret: password }))
      await logins.put(
        registry,
        token === undefined ? { username, secret: password } : { username: '<token>', secret: token },
      )
    },
    test: async ({ registry: typed }) => {
      const registry = parseRegistry(typed)
      const auth = await logins.get(registry)
      if (!auth) throw new AppError('registry.not-logged-in', { params: { registry } })
      await check(registry, auth)
    },
    search: ({ registry, term, signal }) => client.search(registry, term, signal),
    listTags: ({ reference, signal }) => client.listTags(reference, signal),
    getPullLimit: ({ signal } = {}) => client.getPullLimit(signal),
    logout: async ({ registry }) => logins.remove(parseRegistry(registry)),
  }
}

/** A refusal of the name or password is told as such; other errors speak of the registry already. */
function loginError(error: unknown, registry: string): unknown {
  if (!(error instanceof AppError) || (error.code !== 'image.pull-denied' && !isRefusal(error))) return error
  const { detail } = error
  return new AppError('registry.bad-login', {
    params: { registry },
    ...(detail === undefined ? {} : { detail }),
    cause: error,
  })
}

const isRefusal = ({ code, detail = '' }: AppError): boolean =>
  code === 'engine.refused' && /\b401\b|incorrect username|unauthorized|login attempt to/i.test(detail)
