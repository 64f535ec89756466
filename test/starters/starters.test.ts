// Each starter to its end: the Dockerfile that Portside writes makes an image of a project, and a container of it answers,
// stays healthy, runs without rights and ends when it is asked to.
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { run } from '../../main/base/child'
import { until } from '../../main/base/until'
import type { Build } from '../../preload/model'
import {
  dialSocket,
  noKeeper,
  pull,
  startSession,
  waitFor,
  type Session,
} from '../integration/engine-session'
import { makeTestFolder } from '../support/test-folder'
import { addStandIn } from './debian-images'
import { smallProjects } from './projects'

const socket = inject('engineSocket')
const docker = new Docker({ socketPath: socket })
const mark = `sb${randomBytes(3).toString('hex')}`
const there = new Set<string>()
let session: Session
let root: string

beforeAll(async () => {
  session = await startSession(socket, dialSocket(socket), noKeeper)
  root = await makeTestFolder('all-starters')
  await pull(session, 'busybox')
  await docker.getImage('busybox').tag({ repo: 'alpine', tag: '3' })
  there.add('alpine:3')
})
afterAll(async () => {
  for (const { Id } of await docker.listContainers({ all: true, filters: { name: [mark] } }))
    await docker.getContainer(Id).remove({ force: true })
  await session.dispose()
  await rm(root, { recursive: true })
})

async function build(folder: string, tag: string): Promise<Build> {
  const request = { folder, dockerfile: 'Dockerfile', tag, args: [] }
  const { buildId } = await session.buildsService.build({ request })
  const lines: string[] = []
  for await (const more of session.buildsService.watchLog({ buildId }))
    lines.push(...more.map(({ text }) => text))
  const all = await waitFor(
    session.jobs[2],
    (items) => (items.get(buildId)?.state ?? 'active') !== 'active',
    'the build to end',
  )
  const ended = all.get(buildId) as Build
  if (ended.error) throw new Error([JSON.stringify(ended.error), ...lines.slice(-60)].join('\n'))
  return ended
}

/** So that no package manager has to build one. */
async function writeWheel(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const about = 'greeting-1.0.dist-info'
  const files = {
    'greeting.py': 'words = "hello from a wheel"\n',
    [`${about}/METADATA`]: 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n',
    [`${about}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${about}/RECORD`]: ['greeting.py', 'METADATA', 'WHEEL', 'RECORD']
      .map((name) => `${name === 'greeting.py' ? name : `${about}/${name}`},,\n`)
      .join(''),
  }
  const script =
    'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as wheel:\n  for name, text in json.load(sys.stdin).items(): wheel.writestr(name, text)'
  const { exitCode, stderr } = await run('python3', ['-c', script, file], { input: JSON.stringify(files) })
  if (exitCode !== 0) throw new Error(stderr)
}

it.for(Object.entries(smallProjects))(
  'makes an image of %s that answers',
  { timeout: 900_000 },
  async ([name, project]) => {
    for (const image of project.from.filter((one) => !there.has(one))) {
      await addStandIn(docker, image)
      there.add(image)
    }
    const folder = join(root, name.replaceAll(' ', '-'))
    for (const [file, content] of Object.entries(project.files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), content)
    }
    if (name.includes('wheel')) await writeWheel(join(folder, 'wheels/greeting-1.0-py3-none-any.whl'))
    const { project: kind } = await session.buildsService.plan({ folder, dockerfile: 'Dockerfile' })
    expect(kind).toBe(project.kind)
    const { doubts, dockerfile } = await session.buildsService.starter({
      folder,
      kind: project.kind,
      language: 'en',
    })
    expect(doubts).toEqual([])
    expect(dockerfile.match(/^FROM \S+/gm)?.map((line) => line.slice(5))).toEqual(project.from)
    await session.buildsService.writeStarter({ folder, kind: project.kind, language: 'ko' })
    const tag = `${mark}/${project.kind}:1`
    await build(folder, tag)

    const container = await docker.createContainer({
      Image: tag,
      name: `${mark}-${randomBytes(2).toString('hex')}`,
      HostConfig: { PortBindings: { [`${project.port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    })
    await container.start()
    const words = (): Promise<string> =>
      container.logs({ stdout: true, stderr: true }).then((log) => log.toString('utf8'))
    const state = await until(
      async () => {
        const { State } = await container.inspect()
        if (!State.Running) throw new Error(await words())
        return State.Health?.Status === 'starting' ? undefined : State
      },
      { deadlineMs: 90_000, waitingFor: 'the health of the container', everyMs: 250 },
    )
    if (state.Health?.Status !== 'healthy')
      throw new Error(`${JSON.stringify(state.Health)} ${await words()}`)
    const { NetworkSettings } = await container.inspect()
    const port = NetworkSettings.Ports[`${project.port}/tcp`]?.[0]?.HostPort
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(project.says)
    const { Processes } = (await container.top()) as { readonly Processes: readonly string[][] }
    // The web server opens its port as root and hands the work on.
    expect(Processes.some(([user]) => user === 'root')).toBe(project.kind === 'static')
    // By itself, not killed when its time is over.
    await container.stop({ t: 8 })
    expect((await container.inspect()).State.ExitCode).not.toBe(137)
  },
)
