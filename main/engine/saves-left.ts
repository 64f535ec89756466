// Goes on with files whose saving a crash or a lost connection cut off: none of them stays half written.
import type { Log } from '../base/log'
import type { OneAtATime } from '../base/one-at-a-time'
import { statusOf } from './engine-words'
import { keyOfFile, reachFile, type ReachOptions } from './reach-file'
import { isHalf, placeOf, saveAndSee, type FilePlace } from './save-file'
import type { NotedSave, SaveNote, SaveNotes } from './save-notes'

export interface SavesLeftOptions extends ReachOptions {
  readonly notes: SaveNotes
  /** Of files, by their key: nobody saves one while it is looked at. */
  readonly turns: OneAtATime
  readonly log: Log
}

/** Never rejects: what cannot be looked at now is looked at with the next connection. */
export async function goOnSaving(options: SavesLeftOptions, engine: string): Promise<void> {
  const { notes, log, turns } = options
  for (const { note, noted } of await notes.left(engine)) {
    const { path, volume, owner } = note
    try {
      await turns.during(keyOfFile(note), async () => {
        // Somebody may have saved it meanwhile.
        if (!(await noted.isLeft())) return
        const found = await reachFile(options, note, (at) => finish(placeOf(at, owner), note, noted))
        if (!found) await noted.end()
        log.info('a file whose saving was cut off', { path, volume: volume?.name, found })
      })
    } catch (error) {
      log.warn('a file whose saving was cut off stays as it is', { path, error: String(error) })
    }
  }
}

/** Longer than a save takes: what was changed later than that after it began was changed by others. In ms. */
const longestSave = 10 * 60_000

async function finish(place: FilePlace, note: SaveNote, noted: NotedSave): Promise<void> {
  const there = await place.now()
  const { path, before, data, told, at } = note
  const wanted = told ? before : data
  if (!wanted || !isHalf(there, note)) return noted.end()
  if (at !== undefined && (await place.changedAt()) > at + longestSave)
    // Somebody emptied it, or took it away: but a folder may have been changed for other reasons.
    return there === undefined ? noted.keep() : noted.end()
  await noted.again()
  try {
    await saveAndSee(place, { path, before, data: wanted, noted })
  } catch (error) {
    // Its folder is gone, and no later connection would find it again.
    if (statusOf(error) !== 404 || /no such container/i.test(String(error))) throw error
    await noted.end()
  }
}
