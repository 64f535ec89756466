// What a machine is when nobody chose: a share of this computer that leaves it usable.
import { availableParallelism, totalmem } from 'node:os'
import type { MachineConfig, MachineShape } from './driver'

const gibibyte = 1024 ** 3
const memory = { least: 2 * gibibyte, share: 0.25, most: 8 * gibibyte }
const mostCpus = 4
const diskBytes = 256 * gibibyte

/** What is chosen comes before what is usual. */
export const defaultConfig = (chosen: Partial<MachineConfig> = {}): MachineConfig => ({
  ...defaultShape(),
  diskBytes,
  sharedFolders: [],
  caCertificates: [],
  daemon: {},
  ...chosen,
})

export const defaultShape = (): MachineShape => ({
  cpus: defaultCpus(availableParallelism()),
  memoryBytes: defaultMemory(totalmem()),
})

/** A quarter of this computer's memory, at least 2 and at most 8 GiB. In bytes. */
export const defaultMemory = (hostBytes: number): number =>
  Math.min(Math.max(memory.least, Math.floor(hostBytes * memory.share)), memory.most)

export const defaultCpus = (hostCpus: number): number => Math.max(1, Math.min(hostCpus, mostCpus))
