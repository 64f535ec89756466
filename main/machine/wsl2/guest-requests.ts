// What the driver asks of the Linux inside a running distribution.
import { AppError } from '../../../preload/errors'
import type { ExecResult, UsageReading } from '../driver'
import { parseMeminfo } from '../../base/meminfo'
import { scripts } from './distribution-scripts'
import type { Wsl } from './wsl-program'

const msPerTick = 10
/** Places of idle and iowait in the first line of /proc/stat (proc(5)). */
const idlePlaces: ReadonlySet<number> = new Set([3, 4])

export async function execInMachine(wsl: Wsl, command: string, signal?: AbortSignal): Promise<ExecResult> {
  return wsl.exec([scripts.exec], { signal, input: command })
}

/** CPU time and memory of the whole VM: distributions of WSL share it and cannot be told apart from outside. */
export async function readUsage(wsl: Wsl, signal?: AbortSignal): Promise<UsageReading | undefined> {
  const { output } = await execInMachine(wsl, 'head -n 1 /proc/stat; cat /proc/meminfo', signal)
  const memory = parseMeminfo(output)
  return (
    memory && {
      cpuMs: parseCpuMs(output),
      memoryUsedBytes: memory.usedBytes,
      memoryTotalBytes: memory.totalBytes,
    }
  )
}

/** Busy time of all processors since the VM's start, in ms; 0 when there is no such line. */
export function parseCpuMs(stat: string): number {
  const ticks = /^cpu +([\d ]+)$/m.exec(stat)?.[1]?.trim().split(/ +/).slice(0, 8).map(Number) ?? []
  return ticks.reduce((sum, value, place) => (idlePlaces.has(place) ? sum : sum + value), 0) * msPerTick
}

/** What the VM really has; WSL decides, by .wslconfig or by its own rule. */
export async function readShape(
  wsl: Wsl,
  signal: AbortSignal,
): Promise<{ readonly cpus: number; readonly memoryBytes: number } | undefined> {
  const { output } = await execInMachine(wsl, 'nproc; cat /proc/meminfo', signal)
  const cpus = Number(/^\d+/.exec(output)?.[0])
  const memory = parseMeminfo(output)
  return memory && cpus > 0 ? { cpus, memoryBytes: memory.totalBytes } : undefined
}

/** `nat`, `mirrored` and so on; undefined where WSL does not tell. The distribution must run. */
export async function networkingMode(wsl: Wsl, signal?: AbortSignal): Promise<string | undefined> {
  const { exitCode, output } = await wsl.exec([scripts.network], { signal })
  const word = /^\s*(\w{1,32})\s*$/.exec(output)?.[1]
  return exitCode === 0 ? word : undefined
}

/** Smaller differences are how long the question took. */
const clockSlackS = 2

/** Sets the VM's clock, which all distributions share, by this computer's where they differ. @throws machine.wsl-* */
export async function setClock(wsl: Wsl, now = Date.now): Promise<void> {
  const { exitCode, output } = await execInMachine(wsl, 'date -u +%s')
  const there = Number(output.trim())
  if (exitCode !== 0 || Math.abs(there - now() / 1000) <= clockSlackS) return
  const seconds = String(Math.round(now() / 1000))
  const set = await execInMachine(wsl, `date -u -s @${seconds}`)
  if (set.exitCode === 0) return
  throw new AppError('machine.wsl-failed', {
    params: { command: `date -s @${seconds}`, code: set.exitCode },
    detail: set.output.trim(),
  })
}

/** What is in the memory of Linux only goes to the machine's disk; a plain sync would ask drives of Windows, too. @throws Error */
export async function writeDown(wsl: Wsl): Promise<void> {
  const { exitCode, output } = await execInMachine(wsl, 'sync -f /var/lib/docker')
  if (exitCode !== 0) throw new Error(`sync: exit code ${exitCode} ${output.trim()}`)
}
