// The guest at native speed: its own engine on its own network, kept over restarts, gone when it stops.
import { get } from 'node:https'
import { join } from 'node:path'
import { readdir, rm } from 'node:fs/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import { prepareCredentials, type Credentials } from '../../main/machine/certificates'
import { startNamespaceMachine, type NamespaceMachine } from './namespace-machine/namespace-machine'
import { pull } from './pull'
import { makeTestFolder } from './test-folder'

let machine: NamespaceMachine
let docker: Docker
let tls: string
let credentials: Credentials

beforeAll(async () => {
  tls = await makeTestFolder('tls')
  credentials = await prepareCredentials(tls)
  machine = await startNamespaceMachine({ mirror: inject('registryUrl'), tls })
  docker = new Docker({ socketPath: machine.socket })
}, 300_000)

afterAll(async () => {
  await machine.stop()
  await rm(tls, { recursive: true, force: true })
})

/** Body of an answer over TLS, with the client certificate of this computer or without one. */
const askEngine = (client: { readonly cert?: string; readonly key?: string }): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = {
      host: machine.ip,
      port: 2376,
      path: '/_ping',
      ca: credentials.authority,
      // The certificate is for the address inside a VM's network.
      checkServerIdentity: () => undefined,
      agent: false as const,
      ...client,
    }
    const request = get(options, (response) => {
      response.setEncoding('utf8').on('data', resolve).on('error', reject)
    })
    request.on('error', reject)
  })

describe('startNamespaceMachine', () => {
  it('runs the engine of the guest image', async () => {
    const { OperatingSystem } = (await docker.info()) as { readonly OperatingSystem: string }
    expect(OperatingSystem).toMatch(/^Portside machine/)
  })

  it('publishes ports on its own address and keeps its containers over a restart', async () => {
    await pull(docker, 'portside/sample-web')
    const HostConfig = {
      PortBindings: { '80/tcp': [{ HostPort: '8080' }] },
      RestartPolicy: { Name: 'always' },
      Memory: 64 * 1024 * 1024,
    }
    const container = await docker.createContainer({ Image: 'portside/sample-web', HostConfig })
    await container.start()
    const page = async (): Promise<string> => (await fetch(`http://${machine.ip}:8080/`)).text()
    expect(await until(page, { deadlineMs: 60_000, waitingFor: 'the page' })).toContain(
      'Hello from a container',
    )
    const stats = await container.stats({ stream: false })
    expect(stats.memory_stats.limit).toBe(64 * 1024 * 1024)
    expect(stats.memory_stats.usage).toBeGreaterThan(0)

    await machine.restart()
    expect(await until(page, { deadlineMs: 60_000, waitingFor: 'the page again' })).toContain('Hello')
  })

  it('answers over TLS only to who has the client certificate', async () => {
    const { clientCertificate: cert, clientKey: key } = credentials
    expect(await askEngine({ cert, key })).toBe('OK')
    await expect(askEngine({})).rejects.toThrow(/certificate required|bad certificate/)
  })

  it('knows no name of the internet', async () => {
    await expect(pull(docker, 'portside/no-such-image')).rejects.toThrow(
      /registry-1\.docker\.io.*no such host/,
    )
  })

  it('leaves no control group behind', async () => {
    const other = await startNamespaceMachine()
    const group = `portside-psb${Number(other.gateway.split('.')[1]) - 192}`
    const hierarchies = await readdir('/sys/fs/cgroup')
    const groups = async (): Promise<string[]> => {
      const places = ['.', ...hierarchies].map((name) => join('/sys/fs/cgroup', name))
      const names = await Promise.all(places.map((place) => readdir(place).catch(() => [])))
      return names.flat().filter((name) => name === group)
    }
    expect(await groups()).not.toEqual([])
    await other.stop()
    expect(await groups()).toEqual([])
  })
})
