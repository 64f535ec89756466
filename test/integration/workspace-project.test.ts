// The project of a workspace, looked at and started from the page of projects.
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createPortWants } from '../../main/ports/port-wants'
import { environmentFrom } from '../../main/workspaces/project-compose'
import { unusedPort } from '../support/held-port'
import { actionEnded, composeAlone } from './compose-alone'
import { waitFor } from './engine-session'
import {
  containerOf,
  folder,
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

it('is started with the secrets of its workspace, which it shows to nobody, and so makes no container anew', async () => {
  await writeSample(join(folder, 'team'), { port: await unusedPort() })
  const anna = await person('anna')
  const id = await take(anna, join(folder, 'team'))
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey' })
  await anna.service.start({ id })
  await started(anna, id)
  const before = containerOf(project, 'db')
  expect(before).not.toBe('')

  await session.listen()
  const compose = await composeAlone(session, join(folder, 'anna'), createPortWants())
  try {
    compose.core.environments.add(environmentFrom(anna))
    const { service, projects, core } = compose
    await waitFor(projects, (all) => all.has(project), 'the project')
    const kinds = (await service.check({ projectId: project })).findings.map(({ kind }) => kind)
    expect(kinds).not.toContain('missing-variable')
    const { yaml, warnings } = await service.getConfig({ projectId: project })
    expect(yaml).toContain('SHOP_KEY: ••••••')
    expect(yaml).not.toContain('k$')
    expect(warnings).toEqual([])
    // A variable of this computer is none of a file's that somebody else wrote.
    expect((await core.environments.of(project))?.env).not.toHaveProperty('NODE_ENV')

    const { actionId } = await service.begin({ projectId: project, request: { verb: 'up', services: [] } })
    expect(await actionEnded(service, actionId)).toMatchObject({ state: 'done' })
    expect(containerOf(project, 'db')).toBe(before)
  } finally {
    await compose.dispose()
  }
})
