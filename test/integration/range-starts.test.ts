// One of a range, where the engine is in a machine that does not see what programs of this computer have: the guest's own
// engine on a network of its own, with ports of this computer that lead there.
import { createSocket } from 'node:dgram'
import { rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from 'vitest'
import { AppError } from '../../preload/errors'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { findCompose, type RunCompose } from '../../main/compose/compose-program'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { askingForPorts } from '../../main/ports/asking-for-ports'
import type { Forwarder } from '../../main/ports/forwards'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { createStartGuard } from '../../main/ports/start-guard'
import { composeFolder } from '../support/compose'
import { holdPort, unusedPort, type HeldPort } from '../support/held-port'
import { startNamespaceMachine, type NamespaceMachine } from '../support/namespace-machine/namespace-machine'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, pull, startSession, waitFor, type Session } from './engine-session'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 })

let machine: NamespaceMachine
let session: Session
let ports: PortsParts
let endpoint: Endpoint
let folder: string
let compose: RunCompose
let first: number
const held: HeldPort[] = []

/** Opens TCP ports of this computer that lead into the machine, as gvproxy does; of UDP only that there is one. */
function forwarderTo(ip: string): Forwarder {
  const open = new Map<string, Server>()
  const keyOf = ({ protocol, address, port }: Parameters<Forwarder['unexpose']>[0]): string =>
    `${protocol}/${address}:${port}`
  return {
    expose: async (local, guestPort) => {
      const server = createServer((client) => {
        const inside = connect(guestPort, ip)
        for (const one of [client, inside]) one.on('error', () => client.destroy() && inside.destroy())
        client.pipe(inside).pipe(client)
      })
      if (local.protocol === 'tcp')
        await new Promise<void>((resolve, reject) => {
          server.once('error', () => reject(new AppError('port.taken', { params: { port: local.port } })))
          server.listen({ port: local.port, host: local.address }, resolve)
        })
      open.set(keyOf(local), server)
    },
    unexpose: async (local) => {
      const server = open.get(keyOf(local))
      open.delete(keyOf(local))
      await new Promise((resolve) =>
        server?.listening === true ? server.close(resolve) : resolve(undefined),
      )
    },
    list: async () =>
      [...open.keys()].map((key) => {
        const [, protocol, address = '', port] = /^(\w+)\/(.+):(\d+)$/.exec(key) ?? []
        return { protocol: protocol === 'udp' ? 'udp' : 'tcp', address, port: Number(port) }
      }),
  }
}

beforeAll(async () => {
  machine = await startNamespaceMachine({ mirror: inject('registryUrl') })
  session = await startSession(machine.socket)
  await pull(session, 'portside/sample-web:1.0')
  ports = createPorts({
    containers: session.containers,
    engine: session.store,
    forwarder: forwarderTo(machine.ip),
    actions: { start: async () => {}, stop: async () => {}, movePort: async () => {} },
    beside: (command) => machine.exec(command),
    log: silentLog,
  })
  await ports.sync()
  folder = await makeTestFolder('rs')
  const path = join(folder, 'docker.sock')
  const guard = createStartGuard({
    ...{ starts: ports.starts, ranges: ports.ranges, servicePorts: () => [], refuses: true },
    ...{ sharesFolders: true, findContainer: session.findContainer, log: silentLog },
    remove: (id) => session.containersService.remove({ id, force: true, volumes: true }),
  })
  endpoint = await openEndpoint({ path, dial: dialSocket(machine.socket), log: silentLog, guard })
  const found = await findCompose({ folders: [await composeFolder()], endpoint: `unix://${path}` })
  if (!found) throw new Error('Compose cannot be run')
  compose = found
})
afterAll(async () => {
  await endpoint.close()
  await ports.dispose()
  await session.dispose()
  await machine.stop()
  await rm(folder, { recursive: true, force: true })
})
afterEach(async () => {
  for (const one of held.splice(0)) await one.end()
  for (const { id } of session.containers.getState().values())
    await session.containersService.remove({ id, force: true })
})

const docker = async (...args: string[]): Promise<string> => {
  const { exitCode, stdout, stderr } = await run('docker', [
    '--host',
    `unix://${join(folder, 'docker.sock')}`,
    ...args,
  ])
  if (exitCode !== 0) throw new Error(stderr)
  return stdout.trim()
}
const portOf = async (name: string, inside = '80/tcp'): Promise<number> =>
  Number(/0\.0\.0\.0:(\d+)/.exec(await docker('port', name, inside))?.[1])
const nothingHeldInside = async (): Promise<void> =>
  expect(
    await machine.exec(
      `ps -o args | grep -v timeout | grep -c '[-]container-ip 127.0.0.1 -container-port 1'`,
    ),
  ).toBe('0\n')
const served = async (port: number): Promise<number | undefined> =>
  until(async () => (await fetch(`http://127.0.0.1:${port}/`)).status, {
    deadlineMs: 60_000,
    waitingFor: 'the page',
  })

it('is one that this computer has free, at a start, at each restart, and whoever asks', async () => {
  first = await unusedPort()
  held.push(await holdPort(first), await holdPort(first + 2))
  const range = `0.0.0.0:${first}-${first + 3}:80`
  const allowed = [first + 1, first + 3]
  await docker('run', '-d', '--name', 'web', '-p', range, 'portside/sample-web:1.0')
  expect(allowed).toContain(await portOf('web'))
  expect(await served(await portOf('web'))).toBe(200)
  for (let turn = 0; turn < 4; turn++) {
    await docker('restart', '-t', '0', 'web')
    expect(allowed).toContain(await portOf('web'))
  }
  await nothingHeldInside()
  const states = await waitFor(
    ports.forwards,
    (all) => [...all.values()].some(({ state }) => state === 'open'),
    'a forward',
  )
  expect([...states.values()].map(({ state }) => state)).toEqual(['open'])

  const asking = askingForPorts(session, ports)
  const binding = { hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' as const }
  const { id } = await asking.run({
    request: {
      ...{ image: 'portside/sample-web:1.0', env: [], volumes: [], restart: 'no' },
      ports: [{ ...binding, hostRange: { first, last: first + 3 } }],
    },
  })
  const both = [await portOf('web'), await portOf(id)].sort((a, b) => a - b)
  expect(both).toEqual(allowed)
  // The last one is somebody's now: Docker's own words, and who has the first.
  await expect(docker('run', '--rm', '-p', range, 'portside/sample-web:1.0')).rejects.toThrow(
    `Portside: none of the 4 ports from ${first} to ${first + 3} is free; ${first} is held by python3 (PID ${held[0]?.pid}).`,
  )
  await nothingHeldInside()
})

it('is found for every container of a scaled service, and for datagrams', async () => {
  first = await unusedPort()
  held.push(await holdPort(first + 1))
  const file = join(folder, 'compose.yaml')
  await writeFile(
    file,
    `services: { web: { image: "portside/sample-web:1.0", scale: 3, ports: ["${first}-${first + 3}:80"] } }`,
  )
  const up = await compose(['-p', 'scaled', '-f', file, 'up', '-d'])
  expect(up).toMatchObject({ exitCode: 0 })
  const got = await Promise.all(['1', '2', '3'].map((one) => portOf(`scaled-web-${one}`)))
  expect(got.sort((a, b) => a - b)).toEqual([first, first + 2, first + 3])
  for (const port of got) expect(await served(port)).toBe(200)

  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(first, '0.0.0.0', resolve))
  try {
    await docker(
      'run',
      '-d',
      '--name',
      'dns',
      '-p',
      `0.0.0.0:${first}-${first + 1}:53/udp`,
      'portside/sample-web:1.0',
    )
    expect(await portOf('dns', '53/udp')).toBe(first + 1)
    await nothingHeldInside()
  } finally {
    socket.close()
  }
})

it('would be the held one, were the engine left alone', async () => {
  first = await unusedPort()
  held.push(await holdPort(first))
  const plain = await run('docker', [
    ...['--host', machine.host, 'run', '-d', '--name', 'alone'],
    ...['-p', `0.0.0.0:${first}-${first + 1}:80`, 'portside/sample-web:1.0'],
  ])
  expect(plain.exitCode).toBe(0)
  expect(await portOf('alone')).toBe(first)
})
