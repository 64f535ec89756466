// Registries and the logins for them: readonly, plain data. No password and no token is among it.

export interface RegistryLogin {
  /** The registry as people name it: `docker.io`, `ghcr.io`, `127.0.0.1:5000`. */
  readonly id: string
  readonly username: string
}

/** Who keeps the secrets of logins. */
export interface LoginKeeper {
  /** `none`: nothing safe is there, and no login is kept. */
  readonly kind: 'helper' | 'keychain' | 'none'
  /** Of a helper: its program, `docker-credential-pass`. */
  readonly name?: string
}

export interface RegistryImage {
  /** As it is pulled, without a tag: `redis`, `ghcr.io/acme/api`. */
  readonly name: string
  readonly description?: string
  readonly stars?: number
  /** Kept by Docker itself. */
  readonly official?: boolean
}

export interface RegistrySearch {
  readonly items: readonly RegistryImage[]
  /** False when there are more than are told. */
  readonly complete: boolean
}

export interface RegistryTags {
  /** `latest` first, then the highest version. */
  readonly tags: readonly string[]
  readonly complete: boolean
}

/** How much Docker Hub lets this person, or this address, pull. Without `limit` it does not count. */
export interface PullLimit {
  /** Pulls in each window. */
  readonly limit?: number
  readonly remaining?: number
  readonly windowSeconds?: number
  readonly loggedIn: boolean
}
