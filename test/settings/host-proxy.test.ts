// The computer's proxy as its system tells it. The outputs follow Apple's scutil(8) and Microsoft's reg.exe, by hand.
import { describe, expect, it } from 'vitest'
import { parseInternetSettings, parseScutil, readHostProxy } from '../../main/settings/host-proxy'

const nothing = async (): Promise<string> => ''

describe('the environment', () => {
  it('comes before what the system says, lower case first', async () => {
    const env = { http_proxy: 'http://a:1', HTTP_PROXY: 'http://b:1', NO_PROXY: 'x,.y' }
    expect(await readHostProxy({ platform: 'win32', env, run: nothing })).toEqual({
      http: 'http://a:1',
      noProxy: 'x,.y',
    })
  })

  it('may name one proxy for all', async () => {
    const env = { ALL_PROXY: 'socks5://a:1' }
    expect(await readHostProxy({ platform: 'linux', env, run: nothing })).toEqual({
      http: 'socks5://a:1',
      https: 'socks5://a:1',
    })
  })

  it('is all there is on Linux', async () => {
    expect(await readHostProxy({ platform: 'linux', env: {}, run: nothing })).toBeUndefined()
  })
})

describe('macOS', () => {
  const scutil = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  ExcludeSimpleHostnames : 0
  HTTPEnable : 1
  HTTPPort : 3128
  HTTPProxy : proxy.example
  HTTPSEnable : 0
  HTTPSPort : 3129
  HTTPSProxy : other.example
}
`
  it('names what is switched on', async () => {
    const expected = { http: 'http://proxy.example:3128', noProxy: '.local,169.254/16' }
    expect(parseScutil(scutil)).toEqual(expected)
    expect(await readHostProxy({ platform: 'darwin', env: {}, run: async () => scutil })).toEqual(expected)
  })

  it('has none when a script decides, or nothing does', () => {
    expect(
      parseScutil('<dictionary> {\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://x/p\n}'),
    ).toBe(undefined)
    expect(parseScutil('')).toBeUndefined()
  })
})

describe('Windows', () => {
  const query = (...lines: string[]): string =>
    [
      '',
      String.raw`HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings`,
      ...lines,
      '',
    ].join('\r\n')
  const enabled = '    ProxyEnable    REG_DWORD    0x1'

  it('has one address for everything, or one for each protocol', () => {
    const override = '    ProxyOverride    REG_SZ    *.corp.example;10.*;<local>'
    expect(
      parseInternetSettings(query(enabled, '    ProxyServer    REG_SZ    proxy:8080', override)),
    ).toEqual({
      http: 'http://proxy:8080',
      https: 'http://proxy:8080',
      noProxy: '.corp.example,10.*',
    })
    expect(
      parseInternetSettings(query(enabled, '    ProxyServer    REG_SZ    http=a:1;https=b:2;ftp=c:3')),
    ).toEqual({ http: 'http://a:1', https: 'http://b:2' })
  })

  it('has none while it is switched off', () => {
    const off = '    ProxyEnable    REG_DWORD    0x0'
    expect(parseInternetSettings(query(off, '    ProxyServer    REG_SZ    proxy:8080'))).toBeUndefined()
    expect(
      parseInternetSettings('ERROR: The system was unable to find the specified registry key.'),
    ).toBeUndefined()
  })
})

it('never fails on what it cannot read, and never names half an address', () => {
  let seed = 7
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647)
  const words = [
    'HTTPEnable : 1',
    'HTTPProxy : a',
    'ProxyEnable',
    'REG_DWORD',
    '0x1',
    'ProxyServer',
    'REG_SZ',
    '=',
    ';',
  ]
  const marks = [':', '\r', '\n', '\0', '한', 'http=', '<array>']
  const all = [...words, ...marks]
  const text = (): string => Array.from({ length: random() % 40 }, () => all[random() % all.length]).join(' ')
  const found = Array.from({ length: 2_000 }, text).flatMap((one) => [
    parseScutil(one),
    parseInternetSettings(one),
  ])
  const addresses = found.flatMap((proxy) => [proxy?.http, proxy?.https]).filter((one) => one !== undefined)
  expect(addresses.filter((address) => !address.includes('://'))).toEqual([])
})
