// A file of a container that is really on this computer, shown where this computer's own programs find it.
import { lstat } from 'node:fs/promises'
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'

export interface Revealing {
  /** Shows it in the file manager; opens nothing that is in it. Absent where there is none. */
  readonly show?: ((path: string) => Promise<void>) | undefined
  /** Where a path inside the machine is here; undefined where that is the same. */
  readonly pathHere?: ((inside: string) => string | undefined) | undefined
}

/** @throws file.not-here */
export async function revealFile(
  container: Docker.Container,
  path: string,
  { show, pathHere }: Revealing,
): Promise<void> {
  const { Mounts: mounts } = await container.inspect()
  const isIn = (place: string): boolean => path === place || path.startsWith(`${place.replace(/\/$/, '')}/`)
  const [mount] = ((mounts as typeof mounts | null) ?? [])
    .filter(({ Destination: place }) => isIn(place))
    .toSorted((a, b) => b.Destination.length - a.Destination.length)
  const notHere = (cause?: unknown): AppError => new AppError('file.not-here', { params: { path }, cause })
  if (mount?.Type !== 'bind' || !show) throw notHere()
  const inside = posix.join(mount.Source, posix.relative(mount.Destination, path))
  const here = pathHere?.(inside) ?? inside
  // An engine may be on another computer: then the same name here is nothing, or something else.
  await lstat(here).catch((error: unknown) => {
    throw notHere(error)
  })
  await show(here)
}
