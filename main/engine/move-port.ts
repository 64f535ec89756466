// Gives a container another port of this computer. The engine cannot change a container's ports, so it is made again
// with everything else as it was; the old one waits under another name until the new one runs, and comes back otherwise.
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import { AppError } from '../../preload/errors'
import type { PortBinding } from '../../preload/model'
import type { Calls } from './calls'
import { toAppError } from './engine-words'
import { copyChanges, layerChanges } from './layer-changes'
import { recreation, type Recreation } from './recreate-options'

export interface PortMove {
  readonly id: string
  readonly binding: PortBinding
  readonly toPort: number
  /** Start the container even if it does not run now. */
  readonly start: boolean
  /** Set on the moved container besides those that it has. */
  readonly labels?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

const ownSuffix = '.before-move'

/** Once begun it is not given up: half a move would be worse than one that takes a moment. @throws port.move-failed */
export async function movePort(calls: Calls, move: PortMove, name: string): Promise<void> {
  const { id, toPort, start, signal } = move
  await calls.call({ container: name }, async (docker) => {
    signal?.throwIfAborted()
    const old = docker.getContainer(id)
    const info = await old.inspect()
    const params = { container: nameOf(info), port: toPort }
    if (info.HostConfig.AutoRemove) throw new AppError('port.move-failed', { params })
    const plan = recreation(info, await imageOf(docker, info), move)
    if (!plan) throw new AppError('port.conflict-gone')
    try {
      await replace(docker, old, info, plan, start || isUp(info))
    } catch (error) {
      const cause = toAppError(error, calls.asked({ container: nameOf(info) }))
      throw new AppError('port.move-failed', {
        params,
        detail: wordsOf(cause),
        cause,
      })
    }
  })
}

/** Ours and the engine's, so that nothing has to be guessed. */
const wordsOf = (cause: unknown): string =>
  cause instanceof AppError ? `${cause.message} ${cause.detail ?? ''}`.trim() : String(cause)

const nameOf = (info: ContainerInspectInfo): string => info.Name.replace(/^\//, '')
const isUp = ({ State: state }: ContainerInspectInfo): boolean => state.Running || state.Restarting

/** The reference if it still means the image that the container has: it is what lists show. */
async function imageOf(docker: Docker, info: ContainerInspectInfo): Promise<string> {
  const named = await docker
    .getImage(info.Config.Image)
    .inspect()
    .catch(() => undefined)
  return named?.Id === info.Image ? info.Config.Image : info.Image
}

async function replace(
  docker: Docker,
  old: Docker.Container,
  info: ContainerInspectInfo,
  plan: Recreation,
  start: boolean,
): Promise<void> {
  const name = nameOf(info)
  let made: Docker.Container | undefined
  try {
    if (isUp(info)) await stop(old)
    await old.rename({ name: `${name}${ownSuffix}` })
    const { image, copied } = await keptFiles(old, info)
    made = await docker.createContainer({ ...plan.options, name, ...(image ? { Image: image } : {}) })
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
}

/** Files that the container wrote: copied, or, where files of the image are gone, as an image of their own. */
async function keptFiles(
  old: Docker.Container,
  info: ContainerInspectInfo,
): Promise<{ readonly image?: string; readonly copied: readonly string[] }> {
  // The engine answers `null` for none, which docker-modem hands on as bytes.
  const answer: unknown = await old.changes()
  const changes = Array.isArray(answer) ? (answer as { Path: string; Kind: number }[]) : []
  const places = (info.Mounts ?? []).map((mount) => mount.Destination)
  const { copied, deleted } = layerChanges(changes, places)
  if (deleted.length === 0) return { copied }
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
