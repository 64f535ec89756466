// The disk that tells the guest who it is: what the engine's settings become on it.
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { datagramCard, streamCard, type NetworkCard } from '../../../main/machine/network'
import { configDisk } from '../../../main/machine/vm/config-disk'

/** daemon.json as the guest reads it. */
function engineSettings(network: NetworkCard, daemon: Record<string, unknown>): unknown {
  const input = configDisk({
    machineId: 'm',
    credentials: {
      authority: 'a',
      clientCertificate: 'c',
      clientKey: 'k',
      serverCertificate: 's',
      serverKey: 't',
    },
    daemon,
    caCertificates: [],
    shares: [],
    rosetta: false,
    hypervisor: { network },
  })
  return JSON.parse(execFileSync('tar', ['-xOf', '-', 'daemon.json'], { input, encoding: 'utf8' }))
}

it('gives containers packets as large as those of the machine', () => {
  expect(engineSettings(streamCard, { debug: true })).toEqual({
    'host-gateway-ip': '192.168.127.254',
    mtu: 65_520,
    'default-network-opts': { bridge: { 'com.docker.network.driver.mtu': '65520' } },
    debug: true,
  })
})

it('leaves the size of packets to the engine where the machine has the usual one', () => {
  expect(engineSettings(datagramCard, {})).toEqual({ 'host-gateway-ip': '192.168.127.254' })
})

it.each([
  { mtu: 1400 },
  { 'default-network-opts': { bridge: { 'com.docker.network.driver.mtu': '1400' } } },
  { 'default-network-opts': {} },
])('leaves it to the user who chose one: %j', (chosen) => {
  expect(engineSettings(streamCard, chosen)).toEqual({ 'host-gateway-ip': '192.168.127.254', ...chosen })
})
