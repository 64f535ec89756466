// Bursts of events on a real engine: whatever happens at once, the store ends as the engine's own list.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import { pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `eb${randomBytes(3).toString('hex')}`
let session: Session

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
})
afterAll(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true })))
  await session.dispose()
})

const bursts = 20
/** Events of each: so many names given, and so many containers made and removed. */
const renamed = 460
const made = 20
const kept = 46

const listed = async (): Promise<string[]> =>
  (await docker.listContainers({ all: true, filters: { name: [mark] } }))
    .map(({ Id, Names, State }) => `${Id} ${Names[0]?.slice(1)} ${State}`)
    .sort()

const stored = (): string[] =>
  [...session.containers.getState().values()]
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
  for (let burst = 0; burst < bursts; burst++) {
    const [next] = await Promise.all([
      Promise.all(Array.from({ length: made }, (_, n) => make(`${mark}-${burst}-brief-${n}`))),
      ...brief.map((one) => one.remove()),
      ...containers.map(async (one, n) => {
        for (let turn = 0; turn < renamed / kept; turn++)
          await one.rename({ name: `${mark}-${n}-${burst}-${turn}` })
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
  const late = Math.round(performance.now() - asked)
  console.log(`${bursts * (renamed + 2 * made)} events, and the store is as the list after ${late} ms`)
  // Ten thousand calls of the engine.
}, 600_000)
