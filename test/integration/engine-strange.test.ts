// What is strange but legal, on a real Docker Engine: any script, huge values and lines, no names, short lives and ends.
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { localSource } from '../../main/base/local-file'
import { until } from '../../main/base/until'
import type { ImageTransfer, LogLine, RunRequest } from '../../preload/model'
import { holdContainer } from '../support/engine-process'
import { layeredArchive } from '../support/layered-image'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('es')
const { docker, mark } = engine

const inContainerd = async (): Promise<boolean> =>
  ((await docker.info()) as { readonly Driver: string }).Driver === 'overlayfs'

const request = (name: string, more: Partial<RunRequest>): RunRequest => ({
  image: 'busybox',
  name: `${mark}-${name}`,
  ports: [],
  env: [],
  volumes: [],
  restart: 'no',
  ...more,
})

async function linesOf(id: string): Promise<readonly LogLine[]> {
  const lines: LogLine[] = []
  for await (const batch of engine.session.containersService.watchLogs({ id, tail: 100_000, follow: true }))
    lines.push(...batch)
  return lines
}

describe('containers', () => {
  it('have names, labels and values of any script, and values of 64 KB', async () => {
    const { containersService: containers } = engine.session
    // 64 KB in UTF-8, which takes three bytes for each of these.
    const big = `${'가'.repeat(21_845)}!`
    const project = 'قهوة "상점" <b>☕</b>\n둘째 줄'
    const { id } = await containers.run({
      request: request('any.script_1-2', {
        command: [
          'sh',
          '-c',
          'printf %s "$BIG" | wc -c; tr "\\0" "\\n" </proc/1/environ | sed -n s/^다국어=//p',
        ],
        env: [
          { name: 'BIG', value: big },
          { name: 'EMPTY', value: '' },
          { name: '다국어', value: 'ค่า = " \\ $HOME 🚢' },
        ],
        labels: [
          { name: 'com.docker.compose.project', value: project },
          { name: 'метка/日本', value: '' },
        ],
      }),
    })
    const seen = await waitFor(engine.session.containers, (all) => all.has(id), 'the container')
    expect(seen.get(id)).toMatchObject({ name: `${mark}-any.script_1-2`, project })
    const { env, labels } = await containers.getDetails({ id })
    expect(env).toContainEqual({ name: 'BIG', value: big })
    expect(env).toContainEqual({ name: 'EMPTY', value: '' })
    expect(labels).toContainEqual({ name: 'метка/日本', value: '' })
    expect((await linesOf(id)).map(({ text }) => text)).toEqual(['65536', 'ค่า = " \\ $HOME 🚢'])
  })

  it('that nobody named are called what the engine calls them, and take a name later', async () => {
    const made = await docker.createContainer({ Image: 'busybox', Cmd: ['true'] })
    const { Name: given } = await made.inspect()
    const seen = await waitFor(engine.session.containers, (all) => all.has(made.id), 'the container')
    expect(seen.get(made.id)?.name).toBe(given.slice(1))
    expect(given).toMatch(/^\/[a-z]+_[a-z]+\d*$/)
    await engine.session.containersService.rename({ id: made.id, name: `${mark}-named` })
    await waitFor(
      engine.session.containers,
      (all) => all.get(made.id)?.name === `${mark}-named`,
      'its own name',
    )
  })

  it('that end while they are looked at leave nothing behind', async () => {
    const { containersService: containers } = engine.session
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        docker.createContainer({
          Image: 'busybox',
          name: `${mark}-brief-${n}`,
          Cmd: ['true'],
          HostConfig: { AutoRemove: true, NetworkMode: 'none' },
        }),
      ),
    )
    const answers = await Promise.all(
      made.map(async (one) => {
        await one.start()
        // Some are gone by now, some go while the answer is made.
        return containers.getDetails({ id: one.id }).then(
          () => 'answered',
          (error: { code?: string }) => error.code,
        )
      }),
    )
    expect(new Set([...answers, 'answered', 'container.not-found']).size).toBe(2)
    await waitFor(engine.session.containers, (all) => made.every(({ id }) => !all.has(id)), 'all to be gone')
  })

  it('are shown paused and restarting, and say what they cannot do meanwhile', async () => {
    const { containersService: containers } = engine.session
    const { id } = await containers.run({ request: request('still', { command: ['sleep', '600'] }) })
    await docker.getContainer(id).pause()
    await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'paused', 'it to be paused')
    await containers.pause({ id })
    await containers.unpause({ id })
    await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'running', 'it to run')
    const again = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-again`,
      Cmd: ['false'],
      HostConfig: { RestartPolicy: { Name: 'always' } },
    })
    await again.start()
    const restarting = await waitFor(
      engine.session.containers,
      (all) => all.get(again.id)?.state === 'restarting',
      'it to restart',
      60_000,
    )
    expect(restarting.get(again.id)).toMatchObject({ exitCode: 1 })
  })

  it.each([
    ['a program that is not there', ['nosuch'], 127],
    ['a file that is no program', ['/etc/passwd'], 126],
  ])('that could not start for %s say so at once', async (_what, command, exitCode) => {
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-unstarted-${exitCode}`,
      Cmd: command,
      HostConfig: { NetworkMode: 'none' },
    })
    await expect(made.start()).rejects.toBeDefined()
    const all = await waitFor(
      engine.session.containers,
      (items) => items.get(made.id)?.startError !== undefined,
      'the failed start',
    )
    expect(all.get(made.id)).toMatchObject({ state: 'created', exitCode })
  })

  it('that crash say by which signal', async () => {
    // The first program of a container gets no signal that it does not ask for.
    const script = 'sh -c "kill -SEGV \\$\\$"; exit $?'
    const { id } = await engine.session.containersService.run({
      request: request('crash', { command: ['sh', '-c', script] }),
    })
    const all = await waitFor(
      engine.session.containers,
      (items) => items.get(id)?.state === 'exited',
      'its end',
    )
    expect(all.get(id)).toMatchObject({ exitCode: 139 })
  })

  it('are shown while they are being removed, and one removal is enough', async () => {
    // Many files, so that the engine needs a while to delete them.
    const fill = 'mkdir /many; cd /many; i=0; while [ $i -lt 150000 ]; do : > f$i; i=$((i+1)); done'
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-going`,
      Cmd: ['sh', '-c', fill],
    })
    await made.start()
    await made.wait()
    const removed = made.remove()
    await until(async () => ((await made.inspect()).State.Status === 'removing' ? true : undefined), {
      deadlineMs: 60_000,
      everyMs: 1,
      waitingFor: 'the removal to begin',
    })
    // Somebody who comes now sees it as it is.
    const other = await startSession(inject('engineSocket'))
    try {
      expect(other.containers.getState().get(made.id)).toMatchObject({
        name: `${mark}-going`,
        state: 'removing',
      })
      await other.containersService.remove({ id: made.id })
      await removed
      await waitFor(other.containers, (all) => !all.has(made.id), 'it to be gone')
    } finally {
      await other.dispose()
    }
  })

  it('are shown as dead when the engine could not remove them, and go once it can', async ({ skip }) => {
    if (await inContainerd())
      skip('the store of containerd keeps nothing of a container where it could be held')
    const { containersService: containers } = engine.session
    const { id } = await containers.run({ request: request('stuck', { command: ['true'] }) })
    await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'exited', 'its end')
    const letGo = await holdContainer(inject('engineSocket'), id)
    try {
      await expect(containers.remove({ id })).rejects.toMatchObject({ code: 'engine.refused' })
      // The engine has no event for that.
      await waitFor(engine.session.containers, (all) => all.get(id)?.state === 'dead', 'it to be dead')
      await expect(containers.start({ id })).rejects.toMatchObject({ code: 'container.removal-begun' })
      await expect(containers.discard({ id })).rejects.toMatchObject({ code: 'engine.refused' })
    } finally {
      await letGo()
    }
    expect(await containers.discard({ id })).toEqual({})
    await waitFor(engine.session.containers, (all) => !all.has(id), 'it to be gone')
  })
})

describe('logs', () => {
  it.each([false, true])('tell both streams apart where there is no terminal (terminal: %s)', async (tty) => {
    const script = 'echo out; sleep 0.2; echo err >&2; sleep 0.2; printf "no end"'
    const { id } = await engine.session.containersService.run({
      request: request(`both-${tty}`, { command: ['sh', '-c', script], tty }),
    })
    expect((await linesOf(id)).map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout out',
      `${tty ? 'stdout' : 'stderr'} err`,
      'stdout no end',
    ])
  })

  it.each([false, true])('have lines of 1 MB, in parts that lose nothing (terminal: %s)', async (tty) => {
    const script = 'head -c 1048576 /dev/zero | tr "\\0" m; echo; echo after'
    const { id } = await engine.session.containersService.run({
      request: request(`long-${tty}`, { command: ['sh', '-c', script], tty }),
    })
    const lines = await linesOf(id)
    expect(lines.at(-1)?.text).toBe('after')
    const parts = lines.slice(0, -1).map(({ text }) => text)
    expect(parts.join('')).toBe('m'.repeat(1_048_576))
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(64 * 1024)
  })

  it.each([false, true])('are binary, and go on after it (terminal: %s)', async (tty) => {
    const script = 'printf "\\000\\377\\001\\033[31m\\n"; head -c 200000 /dev/urandom; echo; echo "last 끝"'
    const { id } = await engine.session.containersService.run({
      request: request(`binary-${tty}`, { command: ['sh', '-c', script], tty }),
    })
    const lines = await linesOf(id)
    expect(lines.at(-1)?.text).toBe('last 끝')
    expect(lines[0]?.text).toBe('\u0000\ufffd\u0001\u001b[31m')
  })
})

describe('images', () => {
  it('without a name are shown, described, run, and removed by their id', async () => {
    const { imagesService: images, containersService: containers } = engine.session
    const source = await docker.createContainer({ Image: 'busybox', name: `${mark}-source` })
    const { Id: id } = (await source.commit({ changes: `LABEL mark=${mark}` })) as { Id: string }
    const all = await waitFor(engine.session.images, (items) => items.has(id), 'the image')
    expect(all.get(id)).toMatchObject({ tags: [], digests: [] })
    expect((await images.getDetails({ id })).layerCount).toBeGreaterThan(0)
    const made = await containers.run({
      request: request('nameless', { image: id, command: ['sleep', '600'] }),
    })
    const seen = await waitFor(engine.session.containers, (items) => items.has(made.id), 'its container')
    expect(seen.get(made.id)).toMatchObject({ imageId: id })
    await expect(images.remove({ id })).rejects.toMatchObject({
      code: 'image.in-use',
      params: { container: `${mark}-nameless` },
    })
    await docker.getContainer(made.id).remove({ force: true })
    await waitFor(engine.session.containers, (items) => !items.has(made.id), 'the container to be gone')
    await images.remove({ id })
    await waitFor(engine.session.images, (items) => !items.has(id), 'the image to be gone')
  })

  it('that lost their name to another one stay, without it', async () => {
    const source = await docker.createContainer({ Image: 'busybox', name: `${mark}-twice` })
    const commit = async (): Promise<string> => {
      const changes = `LABEL at=${performance.now()}`
      const { Id } = (await source.commit({ repo: `${mark}/moved`, tag: '1', changes })) as { Id: string }
      return Id
    }
    const [first, second] = [await commit(), await commit()]
    const name = `${mark}/moved:1`
    const all = await waitFor(
      engine.session.images,
      (items) => items.get(second)?.tags.includes(name) === true && items.get(first)?.tags.length === 0,
      'the name to move',
    )
    expect(all.get(first)).toMatchObject({ tags: [] })
    const outcome = await engine.session.imagesService.prune({ ids: [first, second] })
    expect(outcome).toMatchObject({ removed: [first, second], kept: [] })
  })

  it('for another kind of computer are told from those for this one, and say why they do not run', async ({
    skip,
  }) => {
    const { imagesService: images, containersService: containers } = engine.session
    if (await inContainerd()) skip('there both are one image: test/engines/newer-engine.test.ts')
    const own = process.arch === 'arm64' ? 'arm64' : 'amd64'
    const other = own === 'arm64' ? 'amd64' : 'arm64'
    // By a name of its own: other tests run what the usual one means.
    const reference = `${new URL(inject('registryUrl')).host}/portside/sample-web:1.0`
    const pulled = async (architecture: string): Promise<string> => {
      await pull(engine.session, reference, `linux/${architecture}`)
      return (await docker.getImage(reference).inspect()).Id
    }
    const foreign = await pulled(other)
    const native = await pulled(own)
    expect(foreign).not.toBe(native)
    expect((await images.getDetails({ id: foreign })).platform).toBe(`linux/${other}`)
    expect((await images.getDetails({ id: native })).platform).toBe(`linux/${own}`)
    await waitFor(
      engine.session.images,
      (all) => all.get(native)?.tags.includes(reference) === true && all.get(foreign)?.tags.length === 0,
      'the name to belong to the image of this computer',
    )
    // Where an emulator is registered, it would run.
    const emulator = { arm64: 'qemu-aarch64', amd64: 'qemu-x86_64' }[other]
    skip(existsSync(`/proc/sys/fs/binfmt_misc/${emulator}`), `${emulator} runs it`)
    const { id } = await containers.run({ request: request('foreign', { image: foreign }) })
    const ended = await waitFor(
      engine.session.containers,
      (all) => all.get(id)?.state === 'exited',
      'its end',
    )
    expect(ended.get(id)?.exitCode).not.toBe(0)
    expect((await linesOf(id)).map(({ text }) => text).join()).toMatch(/exec format error/i)
  })

  it('have as many layers as the store takes, and one of 127 is loaded or refused in words', async () => {
    const { imagesService: images, files } = engine.session
    const folder = await makeTestFolder('layers')
    const load = async (count: number): Promise<ImageTransfer> => {
      const file = join(folder, `${count}.tar`)
      await writeFile(file, await layeredArchive(`${mark}/layers:${count}`, count))
      const { transferId } = await images.load({ source: files.add(localSource(file)) })
      for await (const change of images.watchTransfers()) {
        const items = change.kind === 'snapshot' ? change.items : change.upsert
        const mine = items.find(({ id }) => id === transferId)
        if (mine && mine.state !== 'active') return mine
      }
      throw new Error('the watch ended first')
    }
    try {
      expect(await load(125)).toMatchObject({ state: 'done', loaded: [`${mark}/layers:125`] })
      const { Id: id } = await docker.getImage(`${mark}/layers:125`).inspect()
      const details = await images.getDetails({ id })
      expect(details.layerCount).toBe(125)
      expect(details.steps).toHaveLength(125)
      expect(details.steps[124]?.instruction).toBe('COPY file-124 /')
      await images.remove({ id })
      // The classic store stops here; that of containerd goes on.
      const stops = (await inContainerd()) ? undefined : 'image.too-many-layers'
      expect((await load(127)).error?.code).toBe(stops)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
