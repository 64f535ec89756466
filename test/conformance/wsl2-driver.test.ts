// The driver suite on the WSL driver, over an emulated wsl.exe that runs the real guest root and the real engine.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../../main/base/child'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { createDriver, type DriverOptions } from '../../main/machine/create-driver'
import { testImages } from '../support/images/storage'
import { startRegistry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows } from '../support/wsl-windows'
import { describeDriver } from './driver-suite'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

const optionsFor = (home: string, windows: EmulatedWindows): DriverOptions => ({
  kind: 'wsl2',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: '',
  log: silentLog,
  env: { PORTSIDE_WSL: windows.wsl, PORTSIDE_HOME: home },
})

/** Those that a start brings and an end takes away; connections come and go. */
const services = new Set(['dockerd', 'containerd'])
const describeServices = async (windows: EmulatedWindows): Promise<string[]> =>
  (await windows.processes())
    .filter(({ name }) => services.has(name))
    .map(({ pid, name }) => `${pid} ${name}`)

describeDriver('WSL', async () => {
  const windows = await startWindows({ vmIdleMs: 2_000 })
  const home = await makeTestFolder('m')
  const registry = await startRegistry({ storage: await testImages() })
  const mirror = await windows.reach(registry.port)
  const daemon = { 'registry-mirrors': [`http://${mirror}`], 'insecure-registries': [mirror] }
  const options: DriverOptions = { ...optionsFor(home, windows), daemon: async () => daemon }
  await prepareHome(options.paths)
  const driver = createDriver(options)
  return {
    driver,
    again: () => createDriver(options),
    processes: () => describeServices(windows),
    powerLoss: async () => {
      const init = (await windows.processes()).find(({ first }) => first)
      if (init === undefined) throw new Error('no distribution runs')
      process.kill(init.pid, 'SIGKILL')
    },
    leftovers: async () => [
      ...(await run(windows.wsl, ['--list', '--quiet'])).stdout.split('\r\n').filter(Boolean),
      ...(await readdir(home)).filter((name) => name === 'machine' || name === 'guest'),
      ...(await readdir(options.paths.run)),
      ...(await windows.processes()).map(({ pid, name }) => `${pid} ${name}`),
    ],
    dispose: async () => {
      await driver.delete()
      await registry.stop()
      await windows.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
})
