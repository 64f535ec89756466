// Makes a volume and fills it: there is a whole one in the end, or none, also when a crash comes between.
import { randomUUID } from 'node:crypto'
import type Docker from 'dockerode'
import { AppError, isAppError } from '../../preload/errors'
import type { Log } from '../base/log'
import type { Calls } from './calls'
import { statusOf } from './engine-words'
import type { Filling, FillNotes } from './fill-notes'

const markLabel = 'dev.portside.filled'

export interface FillOptions {
  readonly calls: Calls
  readonly fillNotes: FillNotes
  /** Id of the engine that is connected. */
  readonly engineId: () => string
  /** Makes an empty volume. @throws volume.name-taken volume.bad-name */
  readonly create: (name: string, labels: Readonly<Record<string, string>>) => Promise<unknown>
  readonly log: Log
}

/** Made for this and removed again when it cannot be filled; one that was there is never touched. */
export async function intoNew(
  { calls, create, fillNotes, engineId, log }: FillOptions,
  { volume, kind }: Pick<Filling, 'volume' | 'kind'>,
  fill: () => Promise<void>,
): Promise<void> {
  const one = { engine: engineId(), volume, mark: randomUUID(), kind }
  // Before it is made: an empty one that a crash left would look like all that there was to put into it.
  const noted = await fillNotes.begin(one)
  try {
    await create(volume, { [markLabel]: one.mark })
    // The engine answers with one that somebody made in this very moment as if it had made it.
    if (!(await isStillThere({ calls }, one))) throw new AppError('volume.name-taken', { params: { volume } })
  } catch (error) {
    if (isAppError(error, 'volume.name-taken') || isAppError(error, 'volume.bad-name')) await noted.end()
    // Nobody knows whether it was made: the next connection looks.
    else noted.leave()
    throw error
  }
  try {
    await fill()
  } catch (error) {
    try {
      await calls.call({ volume }, (docker) => docker.getVolume(volume).remove())
      await noted.end()
    } catch (left) {
      log.warn('a half-filled volume stays until the next connection', { volume, error: String(left) })
      noted.leave()
    }
    throw error
  }
  await noted.end()
}

/** Undefined where there is none, or no such volume. */
async function markOf(docker: Docker, volume: string): Promise<string | undefined> {
  try {
    const { Labels: labels } = (await docker.getVolume(encodeURIComponent(volume)).inspect()) as {
      readonly Labels: Readonly<Record<string, string>> | null
    }
    return labels?.[markLabel]
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** Whether it is still the one that was being filled. */
export const isStillThere = (
  { calls }: Pick<FillOptions, 'calls'>,
  { volume, mark }: Filling,
): Promise<boolean> => calls.call({ volume }, async (docker) => (await markOf(docker, volume)) === mark)

/** Never resolves: what became of it is told once. @throws volume.fill-cut volume.half-filled */
export async function removeHalf(
  { calls }: Pick<FillOptions, 'calls'>,
  { volume }: Filling,
  end: () => Promise<void>,
): Promise<never> {
  try {
    await calls.call({ volume }, (docker) => docker.getVolume(volume).remove())
  } catch (error) {
    const isUsed = isAppError(error, 'volume.in-use') || isAppError(error, 'volume.in-trash')
    if (!isUsed && !isAppError(error, 'volume.not-found')) throw error
    await end()
    if (isUsed) throw new AppError('volume.half-filled', { params: { volume }, cause: error })
  }
  await end()
  throw new AppError('volume.fill-cut', { params: { volume } })
}
