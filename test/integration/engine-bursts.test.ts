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

const bursts = 10
const size = 60

const listed = async (): Promise<string[]> =>
  (await docker.listContainers({ all: true, filters: { name: [mark] } }))
    .map(({ Id, Names, State }) => `${Id} ${Names[0]?.slice(1)} ${State}`)
    .sort()

const stored = (): string[] =>
  [...session.containers.getState().values()]
    .filter(({ name }) => name.includes(mark))
    .map(({ id, name, state }) => `${id} ${name} ${state}`)
    .sort()

it('loses nothing when many containers are made, renamed and removed at once', async () => {
  for (let burst = 0; burst < bursts; burst++) {
    await Promise.all(
      Array.from({ length: size }, async (_, n) => {
        const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-${burst}-${n}` })
        if (n % 2 === 0) await made.rename({ name: `${mark}-${burst}-${n}-renamed` })
        if (n % 3 === 0) await made.remove()
      }),
    )
  }
  const wanted = await listed()
  expect(wanted).toHaveLength(bursts * (size - Math.ceil(size / 3)))
  await until(() => (stored().join() === wanted.join() ? true : undefined), {
    deadlineMs: 30_000,
    waitingFor: 'the store to be as the list of the engine',
  })
  expect(stored()).toEqual(await listed())
})
