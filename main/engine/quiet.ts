// Whether something stands still for a moment that is to run again: until it does nobody removes what is stopped.

export interface Quiet {
  /** Resolves when nothing does, with whether that had to be waited for. */
  quiet(): Promise<boolean>
}

/** Of all of them: what begins at one while another is waited for is waited for, too. */
export const quietOf =
  (...parts: readonly Quiet[]) =>
  async (): Promise<void> => {
    for (let hasWaited = true; hasWaited;) {
      hasWaited = false
      for (const part of parts) hasWaited = (await part.quiet()) || hasWaited
    }
  }
