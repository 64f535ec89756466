// The disk that holds everything the user has in Docker: made once, and never again over one that existed.
import { open, stat, truncate } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { MachineRecord, MachineRecordFile } from '../machine-record'
import type { MachineFiles } from './machine-files'

/**
 * `wanted` is the size that it shall have, in bytes: a smaller disk grows, a larger one stays. The guest grows what is on
 * it by itself. The file is sparse: it takes what is used. @throws machine.data-disk-missing when one was made before and is gone
 */
export async function prepareDataDisk(
  files: MachineFiles,
  record: MachineRecordFile,
  wanted: number,
): Promise<MachineRecord> {
  const known = await record.read()
  if (await exists(files.dataDisk)) {
    // A disk without a marker is a disk all the same: it is taken as it is, and the guest checks whose it is.
    const { size, birthtimeMs } = await stat(files.dataDisk)
    if (known?.dataDisk) return grown(files, record, known, size, wanted)
    return record.update({ dataDisk: { createdAt: birthtimeMs, bytes: size } })
  }
  if (known?.dataDisk) throw missing(files, known.dataDisk.createdAt)
  await createSparse(files.dataDisk, wanted)
  return record.update({ dataDisk: { createdAt: Date.now(), bytes: wanted } })
}

/** Only ever makes it larger, and only a disk that is as it was left: a shorter one is damaged, and stays as evidence. */
async function grown(
  files: MachineFiles,
  record: MachineRecordFile,
  known: MachineRecord,
  size: number,
  wanted: number,
): Promise<MachineRecord> {
  const { dataDisk } = known
  if (!dataDisk || size !== dataDisk.bytes || wanted <= size) return known
  await truncate(files.dataDisk, wanted)
  return record.update({ dataDisk: { ...dataDisk, bytes: wanted } })
}

/** Fails rather than truncate a file that appeared meanwhile. */
async function createSparse(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.truncate(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function missing(files: MachineFiles, createdAt: number): AppError {
  const created = new Date(createdAt).toISOString().slice(0, 'yyyy-mm-dd'.length)
  return new AppError('machine.data-disk-missing', {
    params: { file: files.dataDisk, created, record: files.record },
  })
}
