// What the registries service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface RegistriesService {
  watchLogins(options?: Cancellable): AsyncIterable<m.CollectionChange<m.RegistryLogin>>
  /** Who would keep a secret now. */
  getKeeper(options?: Cancellable): Promise<m.LoginKeeper>
  /**
   * The engine asks the registry whether it lets this person in; only then the secret goes to the keeper.
   * An empty registry means Docker Hub. @throws registry.bad-login registry.no-keeper image.registry-*
   */
  login(
    options: {
      readonly registry: string
      readonly username: string
      readonly password: string
    } & Cancellable,
  ): Promise<void>
  /** Asks the registry again with what is kept. @throws registry.bad-login registry.not-logged-in */
  test(options: { readonly registry: string } & Cancellable): Promise<void>
  /** Takes the secret from the keeper; harmless when there is none. */
  logout(options: { readonly registry: string } & Cancellable): Promise<void>
}
