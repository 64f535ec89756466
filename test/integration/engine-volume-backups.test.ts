// Restore points of volumes on a real Docker Engine: whole, kept over a restart, put back without a mix of then and now.
import { spawnSync } from 'node:child_process'
import { copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createVolumeBackups } from '../../main/engine/volume-backups'
import type { DailyBackups, VolumeBackup, VolumeTransfer } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('eb')
const { docker } = engine
const service = () => engine.session.volumesService
const data = () => `${engine.mark}-data`
const folder = () => join(dirname(engine.session.endpoint), 'backups')

async function ended({ transferId }: { readonly transferId: string }): Promise<VolumeTransfer> {
  for await (const change of service().watchTransfers()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find(({ id }) => id === transferId)
    if (mine && mine.state !== 'active') return mine
  }
  throw new Error('no end')
}

/** Newest first. */
async function points(volume = data()): Promise<readonly VolumeBackup[]> {
  for await (const change of service().watchBackups())
    if (change.kind === 'snapshot')
      return change.items.filter((one) => one.volume === volume).toSorted((a, b) => b.at - a.at)
  throw new Error('no snapshot')
}

/** Runs a shell that has the volume, and says what it printed. */
async function inVolume(volume: string, command: string): Promise<string> {
  const out = new PassThrough()
  const options = { HostConfig: { Binds: [`${volume}:/data`], AutoRemove: true }, Tty: true }
  await docker.run('busybox', ['sh', '-c', command], out, options)
  out.end()
  const parts: Buffer[] = []
  for await (const part of out) parts.push(part as Buffer)
  return Buffer.concat(parts).toString().replaceAll('\r', '').trim()
}

const look = (volume = data()): Promise<string> =>
  inVolume(volume, 'cd /data && find . | sort && cat note && stat -c %a:%u note')
const then = '.\n./.hidden\n./dir\n./dir/in\n./note\nthen\n640:7'

beforeEach(async () => {
  await service().create({ request: { name: data(), driver: 'local', options: {} } })
  await inVolume(
    data(),
    'cd /data; echo then > note; chmod 640 note; chown 7 note; mkdir dir; touch .hidden dir/in',
  )
})

/** Runs a command among the folders that the engine sees, which has its own. */
async function enginesFolders(): Promise<(...command: readonly string[]) => void> {
  const mine = `--pidfile=${join(dirname(inject('engineSocket')), 'dockerd.pid')}`
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [program, ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (program?.endsWith('dockerd') !== true || !args.includes(mine)) continue
    return (...command) => {
      const { status, stderr } = spawnSync('nsenter', ['-t', pid, '-m', ...command], { encoding: 'utf8' })
      expect([status, stderr]).toEqual([0, ''])
    }
  }
  throw new Error('no process of the engine')
}

/** As the app comes back after it lost the engine, or ended. */
async function reconnected(): Promise<void> {
  engine.session.disconnect()
  engine.session.connect()
  await waitFor(engine.session.store, ({ state }) => state === 'connected', 'the engine to be connected')
}

async function user(more: Docker.HostConfig = {}): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${engine.mark}-user`,
    Cmd: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'],
    HostConfig: { Binds: [`${data()}:/data`], ...more },
  })
  await made.start()
  await waitFor(engine.session.containers, (all) => all.get(made.id)?.state === 'running', 'the user')
  return made.id
}

/** What looked into it goes by itself. */
const removeVolume = (volume: string): Promise<true> =>
  until(
    () =>
      docker
        .getVolume(volume)
        .remove()
        .then(
          (): true => true,
          () => undefined,
        ),
    { deadlineMs: 60_000, waitingFor: 'the volume to be free' },
  )

describe('a restore point', () => {
  it('is put back as it was, with nothing of what came later, and what uses the volume stands still', async () => {
    const id = await user()
    const before = (await docker.getContainer(id).inspect()).State.StartedAt
    expect(await ended(await service().backUp({ id: data() }))).toMatchObject({
      kind: 'back-up',
      state: 'done',
    })
    const [point] = await points()
    expect(point).toMatchObject({ kind: 'manual', volume: data() })
    expect(point?.sizeBytes).toBeGreaterThan(0)
    await inVolume(data(), 'cd /data; echo now > note; rm -r dir; mkdir ..later .x; touch ./-f')

    const back = await service().putBack({ backupId: point?.id ?? '', saveFirst: true })
    const busy = { code: 'volume.being-restored' }
    await expect(service().backUp({ id: data() })).rejects.toMatchObject(busy)
    await expect(service().putBack({ backupId: point?.id ?? '', saveFirst: true })).rejects.toMatchObject(
      busy,
    )
    const { error, ...over } = await ended(back)
    expect(error).toBeUndefined()
    expect(over).toMatchObject({ kind: 'put-back', state: 'done', name: data() })
    expect(await look()).toBe(then)
    const { Running, StartedAt } = (await docker.getContainer(id).inspect()).State
    expect([Running, StartedAt === before]).toEqual([true, false])

    const [saved] = await points()
    expect(saved).toMatchObject({ kind: 'before-restore' })
    const copy = `${engine.mark}-copy`
    await ended(await service().cloneBackup({ backupId: saved?.id ?? '', name: copy }))
    expect(await look(copy)).toBe('.\n./-f\n./..later\n./.hidden\n./.x\n./note\nnow\n640:7')
    expect(await look()).toBe(then)
  })

  it('is made by itself where somebody wants one a day, and stays with a note over a restart', async () => {
    const daily = async (): Promise<DailyBackups> => {
      for await (const value of service().watchDaily()) return value
      throw new Error('no value')
    }
    // The other one has restore points of today.
    const id = `${engine.mark}-daily`
    await service().create({ request: { name: id, driver: 'local', options: {} } })
    await inVolume(id, 'echo then > /data/note')
    await service().setDaily({ id, daily: true })
    await expect.poll(async () => (await points(id)).length, { timeout: 30_000 }).toBe(1)
    const [point] = await points(id)
    expect(point).toMatchObject({ kind: 'automatic', volume: id })
    expect(await daily()).toEqual({ volumes: [id], failed: {} })
    await service().keepBackup({ backupId: point?.id ?? '', kept: true, note: ' Before the update ' })
    await service().setDaily({ id, daily: false })
    expect(await daily()).toEqual({ volumes: [], failed: {} })
    const { collection, known } = createVolumeBackups(folder(), silentLog)
    await known
    expect(collection.get(point?.id ?? '')).toMatchObject({ kept: true, note: 'Before the update' })

    await service().measure()
    const [sample] = await service().getSizeHistory({ id })
    expect(sample?.bytes).toBeGreaterThan(0)
  })

  it('is refused while a container uses the volume that would be lost by stopping it', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    const id = await user({ AutoRemove: true })
    const back = await ended(await service().putBack({ backupId: point?.id ?? '', saveFirst: false }))
    expect(back).toMatchObject({
      state: 'failed',
      error: { code: 'volume.user-removes-itself', params: { container: `${engine.mark}-user` } },
    })
    expect((await docker.getContainer(id).inspect()).State.Running).toBe(true)
  })

  it('lets go on as it was what was paused', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    const id = await user()
    await docker.getContainer(id).pause()
    await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'paused', 'it paused')
    expect(
      await ended(await service().putBack({ backupId: point?.id ?? '', saveFirst: false })),
    ).toMatchObject({
      state: 'done',
    })
    expect((await docker.getContainer(id).inspect()).State.Status).toBe('paused')
  })

  it('for which there is no room any more is undone when what was there was saved, and otherwise nothing starts', async () => {
    const volume = `${engine.mark}-small`
    const place = await makeTestFolder('small')
    const inEngine = await enginesFolders()
    const mount = (...args: string[]): unknown => inEngine('mount', ...args, place)
    mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs')
    try {
      await docker.createVolume({ Name: volume, DriverOpts: { type: 'none', o: 'bind', device: place } })
      await inVolume(volume, 'head -c 1500000 /dev/zero >/data/large; echo then >/data/note')
      await ended(await service().backUp({ id: volume }))
      const [point] = await points(volume)
      const backupId = point?.id ?? ''
      await inVolume(volume, 'rm /data/large; echo now >/data/note')
      mount('-o', 'remount,size=400k')
      const id = await user({ Binds: [`${volume}:/data`] })
      const isUp = async (): Promise<boolean> => (await docker.getContainer(id).inspect()).State.Running

      expect(await ended(await service().putBack({ backupId, saveFirst: true }))).toMatchObject({
        state: 'failed',
        error: { code: 'volume.put-back-undone' },
      })
      expect(await inVolume(volume, 'cat /data/note')).toBe('now')
      expect(await isUp()).toBe(true)

      expect(await ended(await service().putBack({ backupId, saveFirst: false }))).toMatchObject({
        state: 'failed',
        error: { code: 'volume.not-put-back' },
      })
      expect(await isUp()).toBe(false)

      mount('-o', 'remount,size=2m')
      expect(await ended(await service().putBack({ backupId, saveFirst: false }))).toMatchObject({
        state: 'done',
      })
      expect(await inVolume(volume, 'cat /data/note; wc -c </data/large')).toBe('then\n1500000')
      await docker.getContainer(id).remove({ force: true })
      await removeVolume(volume)
    } finally {
      // Removing the folder ends what the engine has mounted there.
      await rm(place, { recursive: true })
    }
  })

  it('that a crash cut off is put back when the engine is connected again, unless the volume was used since', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    const id = await user()
    const container = docker.getContainer(id)
    await container.stop()
    await inVolume(data(), 'cd /data; rm -r dir; echo half > note')
    const { StartedAt: startedAt } = (await container.inspect()).State
    const note = join(folder(), `${point?.id}.put-back.json`)
    const { ID: engineId } = (await docker.info()) as { ID: string }
    const left = {
      engine: engineId,
      backupId: point?.id,
      users: [{ id, name: 'user', wasPaused: false, startedAt }],
    }
    await writeFile(note, JSON.stringify(left))
    await reconnected()
    await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'running', 'the user again')
    expect(await look()).toBe(then)
    expect(await readdir(folder())).not.toContain(`${point?.id}.put-back.json`)

    await inVolume(data(), 'echo mine > /data/note')
    await writeFile(note, JSON.stringify(left))
    await reconnected()
    await until(
      async () => ((await readdir(folder())).includes(`${point?.id}.put-back.json`) ? undefined : true),
      {
        deadlineMs: 60_000,
        waitingFor: 'the note to be given up',
      },
    )
    expect(await look()).toBe(then.replace('then', 'mine'))
  })

  it('that is needed still is not removed, and one that can never be put back is told once', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    const backupId = point?.id ?? ''
    const { ID: engineId } = (await docker.info()) as { ID: string }
    const noteOf = (id: string): string => join(folder(), `${id}.put-back.json`)
    const leave = (id: string, volume: string): Promise<void> =>
      writeFile(noteOf(id), JSON.stringify({ engine: engineId, backupId: id, volume, users: [] }))
    await writeFile(noteOf(backupId), JSON.stringify({ engine: 'another', backupId, users: [] }))
    await expect(service().removeBackup({ backupId })).rejects.toMatchObject({ code: 'volume.backup-in-use' })
    expect(await points()).toContainEqual(point)
    await rm(noteOf(backupId))

    const told = async (id: string): Promise<(string | undefined)[]> => {
      const transfers = engine.session.jobs[3]
      const had = new Set(transfers.getState().keys())
      await reconnected()
      await until(
        async () => ((await readdir(folder())).includes(`${id}.put-back.json`) ? undefined : true),
        {
          deadlineMs: 60_000,
          waitingFor: 'the note to be given up',
        },
      )
      await reconnected()
      const mine = [...transfers.getState().values()].filter((one) => !had.has(one.id))
      return mine.map(({ error }) => error?.code)
    }
    const gone = '1700000000000-00000000'
    await leave(gone, data())
    const saved = await ended(await service().backUp({ id: data() }))
    expect(saved).toMatchObject({ state: 'failed', error: { code: 'volume.being-restored' } })
    expect(await told(gone)).toEqual(['volume.left-in-part'])
    expect(await look()).toBe(then)
    await removeVolume(data())
    await leave(backupId, data())
    expect(await told(backupId)).toEqual(['volume.not-found'])
    expect(await points()).toContainEqual(point)
  })

  it('that is damaged changes nothing', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    await truncate(join(folder(), `${point?.id}.tar.gz`), 60)
    await inVolume(data(), 'echo now > /data/note')
    const id = await user()
    const before = (await docker.getContainer(id).inspect()).State.StartedAt
    const back = await ended(await service().putBack({ backupId: point?.id ?? '', saveFirst: false }))
    expect(back).toMatchObject({ state: 'failed', error: { code: 'volume.bad-backup' } })
    expect(await look()).toBe(then.replace('then', 'now'))
    expect((await docker.getContainer(id).inspect()).State.StartedAt).toBe(before)
  })

  it('is removed with its file, and is told apart from one that never was', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    await service().removeBackup({ backupId: point?.id ?? '' })
    expect(await points()).not.toContainEqual(point)
    expect((await readdir(folder())).filter((name) => name.startsWith(point?.id ?? '?'))).toEqual([])
    const gone = { code: 'volume.no-backup' }
    await expect(service().removeBackup({ backupId: '../trash' })).rejects.toMatchObject(gone)
    await expect(service().putBack({ backupId: 'no', saveFirst: true })).rejects.toMatchObject(gone)
    const none = await ended(await service().backUp({ id: `${engine.mark}-none` }))
    expect(none).toMatchObject({ state: 'failed', error: { code: 'volume.not-found' } })
  })

  it('is there after a restart, without what a crash left half written', async () => {
    await ended(await service().backUp({ id: data() }))
    const [point] = await points()
    const other = await makeTestFolder('backups')
    for (const ending of ['.tar.gz', '.json'])
      await copyFile(join(folder(), `${point?.id}${ending}`), join(other, `${point?.id}${ending}`))
    await copyFile(join(folder(), `${point?.id}.tar.gz`), join(other, '1700000000000-00000000.tar.gz.part'))
    await copyFile(join(folder(), `${point?.id}.tar.gz`), join(other, 'mine.tar.gz'))
    const { collection, known } = createVolumeBackups(other, silentLog)
    await known
    expect(collection.values()).toEqual([point])
    expect((await readdir(other)).toSorted()).toEqual([
      `${point?.id}.json`,
      `${point?.id}.tar.gz`,
      'mine.tar.gz',
    ])
    await rm(other, { recursive: true })
  })
})
