// Networks on a real Docker Engine: seen by their events, containers attached and detached, never removed while used.
import { describe, expect, it } from 'vitest'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('en')
const { docker, mark } = engine
/** One that no other test of this file needs at the same time, far from those that engines choose themselves. */
const subnet = '198.18.77.0/24'

const service = () => engine.session.networksService
const request = (name: string, more: object = {}) => ({
  name: `${mark}-${name}`,
  driver: 'bridge',
  internal: true,
  options: {},
  ...more,
})
const seen = (id: string) => waitFor(engine.session.networks, (items) => items.has(id), `the network ${id}`)
const gone = (id: string) => waitFor(engine.session.networks, (items) => !items.has(id), `${id} to be gone`)
const attached = (container: string, network: string, is: boolean) =>
  waitFor(
    engine.session.containers,
    (items) => items.get(container)?.networks.some((one) => one.id === network) === is,
    `the container ${is ? 'on' : 'off'} the network`,
  )

async function container(): Promise<string> {
  const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-user`, Cmd: ['sleep', '600'] })
  await made.start()
  await waitFor(
    engine.session.containers,
    (items) => items.get(made.id)?.state === 'running',
    'the container',
  )
  return made.id
}

describe('networks', () => {
  it('knows those that come with the engine, and leaves them alone', async () => {
    const bridge = [...engine.session.networks.getState().values()].find((one) => one.name === 'bridge')
    expect(bridge).toMatchObject({ driver: 'bridge', builtIn: true })
    await expect(service().remove({ id: bridge?.id ?? '' })).rejects.toMatchObject({
      code: 'network.built-in',
    })
  })

  it('makes one with the subnet asked for, shows it, and its end', async () => {
    const { id } = await service().create({ request: request('own', { subnet }) })
    expect((await seen(id)).get(id)).toMatchObject({
      name: `${mark}-own`,
      subnets: [subnet],
      internal: true,
      builtIn: false,
    })
    await docker.getNetwork(id).remove()
    await gone(id)
  })

  it('says why one cannot be made', async () => {
    const { id } = await service().create({ request: request('first', { subnet }) })
    await seen(id)
    const refusals = [
      [request('first'), 'network.name-taken'],
      [request('second', { subnet }), 'network.subnet-overlaps'],
      [request('third', { subnet: 'not-a-subnet' }), 'network.bad-subnet'],
      [request('fourth', { driver: 'no-such-driver' }), 'network.unknown-driver'],
      [request('a/b'), 'network.bad-name'],
    ] as const
    for (const [asked, code] of refusals)
      await expect(service().create({ request: asked })).rejects.toMatchObject({ code })
  })

  it('attaches and detaches a container, and sees it when others do', async () => {
    const user = await container()
    const { id } = await service().create({ request: request('shared') })
    await service().connect({ id, containerId: user, aliases: ['db'] })
    const on = (await attached(user, id, true)).get(user)?.networks.find((one) => one.id === id)
    expect(on?.address).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
    const inspected = await docker.getContainer(user).inspect()
    expect(inspected.NetworkSettings.Networks[`${mark}-shared`]?.Aliases).toContain('db')
    await expect(service().connect({ id, containerId: user })).rejects.toMatchObject({
      code: 'network.already-attached',
    })
    await service().disconnect({ id, containerId: user })
    await attached(user, id, false)
    await docker.getNetwork(id).connect({ Container: user })
    await attached(user, id, true)
  })

  it('keeps a network that a stopped container is attached to', async () => {
    const { id } = await service().create({ request: request('kept') })
    const free = await service().create({ request: request('free') })
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-stopped`,
      HostConfig: { NetworkMode: `${mark}-kept` },
    })
    await waitFor(engine.session.containers, (items) => items.has(made.id), 'the container')
    await Promise.all([seen(id), seen(free.id)])
    const result = await service().prune({ ids: [id, free.id] })
    expect(result.removed).toEqual([free.id])
    expect(result.kept).toMatchObject([
      { id, error: { code: 'network.in-use', params: { container: `${mark}-stopped` } } },
    ])
    await docker.getNetwork(id).inspect()
  })

  it('shows the engine’s own description, and says when there is none', async () => {
    const { id } = await service().create({ request: request('seen', { subnet }) })
    const { json } = await service().inspect({ id })
    expect(JSON.parse(json)).toMatchObject({ Id: id, IPAM: { Config: [{ Subnet: subnet }] } })
    await expect(service().inspect({ id: `${mark}-none` })).rejects.toMatchObject({
      code: 'network.not-found',
    })
  })
})
