// Projects of the real Compose on a real engine: opened, checked, brought up and down, changed.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createPorts } from '../../main/ports/ports'
import { silentLog } from '../../main/base/log'
import type { ComposeAction } from '../../preload/model'
import { holdPort, unusedPort } from '../support/held-port'
import {
  act,
  begin,
  compose,
  ended,
  file,
  folder,
  mine,
  name,
  open,
  project,
  session,
  setUpProject,
  startCompose,
  up,
  wants,
  write,
} from './compose-project'
import { waitFor } from './engine-session'

setUpProject()

const never = (): Promise<never> => Promise.reject(new Error('no container is to be touched'))

const shop = `services:
  db:
    image: busybox
    init: true
    command: sleep 600
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "true"], interval: 1s, timeout: 1s, retries: 9 }
  web:
    image: busybox
    init: true
    command: sleep 600
    depends_on: { db: { condition: service_healthy } }
  extra: { image: busybox, command: sleep 600, profiles: [more] }
volumes: { data: {} }
`

it('builds a service anew at a start when what it is built from has changed, and says so before', async () => {
  const recipe = (what: string): Promise<void> =>
    writeFile(file('Dockerfile'), `FROM busybox\nRUN echo ${what} >/what\nCMD ["sleep", "600"]\n`)
  await recipe('one')
  await open('services:\n  app: { build: ., init: true }\n  other: { image: busybox, command: sleep 600 }\n')
  const built: string[] = []
  const inApp = async (): Promise<string> => {
    const all = await waitFor(session.containers, () => mine().every((one) => one.state === 'running'), 'it')
    const found = [...all.values()].find((one) => one.project === name && one.service === 'app')
    built.push(found?.imageId ?? '')
    return (await session.runInContainer(found?.id ?? '', ['cat', '/what'])).output.trim()
  }
  const findings = async () => (await compose.service.check({ projectId: name })).findings
  const steps = ({ steps: all }: ComposeAction) => all.map(({ kind }) => kind)
  expect(await findings()).toEqual([])
  expect(steps(await act(up))).toContain('build')
  expect(await inApp()).toBe('one')
  // Nothing is built where nothing has changed, also after Portside was ended.
  await compose.dispose()
  await startCompose()
  expect(await findings()).toEqual([])
  expect(steps(await act(up))).not.toContain('build')
  await recipe('two')
  expect(await findings()).toMatchObject([{ kind: 'build-changed', weight: 'notice', service: 'app' }])
  await act({ verb: 'up', services: ['other'] })
  expect(await findings()).toHaveLength(1)
  expect(await act(up)).toMatchObject({ state: 'done' })
  expect(await inApp()).toBe('two')
  expect(await findings()).toEqual([])
  await act({ verb: 'down', services: [] })
  await session.imagesService.prune({ ids: built })
})

describe('a project', () => {
  it('is known without containers, comes up step by step, is scaled, and goes down with its volumes kept', async () => {
    await open(shop)
    expect(project()).toMatchObject({ state: 'absent', opened: true, missing: [] })
    const config = await compose.service.getConfig({ projectId: name })
    expect(config.services.map((one) => one.name)).toEqual(['db', 'web'])
    expect(config.services[1]?.dependsOn).toEqual([
      { service: 'db', condition: 'service_healthy', required: true },
    ])
    expect(config).toMatchObject({ profiles: ['more'], volumes: [`${name}_data`] })
    expect(config.services[0]?.hasHealthCheck).toBe(true)

    const pulled = await act({ verb: 'pull', services: ['db'] })
    expect(pulled).toMatchObject({ state: 'done' })
    expect(pulled.steps.map(({ status }) => status)).toEqual(['Pulled'])
    expect(mine()).toEqual([])

    const action = await act(up)
    expect(action).toMatchObject({ state: 'done' })
    const web = action.steps.find(({ id }) => id === `Container ${name}-web-1`)
    expect(web).toMatchObject({ service: 'web', state: 'done', status: 'Started' })
    expect(web?.phases.map(({ status }) => status)).toEqual(['Creating', 'Created', 'Starting', 'Started'])
    await waitFor(compose.projects, () => project()?.state === 'running', 'both services')
    await waitFor(session.containers, () => mine().some((one) => one.health === 'healthy'), 'health')
    expect(project()?.services.map(({ health }) => health)).toEqual(['healthy', undefined])

    await act({ verb: 'scale', services: [], scale: { web: 2 } })
    await waitFor(compose.projects, () => project()?.services[1]?.running === 2, 'two of web')
    await act({ verb: 'stop', services: ['db'] })
    await waitFor(compose.projects, () => project()?.state === 'partly', 'db to stop')

    // Another run of the app knows it, too.
    await compose.dispose()
    await startCompose()
    expect(project()).toMatchObject({ opened: true, state: 'partly' })

    const plan = await compose.service.planDown({ projectId: name })
    expect(plan.containers).toHaveLength(3)
    expect(plan).toMatchObject({ networks: [`${name}_default`], volumes: [{ name: `${name}_data` }] })
    await act({ verb: 'down', services: [] })
    await waitFor(compose.projects, () => project()?.state === 'absent', 'all to go')
    expect(session.volumes.getState().has(`${name}_data`)).toBe(true)
    await act({ verb: 'down', services: [], removeVolumes: true })
    await waitFor(session.volumes, (all) => !all.has(`${name}_data`), 'the volume to go')
    await compose.service.forget({ projectId: name })
    expect(project()).toBeUndefined()
  })

  it('tells before up what is missing and mends it, the team’s file unchanged', async () => {
    const port = await unusedPort()
    const text = `services:
  a:
    image: busybox
    command: sleep 600
    init: true
    environment: ["X=\${NOT_SET}"]
    ports: ["${port}:80"]
    volumes: ["./data:/data", "./app.conf:/app.conf", "./way/out:/out"]
    networks: [outer]
  b: { image: busybox, command: sleep 600, init: true, ports: ["${port}:80"] }
  c: { image: "no/such-image:1", profiles: [never] }
  d: { image: "no/such-image:1", pull_policy: never, scale: 0 }
networks: { outer: { external: true, name: ${name}-outer } }
`
    await open(text)
    await mkdir(join(folder, 'elsewhere', 'out'), { recursive: true })
    await symlink(join(folder, 'elsewhere'), join(folder, 'team', 'way'))
    const check = async () => (await compose.service.check({ projectId: name })).findings
    const found = await check()
    expect(found.map(({ kind, weight, service }) => [kind, weight, service ?? ''].join(' ')).sort()).toEqual([
      'missing-folder notice a',
      'missing-image stops d',
      'missing-mount stops a',
      'missing-network stops ',
      'missing-variable notice ',
      'outside-folder notice a',
      'port-taken stops b',
    ])
    for (const kind of ['missing-folder', 'missing-network', 'port-taken']) {
      const finding = found.find((one) => one.kind === kind)
      const fixId = finding?.fixes[0]?.id ?? ''
      await compose.service.fix({ projectId: name, findingId: finding?.id ?? '', fixId })
    }
    await waitFor(
      session.networks,
      (all) => [...all.values()].some((one) => one.name === `${name}-outer`),
      'it',
    )
    await writeFile(join(folder, 'team', 'app.conf'), '')
    expect((await check()).map(({ kind }) => kind).sort()).toEqual([
      'missing-image',
      'missing-variable',
      'outside-folder',
    ])
    const action = await act({ ...up, services: ['a', 'b'] })
    expect(action.state).toBe('done')
    await waitFor(session.containers, () => mine().length === 2, 'a and b')
    const ports = mine().flatMap((one) => one.ports.map(({ hostPort }) => hostPort))
    expect(new Set(ports).size).toBe(2)
    expect(await readFile(file(), 'utf8')).toBe(`name: ${name}\n${text}`)
    await act({ verb: 'down', services: [] })
    const outer = [...session.networks.getState().values()].find((one) => one.name === `${name}-outer`)
    await session.networksService.remove({ id: outer?.id ?? '' })
  })

  it('asks for its ports while it has no containers, and is moved for this user alone', async () => {
    await compose.dispose()
    const actions = { start: never, stop: never, movePort: never }
    const { containers, store: engine } = session
    const ports = createPorts({ containers, engine, forwarder: undefined, actions, log: silentLog })
    await startCompose(ports.wants)
    const port = await unusedPort()
    const held = await holdPort(port)
    const text = `services:\n  web: { image: busybox, command: sleep 600, init: true, ports: ["${port}:80"] }\n`
    try {
      await open(text)
      await waitFor(wants.store, (all) => all.length === 1, 'its want')
      const mineOf = () => [...ports.conflicts.getState().values()].find((one) => one.project === name)
      await waitFor(ports.conflicts, () => mineOf() !== undefined, 'the conflict')
      const conflict = mineOf()
      expect(conflict).toMatchObject({
        ...{ kind: 'process', when: 'later', wantedBy: 'compose', containerName: `${name}/web` },
        holder: { pid: held.pid },
      })
      const fix = conflict?.fixes.find(({ kind }) => kind === 'move')
      await ports.service.applyFix({ conflictId: conflict?.id ?? '', fixId: fix?.id ?? '' })
      expect(mineOf()).toBeUndefined()
      const moved = wants.store.getState()[0]?.binding.hostPort ?? 0
      expect(fix?.id).toBe(`use-${moved}`)
      expect(await readFile(file(), 'utf8')).toBe(`name: ${name}\n${text}`)

      // Changed by a person, it asks for something else; with its containers there, these ask.
      const other = text.replace('ports:', `expose: [80] }\n  more: { image: busybox, ports:`)
      await write(other.replace(`${port}:80`, `${port}:81`))
      const asked = (all: readonly { readonly name: string }[]) =>
        all.map((one) => one.name).join() === `${name}/more,${name}/web`
      await waitFor(wants.store, asked, 'its new want')
      await write(text)
      await waitFor(wants.store, (all) => all.length === 1, 'its old want')
      expect(await act(up)).toMatchObject({ state: 'done' })
      await waitFor(wants.store, (all) => all.length === 0, 'no want')
      expect(mine().flatMap((one) => one.ports.map(({ hostPort }) => hostPort))).toEqual([moved])
    } finally {
      await held.end()
      await ports.dispose()
    }
  })

  it('is cancelled while it waits, one thing at a time, and its output can be read', async () => {
    await open(shop.replace('["CMD", "true"]', '["CMD", "false"]').replace('retries: 9', 'retries: 900'))
    const actionId = await begin(up)
    await waitFor(session.containers, () => mine().some((one) => one.state === 'running'), 'db')
    await expect(begin({ verb: 'stop', services: [] })).rejects.toMatchObject({ code: 'compose.busy' })
    await compose.service.cancel({ actionId })
    expect(await ended(actionId)).toMatchObject({ state: 'cancelled' })
    const lines: string[] = []
    for await (const more of compose.service.watchOutput({ actionId })) lines.push(...more)
    expect(lines.join('\n')).toContain(`Container ${name}-db-1  Start`)
  })

  it('is built, and watched: what changes in the folder changes in the container, until it is given up', async () => {
    const source = join(folder, 'team', 'src')
    await mkdir(source)
    await writeFile(join(source, 'page'), 'one')
    await writeFile(join(folder, 'team', 'Dockerfile'), 'FROM busybox\nCOPY src /src\n')
    await open(`services:
  web:
    build: .
    init: true
    command: sleep 600
    develop: { watch: [{ action: sync, path: ./src, target: /src }] }
`)
    expect((await compose.service.getConfig({ projectId: name })).services[0]).toMatchObject({
      watches: true,
    })
    expect(await act({ verb: 'build', services: [] })).toMatchObject({ state: 'done' })
    const actionId = await begin({ verb: 'watch', services: [] })
    const page = async (): Promise<string> => {
      const [web] = mine().filter((one) => one.state === 'running')
      if (!web) return 'nothing runs'
      const { output } = await session.runInContainer(web.id, ['cat', '/src/page'])
      return output
    }
    await vi.waitFor(async () => expect(await page()).toBe('one'), { timeout: 60_000, interval: 250 })
    // Compose does not say when it has begun to look, so the file is saved until it is seen.
    await vi.waitFor(
      async () => {
        await writeFile(join(source, 'page'), 'two')
        expect(await page()).toBe('two')
      },
      { timeout: 60_000, interval: 1_000 },
    )
    // Others may work on the project meanwhile.
    expect(await act({ verb: 'restart', services: ['web'] })).toMatchObject({ state: 'done' })
    await compose.service.cancel({ actionId })
    expect(await ended(actionId)).toMatchObject({ state: 'cancelled' })
  })

  it('says which service keeps the others waiting', async () => {
    await open(`services:
  one: { image: busybox, command: "false" }
  two: { image: busybox, depends_on: { one: { condition: service_completed_successfully } } }
`)
    const { state, error } = await act(up)
    expect(state).toBe('failed')
    expect(error).toMatchObject({ code: 'compose.service-failed', params: { service: 'one', code: 1 } })
  })
})
