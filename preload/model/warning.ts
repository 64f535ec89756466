// What will hurt soon or just did, with the ways out: readonly, plain data for the window, the tray and notices.

export type WarningKind =
  | 'memory-pressure'
  | 'out-of-memory'
  | 'host-disk'
  | 'machine-disk'
  | 'runaway-cpu'
  | 'log-growth'
  | 'large-log'

export type WarningRemedy =
  | { readonly id: string; readonly kind: 'raise-container'; readonly memoryBytes: number }
  | { readonly id: string; readonly kind: 'stop-container' }
  /** Takes effect at the machine's next start. */
  | { readonly id: string; readonly kind: 'raise-machine'; readonly memoryBytes: number }
  | { readonly id: string; readonly kind: 'empty-log' }
  /** Shows what can go before anything does: the window opens its list, nothing is called. */
  | { readonly id: string; readonly kind: 'reclaim' }

/** One cause is one warning, whatever keeps telling of it. */
export interface ResourceWarning {
  /** `out-of-memory/4f1c2d3e4a5b/1735000000000`: kind, container, and its end where that tells two apart. */
  readonly id: string
  readonly kind: WarningKind
  /** Epoch ms at which Portside first saw it. */
  readonly since: number
  readonly containerId?: string
  readonly containerName?: string
  /** In bytes: memory in use, disk left, or the size of a log, as the kind says. */
  readonly bytes?: number
  /** A share of this computer, 0 to 1. */
  readonly cpu?: number
  /** The safest first; may be empty. */
  readonly remedies: readonly WarningRemedy[]
}
