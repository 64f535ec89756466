// The network of the VM as containers and downloads see it: the host's name, proxies, private authorities, forwards.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer as createHttp, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { until } from '../../main/base/until'
import { openClient, type EngineClient } from '../../main/engine/client'
import { issueCertificate } from '../../main/machine/certificate'
import { createDriver } from '../../main/machine/create-driver'
import type { Driver, Forward } from '../../main/machine/driver'
import { streamCard } from '../../main/machine/network'
import { claimAddressBlock, type AddressBlock } from '../support/address-block'
import { testImages } from '../support/images/storage'
import { startNameServer } from '../support/name-server'
import { pull } from '../support/pull'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { datagramArrives, execInContainer, freshContext, runInContainer, type Ran } from './driver-probes'
import { smallConfig } from './vm-fixture'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
/** A name that nobody resolves but the proxy, and that only our own authority vouches for. */
const registryName = 'registry.portside.test'
const image = `${registryName}/library/busybox:latest`

let home: string
let driver: Driver
let client: EngineClient
let docker: Docker
let registry: Registry
let front: Server
let proxy: Server
let greeter: Server
/** An interface of this computer that can go away. */
let uplink: AddressBlock
const tunnels: string[] = []
const uploads: number[] = []
const muchBytes = 3_000_000
const open = new Set<Socket>()

const portOf = (server: Server): number => (server.address() as AddressInfo).port
async function listening<S extends Server>(server: S): Promise<S> {
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** TLS before the registry, with a certificate of the given authority. */
async function tlsFront(authority: Awaited<ReturnType<typeof issueCertificate>>): Promise<Server> {
  const day = 24 * 3600_000
  const valid = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) }
  const server = await issueCertificate(
    { name: registryName, role: 'server', dnsNames: [registryName], ...valid },
    authority,
  )
  return createHttps({ cert: server.certificate, key: server.privateKey }, (incoming, answer) => {
    const { method, url, headers } = incoming
    const onwards = request({ host: '127.0.0.1', port: registry.port, method, path: url, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    incoming.pipe(onwards)
  })
}

/** Knows one name and refuses all others. */
function connectProxy(to: () => number): Server {
  return createHttp().on('connect', (incoming: { url?: string }, socket: Socket) => {
    tunnels.push(incoming.url ?? '')
    if (incoming.url !== `${registryName}:443`) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const onwards = connect(to(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onwards).pipe(socket)
    })
    onwards.on('error', () => socket.destroy())
    socket.on('error', () => onwards.destroy())
  })
}

/** Says who it is, sends much when it is asked for that, and notes how much it was sent. */
function greet(incoming: IncomingMessage, answer: ServerResponse): void {
  let bytes = 0
  incoming.on('data', (part: Buffer) => (bytes += part.length))
  incoming.on('end', () => {
    uploads.push(bytes)
    answer.end(incoming.url === '/much' ? Buffer.alloc(muchBytes) : 'this computer\n')
  })
}

const untilSaid = (container: Docker.Container, text: string) =>
  until(async () => (String(await container.logs({ stdout: true })).includes(text) ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: `the container to say ${text}`,
  })

let user: Docker.Container | undefined
/** In one that stays: an emulated processor takes several seconds to start another. */
async function inContainer(command: string): Promise<Ran> {
  if (user === undefined) {
    user = await docker.createContainer({ Image: image, Cmd: ['sleep', '100000'] })
    await user.start()
  }
  return execInContainer(user, command)
}

beforeAll(async () => {
  home = await makeTestFolder('n')
  registry = await startRegistry({ storage: await testImages() })
  const authority = await issueCertificate({
    name: 'An authority of this computer',
    role: 'authority',
    notBefore: new Date(Date.now() - 3600_000),
    notAfter: new Date(Date.now() + 3600_000),
  })
  front = await listening(await tlsFront(authority))
  proxy = await listening(connectProxy(() => portOf(front)))
  greeter = await listening(createHttp(greet))
  uplink = await claimAddressBlock()
  const config = smallConfig({
    proxy: { https: `http://127.0.0.1:${portOf(proxy)}` },
    caCertificates: [authority.certificate],
  })
  const paths = pathsOf(home)
  await prepareHome(paths)
  const scutil = join(home, 'scutil')
  await writeFile(scutil, `#!/bin/sh\ncat '${join(home, 'resolvers')}' 2>/dev/null\n`, { mode: 0o755 })
  driver = createDriver({
    kind: 'qemu',
    paths,
    guestImageDir: join(root, 'out/guest', arch),
    toolsDir: join(root, 'out/tools'),
    log: silentLog,
    resolvConf: join(home, 'resolv.conf'),
    ...{ scutil, scutilEveryMs: 1_000 },
    config: async () => config,
  })
  await driver.start(freshContext())
  client = await openClient((options) => driver.dial(options), new AbortController().signal)
  docker = client.docker
})
afterAll(async () => {
  client.close()
  await driver.delete()
  for (const socket of open) socket.destroy()
  for (const server of [front, proxy, greeter]) server.close()
  await uplink.release()
  await registry.stop()
  await rm(home, { recursive: true, force: true })
})

describe('downloads', () => {
  it('go through the proxy on this computer, and trust an authority of this computer', async () => {
    await pull(docker, image)
    expect(tunnels).toContain(`${registryName}:443`)
  })
})

describe('this computer', () => {
  it('is reached from a container by its name, and as the host gateway', async () => {
    const fetch = `wget -q -T 10 -O- http://host.docker.internal:${portOf(greeter)}/`
    expect(await inContainer(fetch)).toEqual({ exitCode: 0, output: 'this computer\n' })
    const name = 'gateway.test'
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sh', '-c', fetch.replace('host.docker.internal', name)],
      Tty: true,
      HostConfig: { ExtraHosts: [`${name}:host-gateway`] },
    })
    await container.start()
    await container.wait()
    expect(String(await container.logs({ stdout: true })).trim()).toBe('this computer')
    await container.remove()
  })
})

describe('packets', () => {
  it('are as large in a container as the machine’s network takes, and large bodies arrive whole', async () => {
    const largest = 'cat /sys/class/net/eth0/mtu'
    const outer = Number((await driver.guest?.exec(largest))?.output)
    const port = portOf(greeter)
    const get = `wget -q -T 60 -O- http://host.docker.internal:${port}/much | wc -c`
    const head = `printf 'POST / HTTP/1.0\\r\\nContent-Length: ${muchBytes}\\r\\n\\r\\n'`
    const post = `{ ${head}; head -c ${muchBytes} /dev/zero; } | nc -w 60 host.docker.internal ${port} >/dev/null`
    const { output } = await inContainer(`${largest}; ${get}; ${post}`)
    const [inner, arrived] = output.split('\n').map(Number)
    expect(outer).toBe(streamCard.mtu)
    expect(inner).toBe(outer)
    expect(arrived).toBe(muchBytes)
    await until(async () => (uploads.includes(muchBytes) ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'all that was sent to arrive',
    })
    const network = await docker.createNetwork({ Name: 'somebodys' })
    const named = await runInContainer(docker, image, largest, { network: 'somebodys' })
    expect(Number(named.output)).toBe(outer)
    await network.remove()
  })
})

describe('names', () => {
  /** As a VPN does it: another file in the place of the first. */
  const nameServerIs = async (port: number): Promise<void> => {
    const file = join(home, 'resolv.conf')
    await writeFile(`${file}.new`, `nameserver 127.0.0.1\nport ${port}\n`)
    await rename(`${file}.new`, file)
  }

  it('are asked from the server that this computer asks now, also by containers that run', async () => {
    const [before, after] = [await startNameServer('10.1.1.1'), await startNameServer('10.2.2.2')]
    const lookFor = (address: string): string =>
      `until nslookup intranet.test | grep -q ${address}; do usleep 200000; done; echo ${address}`
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sh', '-c', `${lookFor('10.1.1.1')}; ${lookFor('10.2.2.2')}; nslookup host.docker.internal`],
      Tty: true,
    })
    await container.start()
    await nameServerIs(before.port)
    await untilSaid(container, '10.1.1.1')
    await nameServerIs(after.port)
    await container.wait()
    // What only the machine's own network knows is answered by it still.
    expect(String(await container.logs({ stdout: true }))).toMatch(/10\.2\.2\.2[^]*192\.168\.127\.254/)
    await container.remove()
    for (const server of [before, after]) server.close()
  })

  it('of a company’s domain are asked from its own server while a VPN of macOS is there, all others as before', async () => {
    const [usual, company] = [await startNameServer('10.3.3.3'), await startNameServer('10.9.9.9')]
    const resolver = (n: number, port: number, domain = ''): string =>
      `resolver #${n}\n${domain}  nameserver[0] : 127.0.0.1\n  port     : ${port}\n\n`
    await nameServerIs(usual.port)
    const lookFor = (name: string, address: string): string =>
      `until nslookup ${name} | grep -q ${address}; do usleep 200000; done; echo ${name} ${address}`
    const steps = [
      lookFor('intranet.corp.test', '10.3.3.3'),
      lookFor('intranet.CORP.test', '10.9.9.9'),
      'nslookup corp.test; nslookup example.org; nslookup intranet.corp.test.example.org',
      'nslookup host.docker.internal; echo looked',
      lookFor('intranet.corp.test', '10.3.3.3'),
    ]
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sh', '-c', steps.join('; ')],
      Tty: true,
    })
    await container.start()
    await untilSaid(container, 'intranet.corp.test 10.3.3.3')
    const listed = resolver(1, usual.port) + resolver(2, company.port, '  domain   : corp.test\n')
    await writeFile(join(home, 'resolvers'), `DNS configuration\n\n${listed}`)
    await untilSaid(container, 'looked')
    await rm(join(home, 'resolvers'))
    await container.wait()
    const [, said = ''] = String(await container.logs({ stdout: true })).split('intranet.CORP.test 10.9.9.9')
    const answers = [...said.matchAll(/^Name:\s+(\S+)\s+^Address:\s+(\d\S*)/gm)].map(([, ...one]) =>
      one.join(' '),
    )
    expect(answers).toEqual(
      expect.arrayContaining([
        'corp.test 10.9.9.9',
        'example.org 10.3.3.3',
        'intranet.corp.test.example.org 10.3.3.3',
        'host.docker.internal 192.168.127.254',
      ]),
    )
    await container.remove()
    for (const server of [usual, company]) server.close()
  })
})

describe('forwards', () => {
  const forwarder = () => {
    if (!driver.forwarder) throw new Error('the VM has no forwarder')
    return driver.forwarder
  }
  /** Runs a server in the machine's own network. */
  const serve = async (command: string) => {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sh', '-c', command],
      HostConfig: { NetworkMode: 'host', AutoRemove: true },
    })
    await container.start()
    return container
  }
  const exposed = async (local: Omit<Forward, 'port'>, guestPort: number): Promise<Forward> => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const port = portOf(probe)
    await new Promise((resolve) => probe.close(resolve))
    const forward = { ...local, port }
    await forwarder().expose(forward, guestPort)
    return forward
  }

  it('carry datagrams', async () => {
    const { guest } = driver
    if (!guest) throw new Error('the VM has no agent')
    // The kernel counts what arrives for a port at which nobody listens.
    const arrived = async (): Promise<number> =>
      Number((await guest.exec(`awk '/^Udp: [0-9]/ { print $3 }' /proc/net/snmp`)).output)
    const before = await arrived()
    const local = await exposed({ protocol: 'udp', address: '127.0.0.1' }, 9100)
    expect(await forwarder().list()).toEqual([{ ...local, guestPort: 9100 }])
    const socket = createSocket('udp4')
    socket.on('error', () => {})
    for (let n = 0; n < 10; n++) socket.send('ping', local.port, local.address)
    await until(async () => ((await arrived()) > before ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'a datagram to arrive',
    })
    socket.close()
    await forwarder().unexpose(local)
    expect(await forwarder().list()).toEqual([])
  })

  it('are there on ::1 as well', async () => {
    const server = await serve('mkdir /w; echo six > /w/index.html; exec httpd -f -p 9101 -h /w')
    const local = await exposed({ protocol: 'tcp', address: '::1' }, 9101)
    const text = await until(async () => (await fetch(`http://[::1]:${local.port}/`)).text(), {
      deadlineMs: 60_000,
      waitingFor: 'an answer on ::1',
    })
    expect(text).toBe('six\n')
    await forwarder().unexpose(local)
    await server.kill()
  })

  it('reach what is published for ::1 alone, apart from the same port of 127.0.0.1, over TCP and UDP', async () => {
    const publish = async (address: string, word: string) => {
      const container = await docker.createContainer({
        Image: image,
        Cmd: ['sh', '-c', `mkdir /w; echo ${word} > /w/index.html; exec httpd -f -p 80 -h /w`],
        ExposedPorts: { '80/tcp': {}, '81/udp': {} },
        HostConfig: {
          PortBindings: {
            '80/tcp': [{ HostIp: address, HostPort: '9103' }],
            '81/udp': [{ HostIp: address, HostPort: '9104' }],
          },
        },
      })
      await container.start()
      return container
    }
    const proxies = async (): Promise<string> =>
      (await driver.guest?.exec('pidof docker-proxy | wc -w'))?.output.trim() ?? ''
    expect(await proxies()).toBe('0')
    const four = { address: '127.0.0.1', word: 'four', container: await publish('127.0.0.1', 'four') }
    const six = { address: '::1', word: 'six', container: await publish('::1', 'six') }
    for (const { address, word, container } of [four, six]) {
      const pages = await exposed({ protocol: 'tcp', address }, 9103)
      const datagrams = await exposed({ protocol: 'udp', address }, 9104)
      const url = `http://${address === '::1' ? '[::1]' : address}:${pages.port}/`
      const page = await until(async () => (await fetch(url)).text(), {
        deadlineMs: 60_000,
        waitingFor: `an answer at ${url}`,
      })
      expect(page).toBe(`${word}\n`)
      await datagramArrives(container, datagrams)
      for (const forward of [pages, datagrams]) await forwarder().unexpose(forward)
    }
    for (const { container } of [four, six]) await container.remove({ force: true })
    expect(await proxies()).toBe('0')
  })

  it('and the engine stay when the computer’s network goes, and connections out work when it is back', async () => {
    const far = createHttp(greet).listen(0, uplink.gateway)
    await once(far, 'listening')
    const change = (how: 'add' | 'del') =>
      run('ip', ['addr', how, `${uplink.gateway}/24`, 'dev', uplink.bridge])
    const fetchOut = () => inContainer(`wget -q -T 5 -O- http://${uplink.gateway}:${portOf(far)}/`)
    const server = await serve('mkdir /w; echo stays > /w/index.html; exec httpd -f -p 9102 -h /w')
    const local = await exposed({ protocol: 'tcp', address: '127.0.0.1' }, 9102)
    const fetchIn = async (): Promise<string> => (await fetch(`http://127.0.0.1:${local.port}/`)).text()
    await until(fetchIn, { deadlineMs: 60_000, waitingFor: 'the forward' })
    expect((await fetchOut()).output).toBe('this computer\n')
    expect((await change('del')).exitCode).toBe(0)
    expect((await fetchOut()).exitCode).not.toBe(0)
    expect(await fetchIn()).toBe('stays\n')
    expect((await change('add')).exitCode).toBe(0)
    expect((await fetchOut()).output).toBe('this computer\n')
    expect(await fetchIn()).toBe('stays\n')
    await forwarder().unexpose(local)
    await server.kill()
    far.closeAllConnections()
    far.close()
  })
})
