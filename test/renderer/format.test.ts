import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatBytesPair,
  formatDuration,
  formatHolder,
  formatMemoryPair,
  formatShare,
  formatWhole,
} from '../../renderer/i18n/format'
import { translator } from '../../renderer/i18n/translate'

const en = translator('en')
const ko = translator('ko')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const noon = new Date(2026, 10, 21, 12, 0, 0).getTime()

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999_600, '1 MB'],
    [312_000, '312 KB'],
    [7_400_000, '7.4 MB'],
    [29_500_000, '29.5 MB'],
    [112_800_000, '113 MB'],
    [1_120_000_000, '1.12 GB'],
    [5e15, '5000 TB'],
  ])('%i bytes is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it('writes both parts of a sum in the larger unit', () => {
    expect(formatBytesPair(181e6, 312e6)).toEqual({ done: '181', total: '312 MB' })
    expect(formatBytesPair(500_000, 1_500_000_000)).toEqual({ done: '0', total: '1.5 GB' })
  })

  it('counts memory in powers of 1024, so that parts and whole add up', () => {
    expect(formatMemoryPair(3.1 * 1024 ** 3, 8 * 1024 ** 3)).toEqual({ used: '3.1', total: '8 GB' })
    expect(formatMemoryPair(100 * 1024 ** 2, 512 * 1024 ** 2)).toEqual({ used: '100', total: '512 MB' })
  })

  it.each([
    [0, '0%'],
    [0.004, '0.4%'],
    [0.14, '14%'],
    [1, '100%'],
  ])('share %f is %s', (share, text) => expect(formatShare(share)).toBe(text))
})

describe('ages', () => {
  it.each([
    [0, 'just now', '방금'],
    [-5000, 'just now', '방금'],
    [38 * minute, '38 min ago', '38분 전'],
    [2 * hour, '2 h ago', '2시간 전'],
    [30 * hour, 'yesterday', '어제'],
    [3 * day, '3 days ago', '3일 전'],
    [21 * day, '3 weeks ago', '3주 전'],
    [90 * day, '2 months ago', '2개월 전'],
    [800 * day, '2 years ago', '2년 전'],
  ])('%i ms ago is "%s"', (age, english, korean) => {
    expect(formatAgo(en, noon - age, noon)).toBe(english)
    expect(formatAgo(ko, noon - age, noon)).toBe(korean)
  })
})

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [1234, '1.2 s'],
    [3800, '3.8 s'],
    [9960, '10 s'],
    [65_000, '1 min 5 s'],
    [59_600, '1 min'],
    [134 * minute, '2 h 14 min'],
    [2 * hour, '2 h'],
    [3 * day, '3 days'],
  ])('%i ms is %s', (ms, text) => expect(formatDuration(en, ms)).toBe(text))

  it('leaves fractions out of estimates, in both languages', () => {
    expect(formatWhole(en, 6400)).toBe('6 s')
    expect(formatWhole(ko, 134 * minute)).toBe('2시간 14분')
  })
})

describe('holders of a port', () => {
  it('names process, container, or nobody known', () => {
    expect(formatHolder(en, { kind: 'process', name: 'mysqld', pid: 4312, address: '' })).toBe(
      'mysqld (PID 4312)',
    )
    expect(formatHolder(en, { kind: 'container', name: 'shop-db-1', address: '' })).toBe(
      'container shop-db-1',
    )
    expect(formatHolder(en, { kind: 'process', name: 'System', address: '' })).toBe('System')
    expect(formatHolder(ko, undefined)).toBe('다른 프로그램')
  })
})
