// An emulated Windows with WSL for one test: its network, its folder, and the check that it left nothing.
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from '../../main/base/until'
import { claimAddressBlock } from './address-block'
import { controlGroupOf } from './dead-runs'
import { removeControlGroup } from './leftovers'
import { startNameServer } from './namespace-machine/name-server'
import { startRelay, type Relay } from './namespace-machine/relay'
import { makeTestFolder } from './test-folder'

/** What the emulated computer is like; see test/emulators/wsl/registry.mjs. */
export interface WindowsSetup {
  readonly language?: 'en' | 'ko'
  readonly version?: string
  readonly knowsUtf8?: boolean
  readonly virtualisation?: boolean
  readonly installed?: boolean
  readonly platform?: boolean
  readonly restartDue?: boolean
  /** Left out, the question for permission stays unanswered. */
  readonly permission?: 'allow' | 'refuse'
  readonly newest?: string
  /** Folders that stand for drives, by small letter. */
  readonly drives?: Readonly<Record<string, string>>
  readonly failSetup?: string
  readonly failAll?: string
  readonly failImport?: string
  readonly failStart?: string
  readonly listsEnded?: boolean
  readonly instanceIdleMs?: number
  readonly vmIdleMs?: number
}

export interface EmulatedProcess {
  readonly pid: number
  readonly name: string
  /** Whether it is the first process of a distribution. */
  readonly first: boolean
}

export interface EmulatedWindows {
  /** Also the user's own folder, where `.wslconfig` is. */
  readonly home: string
  /** Path of the emulated wsl.exe. */
  readonly wsl: string
  /** Makes an app use the emulated programs. */
  readonly env: Readonly<Record<string, string>>
  /** `host:port` under which a distribution reaches a port of this computer's loopback; call it once per port. */
  reach(port: number): Promise<string>
  /** Changes what the computer is like from now on. */
  change(setup: WindowsSetup): Promise<void>
  /** Restarts the computer: what waited for it works now. Resolves with what Windows then runs once. */
  restart(): Promise<readonly string[]>
  /** Processes that run in distributions. */
  processes(): Promise<EmulatedProcess[]>
  /** Ends everything; rejects when a process stays. */
  stop(): Promise<void>
}

const emulator = (name: string): string => join(import.meta.dirname, '../emulators/wsl', name)

/** Sets WSL_EMULATOR_HOME for this process; only one at a time. */
export async function startWindows(setup: WindowsSetup = {}): Promise<EmulatedWindows> {
  const home = await makeTestFolder('w')
  const block = await claimAddressBlock()
  const controlGroup = controlGroupOf(block.bridge)
  const network = {
    bridge: block.bridge,
    gateway: block.gateway,
    address: block.gateway.replace(/\.1$/, '.2'),
  }
  // An emulated program may be reading it.
  const change = async (now: WindowsSetup): Promise<void> => {
    await writeFile(join(home, 'setup.new'), JSON.stringify({ ...now, network, controlGroup }))
    await rename(join(home, 'setup.new'), join(home, 'setup.json'))
  }
  await change(setup)
  const names = await startNameServer(block.gateway)
  const relays: Relay[] = []
  process.env.WSL_EMULATOR_HOME = home
  return {
    home,
    wsl: emulator('wsl.pl'),
    env: {
      PORTSIDE_WSL: emulator('wsl.pl'),
      PORTSIDE_POWERSHELL: emulator('powershell.mjs'),
      PORTSIDE_REG: emulator('reg.mjs'),
      PORTSIDE_DISKPART: emulator('diskpart.mjs'),
    },
    change,
    reach: async (port) => {
      relays.push(await startRelay(block.gateway, port))
      return `${block.gateway}:${port}`
    },
    restart: () => restart(home),
    processes: () => processesIn(controlGroup),
    stop: async () => {
      delete process.env.WSL_EMULATOR_HOME
      await endService(home)
      for (const held of [...relays, names]) await held.stop()
      await removeControlGroup(controlGroup)
      await block.release()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const runOnce = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce'

async function restart(home: string): Promise<readonly string[]> {
  await endService(home)
  const setupFile = join(home, 'setup.json')
  const { restartDue, ...setup } = JSON.parse(await readFile(setupFile, 'utf8')) as WindowsSetup
  await writeFile(setupFile, JSON.stringify({ ...setup, ...(restartDue ? { platform: true } : {}) }))
  const registryFile = join(home, 'registry.json')
  const registry = JSON.parse(await readFile(registryFile, 'utf8').catch(() => '{}')) as Record<
    string,
    object
  >
  await writeFile(registryFile, JSON.stringify({ ...registry, [runOnce]: {} }))
  return Object.values(registry[runOnce] ?? {}) as string[]
}

/** By its process id; the VM and all distributions end with it. */
async function endService(home: string): Promise<void> {
  const pid = Number(await readFile(join(home, 'service.pid'), 'utf8').catch(() => ''))
  if (!pid) return
  const isOurs = async (): Promise<boolean> =>
    (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('wsl/service.mjs')
  if (!(await isOurs())) return
  process.kill(pid, 'SIGKILL')
  await until(async () => ((await isOurs()) ? undefined : true), {
    deadlineMs: 60_000,
    waitingFor: 'the emulated WSL service to end',
  })
}

async function processesIn(controlGroup: string): Promise<EmulatedProcess[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  const found = await Promise.all(pids.map((pid) => lookAt(pid, controlGroup)))
  return found.filter((one) => one !== undefined)
}

async function lookAt(pid: number, controlGroup: string): Promise<EmulatedProcess | undefined> {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')
  if (!new RegExp(`/${controlGroup}(/|$)`, 'm').test(groups)) return undefined
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  if (/^State:\s+Z/m.test(status)) return undefined
  const name = /^Name:\s+(.*)$/m.exec(status)?.[1] ?? ''
  return { pid, name, first: /^NSpid:\s+\d+\s+1$/m.test(status) }
}
