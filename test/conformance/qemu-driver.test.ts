// The driver suite on the real QEMU VM, and what only that driver owes.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { createDriver, type DriverOptions } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import type { Driver, MachineConfig } from '../../main/machine/driver'
import { testImages } from '../support/images/storage'
import { holdProcess } from '../support/held-process'
import { mirrorForGuest, startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { freshContext, waitingContext } from './driver-probes'
import { describeDriver } from './driver-suite'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
const gibibyte = 1024 ** 3
const grownDiskBytes = 16 * gibibyte

const small = (chosen: Partial<MachineConfig> = {}): MachineConfig =>
  defaultConfig({ memoryBytes: gibibyte, cpus: 2, diskBytes: 8 * gibibyte, ...chosen })

const optionsFor = (home: string, config = small()): DriverOptions => ({
  kind: 'qemu',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: join(root, 'out/tools'),
  log: silentLog,
  config: async () => config,
})

/** Processes whose command line names the folder. */
async function processesOf(folder: string): Promise<{ pid: number; command: string }[]> {
  const found = []
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`${folder}/`)) found.push({ pid: Number(entry), command })
  }
  return found
}

const describeProcesses = async (folder: string): Promise<string[]> =>
  (await processesOf(folder)).map(({ pid, command }) => `${pid} ${command.split('\0')[0]}`)

describeDriver('QEMU', async () => {
  const home = await makeTestFolder('m')
  const registry: Registry = await startRegistry({ storage: await testImages() })
  const config = small({ daemon: mirrorForGuest(registry.port) })
  const options = optionsFor(home, config)
  await prepareHome(options.paths)
  const driver = createDriver(options)
  return {
    driver,
    // Other settings make another machine, so the one that runs cannot be taken over.
    again: () =>
      createDriver(
        optionsFor(home, { ...config, memoryBytes: gibibyte + 64 * 1024 ** 2, diskBytes: grownDiskBytes }),
      ),
    grownDiskBytes,
    startAndCrash: () => startAndCrash(home, config),
    processes: () => describeProcesses(home),
    powerLoss: async () => {
      const vm = (await processesOf(home)).find(({ command }) => command.includes('qemu-system'))
      if (vm === undefined) throw new Error('no QEMU runs')
      process.kill(vm.pid, 'SIGKILL')
    },
    leftovers: async () => [
      ...(await readdir(options.paths.run)),
      ...(await readdir(home)).filter((name) => name === 'machine' || name === 'guest'),
      ...(await describeProcesses(home)),
    ],
    dispose: async () => {
      await driver.delete()
      await registry.stop()
      const left = await describeProcesses(home)
      await rm(home, { recursive: true, force: true })
      if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`)
    },
  }
})

/** Another process starts the machine and is killed when it runs. */
async function startAndCrash(home: string, config: MachineConfig): Promise<void> {
  const { paths: _paths, log: _log, config: _config, ...options } = optionsFor(home)
  const app = holdProcess(
    process.execPath,
    [join(import.meta.dirname, 'crashing-app.mjs'), JSON.stringify({ ...options, home, config })],
    join(home, 'crashing-app.log'),
  )
  try {
    const started = (): true | undefined => (app.output().includes('running\n') ? true : undefined)
    await app.ready(started, 'the machine to be started', 120_000)
  } finally {
    await app.end('SIGKILL')
  }
}

/** Starts as far as Linux with its disk mounted, which is long before the engine answers, then shuts down. */
async function bootLinux(driver: Driver): Promise<void> {
  const giveUp = new AbortController()
  const { context, reached } = waitingContext(giveUp.signal)
  const mounted = reached('engine')
  const start = driver.start(context)
  await Promise.race([mounted, start])
  giveUp.abort()
  await expect(start).rejects.toMatchObject({ name: 'AbortError' })
}

describe('the data disk of the QEMU machine', () => {
  let home: string
  beforeAll(async () => {
    home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
  })
  afterAll(async () => {
    await createDriver(optionsFor(home)).delete()
    await rm(home, { recursive: true, force: true })
  })

  it('is refused, unchanged, when it belongs to another machine', async () => {
    const driver = createDriver(optionsFor(home))
    const record = join(home, 'machine/machine.json')
    await bootLinux(driver)
    const known = JSON.parse(await readFile(record, 'utf8')) as { machineId: string }
    await writeFile(record, JSON.stringify({ ...known, machineId: 'another-machine' }))
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-foreign' })
    expect(await describeProcesses(home)).toEqual([])

    await writeFile(record, JSON.stringify(known))
    await bootLinux(driver)
  })

  it('is never replaced by a blank one when it is missing', async () => {
    const driver = createDriver(optionsFor(home))
    await rm(join(home, 'machine/data.img'))
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-missing' })
    expect(await readdir(join(home, 'machine'))).not.toContain('data.img')
  })
})
