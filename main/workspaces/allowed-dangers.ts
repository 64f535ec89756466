// What a person has allowed a workspace, by content: asked about again only where it is new, or means something else.
import { dirname } from 'node:path'
import type { WorkspaceDanger } from '../../preload/model'
import type { ReadWorkspace } from './read-workspace'
import { longest, splitImage } from './trust'

type Read = Pick<ReadWorkspace, 'folder' | 'whole' | 'trust'>

/**
 * Besides the danger itself whose program gets it, and whether it may write: a new version of the same image is the
 * same, an image from somewhere else is not. Paths beside the folder are told from it, which is another one for each
 * time that an archive is unpacked.
 */
export function dangerMark({ id, service, subject }: WorkspaceDanger, read: Read): string {
  const { image, build } = read.whole.services[service] ?? {}
  const whose = build || image === undefined ? 'build' : splitImage(image)
  const writes = read.trust.folders.some(
    ({ path, writable, services }) =>
      writable &&
      services.includes(service) &&
      (subject === path.slice(0, longest) || subject.startsWith(`${path} → `)),
  )
  const near = dirname(read.folder)
  const placed = near === '/' ? id : id.replaceAll(near, '..')
  return JSON.stringify([placed, whose, writes])
}

/** Marks of all that is severe: whoever takes a workspace in has allowed each. */
export const allowedMarks = (read: Read): readonly string[] =>
  read.trust.dangers.filter(({ severe }) => severe).map((one) => dangerMark(one, read))

/** Tells those that need not be asked again. */
export const withAllowed = (read: Read, marks: readonly string[]): readonly WorkspaceDanger[] =>
  read.trust.dangers.map((one) =>
    one.severe && marks.includes(dangerMark(one, read)) ? { ...one, allowed: true } : one,
  )
