// virtiofsd: one process of this user for each folder that the machine sees.
import { spawn } from 'node:child_process'
import { open, rm, stat } from 'node:fs/promises'
import { delimiter } from 'node:path'
import { endChild, exited, run } from '../../base/child'
import { until } from '../../base/until'
import { writeWhole } from '../machine-record'
import { findProgram } from '../network'
import type { Helper } from '../vm/hypervisor'
import type { Share } from '../vm/shares'

const socketDeadlineMs = 10_000
const endDeadlineMs = 3_000
const allIds = 2 ** 32 - 1

/** Where distributions put it: it is no program for people, so it is not on PATH. */
const usualFolders = ['/usr/libexec', '/usr/lib/virtiofsd', '/usr/lib', '/usr/lib/qemu']

/** Everything about the user that decides how ids are translated. */
export interface UserIds {
  readonly uid: number
  readonly gid: number
}

/** The one written in Rust, or the one that QEMU itself had until version 8, which only root can run. */
export interface Virtiofsd {
  readonly program: string
  readonly kind: 'rust' | 'qemu'
}

export type VirtiofsdKind = Virtiofsd['kind']

/** The given folders come first, then PATH, then where distributions put it. */
export async function findVirtiofsd(
  folders: readonly string[],
  path = process.env.PATH ?? '',
  usual = usualFolders,
): Promise<Virtiofsd | undefined> {
  for (const folder of [...folders, ...path.split(delimiter), ...usual]) {
    const program = await findProgram('virtiofsd', [folder])
    const kind = program && kindOf((await run(program, ['--version'])).stdout)
    // The one of QEMU makes namespaces that only root may make.
    if (program && kind && (kind === 'rust' || process.getuid?.() === 0)) return { program, kind }
  }
  return undefined
}

/** `virtiofsd 1.13.2`, or `virtiofsd version 7.2.22 (Debian …)` of the one that came with QEMU. */
export function kindOf(version: string): VirtiofsdKind | undefined {
  if (/^virtiofsd version \d/m.test(version)) return 'qemu'
  return /^virtiofsd \d/m.test(version) ? 'rust' : undefined
}

/** Pure, for what is started; `ids` are those of the user that runs it. */
export function virtiofsdArguments(
  kind: VirtiofsdKind,
  { path, writable }: Share,
  socket: string,
  ids: UserIds,
): string[] {
  // A comma ends an option of the old one, and cannot be escaped there.
  if (kind === 'qemu' && path.includes(',')) throw new Error('this virtiofsd takes no path with a comma')
  if (kind === 'qemu') return [`--socket-path=${socket}`, '-o', `source=${path},cache=auto`]
  return [
    ...['--socket-path', socket, '--shared-dir', path, '--cache', 'auto'],
    ...(writable ? [] : ['--readonly']),
    // Only root can make files for others: whoever makes one inside, it is this user's.
    ...(ids.uid === 0 ? [] : [...translated('uid', ids.uid), ...translated('gid', ids.gid)]),
  ]
}

const translated = (what: 'uid' | 'gid', id: number): string[] => [
  ...[`--translate-${what}`, `map:0:${id}:1`],
  ...[`--translate-${what}`, `squash-guest:1:${id}:${allIds - 1}`],
]

/** Resolves when it takes connections; it ends with the VM. @throws Error with its words when it does not get there */
export async function startVirtiofsd(
  { program, kind }: Virtiofsd,
  share: Share,
  files: { readonly socket: string; readonly pid: string; readonly log: string },
  signal: AbortSignal,
): Promise<Helper> {
  await rm(files.socket, { force: true })
  const log = await open(files.log, 'a', 0o600)
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const child = spawn(program, virtiofsdArguments(kind, share, files.socket, ids), {
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  })
  await log.close()
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  const ended = exited(child)
  const endedAtOnce = ended.then(() => {
    throw new Error(`virtiofsd ended at once; see ${files.log}`)
  })
  for (const one of [failed, endedAtOnce]) one.catch(() => {})
  const stop = (): Promise<void> => endChild(child, endDeadlineMs)
  try {
    if (child.pid !== undefined) await writeWhole(files.pid, `${child.pid}\n`)
    const listens = until(async () => ((await stat(files.socket)).isSocket() ? true : undefined), {
      deadlineMs: socketDeadlineMs,
      everyMs: 10,
      signal,
      waitingFor: 'virtiofsd to listen',
    })
    listens.catch(() => {})
    await Promise.race([listens, failed, endedAtOnce])
    return { tag: share.tag, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
