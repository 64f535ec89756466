// What other systems print, with any text in it: nothing throws, nothing impossible comes out, and no word of any
// language counts. Fixtures and their sources: test/fixtures/{ports,wsl}/README.md.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMeminfo } from '../../main/base/meminfo'
import { decodeWslOutput } from '../../main/machine/wsl2/decode'
import { parseCpuMs } from '../../main/machine/wsl2/guest-requests'
import { countClients } from '../../main/machine/wsl2/relay-forwarder'
import { parseConfig } from '../../main/machine/wsl2/wslconfig'
import { readLimits } from '../../main/machine/wsl2/wsl-limits'
import { wslErrorCode } from '../../main/machine/wsl2/wsl-error'
import { parseQuietList, parseVerboseList, parseVersion } from '../../main/machine/wsl2/wsl-listing'
import { parseLsof } from '../../main/ports/listeners-macos'
import { parseWindowsListeners } from '../../main/ports/listeners-windows'
import { parseSocketTable } from '../../main/ports/proc-sockets'
import { parseExcludedRanges } from '../../main/ports/reserved-windows'

const fixture = (path: string): string => readFileSync(join(import.meta.dirname, '../fixtures', path), 'utf8')
const names = [
  ...[
    'ports/lsof-tcp.txt',
    'ports/netsh-tcp-en.txt',
    'ports/netsh-tcp-ko.txt',
    'ports/windows-listeners.json',
  ],
  ...['wsl/list-verbose.txt', 'wsl/version.en.txt', 'wsl/version.ko.txt', 'wsl/error-exists.ko.txt'],
]
const fixtures = names.map(fixture)

/** Text of these tools with pieces left out, repeated and filled with anything. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.array(fc.tuple(fc.nat(1000), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 6,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone), text),
  )
const anyText = fc.oneof(spoilt, fc.string({ unit: 'binary', maxLength: 300 }))
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535

/** Every word of a language, in letters of whatever script, by other words. */
const word = fc.stringMatching(/^[a-z가-힣ß-ö一-十]{1,12}$/)
const reworded = (text: string, words: readonly string[]): string => {
  let next = 0
  return text.replace(/\p{L}+/gu, () => words[next++ % words.length] ?? '')
}
const words = fc.array(word, { minLength: 5, maxLength: 30 })

describe('any text', () => {
  it('of wsl.exe is read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText.map((text) => Buffer.from(text, 'utf16le')),
          anyText.map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const text = decodeWslOutput(bytes)
          for (const name of parseQuietList(text)) expect(name).toBe(name.trim())
          for (const { name, version } of parseVerboseList(text)) {
            expect(name).toMatch(/^\S+$/)
            expect([1, 2]).toContain(version)
          }
          expect(parseVersion(text)?.wsl ?? '0').toMatch(/^\d+(\.\d+)*(-\d+)?$/)
          expect(wslErrorCode(text) ?? 'none').toMatch(/^\w+$/)
        },
      ),
    )
  })

  it('of .wslconfig is read', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        parseConfig(text)
        const { memoryBytes, processors } = readLimits(text) as Record<string, unknown>
        for (const value of [memoryBytes, processors])
          expect(value === undefined || Number(value) > 0).toBe(true)
      }),
    )
  })

  it('of netsh, lsof and /proc gives only ports that there are', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { first, last } of parseExcludedRanges(text, 'tcp'))
          expect(isPort(first) && isPort(last) && first <= last).toBe(true)
        for (const { port, pid } of parseLsof(text)) {
          expect(isPort(port)).toBe(true)
          expect(pid === undefined || Number.isInteger(pid)).toBe(true)
        }
        for (const { port } of parseSocketTable(Buffer.from(text), 'tcp')) expect(isPort(port)).toBe(true)
        expect(countClients(text, 80)).toBeGreaterThanOrEqual(0)
        expect(parseCpuMs(text)).toBeGreaterThanOrEqual(0)
        parseMeminfo(text)
      }),
    )
  })

  it('that PowerShell writes as JSON gives only ports that there are', () => {
    const row = fc.record(
      {
        protocol: fc.oneof(fc.constantFrom('tcp', 'udp'), fc.jsonValue()),
        address: fc.oneof(fc.string(), fc.jsonValue()),
        port: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
        pid: fc.oneof(fc.integer(), fc.jsonValue()),
        services: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.oneof(row, fc.jsonValue())), row), (value) => {
        for (const { port } of parseWindowsListeners(JSON.stringify(value))) expect(isPort(port)).toBe(true)
      }),
    )
  })
})

describe('in any language', () => {
  it.each(['ports/netsh-tcp-en.txt', 'ports/netsh-tcp-ko.txt'])('%s means the same', (name) => {
    const text = fixture(name)
    const known = parseExcludedRanges(text, 'tcp')
    expect(known).not.toEqual([])
    fc.assert(
      fc.property(words, (other) => {
        expect(parseExcludedRanges(reworded(text, other), 'tcp')).toEqual(known)
      }),
    )
  })

  it('wsl --version means the same', () => {
    // Digits may follow a label, as in Direct3D, and are no part of the number.
    const text = fixture('wsl/version.ko.txt')
    const known = parseVersion(text)
    fc.assert(
      fc.property(words, (other) => {
        expect(parseVersion(reworded(text, other))).toEqual(known)
      }),
    )
  })

  it('an error of wsl.exe is told by its code', () => {
    const code = 'Wsl/Service/RegisterDistro/ERROR_ALREADY_EXISTS'
    fc.assert(
      fc.property(words, words, (sentence, label) => {
        const text = `${sentence.join(' ')}.\n${label.join(' ')}: ${code}\n`
        expect(wslErrorCode(text)).toBe('ERROR_ALREADY_EXISTS')
      }),
    )
  })
})
