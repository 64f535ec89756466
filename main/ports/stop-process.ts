// Ends a program that holds a port: only one that may be ended, and only if it is still the same one.
import { createHash } from 'node:crypto'
import { userInfo, type UserInfo } from 'node:os'
import { AppError } from '../../preload/errors'
import { identify, signalProcess, type ProcessIdentity } from '../base/process-identity'
import { until } from '../base/until'
import type { Listener } from './listener'

/** Long enough for a database to write what it holds. */
const endDeadlineMs = 15_000

/** What a computer needs to run, and what leads to containers: never ended for the sake of a port. */
const systemPrograms = new Set([
  ...[
    'init',
    'systemd',
    'systemd-resolved',
    'systemd-resolve',
    'launchd',
    'mDNSResponder',
    'configd',
    'rapportd',
  ],
  ...['ControlCenter', 'ControlCe', 'sharingd', 'remoted', 'System', 'Registry', 'smss.exe', 'csrss.exe'],
  ...['wininit.exe', 'services.exe', 'lsass.exe', 'svchost.exe', 'winlogon.exe', 'spoolsv.exe', 'sshd'],
  ...['dockerd', 'dockerd.exe', 'containerd', 'docker-proxy', 'gvproxy', 'wslrelay.exe', 'wslservice.exe'],
  ...['vmms.exe', 'vmcompute.exe', 'com.docker.backend', 'com.docker.backend.exe', 'NetworkManager', 'cupsd'],
])
const lowestPid = 5

/** Asked once: the system reads its list of users for it. */
let me: UserInfo<string> | undefined

/** Whether it is an ordinary program of this user. */
export function mayBeStopped(listener: Pick<Listener, 'pid' | 'process' | 'user'>): boolean {
  const { pid, process: name, user } = listener
  if (pid === undefined || name === undefined || pid < lowestPid || pid === process.pid) return false
  if (systemPrograms.has(name)) return false
  me ??= userInfo()
  return user === undefined || user === me.username || me.uid === 0
}

/** Short and the same for the same process; another process with the same number has another one. */
export const markOf = ({ pid, born }: ProcessIdentity): string =>
  `${pid}-${createHash('sha256').update(born).digest('hex').slice(0, 8)}`

/**
 * Asks the process to end and waits until it has. Does nothing to another process that got its number meanwhile.
 * @throws port.fix-gone, port.process-not-permitted, port.process-stays
 */
export async function stopProcess(
  target: { readonly pid: number; readonly mark: string; readonly name: string },
  options: { readonly signal?: AbortSignal | undefined; readonly deadlineMs?: number } = {},
): Promise<void> {
  const same = async (): Promise<boolean> => {
    const now = await identify(target.pid)
    return now !== undefined && markOf(now) === target.mark
  }
  const params = { process: `${target.name} (PID ${target.pid})` }
  if (!(await same())) throw new AppError('port.fix-gone')
  try {
    signalProcess(target.pid, 'SIGTERM')
  } catch (cause) {
    throw new AppError('port.process-not-permitted', { params, detail: String(cause), cause })
  }
  try {
    await until(async () => ((await same()) ? undefined : true), {
      deadlineMs: options.deadlineMs ?? endDeadlineMs,
      waitingFor: `process ${target.pid} to end`,
      signal: options.signal,
    })
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw new AppError('port.process-stays', { params, cause })
  }
}
