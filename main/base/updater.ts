// What brings new versions on one system: told by the shell, because only it can install.

export interface FoundUpdate {
  readonly version: string
  /** Text or markup, as it was published. */
  readonly notes?: string
}

export interface Updater {
  /** The newer version for this computer; undefined when there is none, or not for this computer yet. */
  check(signal?: AbortSignal): Promise<FoundUpdate | undefined>
  /**
   * Downloads what the last check found and checks its hash.
   * @returns path of the installer
   */
  download(
    onProgress: (receivedBytes: number, totalBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<string>
  /** Installs what was downloaded and opens Portside again. The app has ended before. */
  install(): void
  /** Installs from an installer that was kept. The app has ended before. */
  installFrom(file: string): void
}
