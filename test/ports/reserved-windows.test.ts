// Ranges that Windows keeps, from what netsh prints in English and Korean.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseExcludedRanges, reservedReader } from '../../main/ports/reserved-windows'

const printed = (name: string): string =>
  readFileSync(new URL(`../fixtures/ports/${name}`, import.meta.url), 'utf8')

describe('ranges that Windows keeps', () => {
  it.each(['netsh-tcp-en.txt', 'netsh-tcp-ko.txt'])('are read from %s', (name) => {
    expect(parseExcludedRanges(printed(name), 'tcp')).toEqual([
      { protocol: 'tcp', first: 5357, last: 5357 },
      { protocol: 'tcp', first: 50_000, last: 50_059, administered: true },
      { protocol: 'tcp', first: 50_060, last: 50_159 },
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
