// `portside settings` as people and scripts use it, over real settings.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../../main/base/log'
import { settingsCommand } from '../../../main/cli/settings-command'
import { createMachineSettings, type MachineSettings } from '../../../main/settings/machine-settings'
import { createSettings, type SettingsParts } from '../../../main/settings/settings'
import type { Contract } from '../../../preload/contract'
import type { Machine } from '../../../preload/model'
import { settingNames } from '../../../preload/settings-table'
import { stoppedMachine } from '../../renderer/fake-app/fake-app'

let folder: string
let settings: SettingsParts
let machineSettings: MachineSettings
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-settings-'))
  settings = await createSettings({ file: join(folder, 'settings.json'), log: silentLog })
  const paths = {
    machine: folder,
    daemonFile: join(folder, 'daemon.json'),
    registryCertificates: join(folder, 'certificates.json'),
  }
  machineSettings = createMachineSettings({ settings: settings.store, paths, log: silentLog })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function portside(words: string, json = false): Promise<string> {
  const { watch, update } = settings
  const services = { settings: { watchSettings: watch, watchPending: machineSettings.watchPending, update } }
  let printed = ''
  const context = {
    json,
    wait: false,
    dryRun: false,
    options: {},
    print: (text: string) => (printed += `${text}\n`),
  }
  await settingsCommand(services as unknown as Contract, context, words.split(' ').filter(Boolean))
  return printed
}

describe('portside settings', () => {
  it('lists every setting with when a change of it applies', async () => {
    const text = await portside('')
    expect(text).toMatch(/^memoryBytes +auto +machine /m)
    const rows = JSON.parse(await portside('list', true)) as {
      name: string
      value: unknown
      applies: string
    }[]
    expect(rows.map(({ name }) => name)).toEqual(settingNames)
    expect(rows.find(({ name }) => name === 'theme')).toMatchObject({ value: 'system', applies: 'live' })
  })

  it.each([
    ['memoryBytes 6GiB', 'memoryBytes', 6 * 1024 ** 3],
    ['memoryBytes 4GB', 'memoryBytes', 4e9],
    ['cpus 2', 'cpus', 2],
    ['cpus auto', 'cpus', 'auto'],
    ['startAtLogin true', 'startAtLogin', true],
    ['theme dark', 'theme', 'dark'],
    ['httpProxy http://proxy:3128', 'httpProxy', 'http://proxy:3128'],
    ['noProxy 10', 'noProxy', '10'],
    ['sharedFolders [{"path":"/a","writable":false}]', 'sharedFolders', [{ path: '/a', writable: false }]],
  ] as const)('sets %s', async (words, name, value) => {
    await portside(`set ${words}`)
    expect(settings.store.getState()[name]).toEqual(value)
    expect(JSON.parse(await portside(`get ${name}`, true))).toEqual(value)
  })

  it.each([
    'set cpus many',
    'set theme pink',
    'set nothing 1',
    'get',
    'get nothing',
    'set cpus',
    'drop cpus',
    'set a b c',
  ])('refuses: %s', async (words) => {
    await expect(portside(words)).rejects.toThrow(TypeError)
  })

  it('says what a change waits for while the machine runs', async () => {
    const machine = createStore<Machine>(() => ({ ...stoppedMachine, state: 'starting' }))
    const stop = machineSettings.follow(machine, { adjustable: undefined, guest: undefined })
    await machineSettings.config()
    machine.setState({ state: 'running' })
    expect(await portside('set cpus 1')).toBe('cpus is 1; "portside restart" applies it\n')
    expect(await portside('list')).toMatch(/^cpus +1 +machine \(restart to apply\)/m)
    machine.setState({ state: 'stopped' })
    expect(await portside('set cpus 2')).toBe('cpus is 2\n')
    stop()
  })
})
