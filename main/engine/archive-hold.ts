// Keeps an engine from deleting what is mounted into a container while its files are asked for (docs/decisions/0023).
import type { IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'

/** To be called once; `cut` when it is not known whether the engine is done with the archive. */
export type LetGo = (how: 'over' | 'cut') => void

interface Hold {
  /** An export that nobody reads: as long as it is under way, the engine keeps the container's own files. */
  readonly stalled: Promise<IncomingMessage>
  users: number
  timer?: NodeJS.Timeout
}

interface Known {
  readonly holds: Map<string, Hold>
  /** By full id: what is mounted into a container never changes. */
  readonly atRisk: Map<string, boolean>
}

/** API of the first Docker Engine that surely mounts them apart: 25, `daemon/containerfs_linux.go`. */
const mountsApart = 44
/** What lies between the engine and us may take in as much although nobody reads. In bytes. */
export const leastExport = 1024 * 1024
/** Most who look at one file look at the next. */
const lingerMs = 1_000
const noticeMs = 2_000
const goneMs = 10_000

const byConnection = new WeakMap<object, Known>()

/**
 * To be called before the engine is asked for an archive of the container's files.
 * @throws as Docker does, when the container is being removed; file.engine-unsafe
 */
export async function holdFiles(container: Docker.Container): Promise<LetGo> {
  if (!mountsInPlace(container.modem as object)) return () => {}
  const known = knownBy(container.modem as object)
  if (!(await isAtRisk(container, known.atRisk))) return () => {}
  const hold = known.holds.get(container.id) ?? begin(container, known.holds)
  hold.users++
  clearTimeout(hold.timer)
  try {
    await hold.stalled
  } catch (error) {
    hold.users--
    throw error
  }
  const leave = (): void => {
    hold.users--
    if (hold.users === 0) hold.timer = setTimeout(() => end(container, hold, known.holds), lingerMs).unref()
  }
  return (how) => {
    if (how === 'over') leave()
    else void untilDone(container).then(leave)
  }
}

/** Whether the engine mounts what is mounted into a container below the folder that a removal deletes. */
export function mountsInPlace(modem: object): boolean {
  const { version = 'v1.0' } = modem as { readonly version?: string }
  return Number(version.split('.')[1]) < mountsApart
}

function knownBy(modem: object): Known {
  const known = byConnection.get(modem) ?? { holds: new Map(), atRisk: new Map() }
  byConnection.set(modem, known)
  return known
}

async function isAtRisk(container: Docker.Container, known: Map<string, boolean>): Promise<boolean> {
  const before = known.get(container.id)
  if (before !== undefined) return before
  const { Id: id, Mounts: mounts, Name: name } = await container.inspect()
  const isMounted = ((mounts as typeof mounts | null) ?? []).some(({ Type: type }) => type !== 'tmpfs')
  if (isMounted && !(await isLargeEnough(container)))
    throw new AppError('file.engine-unsafe', { params: { container: name.replace(/^\//, '') } })
  known.set(id, isMounted)
  return isMounted
}

/** Whether files of one with something mounted into it are asked for at all. */
export const canBeHeld = async (container: Docker.Container): Promise<boolean> =>
  !mountsInPlace(container.modem as object) || (await isLargeEnough(container))

/** An export that fits into what lies between ends at once, and holds nothing. */
async function isLargeEnough(container: Docker.Container): Promise<boolean> {
  // The type knows neither the question nor its answer.
  const info = (await container.inspect({ size: true } as object)) as { readonly SizeRootFs?: number }
  return (info.SizeRootFs ?? 0) >= leastExport
}

function begin(container: Docker.Container, holds: Map<string, Hold>): Hold {
  const stalled = container.export() as unknown as Promise<IncomingMessage>
  const hold: Hold = { stalled, users: 0 }
  const forget = (): void => {
    if (holds.get(container.id) === hold) holds.delete(container.id)
  }
  holds.set(container.id, hold)
  stalled.then((answer) => answer.once('close', forget).on('error', forget), forget)
  return hold
}

function end(container: Docker.Container, hold: Hold, holds: Map<string, Hold>): void {
  if (holds.get(container.id) === hold) holds.delete(container.id)
  void hold.stalled.then((answer) => answer.destroy())
}

/** The engine learns a moment later that nobody listens; it answers about a container once its archive is closed. */
async function untilDone(container: Docker.Container): Promise<void> {
  await wait(noticeMs, undefined, { ref: false })
  await container.inspect().catch(() => wait(goneMs, undefined, { ref: false }))
}
