// The project of a workspace, looked at and started from the page of projects.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, it, vi } from 'vitest'
import { until } from '../../main/base/until'
import { createPortWants } from '../../main/ports/port-wants'
import { environmentFrom } from '../../main/workspaces/project-compose'
import { composeFolder } from '../support/compose'
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
beforeAll(() => session.listen())

it('is started with the secrets of its workspace, which it shows to nobody, and so makes no container anew', async () => {
  await writeSample(join(folder, 'team'), { port: await unusedPort() })
  const anna = await person('anna')
  const id = await take(anna, join(folder, 'team'))
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey' })
  await anna.service.start({ id })
  await started(anna, id)
  const before = containerOf(project, 'db')
  expect(before).not.toBe('')

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

it('that plain Compose started with a profile and an environment file is exported as it runs, and says which service no file has', async () => {
  const place = join(folder, 'team')
  await mkdir(place)
  const [path, env] = [join(place, 'compose.yaml'), join(place, 'own.env')]
  const run = 'image: busybox, init: true, command: sleep 600'
  const text = `name: ${project}\nservices:
  web: { ${run}, environment: { COLOUR: "\${COLOUR:-none}" } }
  tool: { ${run}, profiles: [tools] }
  other: { ${run}, profiles: [others] }
`
  const gone = `  gone: { ${run} }\n`
  await writeFile(path, text + gone)
  await writeFile(env, 'COLOUR=blue\n')
  const files = ['--file', path, '--env-file', env, '--profile', 'tools']
  const program = join(await composeFolder(), 'docker-compose')
  const plain = (...args: string[]) =>
    promisify(execFile)(program, [...files, ...args], {
      env: { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` },
    })
  const compose = await composeAlone(session, join(folder, 'anna'), createPortWants())
  try {
    await plain('up', '--detach')
    await waitFor(compose.projects, (all) => all.get(project)?.state === 'running', 'the project', 60_000)
    await writeFile(path, text)
    const anna = await person('anna', { choicesOf: compose.choicesOf })
    const plan = await anna.service.planExport({ project })
    expect(plan.services.map(({ name }) => name).sort()).toEqual(['tool', 'web'])
    expect(plan.leftOut).toEqual([{ kind: 'service', service: 'gone', subject: 'gone', keepable: false }])

    const archive = join(folder, 'shop.portside')
    const services = ['tool', 'web']
    const { exportId } = await anna.service.export({
      request: { project, title: 'Shop', services, volumes: [], seeds: [], images: false, keep: [] },
      to: { path: archive },
    })
    const job = await until(
      async () => {
        for await (const change of anna.service.watchExports())
          if (change.kind === 'snapshot')
            return change.items.find(({ id, state }) => id === exportId && state !== 'active')
        return undefined
      },
      { deadlineMs: 120_000, waitingFor: 'the export' },
    )
    expect(job.error).toBeUndefined()
    const review = await anna.service.review({ path: archive })
    expect(review.services.map(({ name }) => name).sort()).toEqual(services)
    const { id } = await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    expect((await anna.service.readFile({ id })).text).toContain('COLOUR: blue')
  } finally {
    await plain('down', '--remove-orphans', '--timeout', '1')
    await compose.dispose()
  }
})
