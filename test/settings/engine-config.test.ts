// The engine's own settings: what is kept, what is put back, and what never reaches the engine.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createEngineConfig, type EngineConfigService } from '../../main/settings/engine-config'
import type { GuestEngine } from '../../main/settings/guest-engine'
import { createUnprovenConfig } from '../../main/settings/unproven-config'
import { createRegistryCertificates } from '../../main/settings/registry-certificates'
import { readDaemonText } from '../../preload/daemon-config'
import { AppError } from '../../preload/errors'
import { issueCertificate } from '../../main/machine/certificate'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Takes everything but what it is told to refuse. */
class ScriptedGuest implements GuestEngine {
  readonly exchanged: unknown[] = []
  readonly trusted: string[][] = []
  refusal: string | undefined
  undone = false
  validate = async (): Promise<string | undefined> => this.refusal
  exchange = async (config: unknown): Promise<void> => {
    this.exchanged.push(config)
    if (this.undone) throw new AppError('settings.engine-config-undone', { detail: 'no' })
  }
  trust = async (certificates: ReadonlyMap<string, string>): Promise<void> => {
    this.trusted.push([...certificates.keys()])
  }
}

describe('settings of the engine', () => {
  const guest = (): ScriptedGuest => new ScriptedGuest()
  const file = (): string => join(folder, 'daemon.json')
  let startedAgain = 0
  const create = (scripted: ScriptedGuest | undefined, running = true): EngineConfigService =>
    createEngineConfig({
      file: file(),
      guest: scripted,
      running: () => running,
      keepRunning: () => async () => ({ startedAgain: (startedAgain += 1), notStarted: [] }),
      log: silentLog,
    })
  beforeEach(() => {
    startedAgain = 0
  })

  it('are kept as they were written, with the former ones beside them', async () => {
    const scripted = guest()
    const config = create(scripted)
    const first = '{ "debug": true }'
    await config.applyConfig({ text: first })
    await config.applyConfig({ text: '{"debug":false}' })
    expect((await config.getConfig()).text).toBe('{"debug":false}')
    expect(await readFile(`${file()}.before`, 'utf8')).toBe(first)
    expect(scripted.exchanged).toMatchObject([{ debug: true, 'log-driver': 'json-file' }, { debug: false }])
    expect(startedAgain).toBe(2)
  })

  it('that the engine does not come up with leave the file and the containers as they were', async () => {
    const scripted = guest()
    const config = create(scripted)
    await writeFile(file(), '{"debug":true}')
    scripted.undone = true
    await expect(config.applyConfig({ text: '{"bip":"1.2.3.4/8"}' })).rejects.toMatchObject({
      code: 'settings.engine-config-undone',
    })
    expect(await readFile(file(), 'utf8')).toBe('{"debug":true}')
    expect(startedAgain).toBe(1)
    await rm(file())
    await expect(config.applyConfig({ text: '{"bip":"1.2.3.4/8"}' })).rejects.toMatchObject({
      code: 'settings.engine-config-undone',
    })
    await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readFile(`${file()}.refused`, 'utf8')).toBe('{"bip":"1.2.3.4/8"}')
    await expect(readFile(`${file()}.unproven`)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('are noted as not proven until the engine runs with them, however often they are changed before', async () => {
    const unproven = createUnprovenConfig(file(), silentLog)
    await writeFile(file(), '{"debug":true}')
    const off = create(guest(), false)
    await off.applyConfig({ text: '{"mtu":1400}' })
    await off.applyConfig({ text: '{"mtu":1300}' })
    expect(await unproven.read()).toEqual({ text: '{"debug":true}' })
    const scripted = guest()
    scripted.undone = true
    await expect(create(scripted).applyConfig({ text: '{"bip":"1.2.3.4/8"}' })).rejects.toMatchObject({
      params: { file: `${file()}.refused` },
    })
    expect(await readFile(file(), 'utf8')).toBe('{"mtu":1300}')
    expect(await unproven.read()).toEqual({ text: '{"debug":true}' })
    // An app that dies while the engine is given its settings leaves the note.
    let during: unknown
    const live = guest()
    live.exchange = async () => void (during = await unproven.read())
    await create(live).applyConfig({ text: '{"mtu":1200}' })
    expect(during).toEqual({ text: '{"debug":true}' })
    expect(await unproven.read()).toBeUndefined()
  })

  it('that are wrong never reach the engine', async () => {
    const scripted = guest()
    const config = create(scripted)
    for (const text of ['{', '[]', '{"hosts":[]}', '{"dns":"1.1.1.1"}', '{"mtu":"big"}'])
      await expect(config.applyConfig({ text })).rejects.toMatchObject({ code: 'settings.bad-engine-config' })
    scripted.refusal = 'unable to configure: invalid mirror'
    await expect(config.applyConfig({ text: '{"registry-mirrors":["https://x"]}' })).rejects.toMatchObject({
      detail: 'unable to configure: invalid mirror',
    })
    expect(scripted.exchanged).toEqual([])
    await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('wait for the next start while nothing runs, and are not Portside’s for another engine', async () => {
    const scripted = guest()
    const config = create(scripted, false)
    expect(await config.applyConfig({ text: '{"debug":true}' })).toMatchObject({ restarted: false })
    expect(await config.checkConfig({ text: '{}' })).toEqual({ problems: [], askedEngine: false })
    expect(scripted.exchanged).toEqual([])
    await expect(create(undefined).applyConfig({ text: '{}' })).rejects.toMatchObject({
      code: 'settings.engine-not-ours',
    })
  })
})

it('finds the line of what is wrong in a daemon.json', () => {
  const problems = readDaemonText(
    '{\n "debug": true,\n "log-opts": {"max-size": 5},\n "future": 1\n}',
  ).problems
  expect(problems).toMatchObject([
    { severity: 'error', line: 3, key: 'log-opts' },
    { severity: 'warning', line: 4, key: 'future' },
  ])
  expect(readDaemonText('{\n"debug": tru\n}').problems).toMatchObject([{ by: 'json', line: 2 }])
  expect(readDaemonText('  \n')).toEqual({ config: {}, problems: [] })
})

describe('certificates of registries', () => {
  it('are kept, listed, given to the engine, and refused when they are none', async () => {
    const guest = new ScriptedGuest()
    const file = join(folder, 'certificates.json')
    const { service, give } = createRegistryCertificates({
      file,
      guest,
      running: () => true,
      log: silentLog,
    })
    const { certificate } = await issueCertificate({
      name: 'Acme Authority',
      role: 'authority',
      notBefore: new Date(),
      notAfter: new Date(Date.now() + 86_400_000),
    })
    await service.addCertificate({ registry: 'https://Registry.Example.com:5000/', pem: certificate })
    expect(await service.listCertificates()).toMatchObject([{ registry: 'registry.example.com:5000' }])
    for (const registry of ['../etc', 'a b', "x';reboot;'"])
      await expect(service.addCertificate({ registry, pem: certificate })).rejects.toMatchObject({
        code: 'settings.bad-registry',
      })
    await expect(service.addCertificate({ registry: 'a.example', pem: 'no' })).rejects.toMatchObject({
      code: 'settings.bad-certificate',
    })
    await give()
    await service.removeCertificate({ registry: 'registry.example.com:5000' })
    expect(guest.trusted).toEqual([['registry.example.com:5000'], ['registry.example.com:5000'], []])
  })
})
