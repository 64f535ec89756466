// Servers of the catalogue: what a person copies reaches them, from programs of Node and of Python, and their data stays.
import { expect, it } from 'vitest'
import { clients, readWithPython } from './catalogue-clients'
import { entry, isHealthy, isWell, prepareServers, session, startServer } from './catalogue-servers'

prepareServers()

/** As a browser asks. */
async function titleOf(address: string): Promise<string> {
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  return /<title>(.*)<\/title>/.exec(await page.text())?.[1] ?? ''
}

it.concurrent.for(['nginx', ...Object.keys(clients)])(
  'starts %s, which is reached with what is to be copied and keeps its data when it is made again',
  { timeout: 900_000 },
  async (entryId, context) => {
    const { health, passwords, page } = entry(entryId)
    const { form, request, id, hostPort, url, lines } = await startServer(entryId, context)
    const address = `http://localhost:${hostPort(page ?? 0)}/`
    const titles = page === undefined ? [] : [await titleOf(address)]
    expect(titles.filter((title) => !/nginx|RabbitMQ|MailDev/.test(title))).toEqual([])
    const client = clients[entryId]
    if (!client) return isHealthy(id)
    expect(new URL(url).port).toBe(form.ports[0]?.host)
    const text = `kept by ${entryId}`
    await client.write(url, text)
    expect(await readWithPython(lines?.python)).toBe(client.python ?? text)
    for (const { value } of request.env.filter(({ name }) => passwords.includes(name))) {
      const refused = /password|denied|WRONGPASS|REFUSED/i
      await expect(client.read(url.replace(value, 'guessed'), address)).rejects.toThrow(refused)
    }

    const again = await session.containersService.recreate({ id, request, start: true })
    await isWell(again.id, health)
    expect(await client.read(url, address)).toBe(text)
  },
)
