// A folder with the file of one Compose project, the app's Compose over it, and what tests do with both.
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import type { ComposeParts } from '../../main/compose/compose'
import { createPortWants, type PortWants } from '../../main/ports/port-wants'
import type { ComposeAction, ComposeProject, ComposeRequest, Container } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { actionEnded, composeAlone } from './compose-alone'
import { pull, startSession, type Session } from './engine-session'

export let session: Session
/** Of the test that runs, as all that follows: another project and folder for each. */
export let compose: ComposeParts
export let folder: string
export let wants: PortWants
export let name: string

/** To be called once by a file of tests. */
export function setUpProject(): void {
  beforeAll(async () => {
    session = await startSession(inject('engineSocket'))
    await session.listen()
    await pull(session, 'busybox')
  })
  afterAll(() => session.dispose())

  beforeEach(async () => {
    folder = await makeTestFolder('cp')
    name = `cp${randomBytes(3).toString('hex')}`
    await mkdir(join(folder, 'team'))
    await startCompose(createPortWants())
  })
  afterEach(async () => {
    if (compose.projects.getState().has(name)) await act({ verb: 'down', services: [], removeVolumes: true })
    await compose.dispose()
    await rm(folder, { recursive: true, force: true })
  })
}

/** As a start of the app does. */
export async function startCompose(portWants = wants): Promise<void> {
  wants = portWants
  compose = await composeAlone(session, join(folder, 'home'), wants)
}

export const file = (own = 'compose.yaml'): string => join(folder, 'team', own)

export async function write(text: string, own?: string): Promise<string> {
  await writeFile(file(own), `name: ${name}\n${text}`)
  return file(own)
}

export const open = async (text: string): Promise<string> =>
  (await compose.service.open({ path: await write(text) })).projectId

export async function begin(request: ComposeRequest): Promise<string> {
  return (await compose.service.begin({ projectId: name, request })).actionId
}

export const ended = (actionId: string): Promise<ComposeAction> => actionEnded(compose.service, actionId)
export const act = async (request: ComposeRequest): Promise<ComposeAction> => ended(await begin(request))
export const up: ComposeRequest = { verb: 'up', services: [] }
export const project = (): ComposeProject | undefined => compose.projects.getState().get(name)
export const mine = (): readonly Container[] =>
  [...session.containers.getState().values()].filter((one) => one.project === name)
