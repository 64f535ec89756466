// Moving a port of a real Compose project: the team's file stays, and Compose itself takes the moved container for its own.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { findCompose, type RunCompose } from '../../main/compose/compose-program'
import { createPortOverrides, type PortOverrides } from '../../main/compose/port-override'
import type { Container } from '../../preload/model'
import { composeFolder } from '../support/compose'
import { unusedPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

const socket = inject('engineSocket')
let session: Session
let compose: RunCompose
let folder: string
let project: string
let team: string
let overrides: PortOverrides

beforeAll(async () => {
  session = await startSession(socket)
  await pull(session, 'busybox')
  const found = await findCompose({ folders: [await composeFolder()], endpoint: `unix://${socket}` })
  if (!found) throw new Error('Compose cannot be run')
  compose = found
})
afterAll(() => session.dispose())

beforeEach(async () => {
  folder = await makeTestFolder('pc')
  project = `pc${randomBytes(3).toString('hex')}`
  team = join(folder, 'team', 'compose.yaml')
  await mkdir(join(folder, 'team'))
  overrides = createPortOverrides({
    folder: join(folder, 'own'),
    compose: async () => compose,
    containers: () => session.containers.getState().values(),
    log: silentLog,
  })
})
afterEach(async () => {
  await up('down', '-v', '-t', '0')
  await rm(folder, { recursive: true, force: true })
})

const up = async (...args: string[]): Promise<string> => {
  const { exitCode, stderr, stdout } = await compose(['-p', project, '-f', team, ...args])
  if (exitCode !== 0) throw new Error(stderr)
  return stdout
}

async function writeTeamFile(port: number, more = ''): Promise<string> {
  const text = `services:
  db:
    image: busybox
    command: sh -c 'echo $\${SECRET} >/data/secret; sleep 600'
    init: true
    environment: { SECRET: kept }
    volumes: ["data:/data"]
    ports: ["${port}:80", "127.0.0.1::81"]
${more}volumes: { data: {} }
`
  await writeFile(team, text)
  return text
}

const containerOf = async (service: string, fits: (one: Container) => boolean): Promise<Container> => {
  const find = (items: ReadonlyMap<string, Container>) =>
    [...items.values()].find((one) => one.project === project && one.service === service && fits(one))
  const found = find(await waitFor(session.containers, (items) => find(items) !== undefined, service))
  if (!found) throw new Error('it is gone again')
  return found
}
const publishes = (port: number) => (one: Container) =>
  one.state === 'running' && one.ports.some(({ hostPort }) => hostPort === port)

const move = ({ id, ports }: Container, toPort: number) => {
  const binding = ports.find(({ containerPort }) => containerPort === 80)
  if (!binding) throw new Error('it has no port 80')
  const asked = { id, binding, toPort, start: true }
  return overrides.around(asked, (labels) => session.movePort({ ...asked, ...(labels ? { labels } : {}) }))
}

describe('a moved port of a project', () => {
  it('is kept in a file of this user’s own, with which Compose finds nothing to change', async () => {
    const port = await unusedPort()
    const text = await writeTeamFile(port)
    await up('up', '-d')
    await move(await containerOf('db', publishes(port)), port + 1)
    const moved = await containerOf('db', publishes(port + 1))
    expect(await readFile(team, 'utf8')).toBe(text)
    expect(moved.composeFiles).toHaveLength(2)
    const [, own = ''] = moved.composeFiles ?? []
    expect(await readFile(own, 'utf8')).toContain(`"published":"${port + 1}"`)

    const again = await compose(['-p', project, '-f', team, '-f', own, 'up', '-d'])
    expect(again).toMatchObject({ exitCode: 0 })
    expect((await containerOf('db', publishes(port + 1))).id).toBe(moved.id)

    // Moved once more, from where it is now: one file of ours, not two.
    await move(moved, port + 2)
    const twice = await containerOf('db', publishes(port + 2))
    expect(twice.composeFiles).toEqual(moved.composeFiles)
    expect(twice.ports.map(({ containerPort }) => containerPort)).toEqual([80, 81])

    // The team's file alone is the team's port again, with the data that was there.
    await up('up', '-d', '-t', '0')
    const back = await containerOf('db', publishes(port))
    expect(back.volumes).toEqual([`${project}_data`])
  })

  it('of a range is one port of it from then on', async () => {
    const first = await unusedPort()
    const text = (await writeTeamFile(first)).replace(`"${first}:80"`, `"${first}-${first + 1}:80"`)
    await writeFile(team, text)
    const asked = { name: project, service: 'db', files: [team], root: join(folder, 'team') }
    const range = { hostPort: 0, hostRange: { first, last: first + 1 } }
    const binding = { hostAddress: '0.0.0.0', containerPort: 80, protocol: 'tcp', ...range } as const
    const none = { profiles: [], envFiles: [] }
    expect(await overrides.plan({ ...asked, ...none, binding, toPort: first + 2 })).toBe(true)
    const own = await overrides.filesOf({ name: project, files: [team] })
    const args = ['-p', project, '-f', team, ...own.flatMap((file) => ['-f', file]), 'up', '-d']
    expect(await compose(args)).toMatchObject({ exitCode: 0 })
    await containerOf('db', publishes(first + 2))
    // Also from the port that the engine gave it.
    await rm(join(folder, 'own'), { recursive: true })
    await up('up', '-d', '-t', '0')
    await move(await containerOf('db', publishes(first)), first + 3)
    const moved = await containerOf('db', publishes(first + 3))
    expect(moved.composeFiles).toHaveLength(2)
    expect(await readFile(team, 'utf8')).toBe(text)
  })

  it('is undone when the container does not come up with it', async () => {
    const port = await unusedPort()
    await writeTeamFile(port)
    await up('up', '-d')
    const db = await containerOf('db', publishes(port))
    const failed = overrides.around({ id: db.id, binding: db.ports[0]!, toPort: port + 1 }, () =>
      Promise.reject(new Error('no')),
    )
    await expect(failed).rejects.toThrow('no')
    expect(await readdir(join(folder, 'own'), { recursive: true })).toHaveLength(1)
  })

  it('is a plain one where there are more containers of the service, or the team’s file is gone', async () => {
    const port = await unusedPort()
    await writeTeamFile(port, '  many:\n    image: busybox\n    command: sleep 600\n    ports: ["80"]\n')
    await up('up', '-d', '--scale', 'many=2')
    const binding = { hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' } as const
    const labelsOf = ({ id, ports }: Container) =>
      overrides.around({ id, binding: ports[0] ?? binding, toPort: port + 1 }, async (labels) => labels)
    await waitFor(
      session.containers,
      (items) => [...items.values()].filter((one) => one.project === project).length === 3,
      'three containers',
    )
    expect(await labelsOf(await containerOf('many', () => true))).toBeUndefined()
    await rm(team)
    expect(await labelsOf(await containerOf('db', () => true))).toBeUndefined()
    await writeTeamFile(port)
  })
})
