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
