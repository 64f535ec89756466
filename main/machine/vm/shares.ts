// Folders of this computer that the machine sees: which of them can be, and under which names the devices carry them.
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { AppError } from '../../../preload/errors'
import type { ShareWay } from '../../../preload/model'
import type { MachineConfig, StartContext } from '../driver'
import type { GuestAgent } from '../guest-agent'
import { rosettaTag, type VmMachine } from './vm-options'
import type { VmProcess } from './vm-process'

const agentDeadlineMs = 10_000

/** A folder as a device of the VM. */
export interface Share {
  /** Name of the device; another folder or another right has another one, so that a command line tells them apart. */
  readonly tag: string
  readonly path: string
  readonly writable: boolean
  readonly way: ShareWay
}

export interface ShareChoice {
  /** Outer folders before those in them. */
  readonly shares: readonly Share[]
  /** What is left out, and why. */
  readonly notices: readonly AppError[]
}

/** What exists of the folders that were chosen. */
export async function chooseShares(
  folders: MachineConfig['sharedFolders'],
  way: ShareWay,
): Promise<ShareChoice> {
  const byPath = new Map(folders.map(({ path, writable }) => [trimmed(path), writable]))
  const shares: Share[] = []
  const notices: AppError[] = []
  for (const [path, writable] of [...byPath].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (await isFolder(path)) shares.push({ tag: tagOf(path, writable), path, writable, way })
    else notices.push(new AppError('machine.share-missing', { params: { folder: path } }))
  }
  return { shares, notices }
}

/** What the guest could not mount of what it was booted with. */
export async function tellFailedShares(
  { notice }: StartContext,
  { agent }: Pick<VmProcess, 'agent'>,
  { shares, rosetta }: Pick<VmMachine, 'shares' | 'rosetta'>,
): Promise<void> {
  for (const what of await failedShares(agent, shares, rosetta)) notice(what)
}

/** What the guest could not mount, by its own words: folders, or the translator. */
export async function failedShares(
  agent: GuestAgent,
  shares: readonly Share[],
  rosetta = false,
): Promise<AppError[]> {
  if (shares.length === 0 && !rosetta) return []
  const deadlineMs = agentDeadlineMs
  const { text } = await agent.request('exec', 'cat /run/portside/shares-failed 2>/dev/null; true', {
    deadlineMs,
  })
  return text.split('\n').flatMap((line) => {
    const [tag = '', ...reason] = line.split(' ')
    const detail = reason.join(' ')
    if (rosetta && tag === rosettaTag) return [new AppError('machine.rosetta-failed', { detail })]
    const share = shares.find((one) => one.tag === tag)
    if (!share) return []
    return [new AppError('machine.share-failed', { params: { folder: share.path }, detail })]
  })
}

/** The lines by which the guest mounts them: device, right, and the rest is the path. A system from before 9p takes its lines as wrong. */
export const shareLines = (shares: readonly Share[]): string =>
  shares
    .map(({ tag, path, writable, way }) => {
      const right = writable ? 'rw' : 'ro'
      return `${tag} ${way === '9p' ? `9p-${right}` : right} ${path}\n`
    })
    .join('')

const tagOf = (path: string, writable: boolean): string =>
  `share-${createHash('sha256')
    .update(`${String(writable)} ${path}`)
    .digest('hex')
    .slice(0, 12)}`

export const isShareTag = (name: string): boolean => /^share-[0-9a-f]+$/.test(name)

const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, '')

/** A line of a list cannot carry a path with a line end. */
async function isFolder(path: string): Promise<boolean> {
  if (/[\r\n]/.test(path)) return false
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
