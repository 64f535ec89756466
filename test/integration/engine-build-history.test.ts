// Builds on a real Docker Engine over several runs of the app: what the next one knows of them, and can do again.
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import type { Build, BuildRequest, CollectionChange } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, startSession, waitFor, type Session } from './engine-session'

const socket = inject('engineSocket')
const mark = `bh${randomBytes(3).toString('hex')}`
let folder: string
let buildsFile: string
let session: Session

const run = async (): Promise<Session> =>
  (session = await startSession(socket, dialSocket(socket), noKeeper, [], { buildsFile }))

beforeEach(async () => {
  folder = await makeTestFolder('history')
  buildsFile = join(folder, 'builds.json')
  await writeFile(join(folder, 'Dockerfile'), `FROM busybox\nARG TOKEN\nRUN echo ${mark} > /a\n`)
  await run()
})
afterEach(async () => {
  await session.dispose()
  await rm(folder, { recursive: true })
})

async function build(more: Partial<BuildRequest> = {}): Promise<Build> {
  const request = { folder, dockerfile: 'Dockerfile', args: [], ...more }
  const { buildId } = await session.buildsService.build({ request })
  return ended(buildId)
}

async function ended(buildId: string): Promise<Build> {
  for await (const change of session.buildsService.watchBuilds()) {
    const mine = itemsOf(change).find(({ id }) => id === buildId)
    if (mine && mine.state !== 'active') return mine
  }
  throw new Error('the watch ended first')
}

const itemsOf = (change: CollectionChange<Build>): readonly Build[] =>
  change.kind === 'snapshot' ? change.items : change.upsert

it('lists what earlier runs built with their steps and times, and builds it again', async () => {
  const first = await build()
  const failed = await build({ target: 'nowhere' })
  expect(failed.state).toBe('failed')
  await session.dispose()

  await run()
  const [, , builds] = session.jobs
  const listed = await waitFor(builds, (all) => all.size === 2, 'the earlier builds')
  expect([...listed.values()]).toEqual([
    { ...first, earlier: true },
    { ...failed, earlier: true },
  ])
  for await (const lines of session.buildsService.watchLog({ buildId: first.id })) expect(lines).toEqual([])
  const { buildId } = await session.buildsService.again({ buildId: first.id })
  const again = await ended(buildId)
  expect(again).toMatchObject({ state: 'done', imageId: first.imageId })
  expect(again.steps.find(({ name }) => name.includes(mark))?.state).toBe('cached')
  await session.buildsService.dismiss({ buildId: failed.id })
  await session.dispose()

  await run()
  const left = await waitFor(session.jobs[2], (all) => all.size > 0, 'the earlier builds')
  expect([...left.keys()]).toEqual([first.id, again.id])
})

it('says that a build whose secrets are forgotten cannot be run again', async () => {
  const { id, state } = await build({ args: [{ name: 'TOKEN', value: `s3cret-${mark}` }] })
  expect(state).toBe('done')
  // As long as the app runs, it can.
  await ended((await session.buildsService.again({ buildId: id })).buildId)
  await session.dispose()
  expect(await readFile(buildsFile, 'utf8')).not.toContain(`s3cret-${mark}`)

  await run()
  await waitFor(session.jobs[2], (all) => all.size === 2, 'the earlier builds')
  await expect(session.buildsService.again({ buildId: id })).rejects.toMatchObject({
    code: 'build.secrets-forgotten',
    params: { folder, dockerfile: 'Dockerfile' },
  })
})
