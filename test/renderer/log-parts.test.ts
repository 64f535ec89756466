import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../preload/model'
import { parseAnsi } from '../../renderer/logs/ansi'
import { beginsBefore, find } from '../../renderer/logs/find'
import { readJsonLine } from '../../renderer/logs/json-line'
import { levelOf, type Level } from '../../renderer/logs/levels'
import { LogRing } from '../../renderer/logs/log-ring'
import { sinceOf } from '../../renderer/logs/since'

const line = (text: string, more: Partial<LogLine> = {}): LogLine => ({
  stream: 'stdout',
  at: '2026-11-21T10:00:00.000000000Z',
  text,
  ...more,
})
const esc = '\u001b'

describe('levelOf', () => {
  it.each<[string, Level | undefined]>([
    ['2026-11-21 10:00:00 ERROR could not connect', 'error'],
    ['[warn] slow query', 'warn'],
    ['error [reports] connect ECONNREFUSED 127.0.0.1:3306 retry=1', 'error'],
    ['2026-11-30T14:02:11.204Z warn slow query ms=812', 'warn'],
    ['14:02:11.204 info  GET /api/products 200', 'info'],
    ['WARNING: no password', 'warn'],
    ['level=debug msg="x"', 'debug'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"level":30,"msg":"x"}', 'info'],
    ['{"severity":"CRITICAL","message":"x"}', 'error'],
    ['2026/11/21 10:00:00 [notice] 1#1: start', 'info'],
    ['nginx: [emerg] host not found', 'error'],
    ['1:M 21 Nov 2026 * Ready to accept connections', undefined],
    ['2026-11-21 [Warning] [MY-010068] CA certificate is self signed.', 'warn'],
    ['TypeError: x is not a function', 'error'],
    ['java.lang.IllegalStateException: closed', 'error'],
    ['Traceback (most recent call last)', 'error'],
    ['GET /error 200', undefined],
    ['no errors found', undefined],
    ['information about warnings', undefined],
    ['<info> x', 'info'],
    ['', undefined],
  ])('%s', (text, level) => expect(levelOf(text)).toBe(level))
})

describe('readJsonLine', () => {
  it('reads level, message and the other fields, without the time', () => {
    expect(
      readJsonLine('{"level":50,"time":1,"msg":"failed","err":{"code":"E1"},"port":3306,"empty":null}'),
    ).toEqual({
      level: 'error',
      message: 'failed',
      fields: [
        { name: 'err', value: '{"code":"E1"}' },
        { name: 'port', value: '3306' },
        { name: 'empty', value: 'null' },
      ],
    })
  })

  it.each(['{"a":1}', '[1]', '{broken', '{"msg":1}', 'text {"msg":"x"}', 'null'])(
    'leaves %s as it is',
    (text) => expect(readJsonLine(text)).toBeUndefined(),
  )
})

describe('the ring', () => {
  it('carries colours and levels over lines, for each stream and container by itself', () => {
    const ring = new LogRing(10)
    ring.push([
      line(`${esc}[31mERROR: boom`),
      line('    at main.js:1'),
      line('plain', { stream: 'stderr' }),
      line(`Caused by: x${esc}[0m`),
      line('next'),
    ])
    const { lines, counts } = ring.snapshot()
    expect(lines.map(({ level }) => level)).toEqual(['error', 'error', undefined, 'error', undefined])
    expect(counts).toMatchObject({ error: 3, warn: 0 })
    expect(lines.map((one) => parseAnsi(one.text, one.style)[0]?.classes)).toEqual([
      'ansi-1',
      'ansi-1',
      '',
      'ansi-1',
      '',
    ])
  })

  it('takes earlier lines in front, and lets the newest go when there is no room', () => {
    const ring = new LogRing(4)
    ring.push(['c', 'd'].map((text) => line(text)))
    ring.prepend([line('b')])
    expect(ring.snapshot()).toMatchObject({
      cut: false,
      lines: [{ number: 0 }, { number: 1 }, { number: 2 }],
    })
    ring.prepend([line('y'), line('z'), line('a')])
    ring.push([line('e')])
    expect(ring.snapshot().lines.map(({ text, number }) => `${number}${text}`)).toEqual([
      '-3y',
      '-2z',
      '-1a',
      '0b',
    ])
    expect(ring.snapshot().cut).toBe(true)
    ring.clear()
    ring.push([line('f')])
    expect(ring.snapshot()).toMatchObject({ cut: false, lines: [{ text: 'f' }] })
  })

  it('forgets the counts of lines that dropped out', () => {
    const ring = new LogRing(2)
    ring.push(['ERROR: a', 'WARN: b', 'c', 'd'].map((text) => line(text)))
    expect(ring.snapshot().counts).toMatchObject({ error: 0, warn: 0 })
  })
})

describe('find', () => {
  const levels = new Set<Level>()

  it('finds the same whether lines come at once or bit by bit, also while others drop out', () => {
    const wanted = { search: '7', levels, onlyMatches: true }
    const ring = new LogRing(50)
    let known: ReturnType<typeof find> | undefined
    for (let n = 0; n < 40; n++) {
      ring.push(Array.from({ length: 7 }, (_, i) => line(`line ${n * 7 + i}`)))
      known = find(ring.snapshot().lines, wanted, known)
      if (n === 20) ring.prepend([line('line 7 of old')])
    }
    const { shown, matches } = find(ring.snapshot().lines, wanted)
    expect(known?.matches).toEqual(matches)
    expect(known?.shown.map(({ text }) => text)).toEqual(shown.map(({ text }) => text))
    expect(matches.length).toBeGreaterThan(5)
  })

  it('finds what begins in one part of a long line and ends in the next, once and in each case', () => {
    const ring = new LogRing(10)
    ring.push([
      line('ERROR: mmnee', { goesOn: true }),
      line('of another stream', { stream: 'stderr' }),
      line('dlenn Needle', { goesOn: true }),
      line('dle'),
      line('dle'),
    ])
    const { lines, counts } = ring.snapshot()
    const search = (text: string): readonly number[] =>
      find(lines, { search: text, levels: new Set(), onlyMatches: false }).matches
    expect(search('NEEDLE')).toEqual([3])
    expect(search('leedle')).toEqual([])
    expect(search('e')).toEqual([1, 2, 3, 4, 5])
    // The last match lies in two parts, and the line after it is one of its own.
    expect(search('needledle')).toEqual([4])
    expect(lines.map((one) => beginsBefore(one, 'needle'))).toEqual(['', '', 'nee', '', ''])
    // A line in parts is one that is serious, however many they are.
    expect(lines.map(({ level }) => level)).toEqual(['error', undefined, 'error', 'error', undefined])
    expect(counts.error).toBe(1)
  })

  it('shows only the levels that are wanted, and marks matches without hiding the rest', () => {
    const ring = new LogRing(10)
    ring.push(['ERROR: one', 'WARN: two', 'three', 'ERROR: four'].map((text) => line(text)))
    const { lines } = ring.snapshot()
    expect(find(lines, { search: '', levels: new Set(['error']), onlyMatches: false }).shown).toHaveLength(2)
    const found = find(lines, { search: 'T', levels, onlyMatches: false })
    expect(found.shown).toHaveLength(4)
    expect(found.matches).toEqual([2, 3])
  })
})

it('knows since when', () => {
  const now = Date.parse('2026-11-21T10:00:00Z')
  expect(sinceOf('all', now, now)).toBeUndefined()
  expect(sinceOf('hour', undefined, now)).toBe('2026-11-21T09:00:00.000Z')
  expect(sinceOf('start', now - 1000, now)).toBe('2026-11-21T09:59:59.000Z')
})
