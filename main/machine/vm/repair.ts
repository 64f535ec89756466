// Clears away what may be damaged around a VM's data and can be made anew; the data disk and its marker stay.
import { rm } from 'node:fs/promises'
import type { Log } from '../../base/log'
import type { MachineRecordFile } from '../machine-record'
import type { Hypervisor } from './hypervisor'
import { endLeftovers, removeRunFiles } from './leftovers'
import type { MachineFiles } from './machine-files'
import { dropState } from './saved-state'

export interface RepairOptions {
  readonly files: MachineFiles
  readonly record: MachineRecordFile
  readonly hypervisor: Hypervisor
  readonly log: Log
}

/**
 * Systems stay too, since the last one that worked may be the only one that does: the next start checks them byte by
 * byte, unpacks anew what is damaged, and tries a newer one once more. The guest checks the data disk's file system at
 * each start. @throws machine.record-unreadable, machine.in-use
 */
export async function repairVm(options: RepairOptions): Promise<void> {
  const { files, record } = options
  await endLeftovers(options)
  await removeRunFiles(files)
  await dropState(files)
  for (const made of [files.certificates, files.configDisk]) await rm(made, { recursive: true, force: true })
  if (await record.read())
    await record.update({ acceleration: undefined, refusedImage: undefined, startUnfinished: true })
}
