// What settings make of the machine: limits, proxies, certificates, and what waits for a restart.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { pathsOf } from '../../main/base/paths'
import { until } from '../../main/base/until'
import { certificatesIn, readHostCertificates } from '../../main/settings/host-certificates'
import { chooseMachine, type ComputerFacts } from '../../main/settings/machine-choice'
import { withLogCaps } from '../../main/settings/log-caps'
import { createMachineSettings } from '../../main/settings/machine-settings'
import { createPendingSettings } from '../../main/settings/pending-settings'
import { createSettings } from '../../main/settings/settings'
import type { GuestAccess } from '../../main/machine/driver'
import { issueCertificate } from '../../main/machine/certificate'
import { machineLimits } from '../../preload/limits'
import type { Machine, PendingSettings, Settings } from '../../preload/model'
import { defaultSettings, settingNames, settingsTable } from '../../preload/settings-table'

const gibibyte = 1024 ** 3
const limits = machineLimits(8, 16 * gibibyte)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-settings-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const machineOf = (state: Machine['state']): Machine => ({ state, steps: [] }) as unknown as Machine

const facts = (change: Partial<ComputerFacts> = {}): ComputerFacts => ({
  limits,
  proxy: async () => undefined,
  caCertificates: async () => [],
  daemon: async () => ({}),
  ...change,
})
const choose = (change: Partial<Settings>, known = facts()) =>
  chooseMachine({ ...defaultSettings, ...change }, known)

describe('the table', () => {
  it('accepts every default', () => {
    for (const name of settingNames)
      expect(settingsTable[name].accepts.safeParse(settingsTable[name].fallback).success).toBe(true)
  })

  it.each([
    ['httpProxy', 'proxy.example:80'],
    ['httpProxy', 'http://name:secret@proxy.example'],
    ['httpProxy', "http://x';reboot"],
    ['noProxy', 'a\nb'],
    ['cpus', 1.5],
    ['memoryBytes', '4GiB'],
    ['sharedFolders', [{ path: 'relative', writable: true }]],
    ['sharedFolders', [{ path: '/a\n/b', writable: true }]],
    [
      'sharedFolders',
      [
        { path: '/a', writable: true },
        { path: '/a', writable: false },
      ],
    ],
    ['sleepAfterMinutes', -1],
  ] as const)('refuses %s as %j', (name, value) => {
    expect(settingsTable[name].accepts.safeParse(value).success).toBe(false)
  })
})

describe('the machine that is chosen', () => {
  it('is what is usual when nobody chose', async () => {
    expect(await choose({})).toEqual({
      cpus: 4,
      memoryBytes: 4 * gibibyte,
      diskBytes: 256 * gibibyte,
      sharedFolders: [],
      caCertificates: [],
      daemon: {},
    })
  })

  it('has no more than this computer, whatever a settings file from a larger one says', async () => {
    const chosen = await choose({ cpus: 64, memoryBytes: 512 * gibibyte })
    expect(chosen).toMatchObject({ cpus: 8, memoryBytes: limits.memoryBytes.most })
  })

  it('goes through the proxy that the mode names', async () => {
    const known = facts({ proxy: async () => ({ http: 'http://host:1', noProxy: 'x' }) })
    const manual = { httpProxy: 'http://mine:2', httpsProxy: '', noProxy: '' } as const
    expect((await choose({ ...manual, proxyMode: 'system' }, known)).proxy).toEqual({
      http: 'http://host:1',
      noProxy: 'x',
    })
    expect((await choose({ ...manual, proxyMode: 'manual' }, known)).proxy).toEqual({
      http: 'http://mine:2',
      https: 'http://mine:2',
    })
    expect((await choose({ ...manual, proxyMode: 'none' }, known)).proxy).toBeUndefined()
  })

  it('trusts what this computer trusts, unless told not to', async () => {
    const known = facts({ caCertificates: async () => ['PEM'] })
    expect((await choose({}, known)).caCertificates).toEqual(['PEM'])
    expect((await choose({ hostCertificates: false }, known)).caCertificates).toEqual([])
  })
})

describe('a change', () => {
  it('beyond what this computer has is refused with the range', async () => {
    const file = join(folder, 'settings.json')
    const settings = await createSettings({ file, log: silentLog, limits })
    await expect(settings.update({ change: { cpus: 9 } })).rejects.toMatchObject({
      code: 'settings.out-of-range',
      params: { setting: 'cpus', least: '1', most: '8' },
    })
    await expect(settings.update({ change: { memoryBytes: 1024 } })).rejects.toMatchObject({
      params: { least: '1 GiB' },
    })
    expect(settings.store.getState()).toEqual(defaultSettings)
  })
})

describe('what waits for a restart', () => {
  const make = () => {
    const settings = createStore<Settings>(() => defaultSettings)
    const file = join(folder, 'applied-settings.json')
    return { settings, file, pending: createPendingSettings({ settings, file, log: silentLog }) }
  }

  it('is what changed since the start asked, and nothing that works at once', async () => {
    const { settings, pending } = make()
    pending.asked()
    settings.setState({ cpus: 2 })
    await pending.running(true)
    settings.setState({ theme: 'dark', noProxy: 'x' })
    expect(pending.store.getState().names).toEqual(['cpus', 'noProxy'])
    settings.setState({ cpus: 'auto' })
    expect(pending.store.getState().names).toEqual(['noProxy'])
    // The list of folders is one setting: a folder more, or another right, and back.
    settings.setState({ sharedFolders: [{ path: '/data', writable: true }] })
    expect(pending.store.getState().names).toEqual(['sharedFolders', 'noProxy'])
    settings.setState({ sharedFolders: [...defaultSettings.sharedFolders] })
    expect(pending.store.getState().names).toEqual(['noProxy'])
    pending.ended()
    expect(pending.store.getState().names).toEqual([])
  })

  it('is known again by an app that takes over a machine that runs', async () => {
    const first = make()
    first.pending.asked()
    await first.pending.running(true)
    const second = make()
    second.settings.setState({ memoryBytes: 2 * gibibyte })
    second.pending.asked()
    await second.pending.running(false)
    expect(second.pending.store.getState().names).toEqual(['memoryBytes'])
    expect(JSON.parse(await readFile(second.file, 'utf8'))).toMatchObject({ memoryBytes: 'auto' })
  })

  it('is nothing when it is not known what a machine was started with', async () => {
    const { settings, file, pending } = make()
    await writeFile(file, '{"cpus":')
    settings.setState({ cpus: 2 })
    await pending.running(false)
    expect(pending.store.getState().names).toEqual([])
  })
})

describe('settings of the engine', () => {
  it('that were edited before an app took over a machine that runs wait for its restart', async () => {
    const paths = pathsOf(folder)
    const settings = createStore<Settings>(() => defaultSettings)
    const parts = createMachineSettings({ settings, paths, log: silentLog })
    const machine = createStore<Machine>(() => machineOf('stopped'))
    // As they are inside, with what the machine adds.
    let inside = withLogCaps({ debug: true })
    const guest: GuestAccess = {
      engineSettings: (chosen) => ({ ...chosen, 'host-gateway-ip': '192.0.2.1' }),
      exec: async () => ({ exitCode: 0, output: JSON.stringify(guest.engineSettings(inside)) }),
    }
    const over = new AbortController()
    const seen: PendingSettings[] = []
    const watching = (async () => {
      for await (const now of parts.watchPending({ signal: over.signal })) seen.push(now)
    })().catch(() => {})
    const told = (engine: boolean): Promise<true> =>
      until(() => seen.at(-1)?.engine === engine || undefined, {
        ...{ deadlineMs: 10_000, everyMs: 5, waitingFor: `engine: ${engine}` },
      })
    const stop = parts.follow(machine, { adjustable: undefined, guest })
    await writeFile(paths.daemonFile, '{"debug":false}')
    machine.setState(machineOf('starting'))
    machine.setState(machineOf('running'))
    expect(await told(true)).toBe(true)
    // The window gives them to the engine that runs.
    inside = withLogCaps({ debug: false })
    parts.lookAtEngine()
    expect(await told(false)).toBe(true)
    await writeFile(paths.daemonFile, '{}')
    parts.lookAtEngine()
    expect(await told(true)).toBe(true)
    machine.setState(machineOf('stopped'))
    expect(await told(false)).toBe(true)
    stop()
    over.abort()
    await watching
  })
})

describe('the certificates of this computer', () => {
  it('are those that are not known everywhere, once each', async () => {
    const own = (
      await issueCertificate({
        name: 'Own',
        role: 'authority',
        notBefore: new Date(0),
        notAfter: new Date(4e12),
      })
    ).certificate
    const usual = tls.rootCertificates.slice(0, 3)
    const file = join(folder, 'extra.pem')
    await writeFile(file, `# a comment\n${own}\n${own}\nnonsense`)
    const env = { NODE_EXTRA_CA_CERTS: file }
    const found = await readHostCertificates({ env, system: () => [...usual, own] })
    expect(found).toHaveLength(1)
    expect(certificatesIn(found[0] ?? '')).toEqual(certificatesIn(own))
  })

  it('are none where nothing can be read', async () => {
    const env = { SSL_CERT_FILE: join(folder, 'missing.pem') }
    const broken = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----'
    expect(await readHostCertificates({ env, system: () => [broken] })).toEqual([])
  })
})
