// Limits that change while the machine runs: given at once as far as it can follow, the rest waits for a restart.
import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import type { Limit, MachineShape } from '../../main/machine/driver'
import { followLimits } from '../../main/settings/live-limits'
import type { Machine, Settings } from '../../preload/model'
import { defaultSettings } from '../../preload/settings-table'

const gibibyte = 1024 ** 3
const machineIn = (state: Machine['state'], fresh = true): Machine =>
  ({ state, features: [], steps: [{ state: fresh ? 'done' : 'pending' }] }) as unknown as Machine

/** A machine with 4 processors and 8 GiB, of which it can follow the processors. */
function set(state: Machine['state'] = 'running') {
  const settings = createStore<Settings>(() => ({ ...defaultSettings, cpus: 4, memoryBytes: 8 * gibibyte }))
  const machine = createStore<Machine>(() => machineIn('starting'))
  const asked: MachineShape[] = []
  const applied: (readonly Limit[])[] = []
  const stop = followLimits({
    settings,
    machine,
    planned: () => {
      const { cpus, memoryBytes } = settings.getState()
      return { cpus: Number(cpus), memoryBytes: Number(memoryBytes) }
    },
    adjustable: {
      adjust: async (limits) => {
        asked.push(limits)
        return new Set<Limit>(limits.cpus <= 4 ? ['cpus'] : [])
      },
    },
    applied: (names) => applied.push(names),
    log: silentLog,
  })
  machine.setState(machineIn(state), true)
  return { settings, machine, asked, applied, stop }
}

it('adjusts a running machine to each change, and tells what it follows', async () => {
  const { settings, asked, applied, stop } = set()
  settings.setState({ cpus: 2 })
  await vi.waitFor(() => expect(applied).toEqual([['cpus']]))
  settings.setState({ theme: 'dark' })
  settings.setState({ cpus: 6 })
  await vi.waitFor(() => expect(applied).toEqual([['cpus'], []]))
  expect(asked.map(({ cpus }) => cpus)).toEqual([2, 6])
  stop()
})

it('asks nothing of one that was just started so, or rests, and adjusts it when it goes on', async () => {
  const { settings, machine, asked, applied, stop } = set('running')
  machine.setState(machineIn('paused'), true)
  settings.setState({ cpus: 1 })
  await Promise.resolve()
  expect(asked).toEqual([])
  machine.setState(machineIn('running'), true)
  await vi.waitFor(() => expect(applied).toEqual([['cpus']]))
  expect(asked.map(({ cpus }) => cpus)).toEqual([1])
  stop()
  settings.setState({ cpus: 3 })
  await Promise.resolve()
  expect(asked).toHaveLength(1)
})

it('adjusts one that ran on without the app, whose limits are not known', async () => {
  const { machine, asked, stop } = set('starting')
  machine.setState(machineIn('running', false), true)
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  stop()
})
