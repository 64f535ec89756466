// A change of the settings that the machine must be able to follow: refused before it is kept, or followed at once.
import { stat } from 'node:fs/promises'
import type { StoreApi } from 'zustand/vanilla'
import { AppError } from '../../preload/errors'
import type { Settings } from '../../preload/model'
import type { KeptSettings } from './settings'
import type { Swap } from './swap'

export interface MachineChangeOptions {
  readonly service: Changes
  readonly settings: StoreApi<Pick<Settings, 'swapBytes'>>
  readonly swap: Pick<Swap, 'apply'>
}

type Changes = Pick<KeptSettings, 'update' | 'importSettings' | 'reset'>

/** Whatever changes the swap, the machine follows at once; each throws what {@link Swap.apply} throws and then leaves the swap as it was. */
export function followedByMachine({ service, settings, swap }: MachineChangeOptions): Changes {
  const following = async <T>(change: () => Promise<T>): Promise<T> => {
    const before = settings.getState().swapBytes
    const result = await change()
    const wanted = settings.getState().swapBytes
    if (wanted !== before)
      await swap.apply(wanted).catch(async (error: unknown) => {
        await service.update({ change: { swapBytes: before } })
        throw error
      })
    return result
  }
  return {
    update: (options) => following(() => service.update(options)),
    importSettings: (options) => following(() => service.importSettings(options)),
    reset: (options) => following(() => service.reset(options)),
  }
}

/**
 * What is on the disk may be anywhere on it, so it only grows.
 * @param dataDisk the machine's; there need not be one
 * @returns what throws settings.disk-shrink
 */
export const refuseSmallerDisk =
  (dataDisk: string) =>
  async ({ diskBytes: wanted }: Partial<Settings>): Promise<void> => {
    if (typeof wanted !== 'number') return
    const size = await stat(dataDisk).then(
      (found) => found.size,
      () => 0,
    )
    if (wanted >= size) return
    const inWords = (bytes: number): string => (bytes / 1024 ** 3).toFixed(0)
    throw new AppError('settings.disk-shrink', { params: { size: inWords(size), wanted: inWords(wanted) } })
  }
