// What tests of workspaces share: people with a state folder each, one engine, and a project that they open.
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { createComposeRunner, type ComposeRunner } from '../../main/compose/compose-runner'
import { overrideFiles } from '../../main/compose/port-override'
import type { PortsParts } from '../../main/ports/ports'
import type { WorkspaceEngine } from '../../main/workspaces/workspace-engine'
import { composeEnvironment } from '../../main/workspaces/project-compose'
import { createSecrets } from '../../main/workspaces/secrets'
import {
  createWorkspaces,
  type WorkspacesOptions,
  type WorkspacesParts,
} from '../../main/workspaces/workspaces'
import type {
  Workspace,
  WorkspaceExportJob,
  WorkspaceExportRequest,
  WorkspaceStepKind,
} from '../../preload/model'
import { composeFolder } from '../support/compose'
import { makeTestFolder } from '../support/test-folder'
import { portsOf, pull, startSession, waitFor, type Session } from './engine-session'

const socket = inject('engineSocket')
export let session: Session
/** Of the test that runs. */
export let folder: string
/** Name of its project, which nothing else on the engine starts with. */
export let project: string
export const people: WorkspacesParts[] = []
let compose: string

/** A computer with an engine. */
export interface Computer {
  readonly socket: string
  readonly session: Session
  readonly ports: PortsParts
  dispose(): Promise<void>
}
let own: Computer

export async function computer(at: string): Promise<Computer> {
  const there = await startSession(at)
  const ports = portsOf(there)
  return {
    ...{ socket: at, session: there, ports },
    dispose: async () => {
      await ports.dispose()
      await there.dispose()
    },
  }
}

/** Connects once, and looks after each test that nothing of it is left. */
export function prepareWorkspaces(): void {
  beforeAll(async () => {
    own = await computer(socket)
    session = own.session
    compose = await composeFolder()
    for (const image of ['busybox', 'portside/sample-web:1.0']) await pull(session, image)
  })
  afterAll(() => own.dispose())
  beforeEach(async () => {
    folder = await makeTestFolder('ws')
    project = `ws${randomBytes(3).toString('hex')}`
  })
  afterEach(async () => {
    for (const person of people.splice(0)) {
      for (const { id } of person.store.getState().values()) await person.service.remove({ id })
      await person.dispose()
    }
    // The engine tells of what went a moment after it has gone.
    const isOwn = (name: string | undefined): boolean => name?.startsWith(project) === true
    await waitFor(session.volumes, (items) => ![...items.keys()].some(isOwn), '', 10_000).catch(() => {})
    const left = [...session.containers.getState().values()].filter((one) => one.project?.startsWith(project))
    const volumes = [...session.volumes.getState().keys()].filter((one) => one.startsWith(project))
    if (left.length + volumes.length > 0)
      throw new Error(`left: ${[...left.map(({ name }) => name), ...volumes].join(', ')}`)
    await rm(folder, { recursive: true, force: true })
  })
}

export type Peculiarity = Partial<
  Pick<WorkspacesOptions, 'choicesOf' | 'room' | 'secrets' | 'download' | 'engine' | 'compose' | 'claims'>
>

export const composeAt = ({ socket: at }: Pick<Computer, 'socket'> = own): ComposeRunner =>
  createComposeRunner({
    sources: () => ({
      folders: [compose],
      endpoint: `unix://${at}`,
      env: composeEnvironment(process.env),
    }),
  })

/** One person's Portside: a state folder of its own, on the computer that all share unless told. */
export async function person(
  name: string,
  more: Peculiarity = {},
  at: Computer = own,
): Promise<WorkspacesParts> {
  const home = join(folder, name)
  const parts = await createWorkspaces({
    folder: join(home, 'workspaces'),
    compose: composeAt(at),
    overrides: overrideFiles(join(home, 'compose')),
    engine: engineOf(at.session),
    ports: at.ports.service,
    secrets: createSecrets(undefined),
    room: async () => ({ memoryBytes: 8e9, diskBytes: 8e9 }),
    log: silentLog,
    ...more,
  })
  people.push(parts)
  return parts
}

export const engineOf = (one: Session): WorkspaceEngine => ({
  containers: one.containers,
  images: one.images,
  volumes: one.volumes,
  containersService: one.containersService,
  imagesService: one.imagesService,
  volumesService: one.volumesService,
  contents: one.volumeContents,
  run: one.runInContainer,
  downloads: one.downloads,
  files: one.files,
  platform: one.platform,
})

/** The same, told late: as on a computer that does much else. */
export function late<T>(store: StoreApi<T>, byMs = 500): StoreApi<T> {
  const told = createStore<T>(() => store.getState())
  store.subscribe((state) => setTimeout(() => told.setState(state, true), byMs).unref())
  return told
}

export interface Sample {
  /** Of the page, or several of which one is enough: `8000-8002`. */
  readonly port: number | string
  readonly seed?: string
  readonly more?: string
  readonly image?: string
  readonly optional?: boolean
  readonly needs?: string
  /** Besides the one of the database. */
  readonly volumes?: string
}

/** A web page, and a database that is a file: seeded by a command that reads a dump. */
export async function writeSample(
  place: string,
  { port, seed = 'cat >/data/rows', more = '', image, optional = false, volumes = '', needs = '{}' }: Sample,
) {
  await mkdir(join(place, 'seed'), { recursive: true })
  await writeFile(join(place, 'seed', 'rows.txt'), 'one\ntwo\n')
  const text = `name: ${project}
x-portside:
  version: 1
  name: The shop
  author: acme/shop-env
  ports:
    - { service: web, port: 80, meaning: The shop, url: "http://localhost:{port}/" }
  readiness:
    - { service: web, port: 80, path: / }
  secrets:
    - { name: SHOP_KEY, title: Key of the shop }
  data: "1"
  needs: ${needs}
  seeds:
    - { id: rows, title: Rows, service: db, command: [sh, -c, "${seed}"], input: seed/rows.txt, optional: ${optional} }
services:
  web:
    image: ${image ?? 'portside/sample-web:1.0'}
    ports: ["${port}:80"]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    init: true
    command: [sh, -c, "echo $\${SHOP_KEY} >/data/key; touch /tmp/up; sleep 600"]
    environment: { SHOP_KEY: "\${SHOP_KEY}" }
    healthcheck: { test: [CMD, test, -e, /tmp/up], interval: 200ms }
    volumes: ["data:/data"]
${more}volumes: { data: {}${volumes} }
`
  await writeFile(join(place, 'compose.yaml'), text)
  return text
}

export const hasDone =
  (id: string, kind: WorkspaceStepKind) =>
  (items: ReadonlyMap<string, Workspace>): boolean =>
    items.get(id)?.run?.steps.some((one) => one.kind === kind && one.state === 'done') === true

/** The app ends in the middle of a start, without being asked: what it kept last is all that there is. */
export async function closedHalfWay(
  parts: WorkspacesParts,
  name: string,
  id: string,
  more: Peculiarity = {},
): Promise<WorkspacesParts> {
  const file = join(folder, name, 'workspaces', id, 'workspace.json')
  const kept = await readFile(file, 'utf8')
  await parts.dispose()
  people.splice(people.indexOf(parts), 1)
  await writeFile(file, kept)
  const again = await person(name, more)
  expect(again.store.getState().get(id)?.run?.state).toBe('interrupted')
  return again
}

export const take = async ({ service }: WorkspacesParts, path: string): Promise<string> => {
  const { reviewId } = await service.review({ path })
  return (await service.accept({ reviewId, allow: [] })).id
}

/** Resolves when the start has come to its end, whatever that is. */
export const ended = async ({ store }: WorkspacesParts, id: string): Promise<Workspace> => {
  const over = (one: Workspace | undefined): boolean =>
    one?.run !== undefined && one.run.state !== 'active' && one.run.state !== 'rolling-back'
  const all = await waitFor(store, (items) => over(items.get(id)), 'the start to end', 120_000).catch(
    (error: unknown) => {
      console.error(JSON.stringify(store.getState().get(id)?.run))
      throw error
    },
  )
  const found = all.get(id)
  if (!found) throw new Error('it is gone')
  return found
}

export const started = async (parts: WorkspacesParts, id: string): Promise<Workspace> => {
  const one = await ended(parts, id)
  expect(one.run?.error).toBeUndefined()
  expect(one.run?.state).toBe('done')
  return one
}

export const containerOf = (name: string, service: string): string =>
  [...session.containers.getState().values()].find((one) => one.project === name && one.service === service)
    ?.id ?? ''

export const inDb = async (name: string, ...command: string[]): Promise<string> => {
  return (await session.runInContainer(containerOf(name, 'db'), command)).output.trim()
}

export const exportEnded = async (
  { service }: WorkspacesParts,
  exportId: string,
): Promise<WorkspaceExportJob> => {
  const abort = new AbortController()
  try {
    for await (const change of service.watchExports({ signal: abort.signal })) {
      const job = (change.kind === 'snapshot' ? change.items : change.upsert).find(
        (one) => one.id === exportId,
      )
      if (job && job.state !== 'active') return job
    }
  } finally {
    abort.abort()
  }
  throw new Error('it is gone')
}

/** Resolves with the job when it is done. */
export async function exported(parts: WorkspacesParts, request: WorkspaceExportRequest, path: string) {
  const { exportId } = await parts.service.export({ request, to: { path } })
  const job = await exportEnded(parts, exportId)
  expect(job.error).toBeUndefined()
  return job
}
