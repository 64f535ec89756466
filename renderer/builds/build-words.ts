// What a build is called, how long it took, and how that compares with the last one of the same kind.
import type { Build } from '../../preload/model'

/** The image's name, or the folder's. */
export const nameOf = ({ request }: Build): string =>
  request.tag ?? request.folder.split(/[\\/]/).findLast((part) => part !== '') ?? request.folder

export const tookMs = ({ startedAt, endedAt }: Build): number | undefined =>
  endedAt === undefined ? undefined : endedAt - startedAt

/** The newest finished one before this of the same folder, Dockerfile and stage. */
export function previousOf(build: Build, all: Iterable<Build>): Build | undefined {
  const same = [...all].filter(
    ({ id, state, startedAt, request }) =>
      id !== build.id &&
      state === 'done' &&
      startedAt < build.startedAt &&
      request.folder === build.request.folder &&
      request.dockerfile === build.request.dockerfile &&
      request.target === build.request.target,
  )
  return same.sort((a, b) => b.startedAt - a.startedAt)[0]
}
