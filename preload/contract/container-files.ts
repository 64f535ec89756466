// What the container files service offers: the files of containers, running or not.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

interface Place extends Cancellable {
  readonly containerId: string
  /** In the container, beginning with a slash. */
  readonly path: string
}

export interface ContainerFilesService {
  /** @throws file.not-found, file.bad-path, file.not-a-folder */
  list(options: Place): Promise<m.FolderListing>
  /**
   * Bytes of all files below each folder of a folder, by its name. Only where the container runs and has tools for it,
   * and only of those that can be gone through in a few seconds: the others are absent.
   */
  measure(options: Place): Promise<Readonly<Record<string, number>>>
  /** At most 1 MiB. @throws file.too-large, file.not-found, file.not-a-file */
  read(options: Place): Promise<m.FileContent>
  /**
   * Replaces a file, owner and permissions kept, or makes a new one. At most 1 MiB. Resolves when it was read there.
   * @throws file.changed when it is not as it was at `modifiedAt`; file.read-only; file.not-saved when it is as it was
   * before; file.half-saved when what was in it is kept and put back later; files.no-space when that cannot be kept
   */
  write(options: Place & { readonly data: Uint8Array; readonly modifiedAt?: number }): Promise<void>
  /**
   * Shows a file or folder that is really on this computer in its file manager; what is in it is not opened.
   * @throws file.not-here
   */
  reveal(options: Place): Promise<void>
  /** A file as it is; a folder as a tar archive. */
  watchDownload(options: Place): AsyncIterable<m.DownloadEvent>
  /** Begins a file in a folder; {@link send} its bytes, exactly `sizeBytes`, then {@link finish}. @throws file.exists */
  beginUpload(
    options: Place & { readonly name: string; readonly sizeBytes: number; readonly replace?: boolean },
  ): Promise<{ readonly uploadId: string }>
  send(options: { readonly uploadId: string; readonly data: Uint8Array } & Cancellable): Promise<void>
  /** Resolves when the file is there. @throws what kept the engine from taking it */
  finish(options: { readonly uploadId: string } & Cancellable): Promise<void>
  /** Gives an upload up; nothing of it stays. Harmless when it is over. */
  cancelUpload(options: { readonly uploadId: string } & Cancellable): Promise<void>
}
