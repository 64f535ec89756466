// What systems print about their VPNs, recorded or made up as test/fixtures/system/README.md says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  connectedVpn,
  tunnelOfRoute,
  vpnOfAdapters,
  vpnOfLinks,
  vpnOfServices,
} from '../../main/readiness/vpn'
import { linux, macos, windows } from './computers'

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixtures/system', name), 'utf8')
const { signal } = new AbortController()

describe('a VPN', () => {
  it.each([
    [vpnOfLinks, 'ip-link-plain.json', undefined],
    [vpnOfLinks, 'ip-link-wireguard.json', 'office'],
    [vpnOfLinks, 'ip-link-openvpn.json', '회사'],
    [vpnOfAdapters, 'get-netadapter-plain.ko.json', undefined],
    [vpnOfAdapters, 'get-netadapter-vpn.ko.json', 'PANGP Virtual Ethernet Adapter Secure'],
    [
      vpnOfAdapters,
      'get-netadapter-vpn.en.json',
      'Cisco AnyConnect Virtual Miniport Adapter for Windows x64',
    ],
    [vpnOfAdapters, 'get-vpnconnection.ko.json', '회사 VPN'],
    [vpnOfServices, 'scutil-nc-none.txt', undefined],
    [vpnOfServices, 'scutil-nc-connected.txt', '회사 VPN (서울)'],
    [tunnelOfRoute, 'route-default.txt', undefined],
    [tunnelOfRoute, 'route-default-utun.txt', 'utun4'],
  ] as const)('%s finds of %s: %s', (parse, file, name) => {
    expect(parse(read(file))).toBe(name)
    expect(parse(`\uFEFF${read(file)}`.replaceAll('\n', '\r\n'))).toBe(name)
  })

  it('is asked of each system in its own way, and of names where it does not answer', async () => {
    const said = (stdout: string) => async () => ({ exitCode: 0, stdout })
    expect(await connectedVpn(linux({ run: said(read('ip-link-wireguard.json')) }), signal)).toBe('office')
    expect(await connectedVpn(windows({ run: said(read('get-vpnconnection.ko.json')) }), signal)).toBe(
      '회사 VPN',
    )
    const mac = macos({
      run: async (program) => ({
        exitCode: 0,
        stdout: read(program.endsWith('route') ? 'route-default-utun.txt' : 'scutil-nc-none.txt'),
      }),
    })
    expect(await connectedVpn(mac, signal)).toBe('utun4')
    const gone = async (): Promise<never> => Promise.reject(new Error('ENOENT'))
    expect(await connectedVpn(linux({ run: gone }), signal)).toBeUndefined()
    expect(await connectedVpn(linux({ run: gone, interfaces: () => ['eth0', 'wg0'] }), signal)).toBe('wg0')
  })

  it('is found in no text that is none, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.json(), (text, json) => {
        for (const parse of [vpnOfLinks, vpnOfAdapters, vpnOfServices, tunnelOfRoute])
          for (const one of [text, json]) expect(typeof (parse(one) ?? '')).toBe('string')
      }),
    )
  })
})
