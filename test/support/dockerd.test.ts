// Engines of tests run side by side, come back from a power loss with their data, and leave nothing behind.
import { access } from 'node:fs/promises'
import Docker from 'dockerode'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import { startDockerd, type Dockerd } from './dockerd'
import { assertNothingLeft, interfacesAmong } from './leftovers'
import { pull } from './pull'

const engines: Dockerd[] = []
const start = async (): Promise<Dockerd> => {
  const engine = await startDockerd({ mirror: inject('registryUrl') })
  engines.push(engine)
  return engine
}

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop()
})

describe('startDockerd', () => {
  it('runs several engines that know nothing of each other', async () => {
    const [first, second] = await Promise.all([start(), start()])
    const clients = [first, second].map((engine) => new Docker({ socketPath: engine.socket }))
    const [one, two] = clients as [Docker, Docker]
    await pull(one, 'busybox')
    const made = await one.createContainer({ Image: 'busybox', name: 'only-here', Cmd: ['sleep', '300'] })
    await made.start()
    expect(await one.listContainers()).toHaveLength(1)
    expect(await two.listContainers({ all: true })).toHaveLength(0)
    expect(await two.listImages()).toHaveLength(0)
    expect(first.gateway).not.toBe(second.gateway)
  })

  it('brings containers back after a power loss', async () => {
    const engine = await start()
    const docker = new Docker({ socketPath: engine.socket })
    await pull(docker, 'busybox')
    const HostConfig = { RestartPolicy: { Name: 'always' } }
    const Cmd = ['sh', '-c', 'echo again >> /kept; sleep 300']
    const container = await docker.createContainer({ Image: 'busybox', name: 'phoenix', Cmd, HostConfig })
    await container.start()
    await engine.kill()
    await expect(docker.ping()).rejects.toThrow(/ECONNREFUSED|ENOENT/)
    await engine.restart()
    const runs = async (): Promise<true | undefined> =>
      (await container.inspect()).State.Running === true ? true : undefined
    await until(runs, { deadlineMs: 60_000, waitingFor: 'the container to run again' })
  })

  it('leaves no socket, bridge or process behind', async () => {
    const engine = await startDockerd({ mirror: inject('registryUrl') })
    const docker = new Docker({ socketPath: engine.socket })
    await pull(docker, 'busybox')
    const network = await docker.createNetwork({ Name: 'extra' })
    const HostConfig = { NetworkMode: 'extra' }
    await (await docker.createContainer({ Image: 'busybox', Cmd: ['sleep', '300'], HostConfig })).start()
    const bridge = `br-${network.id.slice(0, 12)}`
    expect(await interfacesAmong([bridge])).toEqual([bridge])
    await engine.stop()
    expect(await interfacesAmong([bridge])).toEqual([])
    await expect(access(engine.socket)).rejects.toThrow(/ENOENT/)
  })

  it('notices what is left behind', async () => {
    const left = assertNothingLeft({ pidNamespace: undefined, dir: '/nowhere', interfaces: ['lo'] })
    await expect(left).rejects.toThrow(/left behind: lo/)
  })
})
