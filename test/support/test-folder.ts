// Short-named temporary folders of a test run.
import { mkdirSync, rmdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUpDeadRuns, folderPrefix } from './dead-runs'
import { ownerTag } from './owner'

const own = join(tmpdir(), `${folderPrefix}${ownerTag}`)
let prepared = false

/** A new empty folder, `/tmp/pst-<owner>/<name>XXXXXX`: short, because socket paths must be. Remove it when done. */
export async function makeTestFolder(name: string): Promise<string> {
  await cleanUpDeadRuns()
  if (!prepared) prepare()
  return mkdtemp(join(own, name))
}

function prepare(): void {
  prepared = true
  mkdirSync(own, { recursive: true, mode: 0o711 })
  process.once('exit', () => {
    try {
      rmdirSync(own)
    } catch {
      // Not empty: a test did not clean up, or was not let to. The next run does.
    }
  })
}
