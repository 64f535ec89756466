// What is remembered about the machine between runs: its identity, and the marker that a data disk exists.
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../preload/errors'

const recordShape = z.object({
  format: z.literal(1),
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
  /** True from the beginning of a start until the engine answers. */
  startUnfinished: z.boolean().optional(),
  /** Whether hardware acceleration really ran the guest kernel, and for which computer, QEMU and kernel. */
  acceleration: z.object({ key: z.string(), works: z.boolean() }).optional(),
})

export type MachineRecord = z.infer<typeof recordShape>

export interface MachineRecordFile {
  /** Undefined when there is none. @throws machine.record-unreadable */
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
      return recordShape.parse(JSON.parse(text))
    } catch (cause) {
      throw new AppError('machine.record-unreadable', { params: { file }, detail: String(cause), cause })
    }
  }
  return {
    read,
    update: async (change) => {
      const now = (await read()) ?? { format: 1 as const, machineId: randomUUID() }
      const next = { ...now, ...change }
      await writeWhole(file, `${JSON.stringify(next, null, 2)}\n`)
      return next
    },
  }
}

/** Temp file, fsync, rename: after a power cut the file is the old one or the new one. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const draft = `${file}.new`
  await rm(draft, { force: true })
  const handle = await open(draft, 'wx', mode)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
}
