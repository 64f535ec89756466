// The machine's network: gvproxy, a user-space switch that runs as this user and needs no rights.
import { spawn, type ChildProcess } from 'node:child_process'
import { access, constants, open } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { AppError } from '../../preload/errors'
import { endChild, exited } from '../base/child'
import { endProcess, processEnd, type ProcessIdentity } from '../base/process-identity'
import { linkAbort } from '../base/linked-abort'
import { until } from '../base/until'
import { apiAnswers } from './gvproxy-forwarder'

const answerDeadlineMs = 15_000
const endDeadlineMs = 3_000

export interface NetworkFiles {
  readonly networkApi: string
  readonly networkSocket: string
  readonly networkPid: string
  readonly networkLog: string
}

/** How frames travel between the VM's network card and gvproxy. */
export interface NetworkCard {
  readonly frames: 'stream' | 'datagram'
  /** The largest packet (maximum transmission unit), in bytes. */
  readonly mtu: number
}

/**
 * QEMU's. All of a transfer's cost is in its packets, and none of them leaves this computer: gvproxy ends each connection
 * and begins another one towards the outside. Just below the 65 535 that an IPv4 packet can have (decision 0017).
 */
export const streamCard: NetworkCard = { frames: 'stream', mtu: 65_520 }
/** vfkit's, whose card has no larger packets. */
export const datagramCard: NetworkCard = { frames: 'datagram', mtu: 1500 }

export interface Network {
  readonly pid: number
  /** Resolves with how it ended, whether or not it was asked to. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** Looks in the given folders, then along PATH. @throws machine.network-tool-missing */
export async function findGvproxy(
  folders: readonly string[],
  path = process.env.PATH ?? '',
): Promise<string> {
  const name = process.platform === 'win32' ? 'gvproxy.exe' : 'gvproxy'
  const found = await findProgram(name, [...folders, ...path.split(delimiter)])
  if (found === undefined)
    throw new AppError('machine.network-tool-missing', { params: { places: `${folders.join(', ')}, PATH` } })
  return found
}

/** The first of the folders that holds the program, as a path. */
export async function findProgram(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    if (folder === '') continue
    try {
      const file = join(folder, name)
      await access(file, constants.X_OK)
      return file
    } catch {
      // Not in this one.
    }
  }
  return undefined
}

/** Resolves when its API answers. When it fails or is aborted, no process is left. */
export async function startNetwork(
  program: string,
  files: NetworkFiles,
  card: NetworkCard,
  signal: AbortSignal,
): Promise<Network> {
  const log = await open(files.networkLog, 'w', 0o600)
  const child = spawn(
    program,
    [
      ...['-listen', socketUrl(files.networkApi), ...cardArguments(card, files.networkSocket)],
      ...['-mtu', String(card.mtu), '-ssh-port', '-1', '-pid-file', files.networkPid],
    ],
    // Its own process group: Ctrl-C in a terminal must reach the app only, which ends things in order.
    { stdio: ['ignore', log.fd, log.fd], detached: true },
  )
  const ended = exited(child).then(() => endReason(child))
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  failed.catch(() => {})
  const either = linkAbort([signal])
  try {
    const answers = until(() => apiAnswers(files.networkApi), {
      deadlineMs: answerDeadlineMs,
      everyMs: 10,
      signal: either.signal,
      waitingFor: 'gvproxy to answer',
    })
    answers.catch(() => {})
    await Promise.race([answers, failed, ended.then(throwEnded)])
  } catch (error) {
    await endChild(child, endDeadlineMs)
    throw error
  } finally {
    either.abort()
    await log.close()
  }
  return { pid: child.pid ?? 0, ended, stop: () => endChild(child, endDeadlineMs) }
}

/** Takes over a gvproxy that another process started and that is gone by now. */
export const takeOverNetwork = (identity: ProcessIdentity): Network => ({
  pid: identity.pid,
  ended: processEnd(identity).then(() => unknownReason),
  stop: () => endProcess(identity, endDeadlineMs),
})

function throwEnded(reason: string): never {
  throw new AppError('machine.network-failed', { params: { reason } })
}

/** Only the parent of a process learns how it ended. */
export const unknownReason = 'exit code unknown'

/** `signal SIGKILL` or `exit code 1`. */
export const endReason = (child: ChildProcess): string =>
  child.signalCode === null ? `exit code ${child.exitCode ?? 'unknown'}` : `signal ${child.signalCode}`

const cardArguments = ({ frames }: NetworkCard, socket: string): string[] =>
  frames === 'stream'
    ? ['-listen-qemu', socketUrl(socket)]
    : ['-listen-vfkit', socketUrl(socket).replace(/^unix/, 'unixgram')]

/** gvproxy takes URLs, so spaces and the like in a path are escaped. */
const socketUrl = (path: string): string =>
  `unix://${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}`
