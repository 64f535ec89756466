// The Windows Subsystem for Linux as it concerns people: setting it up, its limits, the distributions that are theirs.

/** An installation or update of WSL that Portside asked Windows for. */
export type WslSetup =
  | { readonly state: 'idle' }
  | {
      /** `asking` while Windows asks for permission, `working` while it does what was allowed. */
      readonly state: 'asking' | 'working'
      readonly what: 'install' | 'update'
      /** Epoch ms at which this state began. */
      readonly since: number
    }

/** What `.wslconfig` says about the VM that all distributions of this user share; absent: WSL's own default. */
export interface WslLimits {
  readonly processors?: number
  /** In bytes; WSL's default is half of the computer's. */
  readonly memoryBytes?: number
  /** In bytes; 0 is none. WSL's default is a quarter of the memory. */
  readonly swapBytes?: number
  /** Whether memory that only caches use goes back to Windows; WSL's default is `dropCache`. */
  readonly autoMemoryReclaim?: 'disabled' | 'gradual' | 'dropCache'
}

/** A limit to set; null brings WSL's default back. */
export type WslLimitsChange = { readonly [K in keyof WslLimits]?: NonNullable<WslLimits[K]> | null }

export interface WslLimitsState {
  /** Path of the file. */
  readonly file: string
  readonly limits: WslLimits
  /** What the VM that runs now really has; absent while Portside's machine does not run. */
  readonly inEffect?: { readonly processors: number; readonly memoryBytes: number }
  /** `nat`, `mirrored` or another word of WSL's; absent while it is not known. */
  readonly networkingMode?: string
  /** Other distributions that run now. They share the limits, and the VM ends only after they have. */
  readonly othersRunning: readonly string[]
}

/** What a change would do to the file, to be shown before it is done. */
export interface WslLimitsPlan {
  readonly lines: readonly { readonly kind: 'kept' | 'added' | 'removed'; readonly text: string }[]
  /** Limits that somebody had set higher: they become lower for everybody's distributions. */
  readonly lowers: readonly (keyof WslLimits)[]
  /** Names the file's present content, so that a change by somebody else in between is noticed. */
  readonly basis: string
}

/** A distribution of the user's own; those of engines are not among them. */
export interface WslDistribution {
  readonly name: string
  readonly running: boolean
  /** 1 or 2; only those of version 2 can reach the engine. */
  readonly version: number
  /** Whether `docker` in it uses Portside's engine. */
  readonly integrated: boolean
  /** It had no `docker` command when it was integrated. */
  readonly dockerMissing: boolean
}

export interface WslDistributions {
  readonly distributions: readonly WslDistribution[]
  /** The engine listens to distributions from its next start on. */
  readonly needsRestart: boolean
}
