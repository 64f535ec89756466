// The error that set-up expects: what happened, and the one thing to do about it.

export class SetupError extends Error {
  /**
   * @param {string} message what happened
   * @param {{ remedy?: string, detail?: string, cause?: unknown }} [more] `remedy` is what to do, `detail` the
   *   last lines that a program printed
   */
  constructor(message, more = {}) {
    super(message, { cause: more.cause })
    this.name = 'SetupError'
    this.remedy = more.remedy
    this.detail = more.detail
  }
}

/** The text to print for any error; a bug keeps its stack. */
export function describeError(/** @type {unknown} */ error) {
  if (!(error instanceof SetupError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [error.message, error.detail?.trimEnd(), error.remedy].filter(Boolean).join('\n')
}
