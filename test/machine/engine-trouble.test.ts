// A start that waits for an engine which keeps ending, or which says nothing until the deadline.
import { describe, expect, it } from 'vitest'
import { tellEngineWords, unlessEngineEnds, type EngineWords } from '../../main/machine/engine-trouble'
import { AppError, isAbort } from '../../preload/errors'

const line = (code: number): string => `portside: service-ended dockerd ${code}\r\n`
const wordsOf = (console: () => string, log = 'failed to start daemon: no such driver'): EngineWords => ({
  console: async () => console(),
  everyMs: 50,
  log: async () => log,
})
const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )

describe('an engine that is waited for', () => {
  it('is told with its last words when it keeps ending, and no longer waited for', async () => {
    let given: AbortSignal | undefined
    let printed = 'portside: service-ended containerd 1\n'.repeat(9) + line(0).repeat(9)
    const waiting = unlessEngineEnds(
      wordsOf(() => (printed += line(1))),
      new AbortController().signal,
      (signal) => never((given = signal)),
    )
    await expect(waiting).rejects.toMatchObject({
      code: 'machine.engine-ends',
      params: { times: 5 },
      detail: 'failed to start daemon: no such driver',
    })
    expect(given?.aborted).toBe(true)
  })

  it('may end a few times, and is not looked at any more once it answers', async () => {
    let looks = 0
    const words = wordsOf(() => {
      looks += 1
      return line(1).repeat(4)
    })
    await unlessEngineEnds(
      words,
      new AbortController().signal,
      () => new Promise((done) => setTimeout(done, 200)),
    )
    const after = looks
    expect(after).toBeGreaterThan(0)
    await new Promise((done) => setTimeout(done, 200))
    expect(looks).toBe(after)
  })

  it('is given up at once when the start is', async () => {
    const giveUp = new AbortController()
    const waiting = unlessEngineEnds(
      wordsOf(() => ''),
      giveUp.signal,
      never,
    )
    giveUp.abort()
    await expect(waiting).rejects.toSatisfy(isAbort)
  })

  it('says at the deadline what it said last, from the beginning of a line', async () => {
    const late = new AppError('machine.step-timeout', {
      params: { waitingFor: 'Docker Engine', seconds: 300 },
      detail: 'connect ECONNREFUSED',
    })
    const log = `${'a line of the engine\n'.repeat(1000)}the last one`
    const failed = (error: Error) =>
      tellEngineWords(
        wordsOf(() => '', log),
        () => Promise.reject(error),
      )
    await expect(failed(late)).rejects.toMatchObject({
      code: 'machine.step-timeout',
      params: { seconds: 300 },
      detail: expect.stringMatching(
        /^connect ECONNREFUSED\n(a line of the engine\n){150,200}the last one$/,
      ) as string,
    })
    const other = new AppError('machine.start-failed', { params: { program: 'qemu', reason: 'exit code 1' } })
    await expect(failed(other)).rejects.toBe(other)
  })

  it('is told without words when none can be had', async () => {
    const words = { ...wordsOf(() => line(1).repeat(5)), log: () => Promise.reject(new Error('no agent')) }
    const waiting = unlessEngineEnds(words, new AbortController().signal, never)
    await expect(waiting).rejects.toMatchObject({ code: 'machine.engine-ends', detail: '' })
  })
})
