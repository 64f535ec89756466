// A connection that hangs is given up like any other.
import { PassThrough, Duplex, duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createConnection } from '../../main/engine/connection'
import type { Dial } from '../../main/base/dial'
import { DialAgent } from '../../main/engine/dial-agent'

const connectionOver = (dial: Dial) =>
  createConnection({
    dial,
    endpoint: 'unix:///nowhere',
    log: silentLog,
    onEvent: () => {},
    resync: async () => {},
    onLost: () => {},
  })

describe('a connection', () => {
  it('ends while a dial hangs, even one that hears no abort', async () => {
    let dials = 0
    const connection = connectionOver(() => {
      dials += 1
      return new Promise<Duplex>(() => {})
    })
    connection.connect()
    await until(() => (dials > 0 ? true : undefined), { deadlineMs: 20_000, waitingFor: 'the dial' })
    await connection.dispose()
    expect(connection.store.getState().state).toBe('disconnected')
  })

  it('ends while the other side accepts and says nothing', async () => {
    let other: Duplex | undefined
    const connection = connectionOver(async () => {
      const [ours, theirs] = duplexPair()
      other = theirs
      return ours
    })
    connection.connect()
    await until(() => other?.read() ?? undefined, { deadlineMs: 20_000, waitingFor: 'a request' })
    await connection.dispose()
    expect(connection.store.getState().state).toBe('disconnected')
  })

  it('lets go of a stream that comes too late', async () => {
    let arrive: (stream: Duplex) => void = () => {}
    const agent = new DialAgent(() => new Promise((resolve) => (arrive = resolve)))
    const failed = new Promise((resolve) => agent.createConnection({}, (error) => resolve(error)))
    agent.destroy()
    expect(await failed).toBeInstanceOf(Error)
    const late = new PassThrough()
    arrive(late)
    await until(() => (late.destroyed ? true : undefined), { deadlineMs: 20_000, waitingFor: 'its end' })
    expect(late.destroyed).toBe(true)
  })
})
