// Waiting for what nothing announces: the first answer, errors on the way, a deadline that holds, and giving up.
import { describe, expect, it } from 'vitest'
import { DeadlineError, until } from '../../../main/base/until'

const never = (): Promise<undefined> => new Promise(() => {})

describe('until', () => {
  it('asks until there is an answer, whatever fails before', async () => {
    const answers = [() => undefined, () => Promise.reject(new Error('not yet')), async () => 0]
    expect(await until(() => answers.shift()?.(), { deadlineMs: 30_000, everyMs: 1, waitingFor: 'it' })).toBe(
      0,
    )
  })

  it('tells what was waited for, and what failed last', async () => {
    const late = until(() => Promise.reject(new Error('closed')), {
      deadlineMs: 5,
      everyMs: 1,
      waitingFor: 'x',
    })
    await expect(late).rejects.toMatchObject({
      name: 'DeadlineError',
      message: 'waited 5 ms for x',
      cause: { message: 'closed' },
    })
  })

  it('waits no longer for somebody who never answers', async () => {
    const late = until(never, { deadlineMs: 5, waitingFor: 'an answer' })
    await expect(late).rejects.toThrow(DeadlineError)
  })

  it('is given up at once, even while a question is open', async () => {
    const stop = new AbortController()
    const given = until(never, { deadlineMs: 600_000, signal: stop.signal, waitingFor: 'it' })
    stop.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
  })
})
