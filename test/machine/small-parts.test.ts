// The machine's small readers and writers: archive, memory, CPU time, forwards, defaults.
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { parsePsTime, parseStat } from '../../main/machine/cpu-time'
import type { Machine } from '../../preload/model'
import { machineLimits } from '../../preload/limits'
import { roundBytes } from '../../main/machine/disk-space'
import { parseExposed } from '../../main/machine/gvproxy-forwarder'
import { parseMeminfo } from '../../main/base/meminfo'
import { shellVariables } from '../../main/machine/guest-environment'
import { installCommand } from '../../main/machine/qemu/qemu-program'
import { stepContext, waitingSteps } from '../../main/machine/machine-steps'
import { tar } from '../../main/machine/tar'
import { usageBetween } from '../../main/machine/usage'

it('shows a step that only some starts have where it comes, and once', async () => {
  const store = createStore<Machine>(() => ({
    driver: 'qemu',
    state: 'starting',
    since: 0,
    cpus: 2,
    memoryBytes: 2e9,
    features: [],
    steps: waitingSteps(['disk', 'vm', 'engine'], {}),
  }))
  const context = stepContext(store, new AbortController().signal)
  await context.step('disk', 'disk', async () => {})
  for (let n = 0; n < 2; n += 1) await context.step('snapshot', 'copy', async () => {})
  expect(store.getState().steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
    ...['disk done', 'snapshot done', 'vm waiting', 'engine waiting'],
  ])
})

it('writes an archive that tar reads', () => {
  const archive = tar([
    { name: 'env', mode: 0o600, content: "A='b'\n" },
    { name: 'tls/', mode: 0o700 },
    { name: 'tls/key.pem', mode: 0o600, content: 'x'.repeat(1025) },
  ])
  const list = execFileSync('tar', ['-tvf', '-'], { input: archive, encoding: 'utf8' })
  expect(list).toMatch(/-rw------- .* 6 .* env\n/)
  expect(list).toMatch(/drwx------ .* tls\/\n/)
  expect(execFileSync('tar', ['-xOf', '-', 'tls/key.pem'], { input: archive }).length).toBe(1025)
})

it('quotes what a shell would take apart', () => {
  const nasty = `a'b "$(c)" \\ d`
  const script = `${shellVariables({ NAME: nasty })}printf %s "$NAME"`
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(nasty)
})

it('counts memory as used that a new program could not get', () => {
  const text = 'MemTotal:        2020516 kB\nMemFree:          100 kB\nMemAvailable:    1820516 kB\n'
  expect(parseMeminfo(text)).toMatchObject({ totalBytes: 2_020_516 * 1024, usedBytes: 200_000 * 1024 })
  expect(parseMeminfo('nothing')).toBeUndefined()
})

it('reads CPU time of a process whatever its name is', () => {
  expect(parseStat('12 (a) b) (c) S 1 1 1 0 -1 0 0 0 0 0 250 50 0 0 20 0 1 0 99 0')).toBe(3_000)
  expect(parseStat('')).toBe(0)
  expect(parsePsTime('1:02.50')).toBe(62_500)
  expect(parsePsTime('2-03:04:05')).toBe((((2 * 24 + 3) * 60 + 4) * 60 + 5) * 1000)
})

it('tells CPU as a share of the whole computer', () => {
  const reading = (cpuMs: number) => ({ cpuMs, memoryUsedBytes: 1, memoryTotalBytes: 2 })
  const usage = usageBetween({ at: 0, reading: reading(0) }, { at: 1_000, reading: reading(1_000) }, 4)
  expect(usage).toMatchObject({ cpu: 0.25, memoryUsedBytes: 1, memoryTotalBytes: 2 })
})

it('reads the ports that gvproxy lists, and leaves its sockets out', () => {
  const remote = '192.168.127.2:80'
  expect(parseExposed({ local: '127.0.0.1:8080', remote, protocol: 'tcp' })).toEqual([
    { protocol: 'tcp', address: '127.0.0.1', port: 8080, guestPort: 80 },
  ])
  expect(parseExposed({ local: '[::1]:8080', remote, protocol: 'udp' })[0]?.address).toBe('::1')
  expect(parseExposed({ local: ':8080', remote, protocol: 'tcp' })[0]?.address).toBe('0.0.0.0')
  expect(
    parseExposed({ local: '/run/engine.sock', remote: 'tcp://192.168.127.2:2376', protocol: 'unix' }),
  ).toEqual([])
})

it('takes a fair part of the computer', () => {
  const gibibyte = 1024 ** 3
  const memory = [4, 16, 128].map((host) => machineLimits(4, host * gibibyte).memoryBytes.usual / gibibyte)
  expect(memory).toEqual([2, 4, 8])
  expect([1, 2, 16].map((host) => machineLimits(host, 8 * gibibyte).cpus.usual)).toEqual([1, 2, 4])
  // Even where there is little, what is chosen by itself is allowed.
  const small = machineLimits(1, 2 * gibibyte).memoryBytes
  expect(small.usual).toBeLessThanOrEqual(small.most)
})

it('rounds sizes for people, never down', () => {
  expect([1, 250_000_000, 3_120_000_000].map(roundBytes)).toEqual(['1 MB', '250 MB', '3.2 GB'])
})

it.each([
  ['darwin', '', 'brew install qemu'],
  ['linux', 'ID=debian\n', 'sudo apt-get install qemu-system-x86'],
  ['linux', 'ID=ubuntu\nID_LIKE=debian\n', 'sudo apt-get install qemu-system-x86'],
  ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'sudo dnf install qemu-system-x86-core'],
  ['linux', 'ID=arch\n', 'sudo pacman -S qemu-system-x86'],
  ['linux', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'sudo zypper install qemu-x86'],
] as const)('knows how QEMU is installed (%s, %j)', (platform, release, command) => {
  expect(installCommand(platform, release, 'amd64')).toBe(command)
})
