// Logs of real containers: in order, whole, at the pace of whoever reads, without filling memory.
import { randomBytes } from 'node:crypto'
import type Docker from 'dockerode'
import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../preload/model'
import { until } from '../../main/base/until'
import { markedEngine } from './marked-engine'

const engine = markedEngine('el')
const { docker, mark } = engine

async function start(script: string, more: Docker.ContainerCreateOptions = {}): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${randomBytes(3).toString('hex')}`,
    Cmd: ['sh', '-c', script],
    ...more,
  })
  await made.start()
  return made.id
}

async function read(id: string, tail = 100_000, signal?: AbortSignal): Promise<LogLine[]> {
  const lines: LogLine[] = []
  const options = { id, tail, follow: true, ...(signal ? { signal } : {}) }
  for await (const batch of engine.session.containersService.watchLogs(options)) lines.push(...batch)
  return lines
}

describe('logs', () => {
  it('follows both streams to the end of the container', async () => {
    const lines = await read(await start('for n in 1 2 3; do echo out $n; echo err $n >&2; done; printf 끝'))
    expect(lines.filter((one) => one.stream === 'stdout').map((one) => one.text)).toEqual([
      'out 1',
      'out 2',
      'out 3',
      '끝',
    ])
    expect(lines.filter((one) => one.stream === 'stderr').map((one) => one.text)).toEqual([
      'err 1',
      'err 2',
      'err 3',
    ])
    expect(lines.every((one) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(one.at))).toBe(true)
  })

  it('reads a terminal, whose output is raw', async () => {
    const lines = await read(await start('echo one; echo two', { Tty: true }))
    expect(lines.map((one) => one.text)).toEqual(['one', 'two'])
  })

  it.each([false, true])('keeps a line of 40 000 characters whole (terminal: %s)', async (tty) => {
    const script = `i=0; while [ $i -lt 4000 ]; do printf 0123456789; i=$((i+1)); done; echo; echo next`
    const lines = await read(await start(script, { Tty: tty }))
    expect(lines.map((one) => one.text.length)).toEqual([40_000, 4])
    expect(lines[0]?.text).toBe('0123456789'.repeat(4000))
  })

  // The driver json-file writes U+FFFD in their place itself: there is nothing left to give.
  it.each([false, true])('gives the bytes of what is no text (terminal: %s)', async (tty) => {
    const script = `printf '\\377\\376\\000a\\200\\n가\\n'`
    const id = await start(script, { Tty: tty, HostConfig: { LogConfig: { Type: 'local', Config: {} } } })
    await docker.getContainer(id).wait()
    const lines: LogLine[] = []
    const asked = { id, tail: 10, follow: false, bytes: true }
    for await (const batch of engine.session.containersService.watchLogs(asked)) lines.push(...batch)
    const printed = [255, 254, 0, 97, 128, ...(tty ? [13] : [])]
    expect(lines.map(({ bytes }) => bytes && [...bytes])).toEqual([printed, undefined])
    expect(lines[1]?.text).toBe('가')
  })

  it('gives only the last lines when asked', async () => {
    const id = await start('seq 1 50')
    await docker.getContainer(id).wait()
    expect((await read(id, 3)).map((one) => one.text)).toEqual(['48', '49', '50'])
  })

  it('gives what lies between two times, to the nanosecond', async () => {
    const id = await start('seq 1 50')
    await docker.getContainer(id).wait()
    const all = await read(id)
    const [since, until] = [all[9]?.at ?? '', all[19]?.at ?? '']
    const lines: LogLine[] = []
    const range = { id, tail: 1000, follow: false, since, until }
    for await (const batch of engine.session.containersService.watchLogs(range)) lines.push(...batch)
    expect(lines.map((one) => one.text)).toEqual(
      all.filter(({ at }) => at >= since && at <= until).map((one) => one.text),
    )
    expect(lines.length).toBeGreaterThanOrEqual(11)
  })

  it('ends at once when given up, and lets the engine go', async () => {
    const id = await start('while true; do echo tick; sleep 0.05; done')
    const abort = new AbortController()
    const reading = read(id, 10, abort.signal)
    abort.abort()
    await reading
    const again = new AbortController()
    let batches = 0
    for await (const _batch of engine.session.containersService.watchLogs({
      id,
      tail: 10,
      follow: true,
      signal: again.signal,
    }))
      if (++batches === 3) again.abort()
    expect(batches).toBe(3)
  })

  it('holds a flood back while nobody reads, and loses none of it', async () => {
    const count = 400_000
    const id = await start(`seq 1 ${count} | sed 's/$/ is a line of a flood that goes on/'`)
    await docker.getContainer(id).wait()
    const logs = engine.session.containersService.watchLogs({ id, tail: count, follow: true })
    const iterator = logs[Symbol.asyncIterator]()
    const first = await iterator.next()
    const before = process.memoryUsage()
    // Nobody reads: whatever has arrived stays what it is once the connection is full.
    let last = -1
    let same = 0
    await until(
      () => {
        const { arrayBuffers, external } = process.memoryUsage()
        same = arrayBuffers + external === last ? same + 1 : 0
        last = arrayBuffers + external
        return same >= 5 ? true : undefined
      },
      { deadlineMs: 60_000, everyMs: 50, waitingFor: 'memory to settle' },
    )
    const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers
    expect(grown).toBeLessThan(8 * 1024 * 1024)

    const seen = [...(first.done ? [] : first.value)]
    let total = seen.length
    let largest = 0
    let previous = seen.at(-1)?.text ?? ''
    for (;;) {
      const batch = await iterator.next()
      if (batch.done) break
      total += batch.value.length
      previous = batch.value.at(-1)?.text ?? previous
      largest = Math.max(
        largest,
        batch.value.reduce((sum, line) => sum + line.text.length, 0),
      )
    }
    expect(total).toBe(count)
    expect(previous).toBe(`${count} is a line of a flood that goes on`)
    expect(largest).toBeLessThan(512 * 1024)
  })

  it('says that a container is gone, and that some logs are kept elsewhere', async () => {
    await expect(read('f'.repeat(64))).rejects.toMatchObject({ code: 'container.not-found' })
    const id = await start('echo lost', { HostConfig: { LogConfig: { Type: 'none', Config: {} } } })
    await expect(read(id)).rejects.toMatchObject({ code: 'container.logs-unreadable' })
  })
})
