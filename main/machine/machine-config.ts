// What a machine is when nobody chose: a share of this computer that leaves it usable.
import { availableParallelism, totalmem } from 'node:os'
import { machineLimits } from '../../preload/limits'
import type { MachineConfig, MachineShape } from './driver'

/** What is chosen comes before what is usual. */
export const defaultConfig = (chosen: Partial<MachineConfig> = {}): MachineConfig => ({
  ...defaultShape(),
  diskBytes: computerLimits().diskBytes.usual,
  sharedFolders: [],
  caCertificates: [],
  daemon: {},
  ...chosen,
})

export function defaultShape(): MachineShape {
  const { cpus, memoryBytes } = computerLimits()
  return { cpus: cpus.usual, memoryBytes: memoryBytes.usual }
}

const computerLimits = () => machineLimits(availableParallelism(), totalmem())
