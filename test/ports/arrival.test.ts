// Where a connection arrives, by real connections and the tables that a container's side would show.
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { tryForwards } from '../../main/ports/arrival'
import { parseContainerSockets, containerSockets, type SocketRow } from '../../main/ports/container-sockets'
import { knockAt, reachedAt } from '../../main/ports/knock'
import type { PortForward, Protocol } from '../../preload/model'
import { tcp } from './container-fixture'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})
const signal = new AbortController().signal
const id = 'c'.repeat(64)

async function listen(take: (socket: Socket) => void, address = '127.0.0.1'): Promise<number> {
  const server = createServer(take)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve))
  endings.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}
async function closedPort(): Promise<number> {
  const port = await listen(() => {})
  await endings.pop()?.()
  return port
}
const silent = (socket: Socket): void => void socket.on('error', () => {}).resume()

const row = (more: Partial<SocketRow> = {}): SocketRow => ({
  ...{ protocol: 'tcp', localPort: 80, onLoopback: false, state: '0A', ends: 'all' },
  ...more,
})
const ours = row({ state: '01', ends: 'ours' })
const theirs = row({ state: '01', ends: 'theirs' })

/** What the container's side shows at the first look, at the next ones while the connection stands, and after it. */
async function tried(
  port: number,
  looks: readonly (readonly SocketRow[] | undefined)[],
  protocol: Protocol = 'tcp',
  address = '127.0.0.1',
) {
  const binding = { ...tcp(port, address), protocol }
  const forward: PortForward = { id: 'f', containerId: id, binding, state: 'open' }
  let n = 0
  const sockets = async () => {
    const rows = looks[Math.min(n++, looks.length - 1)]
    return new Map(rows ? [[id, rows]] : [])
  }
  return (await tryForwards({ knock: knockAt, sockets }, [forward], signal)).get(forward)
}

describe('a connection that stands', () => {
  it('is reached when it was seen in the container and ended with ours, in both families', async () => {
    for (const address of ['127.0.0.1', '::1']) {
      const port = await listen(silent, address)
      const looks = [[row()], [row()], [row(), ours], [row(), { ...ours, state: '08' }]]
      expect(await tried(port, looks, 'tcp', address)).toBe('reached')
      expect(
        await tried(
          port,
          [
            [row(), theirs],
            [row(), theirs, ours],
            [row(), theirs],
          ],
          'tcp',
          address,
        ),
      ).toBe('reached')
    }
  })

  it('went elsewhere when the container has seen nothing of it', async () => {
    const port = await listen(silent)
    expect(await tried(port, [[row()]])).toBe('elsewhere')
    expect(await tried(port, [[row(), theirs]])).toBe('elsewhere')
  })

  it('proves nothing when the container’s side cannot be seen, or only somebody else came', async () => {
    const port = await listen(silent)
    expect(await tried(port, [undefined])).toBe('answered')
    expect(await tried(port, [[row()], [row(), theirs]])).toBe('answered')
  })

  it('counts as such when the program greets, and when it takes it and ends it', async () => {
    const looks = [[row()], [row(), { ...ours, state: '06' }]]
    expect(await tried(await listen((socket) => socket.end('hello')), looks)).toBe('reached')
    expect(await tried(await listen((socket) => socket.destroy()), looks)).toBe('reached')
  })
})

describe('a connection that comes to nothing', () => {
  it('tells why, where the container’s side shows it', async () => {
    const port = await listen((socket) => socket.destroy())
    expect(await tried(port, [[row()]])).toBe('silent')
    expect(await tried(port, [undefined])).toBe('silent')
    expect(await tried(port, [[]])).toBe('not-listening')
    expect(await tried(port, [[row({ onLoopback: true })]])).toBe('loopback-only')
    expect(await tried(port, [[row({ localPort: 81 })]])).toBe('not-listening')
  })

  it('is refused where nobody listens, and in the other family', async () => {
    expect(await tried(await closedPort(), [undefined])).toBe('refused')
    const port = await listen(silent, '::1')
    expect(await tried(port, [[row()]], 'tcp', '127.0.0.1')).toBe('refused')
  })
})

it('says of UDP only whether a program waits for datagrams', async () => {
  const udp = row({ protocol: 'udp', state: '07' })
  expect(await tried(53, [[udp]], 'udp')).toBe('listening')
  expect(await tried(53, [[row()]], 'udp')).toBe('not-listening')
  expect(await tried(53, [[{ ...udp, onLoopback: true }]], 'udp')).toBe('loopback-only')
  expect(await tried(53, [undefined], 'udp')).toBe('unknown')
})

it('connects where programs on this computer do', () => {
  const addresses = ['', '0.0.0.0', '::', '10.0.0.5']
  expect(addresses.map(reachedAt)).toEqual(['127.0.0.1', '127.0.0.1', '::1', '10.0.0.5'])
})

describe('the tables of containers', () => {
  it('are read for the ports that are asked about, and only of the container’s own processes', async () => {
    const commands: string[] = []
    const run = async (command: string): Promise<string> => {
      commands.push(command)
      return ''
    }
    const asked = [
      { containerId: id, port: 80 },
      { containerId: id, port: 8443 },
      { containerId: '$(reboot)', port: 80 },
    ]
    await containerSockets(run)(asked, signal)
    await containerSockets(run)(asked.slice(2), signal)
    expect(commands).toHaveLength(1)
    expect(commands[0]).toContain(`'${id}' /proc/[0-9]*/cgroup`)
    expect(commands[0]).toContain('(0050|20FB)')
    expect(commands[0]).not.toContain('reboot')
  })

  it('are not waited for without end where the machine does not answer', async () => {
    const run = (_command: string, either: AbortSignal): Promise<string> =>
      new Promise((_, reject) => either.addEventListener('abort', () => reject(either.reason as Error)))
    expect(await containerSockets(run, 1)([{ containerId: id, port: 80 }], signal)).toEqual(new Map())
  })

  it('tell the loopback from other addresses in both families', () => {
    const text = [
      `of ${id}`,
      'tcp 0100007F:0050 00000000:0000 0A',
      'tcp 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A',
      'tcp 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A',
      'tcp 0000000000000000FFFF0000020011AC:0050 0000000000000000FFFF0000010011AC:C001 01',
      'udp 020011AC:0035 00000000:0000 07',
      'Cannot open network namespace',
    ].join('\n')
    const rows = parseContainerSockets(text).get(id) ?? []
    expect(
      rows.map(({ protocol, localPort, onLoopback, state }) => [protocol, localPort, onLoopback, state]),
    ).toEqual([
      ['tcp', 80, true, '0A'],
      ['tcp', 80, false, '0A'],
      ['tcp', 80, true, '0A'],
      ['tcp', 80, false, '01'],
      ['udp', 53, false, '07'],
    ])
  })
})
