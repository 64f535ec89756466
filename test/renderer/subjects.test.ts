// An error message goes when what failed has worked, and stays while only something else has.
import { afterEach, describe, expect, it } from 'vitest'
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { act } from '../../renderer/stores/pending'
import { withSubjects } from '../../renderer/stores/subjects'
import { dismissErrorOf, reportError, useToasts } from '../../renderer/stores/toasts'

const failing = new Set<string>()
const answer = async ({ id = '' }: { readonly id?: string } = {}): Promise<void> => {
  if (failing.has(id)) throw new AppError('internal.disconnected', { detail: id })
}
const told = { containers: { start: answer, stop: answer, run: answer } } as unknown as Contract
const { containers } = withSubjects(told, dismissErrorOf)

const start = (id: string): Promise<boolean> => act(id, 'start', () => containers.start({ id }))
const shown = (): (string | undefined)[] => useToasts.getState().toasts.map(({ error }) => error?.detail)

afterEach(() => {
  failing.clear()
  useToasts.setState({ toasts: [] })
})

describe('a message about something that failed', () => {
  it('goes when the same works, and not when something else does', async () => {
    for (const id of ['web', 'db']) failing.add(id)
    await start('web')
    await start('db')
    expect(shown()).toEqual(['web', 'db'])
    failing.clear()
    await containers.stop({ id: 'web' })
    expect(shown()).toEqual(['web', 'db'])
    await start('web')
    expect(shown()).toEqual(['db'])
  })

  it('goes whatever was typed differently at the next try', async () => {
    failing.add('')
    const run = (name: string): Promise<unknown> =>
      containers.run({ request: { image: name } } as unknown as Parameters<typeof containers.run>[0])
    await run('typo').catch(reportError)
    await run('typo').catch(reportError)
    expect(shown()).toEqual([''])
    failing.clear()
    await run('redis')
    expect(shown()).toEqual([])
  })

  it('stays when it came from no call', async () => {
    reportError(new AppError('internal.bug', { detail: 'told by the app' }))
    await start('web')
    expect(shown()).toEqual(['told by the app'])
  })
})
