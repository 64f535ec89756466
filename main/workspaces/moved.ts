// A folder that was moved or renamed: known by what it is, for where it lies says nothing any more.
import { stat } from 'node:fs/promises'
import type { WorkspaceMoved } from '../../preload/model'
import type { KnownWorkspaces } from './known-workspaces'
import type { ReadWorkspace } from './read-workspace'
import { workspaceId, type WorkspaceRecord } from './workspace-record'

/** By what a folder is known again. */
export interface Origin {
  /** Of the project, as its file has it. */
  readonly name: string
  readonly title: string
  /** Of git, with its host and without a login. */
  readonly remote?: string
}

type Known = Pick<KnownWorkspaces, 'all' | 'find'>

/** The id of the workspace of this file: one that was taken over keeps its own, and another at its old place gets a new one. */
export function idOfFile(file: string, known: Known): string {
  const own = known.all().find((one) => one.file === file && isOfFolder(one))
  if (own) return own.id
  for (let number = 0; ; number += 1) {
    const id = workspaceId(number === 0 ? file : `${file}\0${number}`)
    if (!known.find(id)) return id
  }
}

/** What came along lies in Portside's own folder, and is known by who it says it is. */
const isOfFolder = ({ source: { kind } }: WorkspaceRecord): boolean => kind === 'file' || kind === 'catalogue'

/** The last one that was this, and is not where it was. Whoever opens it says whether it is the same. */
export async function movedFrom(
  read: Pick<ReadWorkspace, 'summary'>,
  origin: Origin,
  known: Known,
): Promise<WorkspaceMoved | undefined> {
  const like = known
    .all()
    .filter((one) => isOfFolder(one) && isSame(one, read, origin))
    .toSorted((a, b) => b.acceptedAt - a.acceptedAt)
  for (const { id, project, folder, file, origin: before } of like)
    if (await isGone(file)) return { id, title: before?.title ?? project, path: folder }
  return undefined
}

/** One that only cannot be looked at is where it was. */
const isGone = (file: string): Promise<boolean> =>
  stat(file).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  )

const isSame = (
  { project, accepted, origin: before }: WorkspaceRecord,
  { summary }: Pick<ReadWorkspace, 'summary'>,
  { name, remote }: Origin,
): boolean => {
  // Names and blocks are copied easily: of two repositories that are known, another one is another one.
  if (remote !== undefined && before?.remote !== undefined) return remote === before.remote
  return name === (before?.name ?? project) || accepted.block === summary.block
}
