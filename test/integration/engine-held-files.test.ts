// Files of containers that are removed in the very moment: on an engine before 25, on which what is mounted would go with
// them (docs/decisions/0023), and on newer ones.
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import { expect, it } from 'vitest'
import { runIn } from '../../main/engine/output-of'
import { makeTestFolder } from '../support/test-folder'
import { waitFor, type Session } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('eh')
const { docker, mark } = engine

const files = (): Session['containerFilesService'] => engine.session.containerFilesService
const text = (data: Uint8Array): string => new TextDecoder().decode(data)

it('are refused on an engine before 25 where something is mounted and nearly nothing else is there', async (context) => {
  const { ApiVersion: version } = await docker.version()
  if (Number(version.split('.')[1]) >= 44) context.skip(`this engine mounts apart: its API is ${version}`)
  const layer = pack()
  layer.entry({ name: 'etc/hello' }, 'hello')
  layer.finalize()
  const repo = `${mark}-tiny`
  await once((await docker.importImage(layer as never, { repo, tag: '1' })).resume(), 'end')
  const volume = `${mark}-tiny`
  const binds = { HostConfig: { Binds: [`${volume}:/data`] } }
  const filler = await docker.createContainer({
    Image: 'busybox',
    Cmd: ['cp', '/bin/busybox', '/data/'],
    name: `${mark}-filler`,
    ...binds,
  })
  await filler.start()
  await filler.wait()
  await filler.remove()
  const made = async (name: string, more: Docker.ContainerCreateOptions): Promise<string> => {
    const program = ['/data/busybox', 'sleep', '600']
    return (
      await docker.createContainer({ Image: `${repo}:1`, Cmd: program, name: `${mark}-${name}`, ...more })
    ).id
  }
  const hello = async (containerId: string): Promise<string> =>
    text((await files().read({ containerId, path: '/etc/hello' })).data)
  const risky = await made('risky', binds)
  await docker.getContainer(risky).start()
  await waitFor(engine.session.containers, (all) => all.get(risky)?.state === 'running', 'it to run')
  await expect(hello(risky)).rejects.toMatchObject({
    code: 'file.engine-unsafe',
    params: { container: `${mark}-risky` },
  })
  // Nothing is mounted into this one, so a removal goes through nothing.
  expect(await hello(await made('plain', {}))).toBe('hello')
  // As its words say: the volume is looked at, and not through the one that uses it.
  const abort = new AbortController()
  for await (const { containerId, path } of engine.session.volumesService.watchPlace({
    id: volume,
    signal: abort.signal,
  })) {
    expect(containerId).not.toBe(risky)
    expect((await files().list({ containerId, path })).files.map(({ name }) => name)).toEqual(['busybox'])
    abort.abort()
  }
  await docker.getContainer(risky).remove({ force: true })
  await docker.getContainer(`${mark}-plain`).remove({ force: true })
  await docker.getVolume(volume).remove()
  await docker.getImage(`${repo}:1`).remove()
})

it('loses nothing of what is mounted when a container is removed while its files are looked at', async () => {
  const folder = await makeTestFolder('looked-at')
  const volume = `${mark}-looked-at`
  const names = Array.from({ length: 10 }, (_, n) => `row-${n}`)
  await docker.createVolume({ Name: volume })
  const kept = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-keeper`,
    Cmd: ['sleep', '600'],
    HostConfig: { Binds: [`${volume}:/kept`] },
  })
  await kept.start()
  await Promise.all(names.map((name) => writeFile(join(folder, name), 'data')))
  await runIn(kept, ['sh', '-c', `cd /kept && touch ${names.join(' ')}`])
  for (let turn = 0; turn < 30; turn++) {
    const { id } = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-looked-at`,
      HostConfig: { Binds: [`${volume}:/kept`, `${folder}:/here`] },
    })
    let there = true
    const look = async (): Promise<void> => {
      while (there)
        await files()
          .read({ containerId: id, path: '/kept/row-0' })
          .catch(() => {})
    }
    const looking = [look(), look()]
    await wait(turn)
    await docker.getContainer(id).remove({ force: true })
    there = false
    await Promise.all(looking)
    expect((await readdir(folder)).toSorted(), `folder, turn ${turn}`).toEqual(names)
    const left = (await runIn(kept, ['ls', '/kept'])).output.toString().trim().split('\n')
    expect(left, `volume, turn ${turn}`).toEqual(names)
  }
  await kept.remove({ force: true })
  await docker.getVolume(volume).remove()
  await rm(folder, { recursive: true })
}, 120_000)
