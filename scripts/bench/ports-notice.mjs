// Measures how soon whoever looks at the list of ports sees that a program took one, and let it go.
import { once } from 'node:events'
import { createServer } from 'node:net'

const goalMs = 1000
const times = 10

/**
 * @param {Record<string, any>} modules the app's own
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureNotice({ createPorts, createCollection }) {
  const over = new AbortController()
  const ports = createPorts({
    containers: createCollection().store,
    engine: { getState: () => ({ state: 'connected' }), subscribe: () => () => {} },
    forwarder: undefined,
    actions: {},
    log: { info() {}, warn() {}, error() {} },
  })
  const changes = ports.service.watchListeners({ signal: over.signal })[Symbol.asyncIterator]()
  const until = async (fits) => {
    for (;;) {
      const { value, done } = await changes.next()
      if (done) throw new Error('The list of ports ended.')
      if (fits(value)) return
    }
  }
  try {
    await until(({ kind }) => kind === 'snapshot')
    const samples = { taken: [], freed: [] }
    for (let n = 0; n < times; n++) {
      // Right after a look, so that the whole time until the next one passes.
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      const id = `tcp/127.0.0.1:${server.address().port}`
      const taken = performance.now()
      await until(({ upsert = [] }) => upsert.some((one) => one.id === id && one.pid === process.pid))
      samples.taken.push(performance.now() - taken)
      server.close()
      await once(server, 'close')
      const freed = performance.now()
      await until(({ remove = [] }) => remove.includes(id))
      samples.freed.push(performance.now() - freed)
    }
    return Object.entries(samples).map(([what, all]) => ({
      name: `a port is ${what}, until whoever looks sees it, at most`,
      ...{ value: Math.max(...all), unit: 'ms', goal: goalMs },
    }))
  } finally {
    over.abort()
    await changes.return()
    await ports.dispose()
  }
}
