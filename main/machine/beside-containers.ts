// Runs a command where the processes of containers are: inside the machine, or here when the engine is this computer's.
import { run } from '../base/child'
import type { Driver } from './driver'

/** What `sh -c` printed; undefined where it cannot be run. Rejects as the driver does. */
export const besideContainers =
  ({ guest, name }: Pick<Driver, 'guest' | 'name'>, platform: NodeJS.Platform = process.platform) =>
  async (command: string, signal: AbortSignal): Promise<string | undefined> => {
    if (guest) return (await guest.exec(command, { signal })).output
    if (name !== 'none' || platform !== 'linux') return undefined
    return (await run('/bin/sh', ['-c', command], { signal })).stdout
  }
