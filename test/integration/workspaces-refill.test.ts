// Data of a workspace that is taken away and put back: refused before it is touched, and gone on with when cut off.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  engineOf,
  folder,
  inDb,
  late,
  people,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

/** Up, with rows of one's own. */
async function upWithRows(anna: WorkspacesParts): Promise<string> {
  const id = await take(anna, join(folder, 'team'))
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await anna.service.start({ id })
  await started(anna, id)
  await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
  return id
}

/** The app ended after its record had said what it takes away, and before it did. */
async function endedWith(anna: WorkspacesParts, id: string, empties: object): Promise<WorkspacesParts> {
  const file = join(folder, 'anna', 'workspaces', id, 'workspace.json')
  await anna.dispose()
  people.length = 0
  const kept = JSON.parse(await readFile(file, 'utf8')) as object
  await writeFile(file, JSON.stringify({ ...kept, empties }))
  const again = await person('anna')
  expect(again.store.getState().get(id)?.run?.state).toBe('interrupted')
  await again.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  return again
}

describe('data that is taken away', () => {
  it('is still taken away when the app ended before it was, as somebody had asked', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const anna = await person('anna')
    const id = await upWithRows(anna)
    const again = await endedWith(anna, id, { seeds: {} })
    await again.service.start({ id })
    await started(again, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  })

  it('comes from the snapshot also when the app ended before it was away, and the snapshot stays until then', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const anna = await person('anna')
    const id = await upWithRows(anna)
    const { snapshotId } = await anna.service.reset({ id })
    await started(anna, id)
    const again = await endedWith(anna, id, {
      seeds: { rows: { loadedAt: 1, tookMs: 1 } },
      putsBack: snapshotId,
    })
    await expect(again.service.removeSnapshot({ id, snapshotId })).rejects.toMatchObject({
      code: 'workspace.snapshot-used',
    })
    await again.service.start({ id })
    await started(again, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
  })

  it('is taken away, put back and removed also where the engine tells late of what is gone', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const anna = await person('anna', { engine: { ...engineOf(session), volumes: late(session.volumes) } })
    const id = await upWithRows(anna)
    const { snapshotId } = await anna.service.reset({ id })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
    await anna.service.restore({ id, snapshotId })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
    await anna.service.remove({ id })
    await waitFor(session.volumes, (all) => !all.has(`${project}_data`), 'the volume to be gone')
  })

  it('is not touched where the start after it could not begin', async () => {
    const port = await unusedPort()
    await writeSample(join(folder, 'team'), { port })
    const anna = await person('anna')
    const id = await upWithRows(anna)
    const { snapshotId } = await anna.service.reset({ id })
    await started(anna, id)
    await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
    const refusedWith = async (parts: WorkspacesParts, code: string): Promise<void> => {
      const { reset, restore } = parts.service
      for (const work of [() => reset({ id }), () => restore({ id, snapshotId })])
        await expect(work()).rejects.toMatchObject({ code })
      expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
      expect(parts.store.getState().get(id)).toMatchObject({ state: 'up', snapshots: [{ id: snapshotId }] })
    }
    await anna.dispose()
    people.length = 0
    // Secrets are kept in memory here, so that one is missing now.
    const again = await person('anna')
    await refusedWith(again, 'workspace.not-ready')
    await again.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await writeSample(join(folder, 'team'), { port, seed: 'cat >/data/rows; echo new >>/data/rows' })
    await refusedWith(again, 'workspace.changed')
  })
})
