// A change of the settings that the machine must be able to follow: refused before it is kept, or followed at once.
import { stat } from 'node:fs/promises'
import type { StoreApi } from 'zustand/vanilla'
import type { SettingsService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Settings } from '../../preload/model'
import type { Swap } from './swap'

export interface MachineChangeOptions {
  readonly update: SettingsService['update']
  readonly settings: StoreApi<Pick<Settings, 'swapBytes'>>
  readonly swap: Pick<Swap, 'apply'>
  /** The machine's data disk; there need not be one. */
  readonly dataDisk: string
}

/** @returns `update` that throws settings.disk-shrink and what {@link Swap.apply} throws, and then leaves the swap as it was */
export const followedByMachine =
  ({ update, settings, swap, dataDisk }: MachineChangeOptions): SettingsService['update'] =>
  async (options) => {
    const { diskBytes, swapBytes } = options.change
    if (typeof diskBytes === 'number') await checkDisk(diskBytes, dataDisk)
    const before = settings.getState().swapBytes
    await update(options)
    if (swapBytes === undefined) return
    await swap.apply(swapBytes).catch(async (error: unknown) => {
      await update({ change: { swapBytes: before } })
      throw error
    })
  }

/** What is on the disk may be anywhere on it, so it only grows. */
async function checkDisk(wanted: number, file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (wanted >= size) return
  const inWords = (bytes: number): string => (bytes / 1024 ** 3).toFixed(0)
  throw new AppError('settings.disk-shrink', { params: { size: inWords(size), wanted: inWords(wanted) } })
}
