// Whose turn it is with a workspace: one at a time, a start also after the stop that goes on, and all can be given up.
import { AppError } from '../../preload/errors'

/** From the moment that a start was asked for until its steps are known: it looks, or waits for a stop before that. */
export type Coming = 'begins' | 'waits'

export interface TurnsOptions {
  readonly nameOf: (id: string) => string
  /** Its start has told its end, which is only being written down. */
  readonly isEnding: (id: string) => boolean
  /** Before anything is done. @throws workspace.elsewhere */
  readonly claim: (id: string) => Promise<void>
  /** Told what a start does that was asked for, and undefined when it has begun or will not. */
  readonly onComing: (id: string, coming: Coming | undefined) => void
}

interface Going {
  readonly abort: AbortController
  /** Never rejects. */
  readonly ended: Promise<void>
}

const ignore = (): void => {}

export class Turns {
  readonly #options: TurnsOptions
  readonly #busy = new Set<string>()
  readonly #stops = new Map<string, Promise<void>>()
  readonly #coming = new Map<string, Going>()
  readonly #going = new Map<string, Going>()

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /** Nothing else may touch the workspace meanwhile; a stop that goes on is waited for. @throws workspace.busy */
  async alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (this.#options.isEnding(id)) await this.#going.get(id)?.ended
    await this.#stops.get(id)?.catch(ignore)
    return this.#now(id, work)
  }

  /** Gives up the start before it. One that comes while another goes on is the same one. @throws workspace.busy */
  async stop(id: string, work: () => Promise<void>): Promise<void> {
    const before = this.#stops.get(id)
    const givenUp = this.giveUp(id)
    const stop = before ?? givenUp.then(() => this.#now(id, work)).finally(() => this.#stops.delete(id))
    this.#stops.set(id, stop)
    await Promise.all([givenUp, stop])
  }

  /**
   * Resolves when `begin` has; its signal is aborted when the start is given up before.
   * @throws workspace.busy workspace.given-up
   */
  async start(id: string, begin: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#coming.has(id)) throw this.#busyError(id)
    const { onComing } = this.#options
    const abort = new AbortController()
    const begun = this.#begin(id, begin, abort.signal)
    this.#coming.set(id, { abort, ended: begun.catch(ignore) })
    try {
      await begun
    } catch (error) {
      if (!abort.signal.aborted) throw error
      throw new AppError('workspace.given-up', { params: { title: this.#options.nameOf(id) } })
    } finally {
      this.#coming.delete(id)
      onComing(id, undefined)
    }
  }

  /** Lets something go on by itself that nothing else may come between. `work` never rejects. */
  goOn(id: string, work: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController()
    const ended = work(abort.signal).finally(() => this.#going.delete(id))
    this.#going.set(id, { abort, ended })
  }

  /** Resolves when no start of it comes or goes on. */
  async giveUp(id: string): Promise<void> {
    // One that came may have begun meanwhile.
    for (const all of [this.#coming, this.#going]) {
      const one = all.get(id)
      one?.abort.abort()
      await one?.ended
    }
  }

  /** Resolves when nothing that was begun here runs. */
  async dispose(): Promise<void> {
    const ids = new Set([...this.#coming.keys(), ...this.#going.keys()])
    await Promise.all([...ids].map((id) => this.giveUp(id)))
    await Promise.allSettled(this.#stops.values())
  }

  async #begin(
    id: string,
    begin: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.#options.isEnding(id)) await this.#going.get(id)?.ended
    const stop = this.#stops.get(id)
    if (stop) {
      this.#options.onComing(id, 'waits')
      await either(stop.catch(ignore), signal)
    }
    await this.#now(id, () => {
      this.#options.onComing(id, 'begins')
      return begin(signal)
    })
  }

  /** @throws workspace.busy where something goes on */
  refuse(id: string): void {
    const isGoing = this.#going.has(id) && !this.#options.isEnding(id)
    if (this.#busy.has(id) || isGoing || this.#coming.has(id)) throw this.#busyError(id)
  }

  async #now<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (this.#busy.has(id) || this.#going.has(id)) throw this.#busyError(id)
    this.#busy.add(id)
    try {
      await this.#options.claim(id)
      return await work()
    } finally {
      this.#busy.delete(id)
    }
  }

  #busyError(id: string): AppError {
    return new AppError('workspace.busy', { params: { title: this.#options.nameOf(id) } })
  }
}

/** @throws the signal's reason where that comes first */
async function either(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let giveUp = ignore
  const aborted = new Promise<void>((resolve) => (giveUp = resolve))
  signal.addEventListener('abort', giveUp, { once: true })
  await Promise.race([promise, aborted])
  signal.removeEventListener('abort', giveUp)
  signal.throwIfAborted()
}
