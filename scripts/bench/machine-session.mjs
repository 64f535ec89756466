// A real machine of its own, driven by the driver itself: what the app adds to it is not measured here.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadModule } from './load-module.mjs'

/**
 * @typedef {object} MachineSession
 * @property {import('../../main/machine/driver.ts').Driver} driver
 * @property {string} home
 * @property {string} folder shared with the machine when it was started with shares
 * @property {() => Promise<Record<string, number>>} start what each step took, in ms
 * @property {(way: 'virtiofs' | '9p') => void} share from the next start on, which is to come
 * @property {() => Promise<void>} ping over a new TLS connection
 * @property {(command: string) => Promise<string>} inside what the command prints; throws unless it ends with 0
 * @property {() => import('./reference-boot.mjs').Machine} machine its shape, for the reference
 * @property {() => Promise<void>} end
 */

/**
 * Nothing is started yet.
 * @param {{ outDir: string, signal: AbortSignal }} options
 * @returns {Promise<MachineSession>}
 */
export async function openMachine({ outDir, signal }) {
  const { createDriver, ownMachine } = await loadModule('main/machine/create-driver.ts')
  const { defaultConfig } = await loadModule('main/machine/machine-config.ts')
  const { pathsOf, prepareHome } = await loadModule('main/base/paths.ts')
  const { silentLog } = await loadModule('main/base/log.ts')
  const { httpOnce } = await loadModule('main/machine/unix-http.ts')
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const folder = join(home, 'shared')
  mkdirSync(folder)
  let sharedFolders = []
  const paths = pathsOf(home)
  await prepareHome(paths)
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  const makeDriver = (/** @type {'virtiofs' | '9p' | undefined} */ shareWay) =>
    createDriver({
      kind: ownMachine(process.platform),
      paths,
      guestImageDir: join(outDir, 'guest', arch),
      toolsDir: join(outDir, 'tools'),
      log: silentLog,
      config: async () => defaultConfig({ sharedFolders }),
      ...(shareWay ? { shareWay } : {}),
    })
  let driver = makeDriver()
  return {
    get driver() {
      return driver
    },
    home,
    folder,
    start: () => timedStart(driver, signal),
    share: (way) => {
      sharedFolders = [{ path: folder, writable: true }]
      driver = makeDriver(way)
    },
    ping: async () => {
      const socket = await driver.dial({ signal })
      try {
        const { status } = await httpOnce({ createConnection: () => socket, path: '/_ping', signal })
        if (status !== 200) throw new Error(`Docker Engine answered ${status}`)
      } finally {
        socket.destroy()
      }
    },
    inside: async (command) => {
      const { exitCode, output } = await driver.guest.exec(command, { signal })
      if (exitCode !== 0) throw new Error(`"${command}" ended with code ${exitCode}: ${output}`)
      return output
    },
    machine: () => ({ ...driver.shape(), signal }),
    end: async () => {
      await driver.delete()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function timedStart(driver, signal) {
  /** @type {Record<string, number>} */
  const times = {}
  await driver.start({
    signal,
    notice: (what) => {
      throw what
    },
    step: async (id, _waitingFor, work) => {
      const begun = performance.now()
      const result = await work({ signal, progress: () => {}, facts: () => {} })
      times[id] = performance.now() - begun
      return result
    },
  })
  return times
}

/** From the VM's power-on, or the reading of what was saved, to the engine's first answer. */
export const engineMs = (/** @type {Record<string, number>} */ times) => times.vm + times.engine
