// Data of a workspace that must not get lost: what a reset, a roll-back and a start that is cut off do with its volumes.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { until } from '../../main/base/until'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  closedHalfWay,
  folder,
  hasDone,
  inDb,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
  writeSample,
} from './workspace-people'

/** Each of these starts projects several times, which takes a busy machine a while. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })
prepareWorkspaces()

/** Two containers, each with a volume that has no name. */
const scratch =
  '  scratch: { image: busybox, init: true, command: sleep 600, volumes: [/scratch], deploy: { replicas: 2 } }\n'

const scratches = () =>
  [...session.containers.getState().values()]
    .filter((one) => one.project === project && one.service === 'scratch')
    .sort((a, b) => a.name.localeCompare(b.name))

const volumesOf = (): string[] => scratches().flatMap(({ volumes }) => volumes)

/** The first writes `first`, the second `second`. */
const noteInEach = async (): Promise<void> => {
  for (const [at, { id }] of scratches().entries())
    await session.runInContainer(id, ['sh', '-c', `echo ${at === 0 ? 'first' : 'second'} >/scratch/note`])
}

const notes = (): Promise<readonly string[]> =>
  Promise.all(
    scratches().map(async ({ id }) =>
      (await session.runInContainer(id, ['sh', '-c', 'cat /scratch/note || true'])).output.trim(),
    ),
  )

const areGone = (volumes: readonly string[]) =>
  waitFor(session.volumes, (items) => !volumes.some((one) => items.has(one)), 'the volumes to be gone')

async function up(more = scratch): Promise<{ readonly anna: WorkspacesParts; readonly id: string }> {
  await writeSample(join(folder, 'team'), { port: await unusedPort(), more })
  const anna = await person('anna')
  const id = await take(anna, join(folder, 'team'))
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await anna.service.start({ id })
  await started(anna, id)
  return { anna, id }
}

const snapshotsOf = ({ store }: WorkspacesParts, id: string) => store.getState().get(id)?.snapshots ?? []

it('a reset keeps what is in volumes without a name in its snapshot, leaves none behind, and it comes back from there', async () => {
  const { anna, id } = await up()
  const before = volumesOf()
  expect(before).toHaveLength(2)
  await noteInEach()
  const { snapshotId } = await anna.service.reset({ id })
  await started(anna, id)
  await areGone(before)
  expect((await notes()).map((one) => one.includes('first') || one.includes('second'))).toEqual([
    false,
    false,
  ])
  expect(snapshotsOf(anna, id)).toMatchObject([
    { id: snapshotId, volumes: ['data', 'scratch:/scratch', 'scratch-2:/scratch'] },
  ])

  const fresh = volumesOf()
  await anna.service.restore({ id, snapshotId })
  const one = await started(anna, id)
  expect(await notes()).toEqual(['first', 'second'])
  expect(
    one.run?.steps.filter(({ kind }) => kind === 'restore').map(({ subject, state }) => [subject, state]),
  ).toEqual([
    ['data', 'done'],
    ['scratch:/scratch', 'done'],
    ['scratch-2:/scratch', 'done'],
  ])
  await areGone(fresh)
  // What was there before it was put back is a snapshot, too; one that nobody needs can go.
  expect(snapshotsOf(anna, id)).toHaveLength(2)
  await anna.service.removeSnapshot({ id, snapshotId })
  expect(snapshotsOf(anna, id).map((each) => each.id)).not.toContain(snapshotId)
  await expect(anna.service.restore({ id, snapshotId })).rejects.toMatchObject({
    code: 'workspace.no-snapshot',
  })

  const last = volumesOf()
  await anna.service.remove({ id })
  await areGone(last)
})

it('a snapshot that is put back when the app ends half way is put back by the next start', async () => {
  const { anna, id } = await up()
  await noteInEach()
  await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
  const { snapshotId } = await anna.service.reset({ id })
  await started(anna, id)
  await anna.service.restore({ id, snapshotId })
  await waitFor(anna.store, hasDone(id, 'create'), 'containers', 90_000)
  const again = await closedHalfWay(anna, 'anna', id)
  await again.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await expect(again.service.removeSnapshot({ id, snapshotId })).rejects.toMatchObject({
    code: 'workspace.snapshot-used',
  })
  await again.service.start({ id })
  await started(again, id)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
  expect(await notes()).toEqual(['first', 'second'])
  await again.service.removeSnapshot({ id, snapshotId })
})

it('a snapshot from before the team added a volume, and took a service away, gives back what it has', async () => {
  const { anna, id } = await up()
  await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
  const { snapshotId } = await anna.service.reset({ id })
  await started(anna, id)
  const left = volumesOf()
  const file = join(folder, 'team', 'compose.yaml')
  const text = (await readFile(file, 'utf8'))
    .replace(scratch, '')
    .replace('{ data: {} }', '{ data: {}, more: {} }')
  await writeFile(file, text.replace('["data:/data"]', '["data:/data", "more:/more"]'))
  const { reviewId } = await anna.service.update({ id })
  await anna.service.accept({ reviewId, allow: [] })
  await anna.service.restore({ id, snapshotId })
  const one = await started(anna, id)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
  expect(
    one.run?.steps
      .filter(({ kind, state }) => kind === 'restore' && state === 'skipped')
      .map((step) => step.subject),
  ).toEqual(['scratch:/scratch', 'scratch-2:/scratch'])
  await areGone(left)
})

it('a start of one that was up already keeps volumes without a name within reach when it is rolled back', async () => {
  const { anna, id } = await up()
  await noteInEach()
  await anna.service.stop({ id })
  await anna.service.start({ id })
  await anna.service.cancel({ id })
  await anna.service.rollBack({ id })
  await until(() => (anna.store.getState().get(id)?.state === 'stopped' ? true : undefined), {
    ...{ deadlineMs: 60_000, waitingFor: 'it to be stopped' },
  })
  await anna.service.start({ id })
  await started(anna, id)
  expect(await notes()).toEqual(['first', 'second'])
})

it('an export says that data in volumes without a name stays out, and its proof leaves none behind', async () => {
  const { anna } = await up()
  const plan = await anna.service.planExport({ project })
  expect(plan.leftOut).toEqual([{ kind: 'volume', service: 'scratch', subject: '/scratch', keepable: false }])
  const seen = new Set<string>()
  const unsubscribe = session.containers.subscribe((items) => {
    for (const one of items.values())
      if (one.project?.includes('proof') && one.service === 'scratch')
        for (const volume of one.volumes) seen.add(volume)
  })
  const { exportId } = await anna.service.export({
    request: {
      ...{ project, title: 'The shop', services: ['web', 'db', 'scratch'], seeds: ['rows'] },
      ...{ volumes: [], images: false, keep: [] },
    },
    to: { path: join(folder, 'shop.portside') },
  })
  for await (const change of anna.service.watchExports()) {
    const job = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === exportId)
    if (!job || job.state === 'active') continue
    expect(job.error).toBeUndefined()
    expect(job.result?.leftOut).toEqual(plan.leftOut)
    break
  }
  unsubscribe()
  expect(seen.size).toBeGreaterThan(0)
  await areGone([...seen])
})
