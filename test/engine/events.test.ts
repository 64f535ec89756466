// What the engine says as it happens, reduced to what has to be looked at again: of Docker 20.10 to 28, and as 29 sends it.
import { describe, expect, it } from 'vitest'
import { parseEvents, type EngineEvent } from '../../main/engine/events'

const id = 'a'.repeat(64)
const attributes = { image: 'busybox', name: 'shop' }

async function parsed(...messages: readonly unknown[]): Promise<readonly EngineEvent[]> {
  async function* all(): AsyncGenerator<unknown> {
    yield* messages
  }
  const events: EngineEvent[] = []
  for await (const event of parseEvents(all())) events.push(event)
  return events
}

/** Up to API 1.51 (Docker 28) the old fields stand beside the new ones; 1.52 (Docker 29) has only these. */
const asOld = (Type: string, Action: string, ID: string, Attributes: object = {}) => ({
  status: Action,
  id: ID,
  from: 'busybox',
  ...asNew(Type, Action, ID, Attributes),
})
const asNew = (Type: string, Action: string, ID: string, Attributes: object = {}) => ({
  Type,
  Action,
  Actor: { ID, Attributes },
  scope: 'local',
  time: 1_764_000_000,
  timeNano: 1_764_000_000_250_000_000,
})
/** Milliseconds, as the app counts. */
const at = 1_764_000_000_250

describe.each([
  ['20.10 to 28', asOld],
  ['29', asNew],
])('events of Docker %s', (_version, event) => {
  it.each([
    ['container', 'create', {}],
    ['container', 'start', {}],
    ['container', 'die', {}],
    ['container', 'oom', { told: { what: 'memory', at } }],
    ['container', 'stop', { told: { what: 'asked', at } }],
    ['container', 'rename', {}],
    ['container', 'update', {}],
    ['container', 'health_status: unhealthy', {}],
    ['image', 'pull', {}],
    ['image', 'tag', {}],
    ['image', 'untag', {}],
    ['volume', 'create', {}],
    ['network', 'create', {}],
    ['service', 'update', {}],
    ['container', 'destroy', { gone: true }],
    ['network', 'destroy', { gone: true }],
    ['volume', 'destroy', { gone: true }],
    ['service', 'remove', { gone: true }],
  ])('%s %s', async (kind, action, more) => {
    expect(await parsed(event(kind, action, id, attributes))).toEqual([{ kind, id, ...more }])
  })

  it('tell whether somebody asked a container to end', async () => {
    const signal = (given: string) => parsed(event('container', 'kill', id, { ...attributes, signal: given }))
    for (const ending of ['9', '15', '2'])
      expect(await signal(ending)).toEqual([{ kind: 'container', id, told: { what: 'asked', at } }])
    // Has a program read its settings again.
    expect(await signal('1')).toEqual([{ kind: 'container', id }])
    const { timeNano: _newer, ...old } = event('container', 'oom', id)
    expect(await parsed(old)).toEqual([
      { kind: 'container', id, told: { what: 'memory', at: 1_764_000_000_000 } },
    ])
  })

  it('leave out what changes nothing that is shown', async () => {
    for (const action of [
      'exec_create: sh',
      'exec_start: sh',
      'exec_die',
      'attach',
      'resize',
      'top',
      'export',
    ])
      expect(await parsed(event('container', action, id, attributes))).toEqual([])
    expect(await parsed(event('volume', 'mount', 'data'), event('image', 'save', id))).toEqual([])
    expect(await parsed(event('builder', 'prune', ''), event('daemon', 'reload', id))).toEqual([])
  })

  it('tell of the container that a network took or let go, and of the image that a commit made', async () => {
    const joined = event('network', 'connect', 'n'.repeat(64), { container: id, name: 'bridge' })
    expect(await parsed(joined)).toEqual([{ kind: 'container', id }])
    expect(await parsed(event('network', 'disconnect', 'n'.repeat(64), { name: 'bridge' }))).toEqual([])
    expect(await parsed(event('container', 'commit', id, { imageID: 'sha256:b' }))).toEqual([
      { kind: 'container', id },
      { kind: 'image', id: 'sha256:b' },
    ])
  })
})

it('takes nothing from what is no event', async () => {
  expect(
    await parsed(null, 5, 'text', {}, { Type: 'container' }, { Type: 'container', Action: 'start' }, [
      { Type: 'container', Action: 'start', Actor: { ID: id } },
    ]),
  ).toEqual([])
  expect(await parsed({ Type: 'container', Action: 'start', Actor: { ID: 5 } })).toEqual([])
})
