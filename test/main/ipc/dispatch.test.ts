// Nothing that does not fit the contract reaches a service.
import { describe, expect, it } from 'vitest'
import { createDispatch } from '../../../main/ipc/dispatch'
import { silentLog } from '../../../main/base/log'
import type { Contract } from '../../../preload/contract'

const calls: unknown[] = []
const services = {
  containers: {
    start: async (options: object) => void calls.push(options),
    async *watchLogs(options: object) {
      calls.push(options)
      yield []
    },
  },
  compose: { open: async (options: object) => void calls.push(options) },
} as unknown as Contract
const dispatch = createDispatch(services, silentLog)
const { signal } = new AbortController()

describe('dispatch', () => {
  it('runs a call that fits, with its signal', async () => {
    calls.length = 0
    await dispatch.call('containers', 'start', { id: 'abc' }, signal)
    expect(calls).toEqual([{ id: 'abc', signal }])
  })

  it('takes a compose file that was dropped, to be looked at with care', async () => {
    calls.length = 0
    const dropped = { path: '/team/compose.yaml', careful: true }
    await dispatch.call('compose', 'open', dropped, signal)
    expect(calls).toEqual([{ ...dropped, signal }])
  })

  it.each([
    ['an unknown service', 'moon', 'start', {}],
    ['an unknown method', 'containers', 'explode', {}],
    ['an inherited name', 'containers', 'toString', {}],
    ['an inherited service', 'constructor', 'name', {}],
    ['a missing argument', 'containers', 'start', {}],
    ['a wrong type', 'containers', 'start', { id: 5 }],
    ['an argument too many', 'containers', 'start', { id: 'abc', force: true }],
    ['no object', 'containers', 'start', 'abc'],
    ['null', 'containers', 'start', null],
    ['a text without end', 'containers', 'start', { id: 'x'.repeat(300) }],
  ])('refuses %s', async (_what, service, method, args) => {
    calls.length = 0
    await expect(dispatch.call(service, method, args, signal)).rejects.toMatchObject({
      code: 'internal.invalid-call',
    })
    expect(calls).toEqual([])
  })

  it('refuses a stream the same way', async () => {
    const stream = dispatch.stream('containers', 'watchLogs', { id: 'a', tail: -1, follow: true }, signal)
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'internal.invalid-call',
    })
  })
})
