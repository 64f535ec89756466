// What a view of logs asks for when a container restarts, and that nothing comes twice or again.
import { describe, expect, it } from 'vitest'
import { askedLines, keptLines, LogPlace, type LogTurn } from '../../renderer/logs/log-place'
import type { SourcedLine } from '../../renderer/logs/log-ring'

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000000Z`
const line = (second: number, source?: string): SourcedLine =>
  ({
    at: at(second),
    text: String(second),
    stream: 'stdout',
    ...(source === undefined ? {} : { source }),
  }) as SourcedLine
const source = (name: string) => ({ id: `id-${name}`, name, startedAt: 1 })
const one = { view: 'a', wish: 'all', since: undefined, sources: [source('web')] }
const texts = (turn: LogTurn, lines: readonly SourcedLine[]): string[] =>
  lines.filter(turn.isNew).map(({ text }) => text)

describe('a view of logs', () => {
  it('begins with the newest lines, and goes on after the last one when the container restarts', () => {
    const place = new LogPlace()
    const first = place.begin(one)
    expect(first).toMatchObject({ goesOn: false, range: { tail: askedLines } })
    expect(texts(first, [line(1), line(2)])).toEqual(['1', '2'])
    const again = place.begin(one)
    expect(again).toMatchObject({ goesOn: true, range: { tail: keptLines, since: at(2) } })
    expect(texts(again, [line(2), line(3)])).toEqual(['3'])
  })

  it('does not bring back what was cleared away, also with another container in it', () => {
    const place = new LogPlace()
    texts(place.begin(one), [line(1), line(2)])
    place.clear()
    expect(texts(place.begin(one), [line(1), line(2), line(3)])).toEqual(['3'])
    const two = { ...one, view: 'ab', sources: [source('web'), source('db')] }
    const both = place.begin(two)
    expect(both).toMatchObject({ goesOn: false, range: { tail: askedLines } })
    // What came after it was cleared is shown again, and all of what is new.
    expect(texts(both, [line(2, 'web'), line(3, 'web'), line(1, 'db')])).toEqual(['3', '1'])
  })

  it('shows all again when somebody chooses another time', () => {
    const place = new LogPlace()
    texts(place.begin(one), [line(1), line(2)])
    place.clear()
    const chosen = place.begin({ ...one, view: 'b', wish: 'hour', since: at(1) })
    expect(chosen).toMatchObject({ goesOn: false, range: { tail: askedLines, since: at(1) } })
    expect(texts(chosen, [line(1), line(2)])).toEqual(['1', '2'])
  })

  it('asks from where the slowest of several containers is', () => {
    const place = new LogPlace()
    const two = { ...one, sources: [source('web'), source('db')] }
    texts(place.begin(two), [line(5, 'web'), line(2, 'db')])
    const again = place.begin(two)
    expect(again.range).toEqual({ tail: keptLines, since: at(2) })
    expect(texts(again, [line(3, 'web'), line(5, 'web'), line(3, 'db')])).toEqual(['3'])
  })

  it('that has shown nothing yet begins as if for the first time', () => {
    const place = new LogPlace()
    place.begin(one)
    place.clear()
    expect(place.begin(one)).toMatchObject({ goesOn: false, range: { tail: askedLines } })
  })
})
