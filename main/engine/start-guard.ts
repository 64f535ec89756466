// What the endpoint asks about a start of a container: whether to let it through, and what to add to a failure.

export interface StartGuard {
  /** Words that answer the start instead of the engine; undefined lets it through. Never throws. */
  refuses(container: string): Promise<string | undefined>
  /** One line to add to the engine's own words of a failed start. Never throws. */
  explains(container: string, words: string): Promise<string | undefined>
}

/** The container, by id or name, that a request starts, restarts or resumes. */
export function startedBy(firstLine: string): string | undefined {
  const [, name] =
    /^POST (?:https?:\/\/[^/\s]+)?(?:\/v[\d.]+)?\/containers\/([^/?\s]+)\/(?:start|restart|unpause)(?:\?\S*)? /.exec(
      firstLine,
    ) ?? []
  return name === undefined ? undefined : decodeName(name)
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name)
  } catch {
    return undefined
  }
}
