// Listeners of macOS and Windows, and the ranges that Windows keeps, from what their own commands print.
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commandArguments, parseLsof, withCommands } from '../../main/ports/listeners-macos'
import { parseWindowsListeners } from '../../main/ports/listeners-windows'
import { parseSocketTable } from '../../main/ports/proc-sockets'
import { parseExcludedRanges } from '../../main/ports/reserved-windows'
import { run } from '../../main/base/child'
import { knownProgram } from '../../main/ports/known-program'
import { seededRandom } from './random'

const bytesOf = (name: string): Buffer => readFileSync(new URL(`../fixtures/ports/${name}`, import.meta.url))
const recorded = (name: string): string => bytesOf(name).toString('utf8')

describe('listeners of macOS', () => {
  it('have address, port, process and user', () => {
    const python = { protocol: 'tcp', pid: 31_104, process: 'python3', user: 'root' }
    const control = { protocol: 'tcp', pid: 412, process: 'ControlCenter', user: 'yuna', port: 5000 }
    expect(parseLsof(recorded('lsof-tcp.txt'))).toEqual([
      { ...python, address: '127.0.0.1', port: 18_999 },
      { ...python, address: '::1', port: 19_000 },
      { ...control, address: '0.0.0.0' },
      { ...control, address: '::' },
    ])
  })

  it('have the system’s own among them, and names in Korean', () => {
    const found = parseLsof(recorded('lsof-macos.txt'))
    expect(found.map(({ address, port }) => `${address} ${port}`)).toEqual([
      ...['0.0.0.0 7000', ':: 7000', '0.0.0.0 5000', ':: 5000'],
      ...['fe80:4::aede:48ff:fe00:1122 49153', '0.0.0.0 56863', '127.0.0.1 8000'],
    ])
    expect(found.slice(0, 4).map((one) => knownProgram(one))).toEqual(Array(4).fill('airplay'))
    expect(found.at(-1)).toMatchObject({ pid: 901, process: 'Python 서버', user: 'dz0ny' })
  })

  it('of UDP have no state: what is connected, or has no port yet, is left out', () => {
    const found = parseLsof(recorded('lsof-macos-udp.txt'))
    expect(found.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)).toEqual([
      ...['udp 0.0.0.0 3722', 'udp 0.0.0.0 5353', 'udp :: 5353', 'udp ::1 60123'],
    ])
    expect(found[1]?.process).toBe('Google Chrome He')
  })

  it('keep a name with odd characters', () => {
    expect(parseLsof('p1\ncMy\\x20Server\ntIPv4\nPUDP\nn*:53\n')).toEqual([
      { protocol: 'udp', address: '0.0.0.0', port: 53, pid: 1, process: 'My Server' },
    ])
  })

  it('have the command lines that ps knows, shortened, and stay without', () => {
    const listeners = parseLsof('p31104\ncpython3\ntIPv4\nPTCP\nn*:80\np7\ncnode\ntIPv6\nPTCP\nn*:81\n')
    const text = `31104 /usr/bin/python3 -m http.server 80  \n    9 other\nnonsense\n`
    expect(withCommands(listeners, text).map(({ command }) => command)).toEqual([
      '/usr/bin/python3 -m http.server 80',
      undefined,
    ])
    expect(withCommands(listeners, '')).toEqual(listeners)
    expect(withCommands(listeners, `7 node ${'x'.repeat(900)}`)[1]?.command).toHaveLength(200)
  })

  it('have them from the real ps, asked as it is asked there', async () => {
    const self = { protocol: 'tcp', address: '::', port: 1, pid: process.pid, process: 'node' } as const
    const { stdout } = await run('ps', commandArguments([process.pid, process.ppid]))
    const [found] = withCommands([self], stdout)
    expect(found?.command).toContain('node')
  })

  it('are none when lsof found none', () => expect(parseLsof('')).toEqual([]))

  it('are found by the real lsof where it is installed', async (context) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    try {
      const args = ['-nP', '-w', '-a', '-p', String(process.pid), '-iTCP', '-sTCP:LISTEN', '-FpcLtPn']
      let text: string
      try {
        text = execFileSync('lsof', args, { encoding: 'utf8' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return context.skip('needs lsof')
        throw error
      }
      expect(parseLsof(text)).toContainEqual(
        expect.objectContaining({ protocol: 'tcp', address: '127.0.0.1', port, pid: process.pid }),
      )
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})

describe('listeners of Windows', () => {
  it('have address, port and process', () => {
    const found = parseWindowsListeners(recorded('windows-listeners.json'))
    expect(found).toHaveLength(4)
    expect(found[1]).toEqual({ protocol: 'tcp', address: '::', port: 80, pid: 4, process: 'System' })
    expect(found[2]).toMatchObject({ address: '127.0.0.1', port: 3306, pid: 4312, process: 'mysqld.exe' })
    expect(found[2]?.command).toContain('MySQL')
    expect(found[2]?.services).toEqual(['MySQL80'])
    expect(found[0]?.services).toEqual(['RpcEptMapper', 'RpcSs'])
    expect(found[3]).toMatchObject({ protocol: 'udp', address: 'fe80::1c2b' })
  })

  it('of a Korean Windows have their names, behind the mark that PowerShell begins with', () => {
    const text = recorded('windows-listeners-ko.json')
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const found = parseWindowsListeners(text)
    expect(found).toHaveLength(11)
    expect(found[3]).toMatchObject({ address: '::1', port: 8000, pid: 9120, process: 'python.exe' })
    expect(found[3]?.command).toBe('python.exe "C:\\Users\\유나\\바탕 화면\\서버.py" 8000')
    // The system does not tell this user whose it is.
    expect(found[4]).toEqual({ protocol: 'tcp', address: '127.0.0.1', port: 9229, pid: 7001 })
  })

  it('of UDP come from Get-NetUDPEndpoint: shared ports, services, an address with its card', () => {
    const udp = parseWindowsListeners(recorded('windows-listeners-ko.json')).filter(
      ({ protocol }) => protocol === 'udp',
    )
    expect(udp.map(({ address, port, pid }) => [address, port, pid])).toEqual([
      ['0.0.0.0', 500, 5364],
      ['::', 500, 5364],
      ['0.0.0.0', 3702, 2720],
      ['0.0.0.0', 3702, 3128],
      ['10.10.1.3', 137, 4],
      ['fe80::d1f4:7bd3:5b2e:1c2b', 1900, 2720],
    ])
    expect(udp[2]?.services).toEqual(['FDResPub', 'SSDPSRV'])
  })

  it('may be a single one, or none', () => {
    const one = '{"protocol":"tcp","address":"0.0.0.0","port":135,"pid":1044,"name":null,"command":null}'
    expect(parseWindowsListeners(one)).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: 135, pid: 1044 },
    ])
    expect(parseWindowsListeners('\r\n')).toEqual([])
  })

  it('may be thousands, none of which is cut off', async () => {
    const [row] = JSON.parse(recorded('windows-listeners.json')) as object[]
    const print = `process.stdout.write(JSON.stringify(Array.from({ length: 5000 }, () => (${JSON.stringify(row)}))))`
    const { stdout } = await run(process.execPath, ['-e', print], { limitBytes: 32 * 1024 * 1024 })
    expect(parseWindowsListeners(stdout)).toHaveLength(5000)
  })
})

describe('whatever is printed', () => {
  const rounds = 400
  const lsof = [recorded('lsof-tcp.txt'), recorded('lsof-macos.txt'), recorded('lsof-macos-udp.txt')]
  const json = [recorded('windows-listeners.json'), recorded('windows-listeners-ko.json')]
  const netsh = ['netsh-tcp-en.txt', 'netsh-tcp-ko.txt', 'netsh-tcp-fr.txt', 'netsh-udp-en.txt'].map(recorded)
  const linux = [
    '  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 123 1 0\n',
  ]
  const odd = [
    '\0',
    '\n',
    '\r\n',
    ':',
    '[',
    ']',
    '%',
    '-',
    '"',
    '{',
    '9',
    '99999',
    '65536',
    '0',
    '\\',
    '한',
    '\ud83d',
    ' ',
  ]

  /** Cut, doubled and spoilt in a few places. */
  const spoilt = (texts: readonly string[], seed: number): string => {
    const random = seededRandom(seed)
    let text = random.pick(texts)
    for (let n = random.int(6); n >= 0; n--) {
      const at = random.int(text.length + 1)
      const to = at + random.int(random.pick([1, 4, 40, text.length + 1]))
      text = text.slice(0, at) + (random.int(3) > 0 ? random.pick(odd) : text.slice(at, to)) + text.slice(to)
    }
    return text
  }
  const fits = (listeners: readonly { readonly address: string; readonly port: number }[]): boolean =>
    listeners.every(
      ({ address, port }) =>
        typeof address === 'string' && Number.isInteger(port) && port >= 0 && port <= 65_535,
    )

  it('gives ports that are ports, or none', () => {
    for (let seed = 0; seed < rounds; seed++) {
      expect(fits(parseLsof(spoilt(lsof, seed))), `lsof ${seed}`).toBe(true)
      expect(fits(parseSocketTable(Buffer.from(spoilt(linux, seed)), 'tcp')), `/proc/net ${seed}`).toBe(true)
      const ranges = parseExcludedRanges(spoilt(netsh, seed), 'tcp')
      const areRanges = ranges.every(({ first, last }) => first >= 1 && first <= last && last <= 65_535)
      expect(areRanges, `netsh ${seed}`).toBe(true)
    }
  })

  it('of JSON is a list, or said to be none', () => {
    for (let seed = 0; seed < rounds; seed++) {
      const text = spoilt(json, seed)
      try {
        expect(fits(parseWindowsListeners(text)), `JSON ${seed}`).toBe(true)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw new Error(`JSON ${seed}: ${text}`, { cause: error })
      }
    }
  })
})
