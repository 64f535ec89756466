// Containers that reach a volume: what a crash left of them goes with the next connection, and nothing else does.
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createVolumeHelpers, ownerOf } from '../../main/engine/volume-helpers'
import { pull, waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('vh')
const { docker, mark } = engine

async function runningUser(volume: string): Promise<string> {
  const user = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-user`,
    Cmd: ['sleep', '600'],
    HostConfig: { Binds: [`${volume}:/data`] },
  })
  await user.start()
  await waitFor(engine.session.containers, (all) => all.get(user.id)?.state === 'running', 'it to run')
  return user.id
}

const isThere = (id: string) =>
  docker
    .getContainer(id)
    .inspect()
    .then(
      () => true,
      () => false,
    )
const isPaused = async (id: string) => (await docker.getContainer(id).inspect()).State.Paused

describe('a container that reaches a volume', () => {
  it('is ended by the next connection after a crash, and what it had paused goes on', async () => {
    const volume = `${mark}-left`
    await docker.createVolume({ Name: volume })
    const user = await runningUser(volume)
    const owner = ownerOf(engine.session.endpoint)
    const request = { volume, image: 'busybox', standing: [user] }
    const crashed = await createVolumeHelpers(owner, silentLog).make(docker, request)
    const others = await createVolumeHelpers(ownerOf('/another.sock'), silentLog).make(docker, {
      volume,
      image: 'busybox',
    })
    try {
      expect(await isPaused(user)).toBe(true)
      expect(engine.session.containers.getState().has(crashed.container.id)).toBe(false)
      engine.session.disconnect()
      engine.session.connect()
      await waitFor(engine.session.store, ({ state }) => state === 'connected', 'the engine')
      expect(await isThere(crashed.container.id)).toBe(false)
      expect(await isPaused(user)).toBe(false)
      expect(await isThere(others.container.id)).toBe(true)
    } finally {
      await others.remove()
    }
    expect(await isThere(others.container.id)).toBe(false)
    expect((await docker.getVolume(volume).inspect()).Name).toBe(volume)
  })

  it('stays while it is at work, even when the connection comes anew', async () => {
    const volume = `${mark}-work`
    await docker.createVolume({ Name: volume })
    const helpers = createVolumeHelpers(mark, silentLog)
    const helper = await helpers.make(docker, { volume, image: 'busybox' })
    await helpers.removeLeft(docker)
    expect(await isThere(helper.container.id)).toBe(true)
    await helper.remove()
    expect(await isThere(helper.container.id)).toBe(false)
  })

  it('leaves no volume of its image behind, and keeps the one it reaches, named or not', async () => {
    await pull(engine.session, 'redis')
    const volumes = async () => new Set((await docker.listVolumes()).Volumes.map(({ Name }) => Name))
    const { name: unnamed } = await docker.createVolume()
    const user = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo kept > /data/word'],
      HostConfig: { Binds: [`${unnamed}:/data`], AutoRemove: false },
    })
    await user.start()
    await user.wait()
    const before = await volumes()
    const helper = await createVolumeHelpers(mark, silentLog).make(docker, {
      volume: unnamed,
      image: 'redis',
    })
    const during = await volumes()
    expect(during.size).toBe(before.size + 1)
    await helper.remove()
    const after = await volumes()
    expect([...during].filter((name) => !after.has(name) && !before.has(name))).toHaveLength(1)
    expect(after.has(unnamed)).toBe(true)
    await user.start()
    expect((await user.wait()).StatusCode).toBe(0)
    await user.remove({ v: true })
    await docker.getVolume(unnamed).remove()
  })

  it('lets all go on that it paused, also when one of them is gone', async () => {
    const volume = `${mark}-part`
    await docker.createVolume({ Name: volume })
    const user = await runningUser(volume)
    const helpers = createVolumeHelpers(mark, silentLog)
    const helper = await helpers.make(docker, { volume, image: 'busybox', standing: ['0'.repeat(64), user] })
    expect(await isPaused(user)).toBe(true)
    await helper.remove()
    expect(await isPaused(user)).toBe(false)
    const label = [`dev.portside.helper.owner=${mark}`]
    expect(await docker.listContainers({ all: true, filters: { label } })).toEqual([])
  })
})
