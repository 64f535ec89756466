// What the networks service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface NetworksService {
  watchNetworks(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Network>>
  /** The engine's own description, as indented JSON. @throws network.not-found */
  inspect(options: { readonly id: string } & Cancellable): Promise<{ readonly json: string }>
  /** @throws network.name-taken network.bad-subnet network.subnet-overlaps */
  create(options: { readonly request: m.NetworkRequest } & Cancellable): Promise<{ readonly id: string }>
  /** Aliases are further names under which others on the network find the container. */
  connect(
    options: {
      readonly id: string
      readonly containerId: string
      readonly aliases?: readonly string[]
    } & Cancellable,
  ): Promise<void>
  disconnect(options: { readonly id: string; readonly containerId: string } & Cancellable): Promise<void>
  /** @throws network.in-use while a container is attached, running or not; network.in-trash network.built-in */
  remove(options: { readonly id: string } & Cancellable): Promise<void>
  /** Removes exactly these, and never one that a container is attached to: such a one is kept and told. */
  prune(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.RemovalResult>
}
