// The very first start of a machine: what it waits for, over real settings.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { firstStart, noteFirstMachine, type FirstStart } from '../../main/settings/first-start'
import { createSettings, type SettingsParts } from '../../main/settings/settings'
import type { Machine, Settings } from '../../preload/model'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-start-'))
  file = join(folder, 'settings.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (managedFile?: string): Promise<SettingsParts> =>
  createSettings({ file, log: silentLog, ...(managedFile === undefined ? {} : { managedFile }) })
const machineOf = (state: Machine['state'] = 'absent', features: Machine['features'] = ['shared-folders']) =>
  createStore(() => ({ state, features }))

describe('the very first start', () => {
  const look = async (
    settings: SettingsParts,
    { machine = machineOf(), canStart = true, isSeen = true } = {},
  ): Promise<FirstStart> => firstStart({ machine, settings, canStart: async () => canStart }, isSeen)

  it('waits for an answer where somebody can be asked whether containers see the home folder', async () => {
    expect(await look(await open())).toBe('asks')
  })

  it('goes ahead where nobody looks, and nothing is shared then', async () => {
    const settings = await open()
    expect(await look(settings, { isSeen: false })).toBe('goes')
    expect(settings.store.getState().sharedFolders).toEqual([])
  })

  it('waits for what is in its way before anything is asked', async () => {
    const settings = await open()
    expect(await look(settings, { canStart: false })).toBe('in-the-way')
    expect(await look(settings, { canStart: false, isSeen: false })).toBe('in-the-way')
  })

  it('asks nothing of machines that see all folders, or none by a list', async () => {
    expect(await look(await open(), { machine: machineOf('absent', ['exec', 'wsl']) })).toBe('goes')
  })

  it.each<Partial<Settings>>([
    { welcomeSeen: true },
    { foldersAsked: true },
    { sharedFolders: [{ path: '/srv/work', writable: true }] },
  ])('asks nothing where it was decided: %o', async (change) => {
    const settings = await open()
    await settings.update({ change })
    expect(await look(settings)).toBe('goes')
  })

  it('asks nothing that an administrator has decided', async () => {
    const managed = join(folder, 'managed.json')
    await writeFile(managed, JSON.stringify({ sharedFolders: [] }))
    const settings = await open(managed)
    expect((await settings.service.getManaged()).names).toEqual(['sharedFolders'])
    expect(await look(settings)).toBe('goes')
  })

  it('is none where there is a machine, whatever is in the way', async () => {
    expect(await look(await open(), { machine: machineOf('stopped'), canStart: false })).toBe('goes')
  })
})

describe('that a machine was made', () => {
  const kept = async (settings: SettingsParts): Promise<unknown> => {
    await vi.waitFor(() => expect(settings.store.getState().foldersAsked).toBe(true))
    await settings.dispose()
    return JSON.parse(await readFile(file, 'utf8'))
  }

  it('is kept from its making on, so that nobody is asked after it was erased', async () => {
    const settings = await open()
    const machine = machineOf()
    const end = noteFirstMachine({ machine, settings }, silentLog)
    expect(settings.store.getState().foldersAsked).toBe(false)
    machine.setState({ state: 'creating' })
    machine.setState({ state: 'starting' })
    expect(await kept(settings)).toMatchObject({ foldersAsked: true })
    machine.setState({ state: 'absent' })
    expect(await firstStart({ machine, settings, canStart: async () => true }, true)).toBe('goes')
    end()
  })

  it('is kept for one that was there before, too', async () => {
    const settings = await open()
    noteFirstMachine({ machine: machineOf('stopped'), settings }, silentLog)()
    expect(await kept(settings)).toMatchObject({ foldersAsked: true })
  })

  it('writes nothing where nothing is asked', async () => {
    const { store, service } = await open()
    let writes = 0
    const settings = { store, service: { ...service, update: async () => void (writes += 1) } }
    noteFirstMachine({ machine: machineOf('running', ['exec']), settings }, silentLog)()
    noteFirstMachine({ machine: machineOf('absent'), settings }, silentLog)()
    expect(writes).toBe(0)
  })
})
