// What the driver asks of the Linux inside a running VM.
import { cpuTimeMs } from '../cpu-time'
import type { Cost, ExecResult, UsageReading } from '../driver'
import { parseMeminfo } from '../../base/meminfo'
import { residentBytes } from '../resident-memory'
import type { RunningVm } from './running-vm'

const meminfoDeadlineMs = 1_500
const execDeadlineMs = 120_000

export async function execInGuest(
  { agent }: RunningVm,
  command: string,
  signal?: AbortSignal,
): Promise<ExecResult> {
  const { exitCode, text } = await agent.request('exec', command, { deadlineMs: execDeadlineMs, signal })
  return { exitCode, output: text }
}

const cpuTimeOf = async (pids: readonly number[]): Promise<number> =>
  (await Promise.all(pids.map(cpuTimeMs))).reduce((sum, ms) => sum + ms, 0)

export const readCost = async ({ pids, vmPid }: RunningVm): Promise<Cost> => ({
  cpuMs: await cpuTimeOf(pids),
  heldBytes: await residentBytes(vmPid),
})

export async function readUsage(
  { agent, pids, paused }: RunningVm,
  signal?: AbortSignal,
): Promise<UsageReading | undefined> {
  if (paused()) return undefined
  const cpuMs = await cpuTimeOf(pids)
  const answer = await agent.request('meminfo', undefined, { deadlineMs: meminfoDeadlineMs, signal })
  const memory = parseMeminfo(answer.text)
  return memory && { cpuMs, memoryUsedBytes: memory.usedBytes, memoryTotalBytes: memory.totalBytes }
}
