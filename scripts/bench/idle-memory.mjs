// Measures the memory that the idle guest uses, against the reference guest's: both are asked by QEMU's balloon.
import { join } from 'node:path'
import { idleMemory } from './balloon.mjs'
import { loadModule } from './load-module.mjs'

const goalRatio = 0.7

/**
 * @param {import('./machine-session.mjs').MachineSession} machine just booted
 * @param {{ reference: import('./reference.mjs').Reference, signal: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureIdleMemory({ home, machine }, { reference, signal }) {
  const { connectQmp } = await loadModule('main/machine/qemu/qmp.ts')
  const qmp = await connectQmp(join(home, 'run', 'control.sock'))
  let ours
  try {
    ours = await idleMemory(qmp.execute, signal)
  } finally {
    qmp.close()
  }
  const theirs = await reference.idleBytes(machine())
  return [
    {
      name: 'idle guest memory, as a ratio to the reference',
      value: ours / theirs,
      unit: 'ratio',
      goal: goalRatio,
    },
    { name: '  ours', value: ours, unit: 'bytes' },
    { name: '  reference', value: theirs, unit: 'bytes' },
  ]
}
