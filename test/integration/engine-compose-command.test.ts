// `portside compose` over a real engine: each word to its end, an interruption, and a project whose files are gone.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { until } from '../../main/base/until'
import { composeCommand } from '../../main/cli/compose-command'
import type { ComposeParts } from '../../main/compose/compose'
import { createPortWants } from '../../main/ports/port-wants'
import type { Contract } from '../../preload/contract'
import type { Container } from '../../preload/model'
import { composeFolder } from '../support/compose'
import { makeTestFolder } from '../support/test-folder'
import { composeAlone } from './compose-alone'
import { pull, startSession, waitFor, type Session } from './engine-session'

vi.setConfig({ testTimeout: 240_000 })

let session: Session
let compose: ComposeParts
let folder: string
let file: string
let name: string

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await session.listen()
  await pull(session, 'busybox')
})
afterAll(() => session.dispose())

beforeEach(async () => {
  folder = await makeTestFolder('cc')
  name = `cc${randomBytes(3).toString('hex')}`
  await mkdir(join(folder, 'team', 'src'), { recursive: true })
  file = join(folder, 'team', 'compose.yaml')
  compose = await composeAlone(session, join(folder, 'home'), createPortWants())
})
afterEach(async () => {
  if (compose.projects.getState().has(name)) await portside(['down', name], { volumes: true })
  await compose.dispose()
  await rm(folder, { recursive: true, force: true })
})

interface Flags {
  readonly json?: boolean
  readonly dryRun?: boolean
}

/** What it prints, also where it is told while it goes on. */
async function portside(
  words: readonly string[],
  options: Record<string, unknown> = {},
  flags: Flags = {},
  printed: string[] = [],
): Promise<string> {
  const services = {
    ...{ compose: compose.service, containers: session.containersService, engine: session.service },
  } as Partial<Contract>
  const context = {
    ...{ json: false, wait: false, dryRun: false, options, ...flags },
    print: (text: string) => printed.push(text),
  }
  await composeCommand(services as Contract, context, words)
  return printed.join('\n')
}

const mine = (): readonly Container[] =>
  [...session.containers.getState().values()].filter((one) => one.project === name)
const stateOf = (service: string): Container['state'] | undefined =>
  mine().find((one) => one.service === service)?.state
const states = (wanted: Readonly<Record<string, Container['state']>>): Promise<unknown> =>
  waitFor(
    session.containers,
    () => Object.entries(wanted).every(([service, state]) => stateOf(service) === state),
    JSON.stringify(wanted),
  )
const gone = (): Promise<unknown> => waitFor(session.containers, () => mine().length === 0, 'all to be gone')

/** What Ctrl-C does to the command that runs; other listeners are of the test's own program. */
async function interrupting(
  work: () => Promise<unknown>,
): Promise<{ press(): void; ended: Promise<unknown> }> {
  const before = new Set(process.listeners('SIGINT'))
  const fresh = (): NodeJS.SignalsListener[] => process.listeners('SIGINT').filter((one) => !before.has(one))
  const ended = work()
    .then(
      () => 'done',
      (error: unknown) => error,
    )
    .then((result) => {
      expect(fresh()).toEqual([])
      return result
    })
  await until(() => fresh().length || undefined, { deadlineMs: 60_000, waitingFor: 'a listener' })
  return {
    press: () => {
      for (const one of fresh()) one('SIGINT')
    },
    ended,
  }
}

describe('portside compose', () => {
  it('builds, pulls, starts, stops, tells logs, and takes down with volumes kept or not', async () => {
    await writeFile(join(folder, 'team', 'Dockerfile'), 'FROM busybox\nCOPY src /src\n')
    await writeFile(join(folder, 'team', 'src', 'page'), 'one')
    await writeFile(
      file,
      `name: ${name}
services:
  web: { build: ., init: true, command: [sh, -c, "echo from web; exec sleep 600"] }
  db: { image: busybox, init: true, command: [sh, -c, "echo from db; exec sleep 600"], volumes: ["data:/data"] }
volumes: { data: {} }
`,
    )
    expect(await portside(['build', file])).toMatch(new RegExp(`Done: Build ${name} in [\\d.]+ s$`))
    expect(await portside(['pull', name, 'db'])).toMatch(/db: Pulled[\s\S]*\nDone: Fetch images /)
    expect(mine()).toEqual([])
    const up = await portside(['up', name])
    for (const service of ['web', 'db'])
      expect(up).toMatch(new RegExp(`Container ${name}-${service}-1: Started [\\d.]+ s`))
    await states({ web: 'running', db: 'running' })
    await waitFor(compose.projects, (all) => all.get(name)?.state === 'running', 'the project')
    expect(await portside(['ls'])).toMatch(new RegExp(`${name} +Running +db 1/1, web 1/1`))

    expect(await portside(['stop', name, 'web'])).toMatch(/web-1: Stopped[\s\S]*Done: Stop/)
    await states({ web: 'exited', db: 'running' })
    expect(await portside(['start', name, 'web'])).toMatch(/web-1: Started[\s\S]*Done: Start/)
    await states({ web: 'running' })
    const before = mine().find(({ service }) => service === 'db')?.startedAt
    await portside(['restart', name, 'db'])
    await waitFor(
      session.containers,
      () => mine().find(({ service }) => service === 'db')?.startedAt !== before,
      'the restart',
    )

    const count = async () => (await portside(['logs', name])).match(/ from /g)?.length
    await expect.poll(count, { timeout: 20_000 }).toBe(4)
    expect((await portside(['logs', name, 'web'])).split('\n')).toEqual([
      ...[`${name}-web-1 | from web`, `${name}-web-1 | from web`],
    ])
    const lines = (await portside(['logs', name], {}, { json: true })).split('\n')
    const told = lines.map((line) => JSON.parse(line) as { container: string; text: string })
    expect(told.map(({ container, text }) => `${container} ${text}`).sort()).toEqual([
      ...[`${name}-db-1 from db`, `${name}-db-1 from db`, `${name}-web-1 from web`, `${name}-web-1 from web`],
    ])
    await expect(portside(['logs', name, 'none'])).rejects.toMatchObject({ code: 'compose.no-project' })

    const volume = `${name}_data`
    const plan = JSON.parse(await portside(['down', name], {}, { dryRun: true })) as object
    expect(plan).toMatchObject({ containers: [`${name}-db-1`, `${name}-web-1`], volumes: [{ name: volume }] })
    expect(mine()).toHaveLength(2)
    expect(await portside(['down', name])).toMatch(/db-1: Removed[\s\S]*Done: Bring down/)
    await gone()
    expect(session.volumes.getState().has(volume)).toBe(true)
    await portside(['down', name], { volumes: true })
    await waitFor(session.volumes, (all) => !all.has(volume), 'the volume to go')
    await expect(portside(['begin', name])).rejects.toThrow(/portside compose/)
    await session.imagesService.remove({ id: `${name}-web` })
  })

  it('leaves what was made of a start that is interrupted', async () => {
    await writeFile(
      file,
      `name: ${name}
services:
  late: { image: busybox, init: true, command: sleep 600, depends_on: { ill: { condition: service_healthy } } }
  ill:
    image: busybox
    init: true
    command: sleep 600
    healthcheck: { test: ["CMD", "false"], interval: 1s, retries: 900 }
`,
    )
    const starting = await interrupting(() => portside(['up', file]))
    await states({ ill: 'running' })
    starting.press()
    expect(await starting.ended).toMatchObject({ code: 'compose.cancelled', params: { verb: 'up' } })
    expect([stateOf('ill'), stateOf('late')]).toEqual(['running', 'created'])
  })

  it('watches until it is interrupted', async () => {
    const page = join(folder, 'team', 'src', 'page')
    await writeFile(page, 'one')
    await writeFile(join(folder, 'team', 'Dockerfile'), 'FROM busybox\nCOPY src /src\n')
    await writeFile(
      file,
      `name: ${name}
services:
  web:
    build: .
    init: true
    command: sleep 600
    develop: { watch: [{ action: sync, path: ./src, target: /src }] }
`,
    )
    expect(await portside(['up', file], { build: true })).toMatch(/Done: Bring up/)
    const watching = await interrupting(() => portside(['watch', name, 'web']))
    // Compose does not say when it has begun to look, so the file is saved until it is seen.
    await vi.waitFor(
      async () => {
        await writeFile(page, 'two')
        const [web] = mine().filter(({ service, state }) => service === 'web' && state === 'running')
        const { output } = await session.runInContainer(web?.id ?? '', ['cat', '/src/page'])
        expect(output).toBe('two')
      },
      { timeout: 60_000, interval: 250 },
    )
    watching.press()
    expect(await watching.ended).toMatchObject({ code: 'compose.cancelled', params: { verb: 'watch' } })
    expect(stateOf('web')).toBe('running')
    await portside(['down', name])
    await gone()
    await session.imagesService.remove({ id: `${name}-web` })
  })
})

it('a project of plain Compose whose file is gone is said to be, and still stopped, started and taken down', async () => {
  await writeFile(
    file,
    `name: ${name}
services:
  web: { image: busybox, init: true, command: sleep 600, volumes: ["data:/data"] }
volumes: { data: {} }
`,
  )
  const program = join(await composeFolder(), 'docker-compose')
  await promisify(execFile)(program, ['--file', file, 'up', '--detach'], {
    env: { ...process.env, DOCKER_HOST: `unix://${inject('engineSocket')}` },
  })
  await waitFor(compose.projects, (all) => all.get(name)?.state === 'running', 'the project')
  expect(compose.projects.getState().get(name)?.missing).toEqual([])
  await rm(file)
  const lost = { code: 'compose.files-gone', params: { project: name, path: file } }
  for (const verb of ['up', 'pull', 'build', 'watch', 'config', 'check'])
    await expect(portside([verb, name])).rejects.toMatchObject(lost)
  expect(compose.projects.getState().get(name)).toMatchObject({ missing: [file], state: 'running' })
  expect(await portside(['ls'])).toMatch(new RegExp(`${name} +Running +web 1/1 +gone: ${file}`))

  expect(await portside(['stop', name])).toMatch(/Done: Stop/)
  await states({ web: 'exited' })
  expect(await portside(['start', name])).toMatch(/Done: Start/)
  await states({ web: 'running' })
  expect(await portside(['down', name])).toMatch(/Done: Bring down/)
  await gone()
  await waitFor(
    session.networks,
    (all) => ![...all.values()].some((one) => one.name === `${name}_default`),
    'its network to go',
  )
  // Nothing but its label leads to the volume now.
  expect(session.volumes.getState().has(`${name}_data`)).toBe(true)
  await session.volumesService.remove({ id: `${name}_data` })
})
