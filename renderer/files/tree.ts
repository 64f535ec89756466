// The rows of a tree of folders: what is in the open ones stands below them, a level further in.
import type { SerialisedError } from '../../preload/errors'
import type { ContainerFile, FolderListing } from '../../preload/model'
import { joinPath, parentOf } from './paths'

/** What is known of a folder that was opened in place; nothing while the first answer is on its way. */
export interface Branch {
  readonly listing?: FolderListing
  readonly error?: SerialisedError
}

export type Branches = ReadonlyMap<string, Branch>

export interface FileTreeRow {
  readonly kind: 'file'
  /** The path, which is one of a kind. */
  readonly id: string
  readonly file: ContainerFile
  /** 0 for what is in the folder that is shown. */
  readonly level: number
  /** Of folders alone. */
  readonly open?: boolean
}

export interface NoteRow {
  readonly kind: 'note'
  readonly id: string
  /** The folder that it is about. */
  readonly folder: string
  readonly level: number
  readonly note: 'loading' | 'empty' | 'incomplete' | SerialisedError
}

export type TreeRow = FileTreeRow | NoteRow

/** `isShown` leaves out what somebody does not want to see. */
export function rowsOf(
  folder: string,
  listing: FolderListing,
  branches: Branches,
  isShown: (path: string) => boolean = () => true,
): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const add = (at: string, files: readonly ContainerFile[], level: number): void => {
    for (const file of files) {
      const id = joinPath(at, file.name)
      if (!isShown(id)) continue
      if (file.kind !== 'folder') {
        rows.push({ kind: 'file', id, file, level })
        continue
      }
      const branch = branches.get(id)
      rows.push({ kind: 'file', id, file, level, open: branch !== undefined })
      if (branch?.listing) add(id, branch.listing.files, level + 1)
      const note = branch && noteOf(branch)
      // No path has a zero byte.
      if (note) rows.push({ kind: 'note', id: `${id}\0`, folder: id, level: level + 1, note })
    }
  }
  add(folder, listing.files, 0)
  return rows
}

function noteOf({ listing, error }: Branch): NoteRow['note'] | undefined {
  if (error) return error
  if (!listing) return 'loading'
  if (!listing.complete) return 'incomplete'
  return listing.files.length === 0 ? 'empty' : undefined
}

export type SideStep =
  { readonly do: 'toggle'; readonly path: string } | { readonly do: 'go'; readonly id: string }

/** What right (`in`) and left (`out`) do on a row: open and close a folder, else lead to its first row or to its folder. */
export function sideStep(rows: readonly TreeRow[], id: string, side: 'in' | 'out'): SideStep | undefined {
  const index = rows.findIndex((row) => row.id === id)
  const row = rows[index]
  if (!row) return undefined
  if (side === 'in') {
    if (row.kind === 'note' || row.open === undefined) return undefined
    if (!row.open) return { do: 'toggle', path: row.id }
    const next = rows[index + 1]
    return next && next.level > row.level ? { do: 'go', id: next.id } : undefined
  }
  if (row.kind === 'file' && row.open === true) return { do: 'toggle', path: row.id }
  if (row.level === 0) return undefined
  return { do: 'go', id: row.kind === 'note' ? row.folder : parentOf(row.id) }
}
