// One app per state folder: a lock file with the owner's identity, which a crash or a reboot leaves stale.
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import type { Paths } from './paths'

interface Owner {
  readonly pid: number
  /** Tells a process from a later one with the same number; empty where the OS does not give it cheaply. */
  readonly born: string
}

export interface InstanceLock {
  release(): Promise<void>
}

/** @throws host.already-running with the owner's pid */
export async function takeInstanceLock(paths: Paths): Promise<InstanceLock> {
  const file = join(paths.run, 'portside.lock')
  const mine: Owner = { pid: process.pid, born: await bornOf(process.pid) }
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    for (;;) {
      // link(2) fails when the name exists, so of two starters exactly one gets it, with its content complete.
      if (await created(draft, file)) break
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

async function created(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof owner === 'object' && owner !== null && 'pid' in owner ? (owner as Owner) : undefined
  } catch {
    return undefined
  }
}

async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return (await bornOf(owner.pid)) === owner.born
}

/** Boot id and start time in clock ticks since boot: proc(5), field 22 of stat. */
async function bornOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return ''
  }
}
