// Swap and disk size: refused with a reason before anything changes, followed by a running machine at once.
import { rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createStore } from 'zustand/vanilla'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { followedByMachine } from '../../main/settings/machine-change'
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

/** A guest that answers as it is told and remembers for how many bytes it was asked. */
function set(state: Machine = running) {
  const settings = createStore(() => ({ swapBytes: 0 }))
  const machine = createStore<Machine>(() => state)
  const asked: number[] = []
  const answer = { exitCode: 0, output: '' }
  const guest = {
    exec: async (command: string) => {
      asked.push(Number(/want=(\d+)/.exec(command)?.[1]))
      return { ...answer }
    },
  }
  const swap = createSwap({ guest, machine, settings, log: silentLog })
  const update = followedByMachine({
    update: async ({ change }) => settings.setState(change as { swapBytes: number }),
    settings,
    swap,
    dataDisk: join(folder, 'data.img'),
  })
  return { settings, machine, asked, answer, swap, update }
}

it('gives a running machine its swap at once, and one that comes up what was chosen meanwhile', async () => {
  const { update, asked } = set()
  await update({ change: { swapBytes: gibibyte } })
  expect(asked).toEqual([gibibyte])

  const later = set(stopped)
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
  const { update, settings, answer } = set()
  await update({ change: { swapBytes: gibibyte } })
  Object.assign(answer, { exitCode, output })
  await expect(update({ change: { swapBytes: 8 * gibibyte } })).rejects.toMatchObject({ code, params })
  expect(settings.getState().swapBytes).toBe(gibibyte)
})

it('leaves the swap of a machine alone that is not its own', async () => {
  const { asked, swap } = set({ ...running, features: [] } as unknown as Machine)
  await swap.apply(gibibyte)
  expect(asked).toEqual([])
})

it('refuses a disk that is smaller than the one there is', async () => {
  const disk = join(folder, 'data.img')
  const { update, settings } = set()
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
})
