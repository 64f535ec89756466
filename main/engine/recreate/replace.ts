// Puts a new container in the place of one whose settings the engine cannot change: everything else is as it was.
// The old one waits under another name until the new one runs, and comes back otherwise.
import type Docker from 'dockerode'
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { createContainer } from '../create-container'
import { waitingSuffix } from '../../../preload/container-state'
import { AppError } from '../../../preload/errors'
import type { BareContainers } from './bare-containers'
import { carryFiles, type Move } from './carry-files'
import { itsImage } from './its-image'
import { joinedWith, joiningAgain } from './joined'
import { ownConfig } from './own-config'
import { takeBack } from './put-right'
import { sameAgain, type Changes, type Recreation } from './same-again'
import type { Note, Step, Unfinished } from './unfinished'

export const nameOf = (info: ContainerInspectInfo): string => info.Name.replace(/^\//, '')
export const isUp = ({ State: state }: ContainerInspectInfo): boolean => state.Running || state.Restarting

/** The reference if it still means the image that the container has: it is what lists show. */
async function imageOf(docker: Docker, info: ContainerInspectInfo): Promise<string> {
  const named = await docker
    .getImage(info.Config.Image)
    .inspect()
    .catch(() => undefined)
  return named?.Id === info.Image ? info.Config.Image : info.Image
}

export interface Replacement extends Pick<Move, 'base' | 'kept' | 'otherImage' | 'platform'> {
  readonly plan: Recreation
  /** Its name; that of the old one unless told. */
  readonly name?: string | undefined
  /** Start it, even if the old one did not run. */
  readonly start: boolean
}

export interface Replaced {
  readonly id: string
  /** Files of the old one that are beside those of the new image. */
  readonly aside: readonly string[]
}

export interface Tools {
  readonly bare: BareContainers
  readonly unfinished: Unfinished
  readonly isTrashed: (id: string) => boolean
}

interface Part {
  readonly info: ContainerInspectInfo
  readonly replacement: Replacement
  readonly step: Step
}

/**
 * Once begun it is not given up: half of it would be worse than one that takes a moment. An error leaves the old one
 * as it was, and running if it ran. Containers that live in it are made again with it.
 * @throws container.joined-removes-itself container.change-unfinished
 */
export async function replaceContainer(
  docker: Docker,
  tools: Tools,
  info: ContainerInspectInfo,
  replacement: Replacement,
): Promise<Replaced> {
  const parts = [partOf(info, replacement)]
  for (const joined of await joinedWith(docker, info, tools.isTrashed, replacement.start)) {
    if (joined.HostConfig.AutoRemove && isUp(joined))
      throw new AppError('container.joined-removes-itself', {
        params: { container: nameOf(info), joined: nameOf(joined) },
      })
    const same = await sameReplacement(docker, joined)
    // Without its host it cannot run.
    parts.push(partOf(joined, { ...same, start: same.start && replacement.start }))
  }
  const { SystemTime: time, ID: engine } = (await docker.info()) as { SystemTime: string; ID: string }
  const note: Note = { engine, begun: Date.parse(time), steps: parts.map(({ step }) => step) }
  await tools.unfinished.begin(note)
  let replaced: Replaced
  try {
    replaced = await makeAll(docker, tools, parts)
  } catch (error) {
    await takenBack(docker, tools.unfinished, note, error)
    throw error
  }
  // From here on there is no way back: the new ones have everything.
  try {
    // Their volumes are the new ones' now.
    for (const { step } of parts.toReversed()) await docker.getContainer(step.old).remove({ v: false })
    await tools.unfinished.end(note)
  } catch {
    // The next connection removes it.
    tools.unfinished.leave(note)
  }
  return replaced
}

async function takenBack(docker: Docker, unfinished: Unfinished, note: Note, cause: unknown): Promise<void> {
  try {
    await takeBack(docker, note)
    await unfinished.end(note)
  } catch (error) {
    unfinished.leave(note)
    const name = note.steps[0]?.name ?? ''
    const params = { container: name, waiting: `${name}${waitingSuffix}` }
    throw new AppError('container.change-unfinished', { params, detail: wordsOf(cause), cause: error })
  }
}

const partOf = (info: ContainerInspectInfo, replacement: Replacement): Part => ({
  info,
  replacement,
  step: { old: info.Id, name: nameOf(info), newName: replacement.name ?? nameOf(info), wasUp: isUp(info) },
})

/** From the image that it has, with the settings that it has. */
export async function sameReplacement(
  docker: Docker,
  info: ContainerInspectInfo,
  changes?: Changes,
): Promise<Replacement> {
  const { reference, image, ...its } = await itsImage(docker, info)
  const own = { ...info, Config: ownConfig(info.Config, image?.Config) }
  const base = { reference, id: its.kept?.base ?? info.Image }
  const plan = sameAgain(own, await imageOf(docker, info), changes)
  return { ...its, plan, base, otherImage: false, start: isUp(info) }
}

async function makeAll(docker: Docker, tools: Tools, parts: readonly Part[]): Promise<Replaced> {
  for (const { info } of parts.toReversed()) if (isUp(info)) await stop(docker.getContainer(info.Id))
  const made = new Map<ContainerInspectInfo, string>()
  const aside: string[] = []
  for (const part of parts) aside.push(...(await make(docker, tools, part, made)))
  for (const { info, replacement } of parts)
    if (replacement.start) await startAndCheck(docker.getContainer(made.get(info) ?? ''), isUp(info))
  return { id: made.get(parts[0]?.info as ContainerInspectInfo) ?? '', aside }
}

/** Everything but its start. @returns files of the old one that are beside those of the new image */
async function make(
  docker: Docker,
  { bare, unfinished }: Tools,
  { info, replacement, step }: Part,
  made: Map<ContainerInspectInfo, string>,
): Promise<readonly string[]> {
  const { plan, start: _start, name: _name, ...move } = replacement
  const old = docker.getContainer(info.Id)
  await old.rename({ name: `${step.name}${waitingSuffix}` })
  const carried = await carryFiles(docker, bare, { ...move, info, options: plan.options })
  const options = {
    ...plan.options,
    HostConfig: joiningAgain(plan.options.HostConfig, made),
    ...(carried.image ? { Image: carried.image } : {}),
  }
  const container = await create(docker, options, step.newName, move.platform)
  step.made = container.id
  await unfinished.note()
  for (const [network, endpoint] of plan.networks)
    await docker.getNetwork(network).connect({ Container: container.id, EndpointConfig: endpoint })
  await carried.lay(container)
  made.set(info, container.id)
  return carried.aside
}

/** Its settings go in the body alone: they may be larger than an address can be. */
const create = (
  docker: Docker,
  options: ContainerCreateOptions,
  name: string,
  platform: string | undefined,
): Promise<Docker.Container> =>
  createContainer(docker, {
    _query: { name, ...(platform === undefined ? {} : { platform }) },
    _body: options,
  } as ContainerCreateOptions)

/** It says by itself what became of the container. */
export const isOwnRefusal = (error: unknown): boolean =>
  error instanceof AppError &&
  (error.code === 'container.joined-removes-itself' ||
    error.code === 'container.change-unfinished' ||
    error.code === 'files.no-space')

/** Ours and the engine's, so that nothing has to be guessed. */
export const wordsOf = (cause: unknown): string =>
  cause instanceof AppError ? `${cause.message} ${cause.detail ?? ''}`.trim() : String(cause)

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
