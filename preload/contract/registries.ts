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
  /**
   * Images by a part of their name: of Docker Hub (an empty registry) through the engine, of any other registry out of
   * the list of all that it has. @throws registry.login-needed registry.no-list image.registry-* image.rate-limited
   */
  search(
    options: { readonly registry: string; readonly term: string } & Cancellable,
  ): Promise<m.RegistrySearch>
  /** The tags that a registry has of an image, without or with one in the name. @throws as search */
  listTags(options: { readonly reference: string } & Cancellable): Promise<m.RegistryTags>
  /** Asks Docker Hub, which does not count as a pull. @throws image.registry-* */
  getPullLimit(options?: Cancellable): Promise<m.PullLimit>
  /** Takes the secret from the keeper; harmless when there is none. */
  logout(options: { readonly registry: string } & Cancellable): Promise<void>
}
