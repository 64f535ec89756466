// Bursts of events on a real engine: whatever happens at once, the store ends as the engine's own list, also where the
// way to the engine is cut in their midst and comes back.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `eb${randomBytes(3).toString('hex')}`
let session: Session
/** Over a way that is cut again and again. */
let torn: Session
let way: Way

interface Way {
  readonly socket: string
  /** Drops every connection, and takes none. */
  cut(): Promise<void>
  mend(): Promise<void>
  remove(): Promise<void>
}

beforeAll(async () => {
  way = await openWay(inject('engineSocket'))
  session = await startSession(inject('engineSocket'))
  torn = await startSession(way.socket)
  await pull(session, 'busybox')
})
afterAll(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true })))
  await session.dispose()
  await torn.dispose()
  await way.remove()
})

async function openWay(engine: string): Promise<Way> {
  const folder = await makeTestFolder('w')
  const socket = join(folder, 'engine.sock')
  const open = new Set<Socket>()
  let server: Server | undefined
  const take = (from: Socket): void => {
    const to = connect({ path: engine, allowHalfOpen: true })
    for (const one of [from, to]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        from.destroy()
        to.destroy()
      })
    }
    from.pipe(to)
    to.pipe(from)
  }
  const mend = async (): Promise<void> => {
    server = createServer({ allowHalfOpen: true }, take).listen(socket)
    await once(server, 'listening')
  }
  const cut = async (): Promise<void> => {
    const closed = new Promise((done) => server?.close(done))
    for (const one of open) one.destroy()
    await closed
  }
  await mend()
  return {
    ...{ socket, cut, mend },
    remove: async () => {
      await cut()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const bursts = 20
/** Events of each: so many names given, and so many containers made and removed. */
const renamed = 460
const made = 20
const kept = 46

const listed = async (): Promise<string[]> =>
  (await docker.listContainers({ all: true, filters: { name: [mark] } }))
    .map(({ Id, Names, State }) => `${Id} ${Names[0]?.slice(1)} ${State}`)
    .sort()

const stored = (of: Session = session): string[] =>
  [...of.containers.getState().values()]
    .filter(({ name }) => name.includes(mark))
    .map(({ id, name, state }) => `${id} ${name} ${state}`)
    .sort()

const make = async (name: string): Promise<Docker.Container> =>
  docker.createContainer({ Image: 'busybox', name, HostConfig: { NetworkMode: 'none' } })

it(`loses nothing of ${bursts} bursts of ${renamed + 2 * made} events`, async () => {
  const containers = await Promise.all(Array.from({ length: kept }, (_, n) => make(`${mark}-${n}`)))
  let brief: Docker.Container[] = await Promise.all(
    Array.from({ length: made }, (_, n) => make(`${mark}-brief-${n}`)),
  )
  let losses = 0
  torn.store.subscribe(({ state }, before) => {
    if (before.state === 'connected' && state !== 'connected') losses += 1
  })
  for (let burst = 0; burst < bursts; burst++) {
    // Every fifth, the last one too, is cut in its midst, and the way is back soon or shortly before its end.
    const cutting = burst % 5 === 4
    const back = burst % 2 === 0 ? 150 : renamed - 20
    if (cutting) await waitFor(torn.store, ({ state }) => state === 'connected', 'the app whose way was cut')
    let cut: Promise<void> | undefined
    let renames = 0
    const [next] = await Promise.all([
      Promise.all(Array.from({ length: made }, (_, n) => make(`${mark}-${burst}-brief-${n}`))),
      ...brief.map((one) => one.remove()),
      ...containers.map(async (one, n) => {
        for (let turn = 0; turn < renamed / kept; turn++) {
          await one.rename({ name: `${mark}-${n}-${burst}-${turn}` })
          renames += 1
          if (cutting && renames === 100) cut = way.cut()
          if (renames === back) await cut?.then(way.mend)
        }
      }),
    ])
    brief = next
  }
  const asked = performance.now()
  const wanted = await listed()
  expect(wanted).toHaveLength(kept + made)
  await until(() => (stored().join() === wanted.join() ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: 'the store to be as the list of the engine',
  })
  expect(stored()).toEqual(await listed())
  await until(() => (stored(torn).join() === wanted.join() ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: 'the store of the app whose way was cut to be as the list',
  })
  expect(losses).toBe(bursts / 5)
  const late = Math.round(performance.now() - asked)
  console.log(`${bursts * (renamed + 2 * made)} events, and the store is as the list after ${late} ms`)
  // Ten thousand calls of the engine.
}, 600_000)
