// Ports of the machine on this computer: reached, freed, refused when taken, and out of reach of containers.
import { createSocket } from 'node:dgram'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { until } from '../../main/base/until'
import type { Driver } from '../../main/machine/driver'
import { httpText, runInContainer } from './driver-probes'
import { testImage, type DriverSession } from './driver-session'

export function describePorts(session: () => DriverSession): void {
  describe('ports', () => {
    it('reaches a container, and frees the port', async ({ skip }) => {
      const { forwarder } = session().driver
      if (!opensAny(session().driver) || !forwarder) return skip('ports are opened by somebody else')
      const web = await (
        await session().engine()
      ).createContainer({
        Image: testImage,
        Cmd: ['sh', '-c', 'mkdir /w; echo served > /w/index.html; exec httpd -f -p 80 -h /w'],
        HostConfig: {
          // For everybody, and for this computer only.
          PortBindings: { '80/tcp': [{ HostPort: '18080' }, { HostIp: '127.0.0.1', HostPort: '18081' }] },
          AutoRemove: true,
        },
        ExposedPorts: { '80/tcp': {} },
      })
      await web.start()
      const port = await unusedPort()
      const local = { protocol: 'tcp', address: '127.0.0.1', port } as const
      await forwarder.expose(local, 18_080)
      await forwarder.expose(local, 18_080)
      const answer = await until(() => httpText(port), { deadlineMs: 60_000, waitingFor: 'the container' })
      expect(answer).toBe('served\n')
      expect(await forwarder.list()).toEqual([{ ...local, guestPort: 18_080 }])
      await forwarder.unexpose(local)
      await forwarder.unexpose(local)
      expect(await forwarder.list()).toEqual([])
      await canListen(port)
      await forwarder.expose(local, 18_081)
      expect(await until(() => httpText(port), { deadlineMs: 60_000, waitingFor: 'the loopback' })).toBe(
        'served\n',
      )
      await forwarder.unexpose(local)
      await web.remove({ force: true })
    })

    it('says that a port is taken', async ({ skip }) => {
      const { forwarder } = session().driver
      if (!opensAny(session().driver) || !forwarder) return skip('ports are opened by somebody else')
      const server = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      const local = { protocol: 'tcp', address: '127.0.0.1', port } as const
      await expect(forwarder.expose(local, 80)).rejects.toMatchObject({
        code: 'port.taken',
        params: { port },
      })
      await new Promise((resolve) => server.close(resolve))
    })

    it('keeps containers away from what would open ports, and from the engine', async ({ skip }) => {
      if (!opensAny(session().driver)) return skip('the machine has no network of its own')
      const reach = (address: string, port: number, network: string) =>
        `nc -w 3 ${address} ${port} </dev/null >/dev/null 2>&1 && echo ${network} reaches ${address}:${port}`
      const targets = ['192.168.127.1 80', '192.168.127.2 2376', '172.17.0.1 2376']
      const engine = await session().engine()
      const reachable = async (network: string): Promise<string> => {
        const tries = targets
          .map((target) => target.split(' '))
          .filter(([address]) => network === 'bridge' || address === '192.168.127.1')
          .map(([address = '', port]) => reach(address, Number(port), network))
        // At once: most of them wait until they are given up.
        const all = `${tries.map((one) => `(${one}) &`).join(' ')} wait`
        return (await runInContainer(engine, testImage, all, { network })).output
      }
      expect(await Promise.all(['bridge', 'host'].map(reachable))).toEqual(['', ''])
    })

    it('carries datagrams', async ({ skip }) => {
      const { forwarder, guest } = session().driver
      if (!opensAny(session().driver) || !forwarder || !guest)
        return skip('ports are opened by somebody else')
      // The test image has no server for UDP, so the guest's firewall counts what arrives.
      const rule =
        'table inet arrivals { chain input { type filter hook input priority -300; udp dport 18083 counter; }; }'
      expect((await guest.exec(`echo '${rule}' | nft -f -`)).exitCode).toBe(0)
      const port = await unusedPort()
      const local = { protocol: 'udp', address: '127.0.0.1', port } as const
      await forwarder.expose(local, 18_083)
      expect(await forwarder.list()).toEqual([{ ...local, guestPort: 18_083 }])
      const socket = createSocket('udp4')
      const arrived = async (): Promise<true | undefined> => {
        socket.send('datagram', port, '127.0.0.1')
        const { output } = await guest.exec('nft list table inet arrivals')
        return /counter packets [1-9]/.test(output) ? true : undefined
      }
      await until(arrived, { deadlineMs: 60_000, everyMs: 200, waitingFor: 'a datagram to arrive' })
      socket.close()
      await forwarder.unexpose(local)
      expect(await forwarder.list()).toEqual([])
      await guest.exec('nft delete table inet arrivals')
    })
  })
}

/** Whether it opens any port of this computer by itself. */
const opensAny = (driver: Driver): boolean => driver.features.has('forwards')

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function canListen(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  await new Promise((resolve) => server.close(resolve))
}
