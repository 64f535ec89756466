// Servers of the catalogue as a person starts them: on a port that had to move, reached with the lines to copy.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it, type TestContext } from 'vitest'
import { until } from '../../main/base/until'
import type { PortsParts } from '../../main/ports/ports'
import type { Container } from '../../preload/model'
import { entryOf, type CatalogueEntry } from '../../preload/catalogue'
import { connectionLines } from '../../renderer/catalogue/connection'
import { formOf } from '../../renderer/catalogue/form'
import { requestOf, type RunForm } from '../../renderer/run/form'
import { clients, readWithPython, variable } from './catalogue-clients'
import { portsOf, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `ec${randomBytes(3).toString('hex')}`
const holders: Server[] = []
let session: Session
let ports: PortsParts

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

const entry = (id: string): CatalogueEntry => {
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
async function isWell(id: string, health = 'false'): Promise<void> {
  const asks = async (): Promise<true | undefined> =>
    (await session.runInContainer(id, ['sh', '-c', health])).exitCode === 0 ? true : undefined
  const options = { deadlineMs: 300_000, everyMs: 300, waitingFor: health }
  await until(asks, options).catch(async (error: unknown) => {
    const printed = await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 50 })
    throw new Error(printed.toString(), { cause: error })
  })
}

/** What is to be copied for Node and for Python, from what the app shows of the container. */
async function copied(entryId: string, id: string) {
  const { env } = await session.containersService.getDetails({ id })
  const published = (items: ReadonlyMap<string, Container>): boolean =>
    items.get(id)?.ports.some(({ hostPort }) => hostPort > 0) === true
  const all = await waitFor(session.containers, published, 'the ports to be shown', 60_000)
  const hostPort = (port: number): number =>
    all.get(id)?.ports.find(({ containerPort }) => containerPort === port)?.hostPort ?? 0
  const lines = connectionLines({ entry: entryId, hostPort, env })
  return { hostPort, url: variable(lines?.node)[1], python: lines?.python }
}

/** Its programs come from a suite of Debian that may lose them. */
function skipWithout(image: string, { skip }: TestContext): void {
  const repository = image.replace(/:.*/, '')
  const reason = inject('leftOutImages')[repository.includes('/') ? repository : `library/${repository}`]
  if (reason !== undefined) skip(`no test image of ${image}: ${reason}`)
}

/** As a browser asks. */
async function titleOf(address: string): Promise<string> {
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  return /<title>(.*)<\/title>/.exec(await page.text())?.[1] ?? ''
}

/** By the engine's own word, which comes half a minute after the start. */
async function isHealthy(id: string): Promise<void> {
  const options = { deadlineMs: 300_000, everyMs: 200, waitingFor: `${id} to be healthy` }
  const asks = async (): Promise<true | undefined> =>
    (await docker.getContainer(id).inspect()).State.Health?.Status === 'healthy' ? true : undefined
  await until(asks, options)
}

it.concurrent.for(['nginx', ...Object.keys(clients)])(
  'starts %s, which is reached with what is to be copied and keeps its data when it is made again',
  { timeout: 900_000 },
  async (entryId, context) => {
    const { image, health, passwords, page } = entry(entryId)
    skipWithout(image, context)
    await pull(session, image)
    const form = await onAnotherPort(
      named(formOf(entry(entryId), { volumes: new Map(), ports: [] }), entryId),
    )
    const request = requestOf(form)
    const { id } = await session.containersService.run({ request })
    const { hostPort, url, python } = await copied(entryId, id)

    await isWell(id, health)
    const address = `http://localhost:${hostPort(page ?? 0)}/`
    const titles = page === undefined ? [] : [await titleOf(address)]
    expect(titles.filter((title) => !/nginx|RabbitMQ|MailDev/.test(title))).toEqual([])
    const client = clients[entryId]
    if (!client) return isHealthy(id)
    expect(new URL(url).port).toBe(form.ports[0]?.host)
    const text = `kept by ${entryId}`
    await client.write(url, text)
    expect(await readWithPython(python)).toBe(client.python ?? text)
    for (const { value } of request.env.filter(({ name }) => passwords.includes(name))) {
      const refused = /password|denied|WRONGPASS|REFUSED/i
      await expect(client.read(url.replace(value, 'guessed'), address)).rejects.toThrow(refused)
    }

    const again = await session.containersService.recreate({ id, request, start: true })
    await isWell(again.id, health)
    expect(await client.read(url, address)).toBe(text)
  },
)
