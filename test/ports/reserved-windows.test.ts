// Ranges that Windows keeps, from what netsh prints in several languages and code pages.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExcludedRanges, reservedReader } from '../../main/ports/reserved-windows'

const bytes = (name: string): Buffer => readFileSync(new URL(`../fixtures/ports/${name}`, import.meta.url))
/** As the app reads it: a console's code page is not UTF-8, so the words are spoilt, and the numbers are not. */
const printed = (name: string): string => bytes(name).toString('utf8')

const administered = { protocol: 'tcp', first: 50_000, last: 50_059, administered: true }

describe('ranges that Windows keeps', () => {
  it('are read in English', () => {
    const ranges = parseExcludedRanges(printed('netsh-tcp-en.txt'), 'tcp')
    expect(ranges).toHaveLength(10)
    expect(ranges[1]).toEqual({ protocol: 'tcp', first: 5357, last: 5357 })
    expect(ranges[8]).toEqual(administered)
    expect(ranges[9]).toEqual({ protocol: 'tcp', first: 65_415, last: 65_514 })
  })

  it('are read in Korean, in the code page of its console', () => {
    expect(new TextDecoder('euc-kr').decode(bytes('netsh-tcp-ko.txt'))).toContain('시작 포트    끝 포트')
    const text = printed('netsh-tcp-ko.txt')
    expect(text).not.toContain('포트')
    const ranges = parseExcludedRanges(text, 'tcp')
    expect(ranges.map(({ first, last }) => `${first}-${last}`)).toEqual([
      ...['1461-1560', '1661-1760', '1861-1960', '4513-4612', '4717-4816', '4838-4937', '27339-27339'],
      '50000-50059',
    ])
    expect(ranges.at(-1)).toEqual(administered)
  })

  it('are read in French, and of UDP', () => {
    expect(parseExcludedRanges(printed('netsh-tcp-fr.txt'), 'tcp')).toEqual([
      { protocol: 'tcp', first: 1802, last: 1901 },
      { protocol: 'tcp', first: 5357, last: 5357 },
      administered,
    ])
    expect(parseExcludedRanges(printed('netsh-udp-en.txt'), 'udp')).toEqual([
      { protocol: 'udp', first: 56_030, last: 56_129 },
      { protocol: 'udp', first: 56_130, last: 56_229 },
    ])
  })

  it('are none where nothing of the kind is printed', () => {
    expect(parseExcludedRanges('', 'udp')).toEqual([])
    expect(parseExcludedRanges('1 2 3\n70000 70001\n9 8\n', 'udp')).toEqual([])
  })

  it.runIf(process.platform !== 'win32')('are none on other systems', async () => {
    expect(await reservedReader()()).toEqual([])
  })
})
