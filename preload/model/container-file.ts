// Files in containers: readonly, plain data.

export interface ContainerFile {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  /** Of files; 0 for the rest. */
  readonly sizeBytes: number
  /** Of folders: the bytes of all files below it, where the listing went through them anyway. */
  readonly belowBytes?: number
  /** Epoch ms. */
  readonly modifiedAt: number
  /** Permission bits, e.g. 0o644. */
  readonly mode: number
}

export interface FolderListing {
  /** Folders first, then by name. */
  readonly files: readonly ContainerFile[]
  /** False when there was too much below the folder to see all of it. */
  readonly complete: boolean
}

/** A file small enough to be looked at. */
export interface FileContent {
  readonly data: Uint8Array
  /** Epoch ms; says when another program changed it meanwhile. */
  readonly modifiedAt: number
}

/** A download: what it is, then its bytes. */
export type DownloadEvent =
  | { readonly kind: 'begin'; readonly name: string; readonly sizeBytes?: number }
  | { readonly kind: 'data'; readonly data: Uint8Array }
