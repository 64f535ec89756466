// Name lookups of the machine: which server this computer asks, and when the machine is told of another one.
import { readFileSync } from 'node:fs'
import { chmod, rm, utimes, writeFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { pathsOf } from '../../../main/base/paths'
import type { GuestAgent } from '../../../main/machine/guest-agent'
import { parseNameServer } from '../../../main/machine/host-name-servers'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { parseScutilDns } from '../../../main/machine/host-resolvers'
import { lookupRules, markCommands } from '../../../main/machine/vm/lookup-rules'
import { followNameServers, fromMachine, type NameLookups } from '../../../main/machine/vm/name-lookups'
import { makeTestFolder } from '../../support/test-folder'

describe('the name server of this computer', () => {
  it.each([
    ['nameserver 10.8.0.1\nnameserver 1.1.1.1\n', { address: '10.8.0.1', port: 53 }],
    ['# a comment\nsearch lan\n\tnameserver\t192.168.1.1  # home\n', { address: '192.168.1.1', port: 53 }],
    ['nameserver fe80::1\nnameserver 192.168.1.1', { address: '192.168.1.1', port: 53 }],
    ['nameserver 127.0.0.1\nport 5353\n', { address: '127.0.0.1', port: 5353 }],
    ['nameserver 10.0.0.1\nport none\n', { address: '10.0.0.1', port: 53 }],
    ['nameserver\nnameserver 1.2.3\n', undefined],
    ['', undefined],
  ])('of %j', (text, server) => {
    expect(parseNameServer(text)).toEqual(server)
  })

  it('is reached from the machine by another address when it is this computer, or not at all', () => {
    expect(fromMachine({ address: '10.8.0.1', port: 53 })).toEqual({ address: '10.8.0.1', port: 53 })
    expect(fromMachine({ address: '127.0.0.1', port: 5353 })).toEqual({
      address: '192.168.127.254',
      port: 5353,
    })
    expect(fromMachine({ address: '127.0.0.53', port: 53 })).toBeUndefined()
  })
})

const scutil = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../fixtures/system', `scutil-dns-${name}.txt`), 'utf8')
const at = (address: string, port = 53) => ({ address, port })

describe('the resolvers of macOS', () => {
  it('are one main server without a VPN, and names of the local network are nobody’s', () => {
    expect(parseScutilDns(scutil('plain'))).toEqual({ main: at('10.200.0.245'), domains: [] })
  })

  it('are a VPN’s for everything when it is listed first', () => {
    expect(parseScutilDns(scutil('supplemental'))).toEqual({
      main: at('172.33.66.13'),
      domains: [{ domain: 'd.com', server: at('172.33.66.13') }],
    })
  })

  it('are those of domains as they are listed first, with ports, without points at the end', () => {
    expect(parseScutilDns(scutil('split'))).toEqual({
      main: at('192.168.1.1'),
      domains: [
        { domain: '64.100.in-addr.arpa', server: at('100.100.100.100') },
        { domain: 'beta.tailscale.net', server: at('100.100.100.100') },
        { domain: 'corp.example.com', server: at('10.8.0.1') },
        { domain: 'test', server: at('127.0.0.1', 5354) },
      ],
    })
  })

  it('of any text are addresses and names, and nothing that ends a rule', () => {
    const edit = fc.tuple(fc.nat(3000), fc.nat(80), fc.string({ unit: 'binary', maxLength: 30 }))
    const names = fc.constantFrom('plain', 'supplemental', 'split')
    fc.assert(
      fc.property(names, fc.array(edit, { maxLength: 8 }), (name, edits) => {
        const text = edits.reduce(
          (now, [from, gone, put]) => now.slice(0, from) + put + now.slice(from + gone),
          scutil(name),
        )
        const { main, domains } = parseScutilDns(text)
        for (const server of [main, ...domains.map((one) => one.server)]) {
          if (server === undefined) continue
          expect(isIPv4(server.address)).toBe(true)
          expect(server.port).toBeGreaterThan(0)
          expect(server.port).toBeLessThan(65_536)
        }
        for (const { domain } of domains) expect(domain).toMatch(/^[a-z0-9_.-]+$/)
        expect(markCommands(domains)).toMatch(/^[\x20-\x7e\n]*$/)
      }),
    )
  })
})

describe('what the machine is told', () => {
  it('sends questions for a domain to its server, the longest domain’s before a shorter one’s', () => {
    const domains = [
      { domain: 'deep.corp.test', server: at('10.8.0.2') },
      { domain: 'corp.test', server: at('10.8.0.1') },
    ]
    const rules = lookupRules(undefined, domains)
    expect(rules).toContain('meta mark 0x50530000 dnat to 10.8.0.2:53')
    expect(rules).toContain('meta mark 0x50530001 dnat to 10.8.0.1:53')
    const marks = markCommands(domains)
    expect(marks.indexOf('--set-mark 0x50530001')).toBeLessThan(marks.indexOf('--set-mark 0x50530000'))
    expect(marks).toContain(`|${Buffer.from('\x04corp\x04test\0', 'latin1').toString('hex')}|`)
  })

  it('leaves the names that only gvproxy knows with it, compared by 16 bytes at most', () => {
    const rules = lookupRules({ address: '10.8.0.1', port: 53 })
    const host = Buffer.from('\x04host\x06docker\x08internal\0', 'latin1').toString('hex')
    expect(rules).toContain(`@th,160,128 0x${host.slice(0, 32)} @th,288,48 0x${host.slice(32)} accept`)
    expect(rules.indexOf('accept')).toBeLessThan(rules.indexOf('dnat to 10.8.0.1:53'))
    expect(lookupRules(undefined)).not.toContain('dnat')
  })
})

describe('a machine that runs', () => {
  let folder: string
  let lookups: NameLookups
  const request = vi.fn<GuestAgent['request']>()
  const told = (): string[] =>
    request.mock.calls.map(([, script]) => /dnat to (\S+)/.exec(script ?? '')?.[1] ?? 'gvproxy')
  const resolvConf = (): string => join(folder, 'resolv.conf')
  /** gvproxy began at 1000, in seconds. */
  const write = async (text: string, seconds: number): Promise<void> => {
    await writeFile(resolvConf(), text)
    await utimes(resolvConf(), seconds, seconds)
  }
  const follow = (scutil?: string): void => {
    const files = { ...machineFiles(pathsOf('/h', 'linux')), networkPid: join(folder, 'pid') }
    const agent = { request, ready: vi.fn<GuestAgent['ready']>(), close: vi.fn<() => void>() }
    lookups = followNameServers(agent, { resolvConf: resolvConf(), scutil, files, log: silentLog })
  }

  beforeEach(async () => {
    folder = await makeTestFolder('d')
    request.mockReset().mockResolvedValue({ exitCode: 0, text: '' })
    await writeFile(join(folder, 'pid'), '1')
    await utimes(join(folder, 'pid'), 1000, 1000)
  })
  afterEach(async () => {
    lookups.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is told when the server changes, not of the one that gvproxy knows', async () => {
    await write('nameserver 192.168.1.1\n', 900)
    follow()
    // Until it is told, whether it watches already is not seen; so the change is looked at again and again.
    await vi.waitFor(async () => {
      await write('nameserver 10.8.0.1\n', 1100)
      lookups.check()
      expect(told()).toEqual(['10.8.0.1:53'])
    })
    await write('nameserver 127.0.0.53\n', 1200)
    await vi.waitFor(() => expect(told()).toEqual(['10.8.0.1:53', 'gvproxy']), { timeout: 5_000 })
  })

  it('is told at once of what changed while no app was there', async () => {
    await write('nameserver 10.8.0.1\n', 1100)
    follow()
    await vi.waitFor(() => expect(told()).toEqual(['10.8.0.1:53']))
  })

  it('is told again after it could not be', async () => {
    await write('nameserver 10.8.0.1\n', 1100)
    request.mockRejectedValueOnce(new Error('it is held'))
    follow()
    await vi.waitFor(() => expect(request).toHaveBeenCalledOnce())
    lookups.check()
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(2))
  })

  it('is told of a VPN’s domains while it runs, and that they are gone, also by an app that comes later', async () => {
    const program = join(folder, 'scutil')
    const says = async (name: string): Promise<void> => {
      await writeFile(`${program}.txt`, scutil(name))
      await writeFile(program, `#!/bin/sh\n[ "$*" = --dns ] && cat '${program}.txt'\n`)
      await chmod(program, 0o755)
    }
    const scripts = (): string[] => request.mock.calls.map(([, script]) => script ?? '')
    await write('nameserver 10.200.0.245\n', 900)
    await says('plain')
    follow(program)
    // Nothing is different from what gvproxy knows, and nothing stays of what was told before.
    await vi.waitFor(() => expect(request).toHaveBeenCalledOnce())
    expect(scripts()[0]).toContain(':PORTSIDE-NAMES - [0:0]\nCOMMIT')
    expect(told()).toEqual(['gvproxy'])
    await says('split')
    lookups.check()
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(2))
    // 127.0.0.1 is this computer, which the machine reaches by another address.
    for (const target of ['10.8.0.1:53', '100.100.100.100:53', '192.168.127.254:5354', '192.168.1.1:53'])
      expect(scripts()[1]).toContain(`dnat to ${target}`)
    await says('plain')
    lookups.check()
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(3))
    expect(scripts()[2]).toBe(scripts()[0])
  })
})
