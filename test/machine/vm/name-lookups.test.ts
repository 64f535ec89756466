// Name lookups of the machine: which server this computer asks, and when the machine is told of another one.
import { rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { pathsOf } from '../../../main/base/paths'
import type { GuestAgent } from '../../../main/machine/guest-agent'
import { parseNameServer } from '../../../main/machine/host-name-servers'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import {
  followNameServers,
  fromMachine,
  lookupRules,
  type NameLookups,
} from '../../../main/machine/vm/name-lookups'
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

describe('what the machine is told', () => {
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
  const follow = (): void => {
    const files = { ...machineFiles(pathsOf('/h', 'linux')), networkPid: join(folder, 'pid') }
    const agent = { request, ready: vi.fn<GuestAgent['ready']>(), close: vi.fn<() => void>() }
    lookups = followNameServers(agent, { resolvConf: resolvConf(), files, log: silentLog })
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
})
