// The driver suite on an engine that is already there, and the paths where there is none.
import { createHash } from 'node:crypto'
import { cp, mkdir, writeFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import type { EngineChoice } from '../../main/base/options'
import { pathsOf } from '../../main/base/paths'
import { prepareCredentials } from '../../main/machine/certificates'
import { createDriver } from '../../main/machine/create-driver'
import type { Driver } from '../../main/machine/driver'
import { engineAnswersNow } from '../../main/machine/engine-dial'
import type { AppError } from '../../preload/errors'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { freePort } from '../support/free-port'
import { testImages } from '../support/images/storage'
import { startRegistry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { freshContext } from './driver-probes'
import { describeDriver } from './driver-suite'

const attachBy = (engine: EngineChoice, env: NodeJS.ProcessEnv = {}): Driver =>
  createDriver({
    kind: 'none',
    paths: pathsOf('/nonexistent'),
    guestImageDir: '',
    toolsDir: '',
    log: silentLog,
    engine,
    env,
  })
const attach = (socket: string): Driver => attachBy({ socket })

describeDriver('attaching', async () => {
  const registry = await startRegistry({ storage: await testImages() })
  const engine = await startDockerd({ mirror: registry.url })
  return {
    driver: attach(engine.socket),
    again: () => attach(engine.socket),
    processes: async () => [],
    leftovers: async () => [],
    dispose: async () => {
      await engine.stop()
      await registry.stop()
    },
  }
})

describe('attaching by a docker context', () => {
  let folder: string
  let engine: Dockerd
  let port: number
  const attachTo = (context: string): Driver => attachBy({ context }, { DOCKER_CONFIG: folder })
  const answers = async (context: string): Promise<boolean> => {
    const driver = attachTo(context)
    await driver.start(freshContext())
    return engineAnswersNow(driver, AbortSignal.timeout(10_000))
  }
  const refusal = (context: string): Promise<unknown> =>
    attachTo(context)
      .start(freshContext())
      .catch((thrown: unknown) => thrown)

  beforeAll(async () => {
    folder = await makeTestFolder('x')
    const certificates = join(folder, 'certificates')
    await prepareCredentials(certificates)
    const certificate = (name: string): string => join(certificates, `${name}.pem`)
    port = await freePort()
    engine = await startDockerd({
      args: [
        ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', '--tlscacert', certificate('ca')],
        ...['--tlscert', certificate('server-cert'), '--tlskey', certificate('server-key')],
      ],
    })
    await writeContext('by-socket', `unix://${engine.socket}`)
    await writeContext('by-tls', `tcp://localhost:${port}`, ['ca', 'cert', 'key'])
    await writeContext('unproven', `tcp://localhost:${port}`, ['ca'])
    await writeContext('ssh', 'ssh://kim@build.example.com')
    await writeContext('remote', 'tcp://192.0.2.1:2376', ['ca', 'cert', 'key'])
    await writeContext('alike', 'tcp://127.0.0.1.example.com:2375')
  })
  afterAll(async () => {
    await engine.stop()
    await rm(folder, { recursive: true })
  })

  /** As `docker context create` writes it; `tls` are files of the engine's authority. */
  async function writeContext(name: string, host: string, tls: readonly string[] = []): Promise<void> {
    const id = createHash('sha256').update(name).digest('hex')
    const meta = join(folder, 'contexts/meta', id)
    await mkdir(meta, { recursive: true })
    const endpoint = { Host: host, SkipTLSVerify: false }
    await writeFile(
      join(meta, 'meta.json'),
      JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: endpoint } }),
    )
    const keys = join(folder, 'contexts/tls', id, 'docker')
    await mkdir(keys, { recursive: true })
    for (const file of tls) await cp(join(folder, `certificates/${file}.pem`), join(keys, `${file}.pem`))
  }

  it.each(['by-socket', 'by-tls'])('reaches the engine to which one leads: %s', async (context) => {
    expect(await answers(context)).toBe(true)
  })

  it('follows one that leads elsewhere by the next start', async () => {
    await writeContext('moving', `unix://${join(folder, 'no.sock')}`)
    const address = { params: { socket: `unix://${join(folder, 'no.sock')}` } }
    expect(await refusal('moving')).toMatchObject({ code: 'machine.engine-not-found', ...address })
    await writeContext('moving', `unix://${engine.socket}`)
    expect(await answers('moving')).toBe(true)
  })

  it('says that the engine does not take it where the context proves nothing', async () => {
    expect(await refusal('unproven')).toMatchObject({ code: 'machine.engine-not-found' })
  })

  it.each([
    ['ssh', 'ssh://kim@build.example.com'],
    ['remote', 'tcp://192.0.2.1:2376'],
    ['alike', 'tcp://127.0.0.1.example.com:2375'],
  ])('refuses one that leads to another computer: %s', async (context, host) => {
    expect(await refusal(context)).toMatchObject({
      code: 'machine.context-elsewhere',
      params: { context, host },
    })
  })

  it('names those that are there when there is none of that name', async () => {
    const error = await refusal('no-such')
    expect(error).toMatchObject({ code: 'machine.context-missing', params: { context: 'no-such' } })
    expect((error as AppError).params.known).toMatch(/^default, alike, by-socket, by-tls, .*unproven$/)
  })

  it('names the file of one that nobody can read', async () => {
    await writeContext('damaged', '')
    const id = createHash('sha256').update('damaged').digest('hex')
    const file = join(folder, 'contexts/meta', id, 'meta.json')
    await writeFile(file, '{')
    expect(await refusal('damaged')).toMatchObject({
      code: 'machine.context-unreadable',
      params: { context: 'damaged', file },
    })
  })
})

describe('attaching to what is no engine', () => {
  it('names the path when nothing is there', async () => {
    const socket = join(await makeTestFolder('n'), 'no.sock')
    const error = await attach(socket)
      .start(freshContext())
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'machine.engine-not-found', params: { socket } })
  })

  it('does not take a file or another server for an engine', async () => {
    const folder = await makeTestFolder('n')
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(attach(file).start(freshContext())).rejects.toMatchObject({
      code: 'machine.engine-not-found',
    })

    const socket = join(folder, 'web.sock')
    const server = createServer((_request, answer) => answer.writeHead(404).end()).listen(socket)
    await new Promise((resolve) => server.once('listening', resolve))
    await expect(attach(socket).start(freshContext())).rejects.toMatchObject({
      code: 'machine.engine-not-found',
    })
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  })
})
