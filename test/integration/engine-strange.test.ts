// What is strange but legal, on a real Docker Engine: any script, huge values and lines, no names, short lives.
import { describe, expect, it } from 'vitest'
import type { LogLine, RunRequest } from '../../preload/model'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('es')
const { docker, mark } = engine

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
})

describe('logs', () => {
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
})
