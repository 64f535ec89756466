// Removes what test runs left that were killed before they could clean up; their processes ended with them.
import { readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify, killProcess } from '../../main/base/process-identity'
import { engineBridges, removeControlGroup, removeInterface } from './leftovers'
import { ownerRuns } from './owner'

export const folderPrefix = 'pst-'
/** Name of the control group that belongs to an interface of an engine. */
export const controlGroupOf = (bridge: string): string => `portside-${bridge}`

let cleaned: Promise<void> | undefined

/** Cleans up once per process; everything that is made carries its owner's tag, so living runs are left alone. */
export const cleanUpDeadRuns = (): Promise<void> =>
  // What a dead run left is no reason for this one to fail; the next run tries again.
  (cleaned ??= cleanUp().catch((error: unknown) =>
    console.warn('leftovers of an earlier test run stay', error),
  ))

async function cleanUp(): Promise<void> {
  for (const bridge of await readdir('/sys/class/net')) {
    if (bridge.startsWith('psb') && !ownerRuns(await aliasOf(bridge))) {
      await removeControlGroup(controlGroupOf(bridge))
      await removeInterface(bridge)
    }
  }
  for (const entry of await readdir(tmpdir())) {
    if (!entry.startsWith(folderPrefix) || ownerRuns(entry.slice(folderPrefix.length))) continue
    const folder = join(tmpdir(), entry)
    await endProgramsOf(folder)
    for (const engine of await readdir(folder).catch(() => [])) {
      for (const bridge of await engineBridges(join(folder, engine))) await removeInterface(bridge)
    }
    await rm(folder, { recursive: true, force: true })
  }
}

const aliasOf = async (bridge: string): Promise<string> =>
  (await readFile(`/sys/class/net/${bridge}/ifalias`, 'utf8').catch(() => '')).trim()

/** A machine outlives its app on purpose, and so also a test run that was killed. */
async function endProgramsOf(folder: string): Promise<void> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
    const identity = command.includes(`${folder}/`) ? await identify(Number(entry)) : undefined
    if (identity) await killProcess(identity)
  }
}
