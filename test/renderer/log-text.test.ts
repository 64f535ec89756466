import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../preload/model'
import { parseAnsi, plainText } from '../../renderer/logs/ansi'
import { LogRing } from '../../renderer/logs/log-ring'
import { NewestText, savedLine } from '../../renderer/logs/save-log'

const line = (text: string): LogLine => ({ stream: 'stdout', at: '2026-11-21T10:00:00.000Z', text })
const esc = '\u001b'

describe('LogRing', () => {
  it('keeps the newest lines and tells how many dropped out', () => {
    const ring = new LogRing(3)
    ring.push([line('a'), line('b')])
    ring.push([line('c'), line('d'), line('e')])
    const { lines, dropped } = ring.snapshot()
    expect(lines.map(({ text }) => text)).toEqual(['c', 'd', 'e'])
    expect(lines.map(({ number }) => number)).toEqual([3, 4, 5])
    expect(dropped).toBe(2)
  })

  it('stays bounded under a flood and takes a batch larger than itself', () => {
    const ring = new LogRing(100)
    for (let batch = 0; batch < 200; batch += 1) {
      ring.push(Array.from({ length: 256 }, (_, index) => line(`${batch}/${index}`)))
    }
    const { lines, dropped } = ring.snapshot()
    expect(lines).toHaveLength(100)
    expect(lines.at(-1)?.text).toBe('199/255')
    expect(dropped).toBe(200 * 256 - 100)
  })

  it('tells listeners once per batch and gives the same snapshot in between', () => {
    const ring = new LogRing(10)
    let told = 0
    const stop = ring.subscribe(() => (told += 1))
    ring.push([line('a'), line('b')])
    ring.push([])
    expect(told).toBe(1)
    expect(ring.snapshot()).toBe(ring.snapshot())
    stop()
    ring.push([line('c')])
    expect(told).toBe(1)
  })

  it('does not change a snapshot that somebody holds', () => {
    const ring = new LogRing(10)
    ring.push([line('a')])
    const before = ring.snapshot()
    ring.push([line('b')])
    expect(before.lines).toHaveLength(1)
  })

  it('keeps all of a long line, and no more text together than there is room for', () => {
    const ring = new LogRing(100, 1000)
    ring.push([line('x'.repeat(3000))])
    expect(ring.snapshot().lines[0]?.text).toHaveLength(3000)
    ring.push([line('error: 1'), line('y'.repeat(400)), line('z'.repeat(400))])
    expect(ring.snapshot()).toMatchObject({ dropped: 1, counts: { error: 1 } })
    expect(ring.snapshot().lines.map(({ text }) => text.length)).toEqual([8, 400, 400])
    // Colours are kept beside the plain text, so such a line counts twice.
    ring.push([line(`${esc}[31m${'w'.repeat(290)}`)])
    expect(ring.snapshot()).toMatchObject({ dropped: 3, counts: { error: 0 } })
    expect(ring.snapshot().lines.map(({ number }) => number)).toEqual([4, 5])
    ring.clear()
    ring.push([line('a'.repeat(900)), line('b'.repeat(50))])
    expect(ring.snapshot()).toMatchObject({ dropped: 0, lines: [{}, {}] })
  })

  it('lets the newest go for long earlier lines', () => {
    const ring = new LogRing(100, 1000)
    ring.push([line('a'.repeat(300)), line('b'.repeat(300))])
    ring.prepend([line('c'.repeat(600))])
    const { lines, cut } = ring.snapshot()
    expect(lines.map(({ text }) => text[0])).toEqual(['c', 'a'])
    expect(cut).toBe(true)
  })

  it('clears the view, and numbers go on', () => {
    const ring = new LogRing(2)
    ring.push([line('a'), line('b'), line('c')])
    ring.clear()
    ring.push([line('d')])
    expect(ring.snapshot()).toMatchObject({ dropped: 0, lines: [{ number: 4, text: 'd' }] })
  })
})

describe('a log that is saved', () => {
  const add = (kept: NewestText, ...lines: readonly [at: string, text: string][]): void => {
    for (const [at, text] of lines) kept.add(at, text)
  }

  it('has the newest lines of an endless one, and never holds much more than them', () => {
    const kept = new NewestText(false, 100)
    for (let n = 0; n < 1000; n++) kept.add('', `${String(n).padStart(9)}\n`)
    expect(kept.all().texts.map(Number)).toEqual(Array.from({ length: 10 }, (_, n) => 990 + n))
    expect(kept.all().dropped).toBe(990)
  })

  it('has the lines of several containers by their time, whatever was read first', () => {
    const kept = new NewestText(true, 10)
    add(kept, ['1', 'a1'], ['3', 'a3'], ['5', 'a5'], ['7', 'a7'], ['8', 'a8'], ['9', 'a9'])
    add(kept, ['2', 'b2'], ['4', 'b4'], ['6', 'b6'])
    expect(kept.all()).toEqual({ texts: ['a5', 'b6', 'a7', 'a8', 'a9'], dropped: 4 })
    const one = new NewestText(false, 10)
    add(one, ['1', 'longer than all the room'])
    expect(one.all()).toMatchObject({ dropped: 0 })
  })
})

describe('a saved line', () => {
  it('is text without colours, or the very bytes that were printed', () => {
    const text = line(`${esc}[31m빨강${esc}[0m`)
    expect(savedLine([text], '')).toBe(`${text.at} 빨강\n`)
    expect(savedLine([{ ...text, goesOn: true }, line('!')], 'api')).toBe(`${text.at} api | 빨강!\n`)
    const bytes = Uint8Array.of(0, 255, 27, 91, 109, 128)
    const odd = savedLine([line('가'), { ...line('\u0000\ufffd'), bytes }], '')
    expect([...new TextEncoder().encode(`${text.at} 가`), ...bytes, 10]).toEqual([...(odd as Uint8Array)])
  })
})

describe('parseAnsi', () => {
  it('splits a line into runs of one style', () => {
    expect(parseAnsi(`${esc}[31merror${esc}[0m plain ${esc}[1;32mok${esc}[22m green${esc}[39m.`)).toEqual([
      { text: 'error', classes: 'ansi-1' },
      { text: ' plain ', classes: '' },
      { text: 'ok', classes: 'ansi-2 ansi-bold' },
      { text: ' green', classes: 'ansi-2' },
      { text: '.', classes: '' },
    ])
  })

  it('knows bright, indexed and true colours, and takes background parameters for what they are', () => {
    const classOf = (code: string): string | undefined => parseAnsi(`${esc}[${code}mx`)[0]?.classes
    expect(classOf('91')).toBe('ansi-9')
    expect(classOf('38;5;4')).toBe('ansi-4')
    expect(classOf('38;5;196')).toBe('ansi-1')
    expect(classOf('38;5;244')).toBe('ansi-7')
    expect(classOf('38;2;255;0;1')).toBe('')
    expect(classOf('48;5;1')).toBe('')
    expect(classOf('3;4')).toBe('ansi-italic ansi-underline')
    expect(classOf('')).toBe('')
  })

  it('leaves out cursor moves, titles, links and lone controls', () => {
    const text = `${esc}[2K${esc}[1Ga${esc}]0;title\u0007b${esc}]8;;http://x${esc}\\c${esc}(B\u0007d${esc}[?25l`
    expect(
      parseAnsi(text)
        .map((span) => span.text)
        .join(''),
    ).toBe('abcd')
    expect(plainText(text)).toBe('abcd')
  })

  it('shows the last version of a line that was written over', () => {
    expect(plainText('10%\r50%\r100%\r')).toBe('100%')
  })

  it('keeps markup as text and survives an escape that never ends', () => {
    expect(plainText('<b>&amp;</b>\tx')).toBe('<b>&amp;</b>\tx')
    expect(plainText(`a${esc}[31`)).toBe('a31')
  })

  it('needs no more than linear time for a hostile line', () => {
    const hostile = `${esc}]`.repeat(4000)
    expect(plainText(hostile).length).toBeLessThanOrEqual(hostile.length)
  })
})
