// Where things would go by themselves: ports of workspaces, which no person has to move.
import { expect, it } from 'vitest'
import { Fixes } from '../../main/ports/fixes'
import { planConflicts, type Situation } from '../../main/ports/planner'
import { container, noFixes, tcp } from './container-fixture'

it('tells where the ports of a closed workspace would move by themselves, each to its own', async () => {
  const want = (hostPort: number) => ({
    ...{ id: `workspace/w1/s${hostPort}/tcp/80`, kind: 'workspace' as const, name: `crm/s${hostPort}` },
    ...{ project: 'crm', binding: tcp(hostPort) },
  })
  const now: Situation = {
    containers: [container('cache', [tcp(6379), tcp(6380)])],
    wants: [want(6379), want(6380)],
    ...{ listeners: [], forwards: new Map(), refused: new Map(), lowestPort: 0, reserved: [] },
    ephemeral: [49_152, 65_535],
  }
  // Somebody whom the lists do not show has the next one.
  const probe = async (_protocol: unknown, _address: unknown, port: number) =>
    port === 6381 ? ('held' as const) : ('free' as const)
  const found = await new Fixes({ ...noFixes, probe }).complete(planConflicts(now), now)
  expect(
    found.map(({ binding, movesTo, fixes }) => [binding.hostPort, movesTo, fixes.map(({ kind }) => kind)]),
  ).toEqual([
    [6379, 6382, ['stop-holder']],
    [6380, 6383, ['stop-holder']],
  ])
})
