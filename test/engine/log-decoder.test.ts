// Log bytes cut anywhere give the same lines.
import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../preload/model'
import { longestLineBytes } from '../../main/engine/line-cutter'
import { createLogDecoder } from '../../main/engine/log-decoder'

const at = (n: number): string => `2026-11-21T02:40:11.${String(n).padStart(9, '0')}Z`

function frame(stream: number, text: string | Buffer): Buffer {
  const body = typeof text === 'string' ? Buffer.from(text) : text
  const head = Buffer.alloc(8)
  head[0] = stream
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}

function decode(input: Buffer, size: number, tty = false, bytes = false): LogLine[] {
  const decoder = createLogDecoder({ tty, bytes })
  const lines: LogLine[] = []
  for (let start = 0; start < input.length; start += size)
    lines.push(...decoder.push(input.subarray(start, start + size)))
  return [...lines, ...decoder.end()]
}

const framed = Buffer.concat([
  frame(1, `${at(1)} 안녕하세요 🐳\n`),
  frame(2, `${at(2)} \u001b[31mred\u001b[0m\r\n`),
  // One long line that the engine keeps in three parts; another stream comes in between.
  frame(1, `${at(3)} ${'a'.repeat(16_384)}`),
  frame(2, `${at(4)} between\n`),
  frame(1, `${at(5)} ${'b'.repeat(16_384)}`),
  frame(1, `${at(6)} ccc\n`),
  frame(1, `${at(7)} \n`),
  frame(3, 'error of the engine'),
  frame(1, `${at(8)} no line break`),
])
const expected: LogLine[] = [
  { stream: 'stdout', at: at(1), text: '안녕하세요 🐳' },
  { stream: 'stderr', at: at(2), text: '\u001b[31mred\u001b[0m' },
  { stream: 'stderr', at: at(4), text: 'between' },
  { stream: 'stdout', at: at(3), text: `${'a'.repeat(16_384)}${'b'.repeat(16_384)}ccc` },
  { stream: 'stdout', at: at(7), text: '' },
  { stream: 'stdout', at: at(8), text: 'no line break' },
  { stream: 'stderr', at: at(4), text: 'error of the engine' },
]

describe('logs in frames', () => {
  it.each([1, 2, 3, 7, 8, 9, 31, 64, 1000, 100_000])('are the same in chunks of %i bytes', (size) => {
    expect(decode(framed, size)).toEqual(expected)
  })

  it('give a line without end in pieces, never through a character', () => {
    const text = '가'.repeat(100_000)
    const lines = decode(frame(1, `${at(1)} ${text}\n`), 4096)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.every((line) => Buffer.byteLength(line.text) <= longestLineBytes)).toBe(true)
    expect(lines.map((line) => line.text).join('')).toBe(text)
    expect(lines.map((line) => line.goesOn === true)).toEqual(lines.map((_, n) => n < lines.length - 1))
    expect(new Set(lines.map((line) => line.at))).toEqual(new Set([at(1)]))
  })
})

describe('logs of a terminal', () => {
  const raw = Buffer.from(
    `${at(1)} first\r\n${at(2)} ${'x'.repeat(16_384)}${at(3)} ${'y'.repeat(16_384)}${at(4)} end\r\n${at(5)} $ `,
  )
  it.each([1, 5, 31, 997, 100_000])('are the same in chunks of %i bytes', (size) => {
    expect(decode(raw, size, true)).toEqual([
      { stream: 'stdout', at: at(1), text: 'first' },
      { stream: 'stdout', at: at(2), text: `${'x'.repeat(16_384)}${'y'.repeat(16_384)}end` },
      { stream: 'stdout', at: at(5), text: '$ ' },
    ])
  })

  it('keep text that only looks like the place of a time', () => {
    const text = 'z'.repeat(16_384) + 'not a time, but more of the line than one has'
    expect(decode(Buffer.from(`${at(1)} ${text}\n`), 500, true)).toEqual([
      { stream: 'stdout', at: at(1), text },
    ])
  })
})

describe('logs that are no text', () => {
  const odd = Buffer.from([0x00, 0xff, 0xfe, 0x61, 0x80, 0x0d])
  const bytes = Buffer.concat([
    ...[Buffer.from(`${at(1)} `), odd, Buffer.from('\n')],
    ...[Buffer.from(`${at(2)} \ufffd is a character\n`)],
  ])

  it.each([1, 5, 1000])('come with their bytes for who asks, in chunks of %i bytes', (size) => {
    const texts = ['\u0000\ufffd\ufffda\ufffd', '\ufffd is a character']
    const plain = decode(bytes, size, true)
    expect(plain.map(({ text }) => text)).toEqual(texts)
    expect(plain.some((line) => 'bytes' in line)).toBe(false)
    const lines = decode(bytes, size, true, true)
    expect(lines.map(({ text }) => text)).toEqual(texts)
    expect(lines.map((line) => line.bytes && [...line.bytes])).toEqual([[...odd], undefined])
  })

  it('come whole when one goes on for ever', () => {
    const long = Buffer.alloc(200_000, 0xfa)
    const lines = decode(frame(1, Buffer.concat([Buffer.from(`${at(1)} `), long])), 4096, false, true)
    expect(lines.length).toBeGreaterThan(1)
    expect(Buffer.concat(lines.map((line) => line.bytes ?? Buffer.alloc(0))).equals(long)).toBe(true)
  })
})
