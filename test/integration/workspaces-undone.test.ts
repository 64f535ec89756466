// A start that cannot come to its end: what was done stays done, and a roll-back or removal leaves nothing at all.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { expect, inject, it, vi } from 'vitest'
import { createSecrets } from '../../main/workspaces/secrets'
import { holdPort, unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  containerOf,
  ended,
  folder,
  inDb,
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

it('whose second seed fails runs the first one once, and is rolled back to nothing', async () => {
  const docker = new Docker({ socketPath: inject('engineSocket') })
  const port = await unusedPort()
  const held = await holdPort(port)
  const place = join(folder, 'team')
  const more = '  scratch: { image: busybox, init: true, command: sleep 600, volumes: [/scratch] }\n'
  const text = await writeSample(place, { port, seed: 'cat >>/data/rows', more })
  const second = '    - { id: second, title: More, service: db, command: [test, -e, /data/fixed] }\n'
  await writeFile(join(place, 'compose.yaml'), text.replace('\nservices:', `\n${second}services:`))
  const secrets = createSecrets(undefined)
  const anna = await person('anna', { secrets })
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  const failed = async (): Promise<void> => {
    await anna.service.start({ id })
    expect((await ended(anna, id)).run?.error).toMatchObject({
      ...{ code: 'workspace.seed-failed', params: { seed: 'More' } },
    })
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  }
  await failed()
  await failed()
  const unnamed = [...(session.containers.getState().get(containerOf(project, 'scratch'))?.volumes ?? [])]
  expect(unnamed).toHaveLength(1)
  const overrides = async (): Promise<string[]> =>
    readdir(join(folder, 'anna', 'compose'), { recursive: true }).catch(() => [])
  expect((await overrides()).some((one) => one.endsWith('web.yaml'))).toBe(true)

  const nothing = async (): Promise<void> => {
    const isOwn = (name = ''): boolean => name.startsWith(project) || unnamed.includes(name)
    await waitFor(session.volumes, (all) => ![...all.keys()].some(isOwn), 'the volumes to be gone')
    expect([...session.containers.getState().values()].filter((one) => isOwn(one.project))).toEqual([])
    expect((await docker.listNetworks()).filter(({ Name }) => isOwn(Name))).toEqual([])
    expect((await overrides()).filter((one) => one.includes('.yaml'))).toEqual([])
  }
  await anna.service.rollBack({ id })
  await nothing()
  const file = join(folder, 'anna', 'workspaces', id, 'workspace.json')
  const record = JSON.parse(await readFile(file, 'utf8')) as object
  expect(record).toMatchObject({
    ...{ seeds: {}, ownVolumes: [], ownImages: [], restored: [], moves: [], wasUp: false },
  })
  expect(record).not.toHaveProperty('run')
  // The images were here before, and it is as it was when it was opened.
  expect(anna.store.getState().get(id)).toMatchObject({ state: 'new', secrets: [{ known: true }] })

  await failed()
  await inDb(project, 'touch', '/data/fixed')
  await anna.service.start({ id })
  await started(anna, id)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  unnamed.push(...(session.containers.getState().get(containerOf(project, 'scratch'))?.volumes ?? []))
  await anna.service.remove({ id })
  await nothing()
  expect(await secrets.known(id)).toEqual(new Set())
  expect((await readdir(join(folder, 'anna', 'workspaces'))).filter((one) => one !== '.incoming')).toEqual([])
  await held.end()
})
