// Servers of the catalogue as a person starts them: on a port that had to move, reached with the lines to copy.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { createClient } from '@redis/client'
import amqp from 'amqplib'
import Docker from 'dockerode'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import type { PortsParts } from '../../main/ports/ports'
import type { Container } from '../../preload/model'
import { entryOf, type CatalogueEntry } from '../../preload/catalogue'
import { connectionLines } from '../../renderer/catalogue/connection'
import { formOf } from '../../renderer/catalogue/form'
import { requestOf, type RunForm } from '../../renderer/run/form'
import { portsOf, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `ec${randomBytes(3).toString('hex')}`
const holders: Server[] = []
let session: Session
let ports: PortsParts

/** What a program does with the address that it was given. */
interface Client {
  write(url: string, text: string): Promise<void>
  read(url: string): Promise<string>
}

const sql = (run: (url: string, text: string) => Promise<readonly unknown[]>): Client => ({
  write: async (url, text) => {
    await run(url, 'create table kept (line text)')
    await run(url, `insert into kept values ('${text}')`)
  },
  read: async (url) => ((await run(url, 'select line from kept'))[0] as { readonly line: string }).line,
})

const clients: Readonly<Record<string, Client>> = {
  postgres: sql(async (url, text) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query(text)).rows as readonly unknown[]
    } finally {
      await client.end()
    }
  }),
  mariadb: sql(async (url, text) => {
    const client = await createConnection(url)
    try {
      return (await client.query(text))[0] as unknown as readonly unknown[]
    } finally {
      await client.end()
    }
  }),
  redis: {
    write: (url, text) => withRedis(url, async (client) => void (await client.set('kept', text))),
    read: (url) => withRedis(url, async (client) => (await client.get('kept')) ?? ''),
  },
  rabbitmq: {
    write: (url, text) =>
      withChannel(url, async (channel) => {
        await channel.assertQueue('kept', { durable: true })
        channel.sendToQueue('kept', Buffer.from(text), { persistent: true })
        await channel.waitForConfirms()
      }),
    read: (url) =>
      withChannel(url, async (channel) => {
        const found = await channel.get('kept')
        return found === false ? '' : found.content.toString()
      }),
  },
}

async function withRedis<T>(url: string, work: (client: ReturnType<typeof createClient>) => Promise<T>) {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  // What goes wrong is told by the call, too.
  client.on('error', () => {})
  await client.connect()
  return work(client as ReturnType<typeof createClient>).finally(() => client.destroy())
}

async function withChannel<T>(url: string, work: (channel: amqp.ConfirmChannel) => Promise<T>): Promise<T> {
  const connection = await amqp.connect(url)
  try {
    return await work(await connection.createConfirmChannel())
  } finally {
    await connection.close()
  }
}

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
  const options = { deadlineMs: 150_000, everyMs: 300, waitingFor: health }
  await until(asks, options).catch(async (error: unknown) => {
    const printed = await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 50 })
    throw new Error(printed.toString(), { cause: error })
  })
}

/** What is to be copied for Node, from what the app shows of the container. */
async function copied(entryId: string, id: string) {
  const { env } = await session.containersService.getDetails({ id })
  const published = (items: ReadonlyMap<string, Container>): boolean =>
    items.get(id)?.ports.some(({ hostPort }) => hostPort > 0) === true
  const all = await waitFor(session.containers, published, 'the ports to be shown', 60_000)
  const hostPort = (port: number): number =>
    all.get(id)?.ports.find(({ containerPort }) => containerPort === port)?.hostPort ?? 0
  const lines = connectionLines({ entry: entryId, hostPort, env })
  return { hostPort, url: /^\w+="(.*)"$/.exec(lines?.node ?? '')?.[1] ?? '' }
}

const titleOf = async (port: number): Promise<string> =>
  /<title>(.*)<\/title>/.exec(await (await fetch(`http://localhost:${port}/`)).text())?.[1] ?? ''

/** By the engine's own word, which comes half a minute after the start. */
async function isHealthy(id: string): Promise<void> {
  const options = { deadlineMs: 150_000, everyMs: 200, waitingFor: `${id} to be healthy` }
  const asks = async (): Promise<true | undefined> =>
    (await docker.getContainer(id).inspect()).State.Health?.Status === 'healthy' ? true : undefined
  await until(asks, options)
}

it.concurrent.each(['nginx', ...Object.keys(clients)])(
  'starts %s, which is reached with what is to be copied and keeps its data when it is made again',
  async (entryId) => {
    const { image, health, passwords, page } = entry(entryId)
    await pull(session, image)
    const form = await onAnotherPort(
      named(formOf(entry(entryId), { volumes: new Map(), ports: [] }), entryId),
    )
    const request = requestOf(form)
    const { id } = await session.containersService.run({ request })
    const { hostPort, url } = await copied(entryId, id)

    await isWell(id, health)
    const titles = page === undefined ? [] : [await titleOf(hostPort(page))]
    expect(titles.filter((title) => !/nginx|RabbitMQ/.test(title))).toEqual([])
    const client = clients[entryId]
    if (!client) return isHealthy(id)
    expect(new URL(url).port).toBe(form.ports[0]?.host)
    await client.write(url, `kept by ${entryId}`)
    const password = request.env.find(({ name }) => name === passwords[0])?.value ?? ''
    await expect(client.read(url.replace(password, 'guessed'))).rejects.toThrow(
      /password|denied|WRONGPASS|REFUSED/i,
    )

    const again = await session.containersService.recreate({ id, request, start: true })
    await isWell(again.id, health)
    expect(await client.read(url)).toBe(`kept by ${entryId}`)
  },
  400_000,
)
