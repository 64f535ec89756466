// Ends what a crashed app left running on this machine's files, and refuses what another app is running.
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../preload/errors'
import { run } from '../../base/child'
import { until } from '../../base/until'
import { createGuestAgent } from '../guest-agent'
import type { Helper, VmControl } from './hypervisor'
import { writeWhole } from '../machine-record'
import {
  endProcess,
  identify,
  isAlive,
  killProcess,
  processEnd,
  waitForEnd,
  type ProcessIdentity,
} from '../../base/process-identity'
import { isRunFileOfHelper, runFiles, type MachineFiles } from './machine-files'
import type { VmMachine } from './vm-options'

const agentDeadlineMs = 3_000
const shutdownDeadlineMs = 20_000
const endDeadlineMs = 3_000

/** Notes that this app runs the machine from now on. Call {@link endLeftovers} first. */
export async function claimMachine(files: MachineFiles): Promise<void> {
  await writeWhole(files.owner, JSON.stringify(await identify(process.pid)))
}

/** What an app that ended without stopping the machine left running. */
export interface Leftovers {
  readonly vm?: LeftProcess
  readonly network?: LeftProcess
}

export interface LeftProcess extends ProcessIdentity {
  /** Program and arguments, each after a NUL or a space: what the system tells. */
  readonly command: string
}

/** @throws machine.in-use when the app that started them still lives */
export async function findLeftovers(files: MachineFiles): Promise<Leftovers> {
  const vm = await findProcess(files.vmPid, files.dataDisk)
  const network = await findProcess(files.networkPid, files.networkPid)
  const owner = await livingOwner(files)
  if (vm !== undefined && owner !== undefined && owner !== process.pid)
    throw new AppError('machine.in-use', { params: { pid: owner, file: files.dataDisk } })
  return { ...(vm ? { vm } : {}), ...(network ? { network } : {}) }
}

/** @throws machine.in-use when the app that started them still lives */
export async function endLeftovers({
  files,
  log,
  hypervisor,
}: Pick<VmMachine, 'files' | 'log' | 'hypervisor'>): Promise<void> {
  const { vm, network } = await findLeftovers(files)
  if (vm) {
    log.warn('a virtual machine of an earlier run is still there; ending it', { pid: vm.pid })
    await endVm(vm, files, hypervisor.control(files))
  }
  if (network) await endProcess(network, endDeadlineMs)
  for (const helper of await findHelpers(files)) await helper.stop()
  await removeRunFiles(files)
}

export async function removeRunFiles(files: MachineFiles): Promise<void> {
  for (const file of runFiles(files)) await rm(file, { force: true })
  // How many shared folders there were, and what vfkit calls its end of the network, is not known any more.
  for (const name of await runFilesOfHelpers(files)) await rm(name, { force: true })
}

async function runFilesOfHelpers(files: MachineFiles): Promise<string[]> {
  const folder = dirname(files.networkSocket)
  const names = await readdir(folder).catch(() => [])
  return names.filter(isRunFileOfHelper).map((name) => join(folder, name))
}

/** What serves shared folders to a VM that another app started. */
export async function findHelpers(files: MachineFiles): Promise<Helper[]> {
  const pidFiles = (await runFilesOfHelpers(files)).filter((file) => file.endsWith('.pid'))
  const found = await Promise.all(
    pidFiles.map(async (file) => {
      const server = await findProcess(file, file.replace(/pid$/, 'sock'))
      return server && { server, tag: basename(file, '.pid') }
    }),
  )
  return found
    .filter((one) => one !== undefined)
    .map(({ server, tag }) => ({
      tag,
      ended: processEnd(server),
      stop: () => endProcess(server, endDeadlineMs),
    }))
}

/** In order if its agent answers, then by process id. */
async function endVm(
  identity: ProcessIdentity,
  { agentSocket }: MachineFiles,
  control: VmControl,
): Promise<void> {
  const agent = createGuestAgent(agentSocket)
  try {
    // It may have been paused, and what is held answers nobody.
    await control.letGo().catch(() => {})
    // An agent that was connected before may not greet again, so it is asked rather than listened to.
    const deadlineMs = agentDeadlineMs
    const asked = async (): Promise<true> => {
      await agent.request('stop', undefined, { deadlineMs })
      return true
    }
    await until(asked, { deadlineMs, waitingFor: 'the guest agent of an earlier run' })
    await waitForEnd(identity, shutdownDeadlineMs)
  } catch {
    await killProcess(identity)
  } finally {
    agent.close()
  }
}

/** The process that the pid file names, if its command line shows that it is this machine's. */
async function findProcess(pidFile: string, mark: string): Promise<LeftProcess | undefined> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  const identity = await identify(pid)
  const command = await commandLine(pid)
  return identity && command.includes(mark) ? { ...identity, command } : undefined
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
}

async function livingOwner(files: MachineFiles): Promise<number | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(files.owner, 'utf8'))
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('born' in owner))
      return undefined
    const identity = { pid: Number(owner.pid), born: String(owner.born) }
    return (await isAlive(identity)) ? identity.pid : undefined
  } catch {
    return undefined
  }
}
