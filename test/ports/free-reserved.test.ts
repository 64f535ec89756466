// Freeing a port that Windows keeps: what is run, what a no means, and that only the port's own absence counts.
import { describe, expect, it } from 'vitest'
import { Fixes } from '../../main/ports/fixes'
import { freeReserved, recipe, type Elevate } from '../../main/ports/free-reserved'
import { planConflicts, type ReservedRange, type Situation } from '../../main/ports/planner'
import type { ReadReserved } from '../../main/ports/reserved-windows'
import { container, noFixes, tcp } from './container-fixture'

const kept: ReservedRange = { protocol: 'tcp', first: 50_000, last: 50_059 }
const binding = tcp(50_051)

function setUp(after: readonly ReservedRange[], answer = { allowed: true, exitCode: 0, said: '' }) {
  const ran: (readonly string[])[] = []
  const elevate: Elevate = async (program) => {
    ran.push(program)
    return answer
  }
  let forgotten = 0
  const reserved: ReadReserved = async () => after
  reserved.forget = () => (forgotten += 1)
  return { ran, elevate, reserved, forgotten: () => forgotten }
}

describe('a port that Windows keeps', () => {
  it('is freed by three steps behind one question, and looked at afresh', async () => {
    const around: ReservedRange[] = [
      { protocol: 'tcp', first: 50_000, last: 50_050 },
      { protocol: 'udp', first: 50_000, last: 50_059 },
      { protocol: 'tcp', first: 50_051, last: 50_051, administered: true },
    ]
    const { ran, forgotten, ...parts } = setUp(around)
    await freeReserved(binding, parts)
    expect(forgotten()).toBe(1)
    expect(ran).toHaveLength(1)
    const [program, ...args] = ran[0] ?? []
    expect(program).toMatch(/\\System32\\cmd\.exe$/)
    expect(args).toEqual(['/d', '/c', recipe(binding).join(' & ')])
    expect(args[2]).toBe(
      'net stop winnat & netsh interface ipv4 add excludedportrange protocol=tcp startport=50051 ' +
        'numberofports=1 store=persistent & net start winnat',
    )
  })

  it('stays when the person says no, and is not claimed to be free when it is not', async () => {
    const refused = setUp([kept], { allowed: false, exitCode: 1, said: 'no' })
    await expect(freeReserved(binding, refused)).rejects.toMatchObject({
      code: 'port.elevation-refused',
      params: { port: 50_051 },
    })
    await expect(freeReserved(binding, setUp([kept]))).rejects.toMatchObject({ code: 'port.still-reserved' })
  })

  it('has this way out only where the system can do it, with the commands to be read', async () => {
    const now: Situation = {
      containers: [container('pay', [binding], { state: 'exited' })],
      ...{ wants: [], listeners: [], forwards: new Map(), refused: new Map(), lowestPort: 0 },
      ephemeral: [49_152, 49_160],
      reserved: [kept],
    }
    const probe = async () => 'free' as const
    const freed: unknown[] = []
    const able = new Fixes({ ...noFixes, probe, freeReserved: async (one) => void freed.push(one) })
    const [conflict] = await able.complete(planConflicts(now), now)
    expect(conflict?.fixes.map(({ id }) => id)).toEqual(['use-50060', 'free-tcp-50051'])
    expect(conflict?.fixes[1]).toMatchObject({ kind: 'free-reserved', commands: recipe(binding) })
    if (conflict) await able.apply({ ...conflict, since: 0 }, 'free-tcp-50051')
    expect(freed).toEqual([binding])
    const [elsewhere] = await new Fixes({ ...noFixes, probe }).complete(planConflicts(now), now)
    expect(elsewhere?.fixes.map(({ kind }) => kind)).toEqual(['move'])
  })

  it('is no conflict once an administrator keeps it from being given away', () => {
    const now = {
      containers: [container('pay', [binding], { state: 'exited' })],
      ...{ wants: [], listeners: [], forwards: new Map(), refused: new Map(), lowestPort: 0 },
      ephemeral: [49_152, 49_160] as const,
      reserved: [{ ...kept, administered: true as const }],
    }
    expect(planConflicts(now)).toEqual([])
  })
})
