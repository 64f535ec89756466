// Gives a running VM fewer processors and less memory than it was started with, and back, without a restart.
import { setTimeout as delay } from 'node:timers/promises'
import type { Limit, MachineConfig } from '../driver'
import { execInGuest, readUsage } from './guest-requests'
import type { RunningVm } from './running-vm'
import type { VmMachine } from './vm-options'

/** Stays available inside, in bytes: a limit below what runs would end databases. */
const keptAvailable = 256 * 1024 ** 2
const balloonDeadlineMs = 30_000
const lookEveryMs = 100
/** The guest gives pages in steps of 4 KiB, and may keep a few. */
const tolerance = 1024 ** 2

/** The first `count` processors on, the others off; the very first has no switch. */
const processors = (count: number): string => `
n=0
while [ -d /sys/devices/system/cpu/cpu$n ]; do
  want=0; [ $n -lt ${count} ] && want=1
  file=/sys/devices/system/cpu/cpu$n/online
  if [ -e $file ] && [ "$(cat $file)" != $want ]; then echo $want > $file || exit 1; fi
  n=$((n + 1))
done
[ $n -ge ${count} ]`

/** @returns what it has now; nothing of a VM that is held */
export async function adjustVm(
  vm: RunningVm,
  { cpus, memoryBytes, hypervisor, files }: VmMachine,
  wanted: Pick<MachineConfig, Limit>,
  signal?: AbortSignal,
): Promise<ReadonlySet<Limit>> {
  const has = new Set<Limit>()
  if (vm.paused()) return has
  if (wanted.cpus <= cpus && (await execInGuest(vm, processors(wanted.cpus), signal)).exitCode === 0)
    has.add('cpus')
  const { balloon } = hypervisor.control(files)
  if (balloon && wanted.memoryBytes <= memoryBytes && (await hasRoom(vm, wanted.memoryBytes, signal)))
    if (await inflated(balloon, wanted.memoryBytes, signal)) has.add('memoryBytes')
  return has
}

async function hasRoom(vm: RunningVm, wanted: number, signal?: AbortSignal): Promise<boolean> {
  const usage = await readUsage(vm, signal)
  return usage !== undefined && usage.memoryUsedBytes + keptAvailable <= wanted
}

/** What the guest cannot give stays its own. */
async function inflated(
  balloon: (bytes?: number) => Promise<number>,
  wanted: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const before = await balloon()
  await balloon(wanted)
  const end = performance.now() + balloonDeadlineMs
  while (performance.now() < end) {
    if (Math.abs((await balloon()) - wanted) <= tolerance) return true
    await delay(lookEveryMs, undefined, signal ? { signal } : {})
  }
  await balloon(before)
  return false
}
