// A machine of its own for the driver suite: its folder, its registry, its processes, and its accidents.
import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareHome } from '../../main/base/paths'
import { createDriver, type DriverOptions } from '../../main/machine/create-driver'
import type { MachineConfig } from '../../main/machine/driver'
import { defaultConfig } from '../../main/machine/machine-config'
import { holdProcess } from '../support/held-process'
import { testImages } from '../support/images/storage'
import { makeOtherImage } from '../support/other-image'
import { mirrorForGuest, startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import type { DriverFixture, SharedTestFolders } from './driver-session'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
/** Twice of what the machine begins with, in bytes. */
const grownDiskBytes = 16 * gibibyte

/** An emulated processor that others use, too, takes minutes for a boot; in ms. */
const startDeadlineMs = 300_000

/** Of which several fit on one computer. Two emulated processors take half as much time again for the same work. */
export const smallConfig = (chosen: Partial<MachineConfig> = {}): MachineConfig =>
  defaultConfig({ memoryBytes: gibibyte, cpus: 1, diskBytes: grownDiskBytes / 2, ...chosen })

/** Processes whose command line names the folder. */
export async function processesOf(folder: string): Promise<{ pid: number; command: string }[]> {
  const found = []
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`${folder}/`)) found.push({ pid: Number(entry), command })
  }
  return found
}

export const describeProcesses = async (folder: string): Promise<string[]> =>
  (await processesOf(folder)).map(({ pid, command }) => `${pid} ${command.split('\0')[0]}`)

/** `program` is part of the command line of the process that is the VM; `settled` waits for what ends after it. */
export async function vmFixture(
  optionsFor: (home: string, config: MachineConfig) => DriverOptions,
  program: string,
  settled: (home: string) => Promise<unknown> = async () => {},
): Promise<DriverFixture> {
  const home = await makeTestFolder('m')
  const registry: Registry = await startRegistry({ storage: await testImages() })
  const config = smallConfig({ daemon: mirrorForGuest(registry.port) })
  const options = optionsFor(home, config)
  await prepareHome(options.paths)
  const driver = createDriver(options)
  const shared = await makeSharedFolders(home)
  // The driver reads it anew at each start.
  const changed = {
    ...config,
    memoryBytes: config.memoryBytes + 64 * mebibyte,
    diskBytes: grownDiskBytes,
    sharedFolders: driver.features.has('shared-folders') ? chosenFolders(shared) : [],
  }
  return {
    shared,
    share: (folders) => (changed.sharedFolders = folders),
    giveProcessors: (count) => (changed.cpus = count),
    driver,
    // Other settings make another machine, so the one that runs cannot be taken over.
    again: () => createDriver(optionsFor(home, changed)),
    grownDiskBytes,
    daemon: config.daemon,
    startAndCrash: () => startAndCrash(options, home, config),
    processes: async () => {
      await settled(home)
      return describeProcesses(home)
    },
    powerLoss: async () => {
      const vm = (await processesOf(home)).find(({ command }) => command.includes(program))
      if (vm === undefined) throw new Error(`no ${program} runs`)
      process.kill(vm.pid, 'SIGKILL')
    },
    damageSavedState: () => damage(join(options.paths.machine, 'saved-state.bin')),
    withSystem: async (kind) => {
      const folder = join(home, `app-${kind}`)
      await makeOtherImage(kind, options.guestImageDir, folder)
      return createDriver({ ...optionsFor(home, changed), guestImageDir: folder })
    },
    leftovers: async () => {
      await settled(home)
      return [
        ...(await readdir(options.paths.run)),
        ...(await readdir(home)).filter((name) => name === 'machine' || name === 'guest'),
        ...(await describeProcesses(home)),
      ]
    },
    dispose: async () => {
      await driver.delete()
      await registry.stop()
      await settled(home)
      const left = await describeProcesses(home)
      await rm(home, { recursive: true, force: true })
      if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`)
    },
  }
}

async function makeSharedFolders(home: string): Promise<SharedTestFolders> {
  const inHome = (name: string): string => join(home, name)
  const [writable, readOnly, added] = [inHome('writable'), inHome('read-only'), inHome('added')]
  for (const folder of [writable, readOnly, added]) await mkdir(folder)
  return { writable, readOnly, added, missing: inHome('missing') }
}

const chosenFolders = ({
  writable,
  readOnly,
  missing,
}: SharedTestFolders): MachineConfig['sharedFolders'] => [
  { path: writable, writable: true },
  { path: readOnly, writable: false },
  { path: missing, writable: true },
]

/** One byte in the middle, which the format of the file by itself would not show. */
async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  const at = Math.floor((await handle.stat()).size / 2)
  const byte = Buffer.alloc(1)
  await handle.read(byte, 0, 1, at)
  byte[0] = (byte[0] ?? 0) ^ 0xff
  await handle.write(byte, 0, 1, at)
  await handle.close()
}

/** Another process starts the machine and is killed when it runs. Returns the codes of what it told. */
async function startAndCrash(
  { paths: _paths, log: _log, config: _config, ...options }: DriverOptions,
  home: string,
  config: MachineConfig,
): Promise<readonly string[]> {
  const app = holdProcess(
    process.execPath,
    [join(import.meta.dirname, 'crashing-app.mjs'), JSON.stringify({ ...options, home, config })],
    join(home, 'crashing-app.log'),
  )
  try {
    const started = (): true | undefined => (app.output().includes('running\n') ? true : undefined)
    await app.ready(started, 'the machine to be started', startDeadlineMs)
    return [...app.output().matchAll(/^notice (\S+)$/gm)].map(([, code = '']) => code)
  } finally {
    await app.end('SIGKILL')
  }
}
