// The choices of the user: readonly, plain data. What each may be stands in settings-table.ts.

export type ContainerColumn =
  'ports' | 'cpu' | 'memory' | 'started' | 'image' | 'state' | 'networks' | 'created'

export type Language = 'en' | 'ko'

/** When a change takes effect: at once, when Docker Engine starts again, or when the machine does. */
export type SettingApplies = 'live' | 'engine' | 'machine'

/** A folder of this computer that containers may see. */
export interface SharedFolderSetting {
  /** Absolute. */
  readonly path: string
  readonly writable: boolean
}

export interface Settings {
  /** `system` follows the operating system. */
  readonly language: Language | 'system'
  readonly theme: 'light' | 'dark' | 'system'
  /** Projects shown collapsed in the container list. */
  readonly collapsedProjects: readonly string[]
  /** Columns of the container list besides the name, in the order of the list. */
  readonly containerColumns: readonly ContainerColumn[]
  /** What the container list is sorted by. */
  readonly containerOrder: ContainerColumn | 'name'
  readonly containerOrderDescending: boolean
  /** Whether the container list shows projects together. */
  readonly containersByProject: boolean
  /** Whether the first five minutes were seen, or skipped. */
  readonly welcomeSeen: boolean
  /** Whether the first machine was made, before which one is asked if containers may see the home folder. */
  readonly foldersAsked: boolean
  /** Whether single letters act on the container list. */
  readonly letterKeys: boolean
  /** What was chosen last in the command palette, the newest first. */
  readonly recentActions: readonly string[]
  /** Images in whose containers a terminal opens as root, because that was chosen last. */
  readonly rootTerminals: readonly string[]
  /** Where servers of the catalogue answer in place of the ports that everybody knows. */
  readonly cataloguePorts: readonly { readonly port: number; readonly use: number }[]
  /** Processors of the machine; `auto` leaves the choice to Portside. */
  readonly cpus: number | 'auto'
  /** In bytes. */
  readonly memoryBytes: number | 'auto'
  /** Least size of the data disk in bytes; it never becomes smaller. */
  readonly diskBytes: number | 'auto'
  /** Room on the data disk that Linux moves idle memory to, in bytes; 0 for none. Not on WSL, whose own is set there. */
  readonly swapBytes: number
  readonly sharedFolders: readonly SharedFolderSetting[]
  /** Where the engine's downloads go through: this computer's proxy, the one below, or none. */
  readonly proxyMode: 'system' | 'manual' | 'none'
  /** Address with scheme, or empty. */
  readonly httpProxy: string
  readonly httpsProxy: string
  /** Names and addresses to reach directly, divided by commas. */
  readonly noProxy: string
  /** Whether the engine trusts the certificate authorities that this computer was told to trust. */
  readonly hostCertificates: boolean
  /** Minutes without use after which the engine sleeps; 0 is never. */
  readonly sleepAfterMinutes: number
  readonly startAtLogin: boolean
  /** Whether Portside looks for newer versions of itself, and whether it downloads them at once. */
  readonly updates: 'off' | 'check' | 'download'
  /**
   * What becomes of the machine at the end: shut down, its state kept for a quicker start, or left running with
   * Portside out of sight. `ask` asks when containers run, and shuts down where nobody can be asked.
   */
  readonly onQuit: 'ask' | 'stop' | 'save' | 'leave'
}

/** Settings that an administrator has decided for this computer. */
export interface ManagedNames {
  readonly names: readonly (keyof Settings)[]
  /** The file that says so. */
  readonly file: string
}

/** What became of settings that were brought from elsewhere. */
export interface ImportedSettings {
  readonly changed: readonly (keyof Settings)[]
  readonly left: readonly {
    readonly name: string
    readonly why: 'unknown' | 'bad-value' | 'out-of-range' | 'managed'
  }[]
}

/** Settings that were changed and that the running engine does not have yet. */
export interface PendingSettings {
  readonly names: readonly (keyof Settings)[]
  /** Whether the engine's own settings (daemon.json) are others than those that it runs with. */
  readonly engine: boolean
}
