// Containers made again with those that live in them, and what the next connection does when that ended in the middle.
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, inject, it } from 'vitest'
import type { RunRequest } from '../../preload/model'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createRecreating } from '../../main/engine/recreate/tidy'
import type { Note, Step } from '../../main/engine/recreate/unfinished'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, startSession } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('rc')
const { docker, mark } = engine
const [one, side] = [`${mark}-one`, `${mark}-side`]
const stay = ['sh', '-c', `trap 'exit 0' TERM; while :; do sleep 0.1; done`]

async function shell(name: string, script: string): Promise<string> {
  const exec = await docker
    .getContainer(name)
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, AttachStderr: true, Tty: true })
  const chunks: Buffer[] = []
  for await (const chunk of (await exec.start({ Tty: true })) as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString().replaceAll('\r', '').trim()
}

const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  image: 'busybox',
  name: one,
  ports: [],
  env: [],
  volumes: [],
  restart: 'no',
  command: stay,
  ...more,
})

const inspect = (name = one) => docker.getContainer(name).inspect()

async function started(name: string, more: object = {}) {
  const made = await docker.createContainer({ Image: 'busybox', name, Cmd: stay, ...more })
  await made.start()
  return made
}

it('makes those again that live in its network, and refuses for one that would be gone', async () => {
  const host = await started(one, { Hostname: 'named' })
  const lodger = await started(side, { HostConfig: { NetworkMode: `container:${host.id}` } })
  await shell(side, 'echo own >/own')
  const env = [{ name: 'A', value: '1' }]
  const { id } = await engine.session.containersService.recreate({ id: host.id, request: request({ env }) })
  const after = await inspect(side)
  expect(after.Id).not.toBe(lodger.id)
  expect(after).toMatchObject({
    State: { Running: true },
    HostConfig: { NetworkMode: `container:${id}` },
  })
  expect(await shell(side, 'cat /own; ip -o addr | grep -c eth0')).toBe('own\n1')

  const passing = await started(`${mark}-passing`, {
    HostConfig: { NetworkMode: `container:${id}`, AutoRemove: true },
  })
  await expect(engine.session.containersService.recreate({ id })).rejects.toMatchObject({
    code: 'container.joined-removes-itself',
  })
  expect((await passing.inspect()).State.Running).toBe(true)
  await passing.remove({ force: true })

  // All or nothing: the one that lives in it comes back, too.
  await expect(
    engine.session.containersService.recreate({ id, request: request({ command: ['no-such-program'] }) }),
  ).rejects.toMatchObject({ code: 'container.recreate-failed' })
  expect(await inspect()).toMatchObject({ Id: id, State: { Running: true } })
  expect(await inspect(side)).toMatchObject({ Id: after.Id, State: { Running: true } })
  expect(await shell(side, 'ip -o addr | grep -c eth0')).toBe('1')
})

it('makes those again that are linked to it, which would have no way to it any more', async () => {
  const target = await started(one)
  const linked = await started(side, { HostConfig: { Links: [`${one}:database`] } })
  await shell(side, 'echo own >/own')
  const env = [{ name: 'A', value: '1' }]
  const asked = { id: target.id, request: request({ env }) }
  const { id } = await engine.session.containersService.recreate(asked)
  const after = await inspect(side)
  expect(after.Id).not.toBe(linked.id)
  expect(after).toMatchObject({
    State: { Running: true },
    HostConfig: { Links: [`/${one}:/${side}/database`] },
  })
  const { IPAddress: address } = (await inspect()).NetworkSettings.Networks['bridge'] ?? {}
  expect(await shell(side, 'cat /own; grep database /etc/hosts')).toMatch(
    new RegExp(`^own\n${address?.replaceAll('.', '\\.')}\\s+database`),
  )

  await expect(
    engine.session.containersService.recreate({ id, request: request({ command: ['no-such-program'] }) }),
  ).rejects.toMatchObject({ code: 'container.recreate-failed' })
  expect(await inspect()).toMatchObject({ Id: id, State: { Running: true } })
  expect(await inspect(side)).toMatchObject({ Id: after.Id, State: { Running: true } })
})

/** What an app that ended in the middle left, found by one that starts. */
async function nextStart(left: Omit<Note, 'engine'>): Promise<void> {
  const { ID: engine } = (await docker.info()) as { ID: string }
  const note: Note = { engine, ...left }
  const folder = await makeTestFolder('rc')
  const file = join(folder, 'recreating.json')
  const said: unknown[] = []
  const log = { ...silentLog, warn: (...words: unknown[]) => void said.push(...words) }
  const options = { owner: randomBytes(8).toString('hex'), file, isTrashed: () => false, log }
  // Another engine's are left for that one.
  await writeFile(file, JSON.stringify([{ ...note, engine: 'another' }]))
  await createRecreating(options).tidy(docker)
  expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(1)
  await writeFile(file, JSON.stringify([note]))
  await createRecreating(options).tidy(docker)
  expect({ left: (await readFile(file, 'utf8')).trim(), said }).toEqual({ left: '[]', said: [] })
  await rm(folder, { recursive: true })
}

it.each(['before the new one is there', 'after that'])('is as it was when all ends %s', async (when) => {
  const old = await started(one)
  await shell(one, 'echo own >/own')
  await old.stop()
  await old.rename({ name: `${one}.before-change` })
  const begun = Date.now() - 60_000
  if (when === 'after that') await docker.createContainer({ Image: 'busybox', name: one, Cmd: stay })
  await nextStart({ begun, steps: [{ old: old.id, name: one, newName: one, wasUp: true }] })
  expect(await inspect()).toMatchObject({ Id: old.id, State: { Running: true } })
  expect(await shell(one, 'cat /own')).toBe('own')
})

it('finishes what runs, also for one that lives in it, and removes nothing that ran and does not', async () => {
  const old = await started(one)
  const lodger = await started(side, { HostConfig: { NetworkMode: `container:${old.id}` } })
  await shell(side, 'echo own >/own')
  await lodger.stop()
  await old.stop()
  await old.rename({ name: `${one}.before-change` })
  await lodger.rename({ name: `${side}.before-change` })
  const made = await started(one)
  const steps: [Step, Step] = [
    { old: old.id, name: one, newName: one, wasUp: true, made: made.id },
    { old: lodger.id, name: side, newName: side, wasUp: true },
  ]
  await nextStart({ begun: Date.now() - 60_000, steps })
  expect((await inspect()).Id).toBe(made.id)
  await expect(old.inspect()).rejects.toMatchObject({ statusCode: 404 })
  expect(await inspect(side)).toMatchObject({
    State: { Running: true },
    HostConfig: { NetworkMode: `container:${made.id}` },
  })
  expect(await shell(side, 'cat /own')).toBe('own')

  await made.stop()
  const earlier = await docker.createContainer({ Image: 'busybox', name: `${one}.before-change` })
  await nextStart({ begun: 0, steps: [{ ...steps[0], old: earlier.id }] })
  expect((await inspect()).Id).toBe(made.id)
  expect((await earlier.inspect()).Name).toBe(`/${one}.before-change`)
})

it('is put back by the next connection when the engine is lost in the middle', async () => {
  let lost = false
  const dial = dialSocket(inject('engineSocket'))
  const open = new Set<{ destroy(): void }>()
  const session = await startSession(inject('engineSocket'), async (options) => {
    if (lost) throw new Error('lost')
    const stream = await dial(options)
    open.add(stream)
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
    stream.write = (...args: unknown[]) => {
      if (!/^POST \S*\/containers\/create/.test(String(args[0]))) return write(...args)
      lost = true
      for (const each of open) each.destroy()
      return false
    }
    return stream
  })
  try {
    const old = await started(one)
    await expect(
      session.containersService.recreate({ id: old.id, request: request() }),
    ).rejects.toMatchObject({
      code: 'container.change-unfinished',
    })
    expect((await old.inspect()).Name).toBe(`/${one}.before-change`)
    lost = false
    await until(async () => ((await old.inspect()).State.Running ? true : undefined), {
      deadlineMs: 60_000,
      everyMs: 50,
      waitingFor: 'it to be put back',
    })
    expect((await inspect()).Id).toBe(old.id)
    const noted = join(dirname(session.endpoint), 'recreating.json')
    await until(async () => ((await readFile(noted, 'utf8')).trim() === '[]' ? true : undefined), {
      deadlineMs: 60_000,
      everyMs: 20,
      waitingFor: 'the note to go',
    })
  } finally {
    await session.dispose()
  }
})
