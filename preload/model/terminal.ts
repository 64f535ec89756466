// Terminals in containers: readonly, plain data.

/** What a terminal tells, in order: opened once, then output, then its end. */
export type TerminalEvent =
  | {
      readonly kind: 'opened'
      /** Names it for writing and resizing. */
      readonly terminalId: string
      /** The shell that was found: `bash`, `zsh`, `ash` or `sh`. */
      readonly shell: string
      /** Who it runs as: a name, or a number where the container knows no name. */
      readonly user: string
    }
  /** Bytes as the shell wrote them; a character may be cut in two. */
  | { readonly kind: 'output'; readonly data: Uint8Array }
  /** `exitCode` is missing when the engine could not tell: the container ended, too, or the engine is gone. */
  | { readonly kind: 'ended'; readonly exitCode?: number }
