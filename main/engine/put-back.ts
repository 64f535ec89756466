// Puts a restore point back into its volume: what uses the volume stands still, and nothing of now is mixed with then.
import type Docker from 'dockerode'
import { AppError, isAppError } from '../../preload/errors'
import type { Container, Image, VolumeBackup } from '../../preload/model'
import type { Collection } from '../base/collection'
import { isUp, type Calls } from './calls'
import { statusOf } from './engine-words'
import { runIn } from './output-of'
import type { PutBackNote, VolumeUser } from './put-back-notes'
import type { VolumeContents } from './volume-contents'
import { isHelper, volumePlace, type VolumeHelpers } from './volume-helpers'

export interface PutBackOptions {
  readonly calls: Calls
  readonly contents: VolumeContents
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly helpers: VolumeHelpers
}

export interface PutBackWork {
  readonly backup: VolumeBackup
  /** What stood still already, when an earlier try was cut off; it is looked for otherwise. */
  readonly users?: readonly VolumeUser[]
  /** Saves what is there now, where that is wanted. */
  save(): Promise<VolumeBackup | undefined>
  load(backup: VolumeBackup): Promise<void>
  /** From here on the volume is neither the one nor the other, until {@link settle}. */
  unsettle(users: readonly VolumeUser[], before: VolumeBackup | undefined): Promise<void>
  /** `whole` tells whether the volume is the one or the other again. */
  settle(whole: boolean): Promise<void>
  readonly signal: AbortSignal
}

/** How many images are tried for a shell. */
const mostImages = 5
const waiting = ['/bin/sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done']
/** What the shell says when it can remove nothing at all. */
const cannotRemove = 90
/**
 * By pieces, since the names of all may be longer than a command can be, and with a look afterwards: not every `find`
 * says that what it ran has failed.
 */
const emptied = `command -v rm >/dev/null && cd ${volumePlace} || exit ${cannotRemove}
if command -v find >/dev/null; then find . ! -name . -prune -exec rm -rf -- {} +
else for one in ./* ./.[!.]* ./..?*; do rm -rf -- "$one"; done; fi
for one in ./* ./.[!.]* ./..?*; do if [ -e "$one" ] || [ -L "$one" ]; then exit 1; fi; done`

/**
 * Until the volume is emptied it can be given up; from then on it goes to its end. What uses the volume starts again
 * once the volume is whole, be it with the old or the new, and stays stopped otherwise: a database would make itself
 * anew on what is left.
 * @throws volume.user-removes-itself volume.cannot-empty volume.put-back-undone volume.not-put-back
 */
export async function putBack(options: PutBackOptions, work: PutBackWork): Promise<void> {
  const users = work.users ?? (await usersOf(options, work.backup.volume))
  work.signal.throwIfAborted()
  try {
    await replaceWhileStill(options, work, users)
  } catch (error) {
    if (isWholeAfter(error, work)) await startedAgain(options, users)
    throw error
  }
  const [failed] = await startedAgain(options, users)
  if (failed !== undefined) throw failed
}

/** One that was cut off before is not whole until something was put back, whatever ends this try. */
const isWholeAfter = (error: unknown, { users }: PutBackWork): boolean =>
  users === undefined
    ? !isAppError(error, 'volume.not-put-back')
    : isAppError(error, 'volume.put-back-undone')

/**
 * Asked of the engine: the list of containers may be a moment behind what has just started or ended.
 * @throws volume.user-removes-itself for one that would be lost by stopping it
 */
async function usersOf({ calls }: PutBackOptions, volume: string): Promise<VolumeUser[]> {
  const listed = await calls.call({ volume }, (docker) =>
    docker.listContainers({ filters: { volume: [volume] } }),
  )
  const users: VolumeUser[] = []
  for (const { Id: id, Names: names, Labels: labels } of listed) {
    if (isHelper(labels)) continue
    const name = names[0]?.replace(/^\//, '') ?? id.slice(0, 12)
    const info = await calls.call({ container: name }, (docker) => inspectIfThere(docker, id))
    if (!info?.State.Running) continue
    if (info.HostConfig.AutoRemove)
      throw new AppError('volume.user-removes-itself', { params: { volume, container: name } })
    users.push({ id, name, wasPaused: info.State.Paused, startedAt: info.State.StartedAt })
  }
  return users
}

async function inspectIfThere(docker: Docker, id: string): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    return await docker.getContainer(id).inspect()
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** Whether nothing has run with the volume since it was left. */
export async function isAsLeft(
  { calls, containers }: Pick<PutBackOptions, 'calls' | 'containers'>,
  volume: string,
  { users }: PutBackNote,
): Promise<boolean> {
  if (containers.values().some((one) => isUp(one) && one.volumes.includes(volume))) return false
  const known = new Map(users.map(({ id, startedAt }) => [id, startedAt]))
  return calls.call({ volume }, async (docker) => {
    const listed = await docker.listContainers({ all: true, filters: { volume: [volume] } })
    for (const { Id: id } of listed) {
      const startedAt = known.get(id)
      if (startedAt === undefined) continue
      if ((await docker.getContainer(id).inspect()).State.StartedAt !== startedAt) return false
    }
    return true
  })
}

async function replaceWhileStill(
  options: PutBackOptions,
  work: PutBackWork,
  users: readonly VolumeUser[],
): Promise<void> {
  for (const { id, name } of users)
    await options.calls.call({ container: name }, (docker) => unlessSo(docker.getContainer(id).stop()))
  const before = await work.save()
  work.signal.throwIfAborted()
  await work.unsettle(users, before)
  try {
    await replace(options, work, before)
  } catch (error) {
    // Without a connection nothing can be set right now; the next one goes on where this one ended.
    if (!isAppError(error, 'volume.not-put-back') || !isLost(error.cause))
      await work.settle(isAppError(error, 'volume.put-back-undone'))
    throw error
  }
  await work.settle(true)
}

const isLost = (error: unknown): boolean => isAppError(error, 'engine.unreachable')

async function replace(
  options: PutBackOptions,
  { backup, load }: PutBackWork,
  before: VolumeBackup | undefined,
): Promise<void> {
  const { volume } = backup
  const params = { volume }
  try {
    await empty(options, volume)
    await load(backup)
  } catch (error) {
    if (isAppError(error, 'volume.cannot-empty')) throw error
    if (!before) throw new AppError('volume.not-put-back', { params, detail: wordsOf(error), cause: error })
    try {
      await empty(options, volume)
      await load(before)
    } catch (again) {
      const detail = `${wordsOf(error)}\n${wordsOf(again)}`
      throw new AppError('volume.not-put-back', { params, detail, cause: again })
    }
    throw new AppError('volume.put-back-undone', { params, detail: wordsOf(error), cause: error })
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof AppError ? (error.detail ?? error.code) : String(error)

/**
 * @throws volume.cannot-empty where no image here has a shell that can remove files, before anything is lost; an
 * ordinary error with what `rm` said where only a part could be removed
 */
async function empty({ calls, containers, images, helpers }: PutBackOptions, volume: string): Promise<void> {
  const used = containers.values().filter((one) => one.volumes.includes(volume))
  const bySize = images.values().sort((a, b) => b.sizeBytes - a.sizeBytes)
  const candidates = new Set([...used.map(({ imageId }) => imageId), ...bySize.map(({ id }) => id)])
  for (const image of [...candidates].filter((id) => images.get(id)).slice(0, mostImages)) {
    const ran = await calls.call({ volume, reference: image }, async (docker) => {
      const helper = await helpers.make(docker, { volume, image, run: waiting })
      try {
        await helper.container.start()
        return await runIn(helper.container, ['/bin/sh', '-c', emptied])
      } catch (error) {
        // It has no shell, or is made for another processor.
        if (statusOf(error) === undefined) throw error
        return undefined
      } finally {
        await helper.remove()
      }
    })
    if (ran?.exitCode === 0) return
    if (ran && ran.exitCode !== cannotRemove) throw new Error(ran.errors.toString().trim().slice(0, 2_000))
  }
  throw new AppError('volume.cannot-empty', { params: { volume } })
}

/** All of them, also when one cannot; what went wrong is given back. */
async function startedAgain({ calls }: PutBackOptions, users: readonly VolumeUser[]): Promise<unknown[]> {
  const failed: unknown[] = []
  for (const { id, name, wasPaused } of users.toReversed())
    await calls
      .call({ container: name }, async (docker) => {
        const container: Docker.Container = docker.getContainer(id)
        await unlessSo(container.start())
        if (wasPaused) await unlessSo(container.pause())
      })
      .catch((error: unknown) => failed.push(error))
  return failed
}

/** 304: it is as it should be; 404: it is gone. */
async function unlessSo(asked: Promise<unknown>): Promise<void> {
  try {
    await asked
  } catch (error) {
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error
  }
}
