import { expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { silentLog } from '../../main/base/log'
import { RangeStarts } from '../../main/ports/range-starts'
import { tcp } from './container-fixture'

const range = { ...tcp(0), hostRange: { first: 8000, last: 8003 } }

function setUp(held: readonly number[], run = async () => '11 12\n') {
  const ran: string[] = []
  const ranges = new RangeStarts({
    checker: { heldIn: async () => held },
    run: (command) => {
      ran.push(command)
      return run()
    },
    log: silentLog,
  })
  return { ran, ranges }
}
const taken = (): AppError => new AppError('port.taken', { params: { port: 8000 } })

it('holds inside what is held here, tries again while the engine hits it, and lets go', async () => {
  const { ran, ranges } = setUp([8000, 8002])
  const turns: number[] = []
  const begin = async (turn: number): Promise<string> => {
    turns.push(turn)
    if (turn < 2) throw taken()
    return 'started'
  }
  expect(await ranges.around([range], begin)).toBe('started')
  expect(turns).toEqual([0, 1, 2])
  expect(ran).toHaveLength(2)
  for (const port of [8000, 8002])
    expect(ran[0]).toContain(`docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port ${port} `)
  expect(ran[1]).toBe('kill 11 12 2>/dev/null; true')
})

it('lets go after a failure, too, and tries nothing again that no turn helps', async () => {
  const { ran, ranges } = setUp([8000])
  let turns = 0
  const fails = (error: unknown) => async (): Promise<never> => {
    turns += 1
    throw error
  }
  await expect(ranges.around([range], fails(new Error('no such image')))).rejects.toThrow('no such image')
  expect({ turns, ran: ran.length }).toEqual({ turns: 1, ran: 2 })
  await expect(ranges.around([range], fails(taken()))).rejects.toMatchObject({ code: 'port.taken' })
  expect({ turns, ran: ran.length }).toEqual({ turns: 5, ran: 4 })
})

it('asks nothing of the machine where nothing is held or nothing is a range, and starts where it cannot be asked', async () => {
  const free = setUp([])
  expect(await free.ranges.around([range], async () => 1)).toBe(1)
  const single = setUp([8000])
  expect(await single.ranges.around([tcp(8000)], async () => 2)).toBe(2)
  expect([...free.ran, ...single.ran]).toEqual([])
  const mute = setUp([8000], () => Promise.reject(new Error('the agent does not answer')))
  expect(await mute.ranges.around([range], async () => 3)).toBe(3)
})

it('starts one after the other, so that none is let go of while another one needs it', async () => {
  const { ran, ranges } = setUp([8000])
  const order: string[] = []
  const start = (name: string) =>
    ranges.around([range], async () => {
      order.push(`${name} begins after ${ran.filter((one) => one.startsWith('kill')).length} were let go`)
      await new Promise((resolve) => setImmediate(resolve))
    })
  await Promise.all([start('a'), start('b')])
  expect(order).toEqual(['a begins after 0 were let go', 'b begins after 1 were let go'])
})

it('starts where a look fails, but not what was given up', async () => {
  const heldIn = () => Promise.reject(new Error('no list'))
  const ranges = new RangeStarts({ checker: { heldIn }, run: async () => '', log: silentLog })
  expect(await ranges.around([range], async () => 4)).toBe(4)
  const given = AbortSignal.abort(new Error('given up'))
  await expect(ranges.around([range], async () => 5, given)).rejects.toThrow('given up')
})
