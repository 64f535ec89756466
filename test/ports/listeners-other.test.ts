// Listeners of macOS and Windows, from what their own commands print.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLsof } from '../../main/ports/listeners-macos'
import { parseWindowsListeners } from '../../main/ports/listeners-windows'

const recorded = (name: string): string =>
  readFileSync(new URL(`../fixtures/ports/${name}`, import.meta.url), 'utf8')

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

  it('keep a name with odd characters', () => {
    expect(parseLsof('p1\ncMy\\x20Server\ntIPv4\nPUDP\nn*:53\n')).toEqual([
      { protocol: 'udp', address: '0.0.0.0', port: 53, pid: 1, process: 'My Server' },
    ])
  })

  it('are none when lsof found none', () => expect(parseLsof('')).toEqual([]))
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

  it('may be a single one, or none', () => {
    const one = '{"protocol":"tcp","address":"0.0.0.0","port":135,"pid":1044,"name":null,"command":null}'
    expect(parseWindowsListeners(one)).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: 135, pid: 1044 },
    ])
    expect(parseWindowsListeners('\r\n')).toEqual([])
  })
})
