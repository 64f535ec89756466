// What the endpoint asks before something takes ports: whether to let it through, and what to add to a failure.
import type { PortBinding } from '../../preload/model'

export interface StartGuard {
  /**
   * The same for a service of Swarm that is made, or updated where it has an `id` or name: Swarm itself does not look
   * at this computer. Never throws.
   */
  refusesService(ports: readonly PortBinding[], id: string | undefined): Promise<string | undefined>
  /** Words that answer the start instead of the engine; undefined lets it through. Never throws. */
  refuses(container: string): Promise<string | undefined>
  /**
   * Whether it was started here: where only this computer knows which of several ports it can have, which takes more
   * than to let the request through. `begin` asks the engine, at a later turn for a start. Never throws.
   */
  starts(container: string, begin: (turn: number) => Promise<StartAnswer>): Promise<boolean>
  /** One line to add to the engine's own words of a failed start. Never throws. */
  explains(container: string, words: string): Promise<string | undefined>
}

/** What the engine answered; `words` of a failure. */
export interface StartAnswer {
  readonly status: number
  readonly words: string
}

/** The service, by id or name, that a request makes or changes; a new one has no `id` yet. */
export function deployedBy(firstLine: string): { readonly id?: string | undefined } | undefined {
  const found =
    /^POST (?:https?:\/\/[^/\s]+)?(?:\/v[\d.]+)?\/services\/(?:create|([^/?\s]+)\/update)(?:\?\S*)? /.exec(
      firstLine,
    )
  return found === null ? undefined : { id: found[1] === undefined ? undefined : decodeName(found[1]) }
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
