// Servers of the catalogue as a person starts them: on a port that had to move, reached with the lines to copy.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, type TestContext } from 'vitest'
import { until } from '../../main/base/until'
import type { PortsParts } from '../../main/ports/ports'
import type { Container, EnvVariable } from '../../preload/model'
import { entryOf, type CatalogueEntry } from '../../preload/catalogue'
import { connectionLines } from '../../renderer/catalogue/connection'
import { formOf } from '../../renderer/catalogue/form'
import { requestOf, type RunForm } from '../../renderer/run/form'
import { variable } from './catalogue-clients'
import { portsOf, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `ec${randomBytes(3).toString('hex')}`
const holders: Server[] = []
export let session: Session
let ports: PortsParts

/** Connects once, and leaves nothing of these servers. */
export function prepareServers(): void {
  beforeAll(async () => {
    session = await startSession(inject('engineSocket'))
    ports = portsOf(session)
  })
  afterAll(async () => {
    const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
    await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
    const { Volumes } = await docker.listVolumes({ filters: { name: [mark] } })
    await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()))
    for (const holder of holders) holder.close()
    await ports.dispose()
    await session.dispose()
  })
}

export const entry = (id: string): CatalogueEntry => {
  const found = entryOf(id)
  if (!found) throw new Error(`no entry ${id}`)
  return found
}

/** The entry's own port is taken, by this test unless by somebody else; the form gets what the app offers instead. */
async function onAnotherPort(form: RunForm): Promise<RunForm> {
  const moved: RunForm['ports'][number][] = []
  for (const row of form.ports) {
    const holder = createServer()
    await new Promise<void>((done) => {
      holder.once('error', () => done())
      holder.listen(Number(row.host), '0.0.0.0', () => done())
    })
    holders.push(holder)
    const found = await ports.service.checkPort({
      ...{ port: Number(row.host), protocol: row.protocol, address: '127.0.0.1' },
    })
    expect(found.state).toBe('held')
    moved.push({ ...row, host: String(found.nextFreePort) })
  }
  return { ...form, ports: moved }
}

const named = (form: RunForm, id: string): RunForm => ({
  ...form,
  name: `${mark}-${id}`,
  data: form.data.map((row) => ({ ...row, volume: `${mark}-${row.volume}` })),
})

/** Runs the entry's check until it says that the server is well; it must not say so too early. */
export async function isWell(id: string, health = 'false'): Promise<void> {
  const asks = async (): Promise<true | undefined> =>
    (await session.runInContainer(id, ['sh', '-c', health])).exitCode === 0 ? true : undefined
  const options = { deadlineMs: 300_000, everyMs: 300, waitingFor: health }
  await until(asks, options).catch(async (error: unknown) => {
    const printed = await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 50 })
    throw new Error(printed.toString(), { cause: error })
  })
}

/** What is to be copied, from what the app shows of the container. */
async function copied(entryId: string, id: string) {
  const { env } = await session.containersService.getDetails({ id })
  const published = (items: ReadonlyMap<string, Container>): boolean =>
    items.get(id)?.ports.some(({ hostPort }) => hostPort > 0) === true
  const all = await waitFor(session.containers, published, 'the ports to be shown', 60_000)
  const hostPort = (port: number): number =>
    all.get(id)?.ports.find(({ containerPort }) => containerPort === port)?.hostPort ?? 0
  const lines = connectionLines({ entry: entryId, hostPort, env })
  return { hostPort, url: variable(lines?.node)[1], lines }
}

/** Its programs come from a suite of Debian that may lose them. */
export function skipWithout(image: string, { skip }: TestContext): void {
  const repository = image.replace(/:.*/, '')
  const reason = inject('leftOutImages')[repository.includes('/') ? repository : `library/${repository}`]
  if (reason !== undefined) skip(`no test image of ${image}: ${reason}`)
}

/** By the engine's own word, which comes half a minute after the start. */
export async function isHealthy(id: string): Promise<void> {
  const options = { deadlineMs: 300_000, everyMs: 200, waitingFor: `${id} to be healthy` }
  const asks = async (): Promise<true | undefined> =>
    (await docker.getContainer(id).inspect()).State.Health?.Status === 'healthy' ? true : undefined
  await until(asks, options)
}

/**
 * Starts one from the form as the app fills it in, and waits until its check says that it is well.
 * @param change what the person writes into the form
 */
export async function startServer(
  entryId: string,
  context: TestContext,
  change: (env: readonly EnvVariable[]) => readonly EnvVariable[] = (env) => env,
) {
  const { image, health } = entry(entryId)
  skipWithout(image, context)
  await pull(session, image)
  const form = await onAnotherPort(named(formOf(entry(entryId), { volumes: new Map(), ports: [] }), entryId))
  const plain = requestOf(form)
  const request = { ...plain, env: change(plain.env) }
  const { id } = await session.containersService.run({ request })
  const found = await copied(entryId, id)
  await isWell(id, health)
  return { form, request, id, ...found }
}
