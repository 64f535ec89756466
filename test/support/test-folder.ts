// Short-named temporary folders of a test run; those of runs that were killed are removed by the next run.
import { mkdirSync, rmdirSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownerRuns, ownerTag } from './owner'

const prefix = 'pst-'
const own = join(tmpdir(), `${prefix}${ownerTag}`)
let prepared: Promise<void> | undefined

/** A new empty folder, `/tmp/pst-<owner>/<name>XXXXXX`: short, because socket paths must be. Remove it when done. */
export async function makeTestFolder(name: string): Promise<string> {
  prepared ??= prepare()
  await prepared
  return mkdtemp(join(own, name))
}

async function prepare(): Promise<void> {
  for (const entry of await readdir(tmpdir())) {
    if (entry.startsWith(prefix) && !ownerRuns(entry.slice(prefix.length))) {
      await rm(join(tmpdir(), entry), { recursive: true, force: true })
    }
  }
  mkdirSync(own, { recursive: true, mode: 0o711 })
  process.once('exit', () => {
    try {
      rmdirSync(own)
    } catch {
      // Not empty: a test did not clean up, or was not let to. The next run does.
    }
  })
}
