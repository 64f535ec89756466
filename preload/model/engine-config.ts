// The settings of Docker Engine itself, its daemon.json, and what the engine tells of itself: readonly, plain data.

export interface EngineConfig {
  /** The person's daemon.json as it was written; `{}` when there is none. */
  readonly text: string
  /** Where it is on this computer. */
  readonly file: string
  /** False where the engine is not Portside's: its settings are then not Portside's to change. */
  readonly editable: boolean
}

export interface ConfigProblem {
  /** Who found it: the JSON reader, the list of known settings, Portside for what it decides itself, or dockerd. */
  readonly by: 'json' | 'schema' | 'portside' | 'engine'
  /** A warning keeps nobody from applying. */
  readonly severity: 'error' | 'warning'
  /** Name of the setting, where one is at fault. */
  readonly key?: string
  /** From 1. */
  readonly line?: number
  readonly message: string
}

export interface ConfigCheck {
  readonly problems: readonly ConfigProblem[]
  /** Whether `dockerd --validate` was asked: only a running engine of Portside's can be. */
  readonly askedEngine: boolean
}

export interface AppliedConfig {
  /** False when the engine did not run: the next start uses it. */
  readonly restarted: boolean
  /** Containers that ran before and run again. */
  readonly startedAgain: number
  /** Names of those that ran before and could not be started again. */
  readonly notStarted: readonly string[]
}

export interface EngineInfo {
  readonly version: string
  readonly apiVersion: string
  readonly oldestApiVersion: string
  readonly kernel: string
  readonly platform: string
  /** `overlay2`, `overlayfs` and so on. */
  readonly storageDriver: string
  readonly imageStore: 'containerd' | 'classic'
  readonly logDriver: string
  readonly cgroupVersion: string
  readonly liveRestore: boolean
  readonly experimental: boolean
  readonly mirrors: readonly string[]
  readonly insecureRegistries: readonly string[]
  readonly securityOptions: readonly string[]
  readonly runtimes: readonly string[]
  /** containerd, runc and others with their versions. */
  readonly components: readonly { readonly name: string; readonly version: string }[]
  /** What the engine itself warns of. */
  readonly warnings: readonly string[]
}

/** An authority that the engine trusts for one registry. */
export interface RegistryCertificate {
  /** As in image names: `registry.example.com` or `registry.example.com:5000`. */
  readonly registry: string
  readonly subject: string
  /** Epoch ms. */
  readonly validUntil: number
}
