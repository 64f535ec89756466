// What the driver asks of the Linux inside a running VM.
import { cpuTimeMs } from '../cpu-time'
import type { ExecResult, UsageReading } from '../driver'
import { parseMeminfo } from '../meminfo'
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

export async function readUsage(
  { agent, pids, paused }: RunningVm,
  signal?: AbortSignal,
): Promise<UsageReading | undefined> {
  if (paused()) return undefined
  const cpuMs = (await Promise.all(pids.map(cpuTimeMs))).reduce((sum, ms) => sum + ms, 0)
  const answer = await agent.request('meminfo', undefined, { deadlineMs: meminfoDeadlineMs, signal })
  const memory = parseMeminfo(answer.text)
  return memory && { cpuMs, memoryUsedBytes: memory.usedBytes, memoryTotalBytes: memory.totalBytes }
}
