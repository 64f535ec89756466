// What the containers service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ContainersService {
  watchContainers(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Container>>
  start(options: { readonly id: string } & Cancellable): Promise<void>
  stop(options: { readonly id: string } & Cancellable): Promise<void>
  restart(options: { readonly id: string } & Cancellable): Promise<void>
  /** Freezes the processes; harmless when they are frozen already. @throws container.not-running */
  pause(options: { readonly id: string } & Cancellable): Promise<void>
  /** Lets frozen processes go on; harmless when they do. */
  unpause(options: { readonly id: string } & Cancellable): Promise<void>
  /** Ends the processes at once, without time to write what they hold. @throws container.not-running */
  kill(options: { readonly id: string } & Cancellable): Promise<void>
  /** @throws container.name-taken, container.bad-name */
  rename(options: { readonly id: string; readonly name: string } & Cancellable): Promise<void>
  getDetails(options: { readonly id: string } & Cancellable): Promise<m.ContainerDetails>
  /** @throws container.not-running */
  getProcesses(options: { readonly id: string } & Cancellable): Promise<m.ProcessTable>
  /** What removing it would lose, and what stays. Asks the engine for the size of each changed file, up to some hundreds. */
  getData(options: { readonly id: string } & Cancellable): Promise<m.ContainerData>
  /** A sample about every second while the container runs; ends with it. */
  watchStats(options: { readonly id: string } & Cancellable): AsyncIterable<m.ContainerStats>
  /** What is known of the time before; empty of a container that was not measured since Portside was started. */
  getStatsHistory(
    options: { readonly id: string; readonly range: m.ContainerHistoryRange } & Cancellable,
  ): Promise<m.ContainerHistory>
  /**
   * Puts the container into the Trash: stopped, out of the list and without its name, which others may take. It can come
   * back for seven days. `until` is absent when nothing of it could be kept: the engine removes it as it stops.
   */
  discard(
    options: { readonly id: string; readonly volumes?: boolean } & Cancellable,
  ): Promise<{ readonly until?: number }>
  /** Takes it out of the Trash as it was, running if it ran. @throws container.name-taken, container.not-found */
  restore(options: { readonly id: string } & Cancellable): Promise<void>
  /** Deletes these for good, or all that are in the Trash. */
  deleteDiscarded(options: { readonly ids?: readonly string[] } & Cancellable): Promise<void>
  watchTrash(options?: Cancellable): AsyncIterable<m.CollectionChange<m.TrashedContainer>>
  /** Removes the container at once and for good. Named volumes always stay; anonymous ones go only with `volumes: true`. */
  remove(
    options: { readonly id: string; readonly force?: boolean; readonly volumes?: boolean } & Cancellable,
  ): Promise<void>
  /** Creates and starts; a container whose start fails is removed again. Pulls nothing: see images.pull. */
  run(options: { readonly request: m.RunRequest } & Cancellable): Promise<{ readonly id: string }>
  /**
   * Makes the container again and keeps everything else: data, files that it wrote, networks, limits, labels. From what
   * its image's name means by now, from `image`, or as `request` asks for; what a request has no field for stays. The
   * old one waits under another name until the new one runs, and comes back otherwise. Files that another image has
   * anew are that image's; those of the container are put beside them, and told in `aside`. `start` unless it is to be as
   * it was. Once begun it is not given up. Pulls nothing.
   * @throws container.recreate-failed container.removes-itself image.not-found, and what run throws
   */
  recreate(
    options: {
      readonly id: string
      readonly image?: string
      readonly request?: m.RunRequest
      readonly start?: boolean
    } & Cancellable,
  ): Promise<{ readonly id: string; readonly aside: readonly string[] }>
  /**
   * The last `tail` lines, then live ones, in batches of at most 16 ms or 256 KB. Ends when the container does.
   * `since` and `until` are times as in {@link m.LogLine}, both included; `tail` counts from the end of the log.
   * `bytes`: lines that are no UTF-8 come with their bytes, too.
   */
  watchLogs(
    options: {
      readonly id: string
      readonly tail: number
      readonly follow: boolean
      readonly since?: string
      readonly until?: string
      readonly bytes?: boolean
    } & Cancellable,
  ): AsyncIterable<readonly m.LogLine[]>
}
