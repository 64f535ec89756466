// How a container goes into the Trash and comes out of it, on the engine.
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import { readContainer } from './container-model'
import { statusOf } from './engine-words'
import type { Entry } from './trash-list'

const keptMs = 7 * 24 * 3_600_000

/** The name that it goes by in the Trash. */
export const trashName = ({ name, removedAt }: Entry): string => `${name}.removed-${removedAt.toString(36)}`

export type Seen = Pick<ContainerInspectInfo, 'Name' | 'State'>

/** Whether somebody took it back: started it, or gave it another name than the one it has in the Trash. */
export function hasLeft(entry: Entry, { Name: name, State: state }: Seen): boolean {
  if (state.Running) return true
  const wasStarted =
    entry.startedAt === undefined
      ? Date.parse(state.StartedAt) > entry.removedAt
      : state.StartedAt !== entry.startedAt
  return wasStarted || (entry.renamed !== false && name !== `/${trashName(entry)}`)
}

/** Stops it. Undefined for one that the engine removes by itself as soon as it stops: nothing of it can be kept. */
export async function putAway(
  container: Docker.Container,
  { volumesToo, at, engine }: { readonly volumesToo: boolean; readonly at: number; readonly engine: string },
): Promise<Entry | undefined> {
  const info = await container.inspect()
  const { Status: state, Running: runs } = info.State
  if (info.HostConfig.AutoRemove || state === 'removing' || state === 'dead') {
    if (runs) await stopped(container)
    await unlessGone(container.remove({ force: true, v: volumesToo }))
    return undefined
  }
  const { volumes, networks, imageId } = readContainer(info)
  const entry: Entry = {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    image: info.Config.Image,
    ...{ imageId, removedAt: at, until: at + keptMs, volumesToo, volumes },
    networks: networks.flatMap(({ id, name }) => [id, name]),
    restart: info.HostConfig.RestartPolicy ?? {},
    ...{ wasRunning: runs, engine, renamed: false, startedAt: info.State.StartedAt },
  }
  if (info.State.Paused) await container.unpause()
  if (runs || info.State.Restarting) await stopped(container)
  // An engine that restarts would start it again.
  await container.update({ RestartPolicy: { Name: 'no' } })
  return entry
}

/** Gives it its name and its restart policy back. */
export async function bringBack(container: Docker.Container, entry: Entry): Promise<void> {
  const { Name: now } = await container.inspect()
  if (now !== `/${entry.name}`) await container.rename({ name: entry.name })
  await giveBackPolicy(container, entry)
}

/**
 * What the Trash took from one that somebody took back by other means: its restart policy, and its name unless they
 * gave it another one or it is taken by now.
 */
export async function makeUp(container: Docker.Container, entry: Entry): Promise<void> {
  const info = await unlessGone(container.inspect())
  if (!info) return
  if (info.Name === `/${trashName(entry)}`) await unlessGone(container.rename({ name: entry.name }))
  const { Name: policy = '' } = info.HostConfig.RestartPolicy ?? {}
  if (policy === '' || policy === 'no') await unlessGone(giveBackPolicy(container, entry))
}

const giveBackPolicy = (container: Docker.Container, { restart }: Entry): Promise<unknown> =>
  container.update({
    RestartPolicy: { Name: restart.Name || 'no', MaximumRetryCount: restart.MaximumRetryCount ?? 0 },
  })

async function stopped(container: Docker.Container): Promise<void> {
  try {
    await container.stop()
  } catch (error) {
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error
  }
}

/** 409: it is being removed, or the name is taken. */
export async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 409) return undefined
    throw error
  }
}
