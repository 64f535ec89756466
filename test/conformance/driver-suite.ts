// What every driver owes (main/machine/driver.ts), in one order that needs few starts. Teardown fails on leftovers.
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Driver, GuestAccess } from '../../main/machine/driver'
import { openClient, type EngineClient } from '../../main/engine/client'
import { until } from '../../main/base/until'
import { pull } from '../support/pull'
import { freshContext, hijackedEcho, httpText, runInContainer, waitingContext } from './driver-probes'

export interface DriverFixture {
  readonly driver: Driver
  /** A second driver on the same state, as after a crash of the app. */
  again(): Driver
  /** Size of the data disk that the second driver is made with, in bytes, when it is larger than the first one's. */
  readonly grownDiskBytes?: number
  /** Starts the machine from another process, and kills that one with SIGKILL; absent where nothing is adopted. */
  readonly startAndCrash?: () => Promise<void>
  /** Power loss of the machine; absent where the machine is not ours to lose. */
  readonly powerLoss?: () => Promise<void>
  /** What is left over of the machine's processes, sockets and files, once it was deleted. */
  leftovers(): Promise<readonly string[]>
  /** Processes of the machine that run now. */
  processes(): Promise<readonly string[]>
  dispose(): Promise<void>
}

const image = 'busybox:latest'
const volume = 'kept-volume'
const mebibyte = 1024 * 1024
const fillerMebibytes = 150
/** How long the machine is held, to see that it is. */
const heldMs = 4_000

export function describeDriver(name: string, make: () => Promise<DriverFixture>): void {
  describe(`the ${name} driver`, () => {
    let fixture: DriverFixture
    let driver: Driver
    let client: EngineClient | undefined
    const engine = async (): Promise<EngineClient['docker']> => {
      client ??= await openClient((options) => driver.dial(options), new AbortController().signal)
      return client.docker
    }
    const disconnect = (): void => {
      client?.close()
      client = undefined
    }
    const writeKept = async (text: string): Promise<unknown> =>
      runInContainer(await engine(), image, `echo ${text} > /data/kept; sync`, { volume })
    const readKept = async (): Promise<string> =>
      (await runInContainer(await engine(), image, 'cat /data/kept', { volume })).output.trim()

    beforeAll(async () => {
      fixture = await make()
      driver = fixture.driver
    })
    afterAll(async () => {
      disconnect()
      await fixture.dispose()
    })

    it('creates twice as if once', async () => {
      await driver.create(freshContext())
      await driver.create(freshContext())
      expect(await driver.exists()).toBe(true)
    })

    it('refuses connections while it is stopped', async () => {
      await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
    })

    it('ends stopped, with no process left, when a start is given up', async () => {
      const giveUp = new AbortController()
      const { context, reached } = waitingContext(giveUp.signal)
      const begun = reached(driver.steps.at(-1) === 'engine' && driver.steps.length > 1 ? 'vm' : 'engine')
      const start = driver.start(context)
      start.catch(() => {})
      await begun
      giveUp.abort()
      await expect(start).rejects.toMatchObject({ name: 'AbortError' })
      expect(await fixture.processes()).toEqual([])
      await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
    })

    it('starts until Docker Engine answers', async () => {
      await driver.start(freshContext())
      const version = (await (await engine()).version()) as { Version: string }
      expect(version.Version).toMatch(/^\d+\.\d+/)
    })

    it('takes a second start as done', async () => {
      const before = await fixture.processes()
      await driver.start(freshContext())
      expect(await fixture.processes()).toEqual(before)
    })

    it('downloads and runs', async () => {
      await pull(await engine(), image)
      const result = await runInContainer(await engine(), image, 'echo hello; exit 3', {})
      expect(result).toEqual({ exitCode: 3, output: 'hello\n' })
      await writeKept('first')
      expect(await readKept()).toBe('first')
    })

    it('keeps each direction of a connection open by itself', async () => {
      const text = 'line\n'.repeat(20_000)
      expect(await hijackedEcho(await engine(), image, text)).toBe(text)
    })

    describe('the Linux inside', () => {
      it('returns exit codes and output', async ({ skip }) => {
        if (!driver.guest) return skip('the machine is not ours')
        expect(await driver.guest.exec('echo out; echo err >&2; exit 7')).toEqual({
          exitCode: 7,
          output: 'out\nerr\n',
        })
        expect(await driver.guest.exec('true')).toEqual({ exitCode: 0, output: '' })
      })

      it('tells what it uses', async ({ skip }) => {
        if (!driver.features.has('exec')) return skip('the machine is not ours')
        const usage = await driver.usage()
        expect(usage?.memoryTotalBytes).toBeLessThanOrEqual(driver.shape()?.memoryBytes ?? 0)
        expect(usage?.memoryUsedBytes).toBeGreaterThan(50e6)
        expect(usage?.cpuMs).toBeGreaterThan(100)
      })

      it('brings Docker Engine back when it is killed', async ({ skip }) => {
        if (!driver.guest) return skip('the machine is not ours')
        const pid = (await driver.guest.exec('pidof dockerd')).output.trim()
        await driver.guest.exec(`kill -9 ${pid}`)
        disconnect()
        await until(async () => ((await (await engine()).ping()) ? true : undefined), {
          deadlineMs: 60_000,
          waitingFor: 'Docker Engine to come back',
        })
        expect((await driver.guest.exec('pidof dockerd')).output.trim()).not.toBe(pid)
        expect(await readKept()).toBe('first')
      })
    })

    it('gives memory and disk back that it does not need', async ({ skip }) => {
      const { reclaimable, guest } = driver
      if (!reclaimable || !guest) return skip('the machine is not ours')
      // Blocks are freed at once otherwise, and trimming would have nothing to do.
      const file = '/var/lib/docker/filler'
      const fill = `dd if=/dev/urandom of=${file} bs=1M count=${fillerMebibytes} && sync && cat ${file} >/dev/null`
      const trimming = (how: string): string => `mount -o remount,${how} /var/lib/docker`
      expect((await guest.exec(`${trimming('nodiscard')} && ${fill}`)).exitCode).toBe(0)
      const memory = await reclaimable.memory()
      expect((await guest.exec(`rm ${file} && sync`)).exitCode).toBe(0)
      const disk = await reclaimable.disk()
      expect((await guest.exec(trimming('discard'))).exitCode).toBe(0)
      // Without a balloon that reports free pages, only the guest has them back.
      const least = driver.features.has('balloon') ? (fillerMebibytes * mebibyte) / 2 : -1
      expect(memory).toBeGreaterThan(least)
      expect(disk).toBeGreaterThan((fillerMebibytes * mebibyte) / 2)
      expect(await readKept()).toBe('first')
    })

    it('stands still while it is paused, goes on within moments, and knows the time', async ({ skip }) => {
      const { pausable, guest } = driver
      if (!pausable || !guest) return skip('the machine is not ours')
      disconnect()
      const lag = await clockLag(guest)
      await pausable.pause()
      await pausable.pause()
      expect(await driver.usage()).toBeUndefined()
      await delay(heldMs)
      await pausable.resume()
      await pausable.resume()
      expect(await (await engine()).ping()).toBeTruthy()
      // Its steady clock stood still with it; the one that tells the time was set right.
      expect((await clockLag(guest)) - lag).toBeGreaterThan(heldMs * 0.9)
      const guestMs = Number((await guest.exec('date +%s')).output) * 1000
      expect(Math.abs(guestMs - Date.now())).toBeLessThan(heldMs)
      expect(await readKept()).toBe('first')
    })

    describe('ports', () => {
      it('reaches a container, and frees the port', async ({ skip }) => {
        const { forwarder } = driver
        if (!opensAny(driver) || !forwarder) return skip('ports are opened by somebody else')
        const web = await (
          await engine()
        ).createContainer({
          Image: image,
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
        const answer = await until(() => httpText(port), { deadlineMs: 20_000, waitingFor: 'the container' })
        expect(answer).toBe('served\n')
        expect(await forwarder.list()).toEqual([{ ...local, guestPort: 18_080 }])
        await forwarder.unexpose(local)
        await forwarder.unexpose(local)
        expect(await forwarder.list()).toEqual([])
        await canListen(port)
        await forwarder.expose(local, 18_081)
        expect(await until(() => httpText(port), { deadlineMs: 20_000, waitingFor: 'the loopback' })).toBe(
          'served\n',
        )
        await forwarder.unexpose(local)
        await web.remove({ force: true })
      })

      it('says that a port is taken', async ({ skip }) => {
        const { forwarder } = driver
        if (!opensAny(driver) || !forwarder) return skip('ports are opened by somebody else')
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
        if (!opensAny(driver)) return skip('the machine has no network of its own')
        const reach = (address: string, port: number, network: string) =>
          `nc -w 3 ${address} ${port} </dev/null >/dev/null 2>&1 && echo ${network} reaches ${address}:${port}`
        const targets = ['192.168.127.1 80', '192.168.127.2 2376', '172.17.0.1 2376']
        for (const network of ['bridge', 'host']) {
          const tries = targets
            .map((target) => target.split(' '))
            .filter(([address]) => network === 'bridge' || address === '192.168.127.1')
            .map(([address = '', port]) => reach(address, Number(port), network))
          const { output } = await runInContainer(await engine(), image, `${tries.join('; ')}; true`, {
            network,
          })
          expect(output).toBe('')
        }
      })
    })

    it('keeps everything over stop and start; a second stop is harmless', async () => {
      disconnect()
      await driver.stop()
      await driver.stop()
      expect(await fixture.processes()).toEqual([])
      if (fixture.startAndCrash) return
      await driver.start(freshContext())
      expect(await readKept()).toBe('first')
      await writeKept('second')
    })

    it('takes over what an app that was killed left running', async ({ skip }) => {
      if (!fixture.startAndCrash) return skip('what was left running is ended')
      await fixture.startAndCrash()
      const left = await fixture.processes()
      expect(left).not.toEqual([])
      await driver.start(freshContext())
      expect(await fixture.processes()).toEqual(left)
      expect(await readKept()).toBe('first')
      await writeKept('second')
    })

    it('ends what it cannot take over, and the data is there', async () => {
      disconnect()
      const left = await fixture.processes()
      driver = fixture.again()
      await driver.start(freshContext())
      const now = await fixture.processes()
      expect(now.filter((process) => left.includes(process))).toEqual([])
      expect(now).toHaveLength(left.length)
      expect(await readKept()).toBe('second')
    })

    it('sees a data disk that was made larger', async ({ skip }) => {
      const { guest } = driver
      const wanted = fixture.grownDiskBytes
      if (!guest || wanted === undefined) return skip('its disk does not grow')
      const total = async (): Promise<true | undefined> => {
        const { output } = await guest.exec('df -k /var/lib/docker | tail -n 1')
        const kibibytes = Number(output.trim().split(/\s+/)[1])
        return kibibytes * 1024 > wanted * 0.95 ? true : undefined
      }
      await until(total, { deadlineMs: 60_000, waitingFor: 'the file system to grow' })
      expect(await readKept()).toBe('second')
    })

    it('says that the machine died, and starts it again with its data', async ({ skip }) => {
      if (!fixture.powerLoss) return skip('the machine is not ours')
      await writeKept('third')
      disconnect()
      const end = new Promise<string>((resolve) => driver.onExit(({ error }) => resolve(error.code)))
      await fixture.powerLoss()
      expect(await end).toBe('machine.vm-died')
      expect(await fixture.processes()).toEqual([])
      await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
      await driver.start(freshContext())
      expect(await readKept()).toBe('third')
    })

    it('deletes everything, twice as if once', async () => {
      disconnect()
      await driver.delete()
      await driver.delete()
      expect(await fixture.leftovers()).toEqual([])
    })
  })
}

/** How far the guest's steady clock is behind this computer's, give or take a constant. In ms. */
async function clockLag(guest: GuestAccess): Promise<number> {
  const { output } = await guest.exec('cut -d" " -f1 /proc/uptime')
  return performance.now() - Number(output) * 1000
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
