// The checks of the computer itself: its system, its processor's virtualization, disk and memory.
import { always, diskSize, memorySize, type Finding, type Step } from './step'
import type { Computer } from './computer'

/** Windows 10 of May 2020, the first on which today's WSL can be installed. */
const leastWindowsBuild = 19_041
const windows11Build = 22_000
/** Darwin 21 is macOS 12. */
const leastDarwin = 21
const darwinBeforeMacos = 9
/** macOS 26 follows 15: from Darwin 25 on they are numbered by year. */
const yearlyDarwin = 25

export const system: Step = {
  id: 'system',
  blocks: true,
  applicable: always,
  check: async ({ platform, kernel }): Promise<Finding> => {
    const parts = kernel.split('.').map((part) => Number.parseInt(part, 10))
    if (platform === 'windows') {
      const build = parts[2] ?? 0
      const name = `Windows ${build >= windows11Build ? '11' : '10'} (${build})`
      return build >= leastWindowsBuild
        ? { state: 'ok', outcome: 'system.ok', params: { name } }
        : { state: 'bad', outcome: 'system.old', params: { name, least: 'Windows 10, 2004' } }
    }
    if (platform === 'macos') {
      const darwin = parts[0] ?? 0
      const name = `macOS ${darwin >= yearlyDarwin ? darwin + 1 : darwin - darwinBeforeMacos}`
      return darwin >= leastDarwin
        ? { state: 'ok', outcome: 'system.ok', params: { name } }
        : { state: 'bad', outcome: 'system.old', params: { name, least: 'macOS 12' } }
    }
    return { state: 'ok', outcome: 'system.ok', params: { name: `Linux ${kernel}` } }
  },
}

export const virtualization: Step = {
  id: 'virtualization',
  blocks: true,
  applicable: ({ ownMachine }) => ownMachine,
  check: (computer, signal) => {
    if (computer.platform === 'windows') return onWindows(computer, signal)
    return computer.platform === 'macos' ? onMacos(computer, signal) : onLinux(computer)
  },
}

const ok = (system: string): Finding => ({ state: 'ok', outcome: 'virtualization.ok', params: { system } })

/** Words of WMI, which are never translated. A hypervisor that runs hides what the firmware says. */
const question =
  '(Get-CimInstance Win32_ComputerSystem).HypervisorPresent; (Get-CimInstance Win32_Processor | Select-Object -First 1).VirtualizationFirmwareEnabled'

async function onWindows({ run, env }: Computer, signal: AbortSignal): Promise<Finding> {
  const powershell =
    env.PORTSIDE_POWERSHELL ??
    `${env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', question]
  const { stdout } = await run(powershell, args, signal)
  const [hypervisor, firmware] = stdout.trim().split(/\s+/)
  if (hypervisor === 'True' || firmware === 'True') return ok('Windows')
  if (firmware === 'False') return { state: 'bad', outcome: 'virtualization.off' }
  throw new TypeError('Windows did not say.')
}

async function onMacos({ run }: Computer, signal: AbortSignal): Promise<Finding> {
  const { exitCode, stdout } = await run('sysctl', ['-n', 'kern.hv_support'], signal)
  if (exitCode === 0 && stdout.trim() === '1') return ok('macOS')
  return { state: 'bad', outcome: 'virtualization.missing' }
}

async function onLinux({ exists, mayUse, user }: Computer): Promise<Finding> {
  if (!(await exists('/dev/kvm'))) return { state: 'note', outcome: 'virtualization.emulated' }
  if (await mayUse('/dev/kvm')) return ok('Linux')
  return { state: 'note', outcome: 'virtualization.denied', params: { user } }
}

const leastDiskBytes = 2e9
const goodDiskBytes = 10e9

export const disk: Step = {
  id: 'disk',
  blocks: true,
  applicable: always,
  check: async ({ freeBytes, home }): Promise<Finding> => {
    const bytes = await freeBytes(home)
    const params = { free: diskSize(bytes), least: diskSize(leastDiskBytes) }
    if (bytes < leastDiskBytes) return { state: 'bad', outcome: 'disk.full', params }
    return bytes < goodDiskBytes
      ? { state: 'note', outcome: 'disk.little', params }
      : { state: 'ok', outcome: 'disk.ok', params }
  },
}

/** A computer that is sold with 4 GB shows a little less. */
const goodMemoryBytes = 3.7 * 1024 ** 3

export const memory: Step = {
  id: 'memory',
  applicable: always,
  check: async ({ memoryBytes }): Promise<Finding> => {
    const params = { size: memorySize(memoryBytes) }
    return memoryBytes < goodMemoryBytes
      ? { state: 'note', outcome: 'memory.little', params }
      : { state: 'ok', outcome: 'memory.ok', params }
  },
}
