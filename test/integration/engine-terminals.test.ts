// Terminals in real containers: the shell is found, bytes go both ways, and nothing is left when it is closed.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import type { TerminalEvent } from '../../preload/model'
import { until } from '../../main/base/until'
import { dialSocket, pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `et${randomBytes(3).toString('hex')}`
let session: Session

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
})
afterEach(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
})
afterAll(() => session.dispose())

async function start(name: string, more: Docker.ContainerCreateOptions = {}): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sleep', '600'],
    Tty: false,
    HostConfig: { Init: false },
    StopTimeout: 0,
    ...more,
  })
  await made.start()
  return made.id
}

/** One open terminal with everything it printed. */
class Seat {
  readonly abort = new AbortController()
  readonly over: Promise<void>
  opened: Extract<TerminalEvent, { kind: 'opened' }> | undefined
  ended: Extract<TerminalEvent, { kind: 'ended' }> | undefined
  text = ''
  readonly #service: Session['terminalsService']

  constructor(containerId: string, user?: string, from: Session = session) {
    this.#service = from.terminalsService
    this.over = this.#follow(containerId, user)
    this.over.catch(() => {})
  }

  async #follow(containerId: string, user: string | undefined): Promise<void> {
    const decoder = new TextDecoder()
    const options = { containerId, columns: 80, rows: 24, signal: this.abort.signal }
    for await (const event of this.#service.watchTerminal({ ...options, ...(user ? { user } : {}) })) {
      if (event.kind === 'output') this.text += decoder.decode(event.data, { stream: true })
      else if (event.kind === 'opened') this.opened = event
      else this.ended = event
    }
  }

  async ready(): Promise<this> {
    await Promise.race([this.prints(/[$#] /), this.over])
    return this
  }

  type(text: string): Promise<void> {
    const data = new TextEncoder().encode(text)
    return this.#service.write({ terminalId: this.opened?.terminalId ?? '', data })
  }

  prints(pattern: RegExp): Promise<string> {
    return until(() => this.text.match(pattern)?.[0], {
      deadlineMs: 60_000,
      everyMs: 5,
      waitingFor: `${pattern} in ${JSON.stringify(this.text.slice(-2000))}`,
    })
  }

  async close(): Promise<void> {
    this.abort.abort()
    await this.over
  }
}

const processesOf = async (id: string): Promise<string[]> => {
  const { Processes: rows } = (await docker.getContainer(id).top({ ps_args: '-eo pid,args' })) as {
    Processes: string[][]
  }
  return rows.map((row) => row.at(-1) ?? '')
}

const onlySleeps = (id: string): Promise<true> =>
  until(async () => ((await processesOf(id)).every((line) => /sleep 600$/.test(line)) ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: 'the shells to be gone',
  })

describe('a terminal', () => {
  it('runs commands in a shell of the right size, in every script, and tells how the shell ended', async () => {
    const seat = await new Seat(await start('commands')).ready()
    expect(seat.opened).toMatchObject({ shell: expect.stringMatching(/^a?sh$/), user: 'root' })
    await seat.type('stty size; echo $TERM; echo "값: 도커"\n')
    await seat.prints(/24 80[^]*xterm-256color[^]*값: 도커\r\n/)
    const { terminalId } = seat.opened!
    await session.terminalsService.resize({ terminalId, columns: 132, rows: 43 })
    await seat.type('stty size\n')
    await seat.prints(/43 132/)
    await seat.type('exit 7\n')
    await seat.over
    expect(seat.ended).toEqual({ kind: 'ended', exitCode: 7 })
    expect(seat.text).not.toContain('697;')
  })

  it('carries a large paste and a flood of output without losing a byte', async () => {
    const seat = await new Seat(await start('flood')).ready()
    await seat.type('seq 1 30000 | tail -c 100000 | md5sum; seq 1 30000; echo over\n')
    await seat.prints(/\r\nover\r\n/)
    const numbers = seat.text.match(/^\d+\r?$/gm)?.map(Number) ?? []
    expect(numbers).toHaveLength(30_000)
    expect(numbers.at(-1)).toBe(30_000)
    await seat.prints(/over\r\n.*# /)
    await seat.type('stty -echo; cat > /pasted; stty echo\n')
    await seat.prints(/pasted; stty echo\r\n/)
    for (let n = 0; n < 64; n++) await seat.type(`${String(n).padStart(4, '0')}${'x'.repeat(1000)}\n`)
    await seat.type('\u0004')
    await seat.type('wc -c < /pasted\n')
    expect(await seat.prints(/^64320\r?$/m)).toMatch('64320')
    await seat.close()
  })

  it('runs several at once, as another user when asked', async () => {
    const id = await start('several')
    const [first, second] = await Promise.all([new Seat(id).ready(), new Seat(id, '1234').ready()])
    await Promise.all([first.type('echo I am $(id -u)\n'), second.type('echo I am $(id -u)\n')])
    await first.prints(/I am 0/)
    await second.prints(/I am 1234/)
    expect(second.opened?.user).toBe('1234')
    await Promise.all([first.close(), second.close()])
    await onlySleeps(id)
  })

  it('ends the shell and what runs in it when it is given up', async () => {
    const id = await start('given-up')
    const seat = await new Seat(id).ready()
    await seat.type('sleep 4321\n')
    await until(
      async () => ((await processesOf(id)).some((line) => line.includes('4321')) ? true : undefined),
      {
        deadlineMs: 60_000,
        waitingFor: 'the command to run',
      },
    )
    await seat.close()
    expect(await onlySleeps(id)).toBe(true)
  })

  it('ends with its container', async () => {
    const id = await start('stopped')
    const seat = await new Seat(id).ready()
    await docker.getContainer(id).kill()
    await seat.over
    expect(seat.ended?.kind).toBe('ended')
    await session.terminalsService.resize({ terminalId: seat.opened!.terminalId, columns: 80, rows: 24 })
    await seat.type('nobody reads this')
  })

  it('says what stands in the way', async () => {
    const id = await start('bare', {
      Cmd: ['sh', '-c', 'mkdir /x; cp /bin/busybox /x/sleep; rm -rf /bin /usr/bin; exec /x/sleep 600'],
    })
    await until(
      async () => ((await processesOf(id)).every((line) => line.startsWith('/x/')) ? true : undefined),
      {
        deadlineMs: 60_000,
        waitingFor: 'the shell to be gone',
      },
    )
    await expect(new Seat(id).over).rejects.toMatchObject({
      code: 'container.no-shell',
      params: { container: `${mark}-bare` },
    })
    const other = await start('plain')
    await expect(new Seat(other, 'nobody-here').over).rejects.toMatchObject({
      code: 'container.unknown-user',
      params: { user: 'nobody-here' },
    })
    await docker.getContainer(other).kill()
    await expect(new Seat(other).over).rejects.toMatchObject({ code: 'container.not-running' })
    await expect(new Seat('f'.repeat(64)).over).rejects.toMatchObject({ code: 'container.not-found' })
    expect(() =>
      session.terminalsService.watchTerminal({ containerId: '../x', columns: 80, rows: 24 }),
    ).toThrow(expect.objectContaining({ code: 'container.bad-id' }))
  })
})

describe('leaving', () => {
  it('leaves neither a connection nor a process behind after 15 visits', async () => {
    const id = await start('visited')
    const open = new Set<unknown>()
    const dial = dialSocket(inject('engineSocket'))
    const visitor = await startSession(inject('engineSocket'), async (options) => {
      const stream = await dial(options)
      open.add(stream)
      stream.once('close', () => open.delete(stream))
      return stream
    })
    try {
      for (let n = 0; n < 3; n++) {
        const seats = Array.from({ length: 5 }, () => new Seat(id, undefined, visitor))
        await Promise.all(seats.map((seat) => seat.ready()))
        await Promise.all(seats.map((seat) => seat.close()))
      }
      await until(() => (open.size <= 1 ? true : undefined), {
        deadlineMs: 60_000,
        waitingFor: `every connection but that of the events to be closed, now ${open.size}`,
      })
      expect(await onlySleeps(id)).toBe(true)
    } finally {
      await visitor.dispose()
    }
  })

  it('ends the shells when the app ends', async () => {
    const id = await start('app-ends')
    const visitor = await startSession(inject('engineSocket'))
    await new Seat(id, undefined, visitor).ready()
    await visitor.dispose()
    expect(await onlySleeps(id)).toBe(true)
  })
})
