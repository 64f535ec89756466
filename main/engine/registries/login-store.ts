// What keeps logins, and what a login is. Secrets are handed from here to the engine and to nobody else.
import type { LoginKeeper } from '../../../preload/model'

export interface Login {
  readonly username: string
  /** Password or token. */
  readonly secret: string
}

export interface LoginStore {
  readonly keeper: LoginKeeper
  /** User names by server. @throws registry.keeper-failed */
  list(): Promise<ReadonlyMap<string, string>>
  /** @throws registry.keeper-failed */
  get(server: string): Promise<Login | undefined>
  /** @throws registry.keeper-failed */
  put(server: string, login: Login): Promise<void>
  /** Harmless when there is none. @throws registry.keeper-failed */
  remove(server: string): Promise<void>
}
