// One app per state folder: a lock file with the owner's identity, which a crash or a reboot leaves stale.
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import { linkNew } from './link-new'
import type { Paths } from './paths'
import { identify, isAlive, type ProcessIdentity } from './process-identity'

export interface InstanceLock {
  release(): Promise<void>
}

/** @throws host.already-running with the owner's pid */
export async function takeInstanceLock(paths: Paths): Promise<InstanceLock> {
  const file = join(paths.run, 'portside.lock')
  const mine = await identify(process.pid)
  if (!mine) throw new Error('this process cannot be identified')
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      if (await linkNew(draft, file)) break
      const owner = await readOwner(file)
      if (owner && (await isAlive(owner)))
        throw new AppError('host.already-running', { params: { pid: owner.pid, home: paths.home } })
      // Moved, not removed: if another starter was quicker, its file is not the one that was found stale.
      await rename(file, `${draft}.stale`).catch(() => {})
      await rm(`${draft}.stale`, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
  return {
    release: async () => {
      const owner = await readOwner(file)
      if (owner?.pid === mine.pid && owner.born === mine.born) await rm(file, { force: true })
    },
  }
}

async function readOwner(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof owner === 'object' && owner !== null && 'pid' in owner
      ? (owner as ProcessIdentity)
      : undefined
  } catch {
    return undefined
  }
}
