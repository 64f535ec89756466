// What sysctl and reg.exe print, recorded or made up as test/fixtures/system/README.md says: in English, in Korean, spoilt.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virtualization } from '../../main/readiness/computer-steps'
import { parseInternetSettings } from '../../main/settings/host-proxy'
import { linux } from './computers'

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../fixtures/system', name))
/** As the app reads it, whatever code page a console writes. */
const fixture = (name: string): string => read(name).toString('utf8').replaceAll('\n', '\r\n')
const { signal } = new AbortController()

describe('sysctl', () => {
  const outcome = async (stdout: string, exitCode = 0): Promise<string | undefined> => {
    const computer = linux({ platform: 'macos', run: async () => ({ exitCode, stdout }) })
    return (await virtualization.check(computer, signal)).outcome
  }

  it('tells whether virtual machines can run', async () => {
    expect(await outcome(read('sysctl-hv-supported.txt').toString())).toBe('virtualization.ok')
    expect(await outcome(read('sysctl-hv-unsupported.txt').toString())).toBe('virtualization.missing')
    expect(await outcome(read('sysctl-unknown.txt').toString(), 1)).toBe('virtualization.missing')
  })

  it('of any text says yes to 1 alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(2), async (text, exitCode) => {
        const yes = exitCode === 0 && text.trim() === '1'
        expect(await outcome(text, exitCode)).toBe(yes ? 'virtualization.ok' : 'virtualization.missing')
      }),
    )
  })
})

describe('reg.exe', () => {
  it('tells the proxy among everything else, in English and in Korean', () => {
    expect(parseInternetSettings(fixture('reg-internet-settings.en.txt'))).toEqual({
      http: 'http://proxy.usebruno.com:8080',
      https: 'http://proxy.usebruno.com:8080',
      noProxy: 'localhost,127.0.0.1',
    })
    const korean = parseInternetSettings(fixture('reg-internet-settings.ko.txt'))
    expect(korean).toMatchObject({ http: 'http://127.0.0.1:7897', https: 'http://127.0.0.1:7897' })
    // The Korean name is lost to another code page; the others are not.
    expect(korean?.noProxy).toMatch(/\.kr,\.local$/)
  })

  it.each(['reg-missing.en.txt', 'reg-missing.ko.txt'])('%s is no proxy', (name) => {
    expect(parseInternetSettings(fixture(name))).toBeUndefined()
  })

  it('spoilt anywhere gives whole addresses or none', () => {
    const texts = ['reg-internet-settings.en.txt', 'reg-internet-settings.ko.txt', 'reg-missing.ko.txt']
    const edit = fc.tuple(fc.nat(900), fc.nat(60), fc.string({ unit: 'binary', maxLength: 20 }))
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { maxLength: 6 }), (name, edits) => {
        const text = edits.reduce(
          (now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone),
          fixture(name),
        )
        const { http, https } = parseInternetSettings(text) ?? {}
        for (const address of [http, https])
          expect(address === undefined || address.includes('://')).toBe(true)
      }),
    )
  })

  it('names values in no language: whatever the words around them are, the proxy is the same', () => {
    const known = parseInternetSettings(fixture('reg-internet-settings.en.txt'))
    const word = fc.stringMatching(/^[가-힣a-z一-十]{1,12}$/)
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), fc.array(word, { maxLength: 8 }), (before, after) => {
        const text = `${before.join(' ')}\r\n${fixture('reg-internet-settings.en.txt')}\r\n${after.join(' ')}\r\n`
        expect(parseInternetSettings(text)).toEqual(known)
      }),
    )
  })
})
