// Starters to the end: the Dockerfile that Portside writes makes an image of a real project, and the project runs in it.
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import type { Build } from '../../preload/model'
import { nodeImageFolder } from '../support/node-image'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor, type Session } from './engine-session'

const socket = inject('engineSocket')
const docker = new Docker({ socketPath: socket })
const mark = `st${randomBytes(3).toString('hex')}`
const base = 'node:24-slim'
let session: Session
let root: string

beforeAll(async () => {
  session = await startSession(socket, dialSocket(socket), noKeeper)
  root = await makeTestFolder('starters')
  await pull(session, 'busybox')
  const folder = await nodeImageFolder()
  await build(folder, base)
  await rm(folder, { recursive: true })
})
afterAll(async () => {
  for (const { Id } of await docker.listContainers({ all: true, filters: { name: [mark] } }))
    await docker.getContainer(Id).remove({ force: true })
  const mine = await docker.listImages({ filters: { reference: [`${mark}/*`, base] } })
  await Promise.all(mine.map(({ Id }) => docker.getImage(Id).remove({ force: true })))
  await session.dispose()
  await rm(root, { recursive: true })
})

async function build(folder: string, tag: string): Promise<Build> {
  const request = { folder, dockerfile: 'Dockerfile', tag, args: [] }
  const { buildId } = await session.buildsService.build({ request })
  const all = await waitFor(
    session.jobs[2],
    (items) => (items.get(buildId)?.state ?? 'active') !== 'active',
    'the build to end',
    150_000,
  )
  const ended = all.get(buildId) as Build
  if (ended.error) throw new Error(JSON.stringify(ended.error))
  return ended
}

async function project(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder)
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content)
  await session.buildsService.writeStarter({ folder, kind: 'node', language: 'en' })
  return folder
}

/** What it prints when it is run. */
async function printed(image: string): Promise<readonly string[]> {
  const { id } = await session.containersService.run({
    request: {
      image,
      name: `${mark}-${randomBytes(2).toString('hex')}`,
      ports: [],
      env: [],
      volumes: [],
      restart: 'no',
    },
  })
  const lines: string[] = []
  for await (const batch of session.containersService.watchLogs({ id, tail: 100, follow: true }))
    lines.push(...batch.map(({ text }) => text))
  return lines
}

const hello = 'console.log("hello", require("os").userInfo().username, process.env.NODE_ENV)\n'
const lock = JSON.stringify({
  name: 'hello',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'hello', version: '1.0.0' } },
})
const manifest = (scripts: object): string => JSON.stringify({ name: 'hello', version: '1.0.0', scripts })

it('makes an image of a project with a lock file, which runs without rights', async () => {
  const folder = await project('plain', {
    'package.json': manifest({ start: 'node server.js' }),
    'package-lock.json': lock,
    'server.js': hello,
    '.env': 'PASSWORD=not in the image',
  })
  await build(folder, `${mark}/plain:1`)
  expect(await printed(`${mark}/plain:1`)).toEqual(['hello node production'])
})

it('makes an image of one without a lock file, and of one that has to be built first', async () => {
  const unlocked = await project('unlocked', { 'package.json': manifest({}), 'index.js': hello })
  await build(unlocked, `${mark}/unlocked:1`)
  expect(await printed(`${mark}/unlocked:1`)).toEqual(['hello node production'])

  const built = await project('built', {
    'package.json': manifest({ build: 'cp source.js made.js', start: 'node made.js' }),
    'package-lock.json': lock,
    'source.js': hello,
  })
  await build(built, `${mark}/built:1`)
  expect(await printed(`${mark}/built:1`)).toEqual(['hello node production'])
})

it('makes an image whose program ends when it is asked to, in its own way where it has one', async () => {
  const folder = await project('ends', {
    'package.json': manifest({ start: 'node server.js' }),
    'server.js': 'if (process.env.OWN) require("./own")\nsetInterval(() => {}, 1000)\nconsole.log("up")\n',
    'own.js': 'process.on("SIGTERM", () => setTimeout(() => process.exit(7), 300))\n',
  })
  const tag = `${mark}/ends:1`
  await build(folder, tag)
  const exitCode = async (more: Docker.ContainerCreateOptions): Promise<number> => {
    const made = await docker.createContainer({
      Image: tag,
      name: `${mark}-${randomBytes(2).toString('hex')}`,
      ...more,
    })
    await made.start()
    await until(async () => String(await made.logs({ stdout: true })).includes('up\n') || undefined, {
      deadlineMs: 30_000,
      waitingFor: 'the program to run',
    })
    // What is killed when its time is over ends with 137.
    await made.stop({ t: 20 })
    return (await made.inspect()).State.ExitCode
  }
  expect(await exitCode({})).toBe(143)
  expect(await exitCode({ Env: ['OWN=1'] })).toBe(7)
  expect(await exitCode({ Cmd: ['npm', 'start'] })).not.toBe(137)
})
