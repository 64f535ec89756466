// Tells a process that was started earlier from a later one with the same number, and ends it by that number.
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { run } from './child'
import { until } from './until'

/** A process, for good: the number alone is used again after a crash or a reboot. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it was started, in a form that only means equality. */
  readonly born: string
}

/**
 * Undefined when no such process lives. Linux: boot id and start tick (proc(5)); Windows: the ms in which it was made;
 * macOS: what `ps` says.
 */
export async function identify(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<ProcessIdentity | undefined> {
  const tell = platform === 'linux' ? bornOnLinux : platform === 'win32' ? bornOnWindows : bornByPs
  const born = await tell(pid)
  return born === undefined ? undefined : { pid, born }
}

export const isAlive = async ({ pid, born }: ProcessIdentity): Promise<boolean> =>
  (await identify(pid))?.born === born

/** Ends the process now and waits until it is gone; harmless when it already is. */
export async function killProcess(process_: ProcessIdentity, deadlineMs = 10_000): Promise<void> {
  if (!(await isAlive(process_))) return
  signalProcess(process_.pid, 'SIGKILL')
  await waitForEnd(process_, deadlineMs)
}

/** Asks the process to end and, when the deadline (ms) has passed, ends it; harmless when it is gone. */
export async function endProcess(process_: ProcessIdentity, deadlineMs: number): Promise<void> {
  if (!(await isAlive(process_))) return
  signalProcess(process_.pid, 'SIGTERM')
  await waitForEnd(process_, deadlineMs).catch(() => killProcess(process_))
}

/** @throws DeadlineError when it still lives then */
export const waitForEnd = async (process_: ProcessIdentity, deadlineMs: number): Promise<void> => {
  await until(async () => ((await isAlive(process_)) ? undefined : true), {
    deadlineMs,
    waitingFor: `process ${process_.pid} to end`,
  })
}

/** How often the end of a process is looked for that somebody else started, in ms: nothing announces it. */
const watchEveryMs = process.platform === 'linux' ? 250 : 2_000

/** Resolves when the process is gone, however long that takes. */
export async function processEnd(process_: ProcessIdentity): Promise<void> {
  while (await isAlive(process_)) await delay(watchEveryMs, undefined, { ref: false })
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Of this start of the computer, which this process does not outlive. */
let boot: string | undefined

async function bornOnLinux(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    // A zombie runs nothing and holds nothing; it only waits for its parent to notice.
    if (state === 'Z' || state === 'X') return undefined
    boot ??= (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    return `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}

async function bornByPs(pid: number): Promise<string | undefined> {
  const { exitCode, stdout } = await run('ps', ['-o', 'state=,lstart=', '-p', String(pid)])
  const [, state = '', born = ''] = /^\s*(\S+)\s+(.*?)\s*$/.exec(stdout) ?? []
  return exitCode !== 0 || state.startsWith('Z') || born === '' ? undefined : born
}

/** Electron knows when its own process was made, which saves the start of another program. */
const ownCreation = process as { getCreationTime?(): number | null }
/** Ticks of .NET are 100 ns since the year 1; this many of them have passed at the beginning of 1970. */
const ticksBefore1970 = 621_355_968_000_000_000n
const ticksPerMs = 10_000n

async function bornOnWindows(pid: number): Promise<string | undefined> {
  const own = pid === process.pid ? ownCreation.getCreationTime?.() : undefined
  if (typeof own === 'number') return String(Math.floor(own))
  if (!exists(pid)) return undefined
  const { env } = process
  const powershell =
    env.PORTSIDE_POWERSHELL ??
    `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`
  // Of all users' processes, without rights: WMI tells it, not the process itself.
  const question = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}' -Property CreationDate).CreationDate.ToUniversalTime().Ticks`
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', question]
  const { stdout } = await run(powershell, args, { windowsHide: true })
  const [, ticks] = /^\s*(\d{18,19})\s*$/.exec(stdout) ?? []
  return ticks === undefined ? undefined : String((BigInt(ticks) - ticksBefore1970) / ticksPerMs)
}

/** Another user's process exists, too, though it may not be signalled. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
