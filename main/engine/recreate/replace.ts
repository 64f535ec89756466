// Puts a new container in the place of one whose settings the engine cannot change: everything else is as it was.
// The old one waits under another name until the new one runs, and comes back otherwise.
import type Docker from 'dockerode'
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { waitingSuffix } from '../../../preload/container-state'
import { AppError } from '../../../preload/errors'
import { copyChanges, layerChanges } from './layer-changes'
import type { Recreation } from './same-again'

export const nameOf = (info: ContainerInspectInfo): string => info.Name.replace(/^\//, '')
export const isUp = ({ State: state }: ContainerInspectInfo): boolean => state.Running || state.Restarting

/** The reference if it still means the image that the container has: it is what lists show. */
export async function imageOf(docker: Docker, info: ContainerInspectInfo): Promise<string> {
  const named = await docker
    .getImage(info.Config.Image)
    .inspect()
    .catch(() => undefined)
  return named?.Id === info.Image ? info.Config.Image : info.Image
}

export interface Replacement {
  readonly plan: Recreation
  /** Its name; that of the old one unless told. */
  readonly name?: string | undefined
  /** Start it, even if the old one did not run. */
  readonly start: boolean
  /** Files of the image that are gone in the old one are there again: the image is another one. */
  readonly otherImage?: boolean
}

/**
 * Once begun it is not given up: half of it would be worse than one that takes a moment. An error leaves the old one
 * as it was, and running if it ran. @returns the id of the new one
 */
export async function replaceContainer(
  docker: Docker,
  info: ContainerInspectInfo,
  { plan, start, otherImage = false, name = nameOf(info) }: Replacement,
): Promise<string> {
  const old = docker.getContainer(info.Id)
  let made: Docker.Container | undefined
  try {
    if (isUp(info)) await stop(old)
    await old.rename({ name: `${nameOf(info)}${waitingSuffix}` })
    const { image, copied } = await keptFiles(old, info, otherImage)
    const options: ContainerCreateOptions = { ...plan.options, name, ...(image ? { Image: image } : {}) }
    made = await docker.createContainer(options)
    for (const [network, endpoint] of plan.networks)
      await docker.getNetwork(network).connect({ Container: made.id, EndpointConfig: endpoint })
    await copyChanges(old, made, copied)
    if (start) await startAndCheck(made, isUp(info))
  } catch (error) {
    await bringBack(old, info, made)
    throw error
  }
  // Its volumes are the new one's now.
  await old.remove({ v: false })
  return made.id
}

/** Ours and the engine's, so that nothing has to be guessed. */
export const wordsOf = (cause: unknown): string =>
  cause instanceof AppError ? `${cause.message} ${cause.detail ?? ''}`.trim() : String(cause)

/** Files that the container wrote: copied, or, where files of the image are gone, as an image of their own. */
async function keptFiles(
  old: Docker.Container,
  info: ContainerInspectInfo,
  otherImage: boolean,
): Promise<{ readonly image?: string; readonly copied: readonly string[] }> {
  // The engine answers `null` for none, which docker-modem hands on as bytes.
  const answer: unknown = await old.changes()
  const changes = Array.isArray(answer) ? (answer as { Path: string; Kind: number }[]) : []
  const places = (info.Mounts ?? []).map((mount) => mount.Destination)
  const { copied, deleted } = layerChanges(changes, places)
  if (deleted.length === 0 || otherImage) return { copied }
  const committed = (await old.commit({ pause: false })) as { Id: string }
  return { image: committed.Id, copied: [] }
}

async function stop(container: Docker.Container): Promise<void> {
  try {
    await container.stop()
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 304) throw error
  }
}

/** A program that ran before and ends at once with an error does not run: the old one is the better one. */
async function startAndCheck(container: Docker.Container, ranBefore: boolean): Promise<void> {
  await container.start()
  if (!ranBefore) return
  const exitCode = await exitCodeWithin(container, settleMs)
  if (exitCode !== undefined && exitCode !== 0)
    throw new Error(`it ended at once with exit code ${exitCode}.`)
}

/** How long a program has to show that it stays: most that cannot work say so at once. */
const settleMs = 1_500

/** The exit code when it ends within that time. */
async function exitCodeWithin(container: Docker.Container, ms: number): Promise<number | undefined> {
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), ms)
  try {
    const ended = (await container.wait({ abortSignal: giveUp.signal })) as { readonly StatusCode: number }
    return ended.StatusCode
  } catch (error) {
    if (giveUp.signal.aborted) return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** As it was: its name, and running if it ran. */
async function bringBack(
  old: Docker.Container,
  info: ContainerInspectInfo,
  made: Docker.Container | undefined,
): Promise<void> {
  await made?.remove({ force: true, v: false }).catch(() => undefined)
  const now = await old.inspect()
  if (now.Name !== info.Name) await old.rename({ name: nameOf(info) })
  if (isUp(info) && !isUp(now)) await old.start()
}
