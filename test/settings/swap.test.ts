// Swap and disk size: refused with a reason before anything changes, followed by a running machine at once.
import { rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createStore } from 'zustand/vanilla'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { followedByMachine, refuseSmallerDisk } from '../../main/settings/machine-change'
import { createSettings } from '../../main/settings/settings'
import { createSwap } from '../../main/settings/swap'
import type { Machine } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'

const gibibyte = 1024 ** 3
const running = { state: 'running', features: ['limits'] } as unknown as Machine
const stopped = { ...running, state: 'stopped' } as const

let folder: string
beforeAll(async () => {
  folder = await makeTestFolder('w')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const limits = {
  cpus: { least: 1, most: 8, usual: 4 },
  memoryBytes: { least: gibibyte, most: 16 * gibibyte, usual: 4 * gibibyte },
  diskBytes: { least: 8 * gibibyte, most: 1024 * gibibyte, usual: 64 * gibibyte },
  swapBytes: { least: 0, most: 16 * gibibyte, usual: 0 },
}
let files = 0

/** A guest that answers as it is told and remembers for how many bytes it was asked. */
async function set(state: Machine = running) {
  const { service, store: settings } = await createSettings({
    file: join(folder, `${files++}.json`),
    log: silentLog,
    limits,
    refuse: refuseSmallerDisk(join(folder, 'data.img')),
  })
  const machine = createStore<Machine>(() => state)
  const asked: number[] = []
  const answer = { exitCode: 0, output: '' }
  const guest = {
    engineSettings: <T>(chosen: T) => chosen,
    exec: async (command: string) => {
      asked.push(Number(/want=(\d+)/.exec(command)?.[1]))
      return { ...answer }
    },
  }
  const swap = createSwap({ guest, machine, settings, log: silentLog })
  const changes = followedByMachine({ service, settings, swap })
  return { settings, machine, asked, answer, swap, ...changes }
}

it('gives a running machine its swap at once, and one that comes up what was chosen meanwhile', async () => {
  const { update, asked } = await set()
  await update({ change: { swapBytes: gibibyte } })
  expect(asked).toEqual([gibibyte])

  const later = await set(stopped)
  const stop = later.swap.follow()
  await later.update({ change: { swapBytes: gibibyte } })
  expect(later.asked).toEqual([])
  later.machine.setState(running)
  await later.swap.apply(gibibyte)
  expect(later.asked).toEqual([gibibyte, gibibyte])
  stop()
})

it.each([
  [28, '3221225472', 'settings.swap-no-room', { wanted: '8.0', free: '3.0' }],
  [16, 'swapoff: Cannot allocate memory', 'settings.swap-in-use', {}],
  [1, 'mkswap: failed', 'settings.swap-failed', {}],
])('keeps the old choice when the machine refuses (%i)', async (exitCode, output, code, params) => {
  const { update, settings, answer } = await set()
  await update({ change: { swapBytes: gibibyte } })
  Object.assign(answer, { exitCode, output })
  await expect(update({ change: { swapBytes: 8 * gibibyte } })).rejects.toMatchObject({ code, params })
  expect(settings.getState().swapBytes).toBe(gibibyte)
})

it('leaves the swap of a machine alone that is not its own', async () => {
  const { asked, swap } = await set({ ...running, features: [] } as unknown as Machine)
  await swap.apply(gibibyte)
  expect(asked).toEqual([])
})

it('follows what an import brings and what a reset takes back', async () => {
  const { importSettings, reset, asked, answer, settings } = await set()
  const text = JSON.stringify({ kind: 'portside-settings', settings: { swapBytes: gibibyte } })
  expect(await importSettings({ text })).toEqual({ changed: ['swapBytes'], left: [] })
  await reset({ names: ['swapBytes', 'theme'] })
  expect(asked).toEqual([gibibyte, 0])
  Object.assign(answer, { exitCode: 28, output: '1' })
  await expect(importSettings({ text })).rejects.toMatchObject({ code: 'settings.swap-no-room' })
  expect(settings.getState().swapBytes).toBe(0)
})

it('refuses a disk that is smaller than the one there is', async () => {
  const disk = join(folder, 'data.img')
  const { update, importSettings, settings } = await set()
  await update({ change: { diskBytes: 16 * gibibyte } })
  await writeFile(disk, '')
  await truncate(disk, 64 * gibibyte)
  await expect(update({ change: { diskBytes: 32 * gibibyte } })).rejects.toMatchObject({
    code: 'settings.disk-shrink',
    params: { size: '64', wanted: '32' },
  })
  expect(settings.getState()).toMatchObject({ diskBytes: 16 * gibibyte })
  await update({ change: { diskBytes: 64 * gibibyte } })
  expect(settings.getState()).toMatchObject({ diskBytes: 64 * gibibyte })
  const text = JSON.stringify({
    kind: 'portside-settings',
    settings: { diskBytes: 32 * gibibyte, theme: 'dark' },
  })
  expect(await importSettings({ text })).toEqual({
    changed: ['theme'],
    left: [{ name: 'diskBytes', why: 'out-of-range' }],
  })
})
