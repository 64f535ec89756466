// What is remembered about the machine between runs: its identity, and the marker that a data disk exists.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError, isAppError } from '../../preload/errors'
import { writeWhole } from '../base/write-whole'

export { writeWhole }

/** Raised when a version that does not know it must not touch the machine; what an older one can read stays readable. */
const format = 1

const recordShape = z.object({
  format: z.literal(format),
  /** Written into the data disk when it is formatted, so that a disk of another machine is told apart. */
  machineId: z.string().min(1),
  /** Present once a data disk was made; from then on no blank one is ever put in its place. */
  dataDisk: z
    .object({
      createdAt: z.number(),
      bytes: z.number(),
      /** When the guest first mounted it. Until then nothing of the user can be on a disk that we made. */
      mountedAt: z.number().optional(),
    })
    .optional(),
  /** The last guest image whose engine answered. */
  imageHash: z.string().optional(),
  /** Its version of Docker Engine, which the data is from: an older one is not put on it. */
  engineVersion: z.string().optional(),
  /** A newer guest image that did not start; the last one that worked is used until another one comes. */
  refusedImage: z.string().optional(),
  /** True from the beginning of a start until the engine answers. */
  startUnfinished: z.boolean().optional(),
  /** Whether people were told that programs for Intel processors cannot run here. */
  toldOfRosetta: z.boolean().optional(),
  /** Whether hardware acceleration really ran the guest kernel, and for which computer, QEMU and kernel. */
  acceleration: z.object({ key: z.string(), works: z.boolean() }).optional(),
})

export type MachineRecord = z.infer<typeof recordShape>

export interface MachineRecordFile {
  /** Undefined when there is none. @throws machine.record-unreadable, machine.state-newer */
  read(): Promise<MachineRecord | undefined>
  /** Reads or makes the record, applies the change, and writes it whole or not at all. */
  update(change: Partial<Omit<MachineRecord, 'format' | 'machineId'>>): Promise<MachineRecord>
}

export function machineRecordFile(file: string): MachineRecordFile {
  const read = async (): Promise<MachineRecord | undefined> => {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    try {
      const found: unknown = JSON.parse(text)
      const newer = newerFormat(found)
      if (newer !== undefined) throw writtenByNewer(file, `format ${newer}`, `format ${format}`)
      return recordShape.parse(found)
    } catch (cause) {
      if (isAppError(cause)) throw cause
      throw new AppError('machine.record-unreadable', { params: { file }, detail: String(cause), cause })
    }
  }
  return {
    read,
    update: async (change) => {
      const now = (await read()) ?? { format, machineId: randomUUID() }
      const next = { ...now, ...change }
      await writeWhole(file, `${JSON.stringify(next, null, 2)}\n`)
      return next
    },
  }
}

function newerFormat(found: unknown): number | undefined {
  if (typeof found !== 'object' || found === null || !('format' in found)) return undefined
  return typeof found.format === 'number' && found.format > format ? found.format : undefined
}

/** `newer` and `known` name versions for people. */
export const writtenByNewer = (file: string, newer: string, known: string): AppError =>
  new AppError('machine.state-newer', { params: { file, newer, known } })
