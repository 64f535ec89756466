// Finds out whether hardware acceleration really runs the guest's kernel: by booting it for a moment.
// The presence of a device node says little: nested ones may accept a machine and then fail to run it.
import { spawn } from 'node:child_process'
import { access, constants, readFile, stat } from 'node:fs/promises'
import { uptime } from 'node:os'
import { endChild } from '../../base/child'
import type { Log } from '../../base/log'
import type { GuestImage } from '../guest-image'
import type { MachineRecordFile } from '../machine-record'
import type { Accelerator, Arch } from '../vm/vm-options'
import { probeArguments, probeSuccess } from './command-line'

/** With acceleration the kernel gets there in well under a second, in ms. */
const probeDeadlineMs = 6_000
const outputLimit = 256 * 1024

export interface ProbeOptions {
  /** What this computer may have; see {@link candidateAccelerator}. */
  readonly candidate: Accelerator | undefined
  readonly program: string
  readonly arch: Arch
  readonly image: GuestImage
  readonly record: MachineRecordFile
  readonly log: Log
  readonly signal: AbortSignal
}

/** The best accelerator that works; what was found is remembered per computer boot, QEMU and kernel. */
export async function chooseAccelerator(options: ProbeOptions): Promise<Accelerator> {
  const { candidate } = options
  if (candidate === undefined) return 'tcg'
  const key = await probeKey(options, candidate)
  const known = (await options.record.read())?.acceleration
  if (known?.key === key) return known.works ? candidate : 'tcg'
  const began = performance.now()
  const works = await boots(candidate, options)
  options.log.info('probed acceleration', { candidate, works, ms: Math.round(performance.now() - began) })
  await options.record.update({ acceleration: { key, works } })
  return works ? candidate : 'tcg'
}

/** Saves the probe where it cannot succeed. */
export async function candidateAccelerator(): Promise<Accelerator | undefined> {
  if (process.platform === 'darwin') return 'hvf'
  if (process.platform !== 'linux') return undefined
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return 'kvm'
  } catch {
    return undefined
  }
}

async function boots(accelerator: Accelerator, options: ProbeOptions): Promise<boolean> {
  options.signal.throwIfAborted()
  const child = spawn(options.program, probeArguments({ ...options, accelerator }), {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  let timer: NodeJS.Timeout | undefined
  const reached = new Promise<boolean>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (part: Buffer) => {
      output = (output + part.toString('latin1')).slice(-outputLimit)
      if (output.includes(probeSuccess)) resolve(true)
    })
    child.once('error', () => resolve(false))
    child.once('exit', () => resolve(false))
    timer = setTimeout(() => resolve(false), probeDeadlineMs)
    options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), { once: true })
  })
  try {
    return await reached
  } finally {
    clearTimeout(timer)
    // It has no disk, so there is nothing to end in order.
    await endChild(child, 0)
  }
}

async function probeKey({ program, image }: ProbeOptions, candidate: Accelerator): Promise<string> {
  const { size, mtimeMs } = await stat(program)
  return [candidate, program, size, mtimeMs, image.kernelSha256, await hostBoot()].join(' ')
}

/** A reboot may have changed the firmware's settings. */
async function hostBoot(): Promise<string> {
  if (process.platform === 'linux') return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  const minuteMs = 60_000
  return String(Math.round((Date.now() - uptime() * 1000) / minuteMs))
}
