// What the machine service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface MachineService {
  watchMachine(options?: Cancellable): AsyncIterable<m.Machine>
  /** A sample about every 2 s while the machine runs; nothing otherwise. */
  watchUsage(options?: Cancellable): AsyncIterable<m.MachineUsage>
  /** Resolves when Docker Engine answers; joins a start under way. @throws machine.* host.* */
  start(options?: Cancellable): Promise<void>
  /** Orderly shutdown with a deadline; harmless when stopped. */
  stop(options?: Cancellable): Promise<void>
  restart(options?: Cancellable): Promise<void>
  /**
   * Writes the memory to disk and ends; the next start goes on where it was, once. When it fails the machine runs on.
   * @throws machine.not-running, machine.save-unsupported, machine.save-shares, machine.save-failed, machine.no-disk-space
   */
  save(options?: Cancellable): Promise<void>
  /**
   * Makes everything around the data anew (system image, certificates) and starts; images, containers and volumes stay.
   * @throws machine.not-ours, machine.*
   */
  repair(options?: Cancellable): Promise<void>
  /**
   * Deletes the machine with all images, containers and volumes. `confirmation` is the word in preload/erase-word.ts.
   * @throws machine.erase-unconfirmed, machine.not-ours
   */
  erase(options: { readonly confirmation: string } & Cancellable): Promise<void>
  /** Keeps the memory and takes no time; waits for a start under way. A connection to the endpoint resumes it. */
  pause(options?: Cancellable): Promise<void>
  /** Resolves when Docker Engine answers again; harmless when it runs. @throws machine.not-running */
  resume(options?: Cancellable): Promise<void>
  /** Drops the machine's caches; resolves with the bytes that this computer got back. @throws machine.reclaim-failed */
  reclaimMemory(options?: Cancellable): Promise<{ readonly freedBytes: number }>
  /** Trims the data disk; resolves with the bytes that this computer got back. @throws machine.reclaim-failed */
  reclaimDisk(options?: Cancellable): Promise<{ readonly freedBytes: number }>
  /** Says that a person was shown the notices of this start: what was kept so that it is told is forgotten. */
  seeNotices(options?: Cancellable): Promise<void>
  /** The newest lines of the serial console, for "Show details". */
  getConsole(options?: Cancellable): Promise<string>
}
