// Goes on with files whose saving a crash or a lost connection cut off: none of them stays half written.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import type { Log } from '../base/log'
import type { Calls } from './calls'
import { statusOf } from './engine-words'
import { placeOf, saveAndSee, type FilePlace } from './save-file'
import type { NotedSave, SaveNote, SaveNotes } from './save-notes'
import { volumePlace, type VolumeHelpers } from './volume-helpers'
import type { VolumeImages } from './volume-image'

export interface SavesLeftOptions {
  readonly calls: Calls
  readonly notes: SaveNotes
  readonly helpers: VolumeHelpers
  readonly images: VolumeImages
  readonly log: Log
}

/** Never rejects: what cannot be looked at now is looked at with the next connection. */
export async function goOnSaving(options: SavesLeftOptions, engine: string): Promise<void> {
  const { notes, log } = options
  for (const { note, noted } of await notes.left(engine)) {
    const { path, volume } = note
    try {
      const found = await reached(options, note, (place) => finish(place, note, noted))
      if (!found) await noted.end()
      log.info('a file whose saving was cut off', { path, volume: volume?.name, found })
    } catch (error) {
      log.warn('a file whose saving was cut off stays as it is', { path, error: String(error) })
    }
  }
}

async function finish(place: FilePlace, note: SaveNote, noted: NotedSave): Promise<void> {
  const there = await place.now()
  const { path, before, data, told } = note
  const wanted = told ? before : data
  if (!wanted || !isHalf(there, note)) return noted.end()
  try {
    await saveAndSee(place, { path, before, data: wanted, noted })
  } catch (error) {
    // Its folder is gone, and no later connection would find it again.
    if (statusOf(error) !== 404 || /no such container/i.test(String(error))) throw error
    await noted.end()
  }
}

/** Whether it is what a cut leaves: nothing, or the first bytes. What else is there, somebody else has written. */
export function isHalf(there: Buffer | 'other' | undefined, { before, data }: SaveNote): boolean {
  if (there === 'other') return false
  const wholes = [before, data].filter((one) => one !== undefined)
  if (there === undefined) return true
  if (wholes.some((one) => one.equals(there))) return false
  return wholes.some((one) => one.subarray(0, there.length).equals(there))
}

/** False when what it was in is gone. */
async function reached(
  { calls, helpers, images }: SavesLeftOptions,
  { container, path, volume, owner }: SaveNote,
  work: (place: FilePlace) => Promise<void>,
): Promise<boolean> {
  const asked = calls.asked({ path, ...(volume ? { volume: volume.name } : { container }) })
  const isThere = (question: (docker: Docker) => Promise<unknown>): Promise<boolean> =>
    calls.call({}, async (docker) => {
      try {
        await question(docker)
        return true
      } catch (error) {
        if (statusOf(error) === 404) return false
        throw error
      }
    })
  if (!volume) {
    if (!(await isThere((docker) => docker.getContainer(container).inspect()))) return false
    await calls.call({ container, path }, (docker) =>
      work(placeOf(docker.getContainer(container), path, owner, { running: true, asked })),
    )
    return true
  }
  if (!(await isThere((docker) => docker.getVolume(encodeURIComponent(volume.name)).inspect()))) return false
  const { image, giveBack } = await images.borrow(volume.name)
  try {
    await calls.call({ volume: volume.name }, async (docker) => {
      const helper = await helpers.make(docker, { volume: volume.name, image })
      try {
        const at = posix.join(volumePlace, volume.path)
        await work(placeOf(helper.container, at, owner, { running: false, asked }))
      } finally {
        await helper.remove()
      }
    })
  } finally {
    await giveBack()
  }
  return true
}
