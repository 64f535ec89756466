// The project of a workspace, looked at and started from the page of projects.
import { execFile } from 'node:child_process'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, it, vi } from 'vitest'
import { createPortWants } from '../../main/ports/port-wants'
import { ownerFrom } from '../../main/workspaces/project-compose'
import { composeFolder } from '../support/compose'
import { unusedPort } from '../support/held-port'
import { lostNetwork } from '../support/lost-network'
import { actionEnded, composeAlone } from './compose-alone'
import { waitFor } from './engine-session'
import {
  containerOf,
  exportEnded,
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
    compose.core.owners.add(ownerFrom(anna))
    const { service, projects, core } = compose
    await waitFor(projects, (all) => all.has(project), 'the project')
    const kinds = (await service.check({ projectId: project })).findings.map(({ kind }) => kind)
    expect(kinds).not.toContain('missing-variable')
    const { yaml, warnings } = await service.getConfig({ projectId: project })
    expect(yaml).toContain('SHOP_KEY: ••••••')
    expect(yaml).not.toContain('k$')
    expect(warnings).toEqual([])
    // A variable of this computer is none of a file's that somebody else wrote.
    expect((await core.owners.named(project))?.env).not.toHaveProperty('NODE_ENV')

    const { actionId } = await service.begin({ projectId: project, request: { verb: 'up', services: [] } })
    expect(await actionEnded(service, actionId)).toMatchObject({ state: 'done' })
    expect(containerOf(project, 'db')).toBe(before)
  } finally {
    await compose.dispose()
  }
})

it('starts nothing that nobody has looked at from there, and nothing while the workspace is busy', async () => {
  const place = join(folder, 'team')
  const port = await unusedPort()
  await writeSample(place, { port, seed: 'cat >/data/rows; until test -e /data/go; do sleep 0.1; done' })
  const anna = await person('anna')
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  const compose = await composeAlone(session, join(folder, 'anna'), createPortWants())
  compose.core.owners.add(ownerFrom(anna))
  const { service, projects } = compose
  const ended = async (verb: 'up' | 'down' | 'scale', removeVolumes = false) => {
    const request = { verb, services: [], removeVolumes, scale: verb === 'scale' ? { db: 2 } : {} }
    return actionEnded(service, (await service.begin({ projectId: project, request })).actionId)
  }
  try {
    await anna.service.start({ id })
    await waitFor(anna.store, hasDone(id, 'answer'), 'the seed to run', 90_000)
    await waitFor(projects, (all) => all.has(project), 'the project')
    await expect(ended('down', true)).rejects.toMatchObject({ code: 'workspace.busy' })
    await inDb(project, 'touch', '/data/go')
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')

    const more = '  more: { image: busybox, privileged: true, command: sleep 600, profiles: [more] }\n'
    await writeSample(place, { port, seed: 'true', more })
    for (const verb of ['up', 'scale'] as const)
      expect(await ended(verb)).toMatchObject({ state: 'failed', error: { code: 'workspace.changed' } })
    // What is behind a profile is asked about as everything else is.
    const review = await anna.service.update({ id })
    expect(review.dangers).toMatchObject([{ kind: 'privileged', service: 'more', severe: true }])
    const allow = review.dangers.map((one) => one.id)
    await anna.service.accept({ reviewId: review.reviewId, allow })
    expect(anna.store.getState().get(id)).toMatchObject({ state: 'up', changes: [] })
    expect(await ended('up')).toMatchObject({ state: 'done' })
    // And the other way round: what is done there is not come between.
    const request = { verb: 'down', services: [] } as const
    const { actionId } = await service.begin({ projectId: project, request })
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.busy' })
    expect(await actionEnded(service, actionId)).toMatchObject({ state: 'done' })
  } finally {
    await compose.dispose()
  }
})

it('gives a stranger’s file of the same name neither its secrets nor its volumes', async () => {
  await writeSample(join(folder, 'team'), { port: await unusedPort() })
  const anna = await person('anna')
  const id = await take(anna, join(folder, 'team'))
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey' })
  const stranger = join(folder, 'stranger.yaml')
  const image = 'image: busybox, init: true, command: sleep 600'
  await writeFile(
    stranger,
    `name: ${project}\nservices:\n  thief: { ${image}, environment: { KEY: "\${SHOP_KEY}" } }\n`,
  )
  const compose = await composeAlone(session, join(folder, 'anna'), createPortWants())
  try {
    // Opened before there was a workspace of this name.
    await compose.service.open({ path: stranger })
    compose.core.owners.add(ownerFrom(anna))
    await expect(compose.service.open({ path: stranger })).rejects.toMatchObject({
      ...{ code: 'compose.name-taken', params: { path: join(folder, 'team', 'compose.yaml') } },
    })
    expect((await compose.service.getConfig({ projectId: project })).yaml).not.toContain('k$')
    const request = { verb: 'up', services: [] } as const
    const { actionId } = await compose.service.begin({ projectId: project, request })
    expect(await actionEnded(compose.service, actionId)).toMatchObject({
      ...{ state: 'failed', error: { code: 'compose.name-taken' } },
    })
    expect(containerOf(project, 'thief')).toBe('')
  } finally {
    await compose.dispose()
  }
})

it('that plain Compose started with a profile and an environment file is exported as it runs, and says which service no file has', async () => {
  const network = await lostNetwork(inject('registryUrl'))
  const place = join(folder, 'team')
  await mkdir(place)
  const [path, env] = [join(place, 'compose.yaml'), join(place, 'own.env')]
  const run = 'image: busybox, init: true, command: sleep 600'
  const text = `name: ${project}\nservices:
  web: { ${run}, environment: { COLOUR: "\${COLOUR:-none}" } }
  tool: { ${run}, profiles: [tools] }
  other: { ${run}, profiles: [others] }
  idle: { image: "127.0.0.1:${network.port}/portside/sample-web:1.0", scale: 0 }
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
    await plain('up', '--detach', 'web', 'tool', 'gone')
    await waitFor(compose.projects, (all) => all.get(project)?.state === 'running', 'the project', 60_000)
    await writeFile(path, text)
    const anna = await person('anna', { choicesOf: compose.choicesOf })
    const plan = await anna.service.planExport({ project })
    expect(plan.services.map(({ name }) => name).sort()).toEqual(['idle', 'tool', 'web'])
    expect(plan.services.find(({ name }) => name === 'idle')).toMatchObject({ missing: true })
    expect(plan.leftOut).toEqual([
      { kind: 'service', service: 'gone', subject: 'gone', keepable: false },
      { kind: 'profile', service: 'other', subject: 'others', keepable: false },
    ])

    const archive = join(folder, 'shop.portside')
    const services = ['idle', 'tool', 'web']
    const begin = async () => {
      const { exportId } = await anna.service.export({
        request: { project, title: 'Shop', services, volumes: [], seeds: [], images: true, keep: [] },
        to: { path: archive },
      })
      return exportEnded(anna, exportId)
    }
    // What is not here is downloaded for the archive; without a network it is said, and nothing is left.
    expect(await begin()).toMatchObject({
      ...{ state: 'failed', error: { code: 'image.registry-unreachable' } },
      steps: [{ stage: 'fetch', state: 'failed' }, { state: 'waiting' }, {}, {}, {}, {}],
    })
    await expect(stat(archive)).rejects.toMatchObject({ code: 'ENOENT' })
    await network.comeBack()
    const job = await begin()
    expect(job.error).toBeUndefined()
    expect(job.steps.map(({ stage, state }) => `${stage} ${state}`)).toEqual(
      ['fetch', 'image', 'image', 'files', 'pack', 'prove', 'write'].map((stage) => `${stage} done`),
    )
    expect(job.result?.pinned).toEqual([])
    await session.imagesService.untag({ reference: `127.0.0.1:${network.port}/portside/sample-web:1.0` })
    const review = await anna.service.review({ path: archive })
    expect(review.services.map(({ name }) => name).sort()).toEqual(services)
    const { id } = await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    expect((await anna.service.readFile({ id })).text).toContain('COLOUR: blue')
  } finally {
    await plain('down', '--remove-orphans', '--timeout', '1')
    await compose.dispose()
    await network.close()
  }
})
