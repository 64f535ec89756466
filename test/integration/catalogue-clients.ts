// What a program does with the line that it was given: the usual drivers of Node, and of Python.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { createClient } from '@redis/client'
import amqp from 'amqplib'
import { createConnection } from 'mysql2/promise'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { until } from '../../main/base/until'

export interface Client {
  write(url: string, text: string): Promise<void>
  /** `page` is the address of the server's own page, of those that have one. */
  read(url: string, page: string): Promise<string>
  /** What Python prints that uses its line; what was written, unless told. */
  readonly python?: string
}

const sql = (run: (url: string, text: string) => Promise<readonly unknown[]>): Client => ({
  write: async (url, text) => {
    await run(url, 'create table kept (line text)')
    await run(url, `insert into kept values ('${text}')`)
  },
  read: async (url) => ((await run(url, 'select line from kept'))[0] as { readonly line: string }).line,
})

async function mysqlLike(url: string, text: string): Promise<readonly unknown[]> {
  const client = await createConnection(url)
  try {
    return (await client.query(text))[0] as unknown as readonly unknown[]
  } finally {
    await client.end()
  }
}

async function postgres(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as readonly unknown[]
  } finally {
    await client.end()
  }
}

/** By the id of the catalogue's entry. */
export const clients: Readonly<Record<string, Client>> = {
  mysql: sql(mysqlLike),
  mariadb: sql(mysqlLike),
  postgres: sql(postgres),
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
  maildev: {
    write: async (url, text) => {
      const transport = createTransport(url)
      await transport.sendMail({
        from: 'app@example.com',
        to: 'team@example.com',
        subject: text,
        text: 'Hello',
      })
      transport.close()
    },
    read: (_url, page) =>
      until(async () => (await subjects(page)).find((subject) => subject.startsWith('kept by')), {
        ...{ deadlineMs: 60_000, everyMs: 200, waitingFor: 'the mail on the page' },
      }),
    python: 'sent',
  },
}

async function subjects(page: string): Promise<readonly string[]> {
  const answer = await fetch(`${page}api/email`)
  const mails = (await answer.json()) as readonly { readonly subject: string }[]
  return mails.map(({ subject }) => subject)
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

/** The first of what stands in a file of variables, by name and value. */
export const variable = (lines = ''): readonly [string, string] => {
  const [[name, value] = ['', '']] = Object.entries(parseEnv(lines))
  return [name, value ?? '']
}

/** Runs a program of Python with the line that is to be copied for it. @returns what it printed */
export async function readWithPython(line = ''): Promise<string> {
  const script = join(import.meta.dirname, '../fixtures/connect.py')
  const env = { ...process.env, ...parseEnv(line) }
  // Debian's own, which has the drivers.
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [script], { env })
  return stdout.trim()
}
