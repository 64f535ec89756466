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
