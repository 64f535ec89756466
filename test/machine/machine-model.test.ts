// The state machine under any order of requests: a driver that minds its obligations, and what must hold whatever comes.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../../main/base/log'
import type { Driver, StartContext, UnexpectedEnd } from '../../main/machine/driver'
import { createMachine, type MachineParts } from '../../main/machine/machine'
import { eraseWord } from '../../preload/erase-word'
import { AppError } from '../../preload/errors'
import type { MachineState } from '../../preload/model'

vi.setConfig({ testTimeout: 60_000 })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-model-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Truth = 'absent' | 'stopped' | 'running' | 'paused'
const failure = (): AppError =>
  new AppError('machine.start-failed', { params: { program: 'q', reason: 'r' } })

/** What a real machine would be, with a note of every call that a real one could not have borne. */
class StrictDriver {
  truth: Truth = 'absent'
  readonly broken: string[] = []
  /** How the next calls go, one after the other; they succeed when nothing is said. */
  readonly outcomes: ('ok' | 'fail' | 'slow')[] = []
  readonly #listeners = new Set<(end: UnexpectedEnd) => void>()
  #busy: string | undefined

  async #work(name: string, signal: AbortSignal | undefined, done: () => void): Promise<void> {
    if (this.#busy) this.broken.push(`${name} during ${this.#busy}`)
    this.#busy = name
    try {
      const outcome = this.outcomes.shift() ?? 'ok'
      for (let turns = outcome === 'slow' ? 20 : 2; turns > 0; turns--) {
        await turn()
        signal?.throwIfAborted()
      }
      if (outcome === 'fail') throw failure()
      done()
    } finally {
      this.#busy = undefined
    }
  }

  /** The machine dies, if it is there to die. */
  die(): void {
    if (this.#busy || (this.truth !== 'running' && this.truth !== 'paused')) return
    this.truth = 'stopped'
    for (const listener of this.#listeners) listener({ error: failure() })
  }

  #only(name: string, ...allowed: Truth[]): void {
    if (!allowed.includes(this.truth)) this.broken.push(`${name} while ${this.truth}`)
  }

  readonly driver: Driver = {
    name: 'qemu',
    features: new Set(['pause']),
    steps: ['vm'],
    shape: () => undefined,
    exists: async () => this.truth !== 'absent',
    create: (context) => this.#work('create', context.signal, () => (this.truth = 'stopped')),
    start: ({ signal, step }: StartContext) =>
      step('vm', 'Linux', async () => {
        // One that runs still, after a stop that failed, is taken over.
        await this.#work('start', signal, () => (this.truth = 'running'))
      }),
    stop: () =>
      this.#work('stop', undefined, () => (this.truth = this.truth === 'absent' ? 'absent' : 'stopped')),
    kill: async () => {
      if (this.truth !== 'absent') this.truth = 'stopped'
    },
    repair: () => {
      this.#only('repair', 'stopped', 'absent')
      return this.#work('repair', undefined, () => {})
    },
    delete: () => this.#work('delete', undefined, () => (this.truth = 'absent')),
    onExit: (listener) => {
      this.#listeners.add(listener)
      return () => this.#listeners.delete(listener)
    },
    pausable: {
      pause: () => {
        this.#only('pause', 'running')
        return this.#work('pause', undefined, () => (this.truth = 'paused'))
      },
      resume: () => {
        this.#only('resume', 'paused')
        return this.#work('resume', undefined, () => (this.truth = 'running'))
      },
    },
    saveable: {
      save: () => {
        this.#only('save', 'running', 'paused')
        return this.#work('save', undefined, () => (this.truth = 'stopped'))
      },
    },
    dial: async () => {
      throw new AppError('machine.not-running')
    },
    usage: async () => undefined,
    console: async () => '',
  }
}

const requests = {
  start: ({ service }: MachineParts, signal: AbortSignal) => service.start({ signal }),
  stop: ({ service }: MachineParts, signal: AbortSignal) => service.stop({ signal }),
  restart: ({ service }: MachineParts, signal: AbortSignal) => service.restart({ signal }),
  pause: ({ service }: MachineParts, signal: AbortSignal) => service.pause({ signal }),
  resume: ({ service }: MachineParts, signal: AbortSignal) => service.resume({ signal }),
  repair: ({ service }: MachineParts, signal: AbortSignal) => service.repair({ signal }),
  erase: ({ service }: MachineParts, signal: AbortSignal) =>
    service.erase({ confirmation: eraseWord, signal }),
  sleep: (machine: MachineParts) => machine.sleep(),
  dial: (machine: MachineParts, signal: AbortSignal) => machine.dial({ signal }),
} as const

/** So that machines that run, and are held, are met more often than none. */
const mostly = [
  'start',
  'start',
  'start',
  'start',
  'pause',
  'pause',
  'sleep',
  'resume',
  'stop',
  'restart',
] as const

const command = fc.record({
  what: fc.constantFrom(...mostly, ...(Object.keys(requests) as (keyof typeof requests)[]), 'die' as const),
  outcome: fc.constantFrom(
    'ok' as const,
    'ok' as const,
    'ok' as const,
    'slow' as const,
    'slow' as const,
    'fail' as const,
  ),
  /** Turns of the event loop until the next command; none lets them overlap. */
  pause: fc.constantFrom(0, 0, 1, 5, 60),
  givesUp: fc.boolean(),
})

/** What may be shown for what is. */
const shown: Readonly<Record<Truth, readonly MachineState[]>> = {
  absent: ['absent', 'failed'],
  stopped: ['stopped', 'failed'],
  running: ['running', 'failed'],
  paused: ['paused', 'failed'],
}

it('shows what is, lets nothing overlap, and answers everybody, in any order of requests', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
      const strict = new StrictDriver()
      const machine = await createMachine({
        driver: strict.driver,
        paths: { machine: folder },
        log: silentLog,
      })
      const asked: Promise<unknown>[] = []
      for (const { what, outcome, pause, givesUp } of commands) {
        const giveUp = new AbortController()
        if (outcome !== 'ok') strict.outcomes.push(outcome)
        if (what === 'die') strict.die()
        else asked.push(requests[what](machine, giveUp.signal).catch(() => {}))
        for (let turns = 0; turns < pause; turns++) await turn()
        if (givesUp) giveUp.abort()
      }
      await Promise.all(asked)
      await quiet(machine)
      const { state } = machine.store.getState()
      expect(strict.broken).toEqual([])
      expect(shown[strict.truth]).toContain(state)

      strict.outcomes.length = 0
      await machine.service.stop()
      expect(['absent', 'stopped']).toContain(machine.store.getState().state)
      await machine.service.start()
      expect([machine.store.getState().state, strict.truth]).toEqual(['running', 'running'])
      await machine.dispose('save')
      expect(strict.truth).toBe('stopped')
      expect(strict.broken).toEqual([])
    }),
    { numRuns: 200, timeout: 20_000 },
  )
})

const passing: ReadonlySet<MachineState> = new Set(['creating', 'starting', 'pausing', 'stopping'])

/** Somebody who gave up left work behind that goes on. */
async function quiet(machine: MachineParts): Promise<void> {
  for (let still = 0; still < 50;) {
    await turn()
    still = passing.has(machine.store.getState().state) ? 0 : still + 1
  }
}
