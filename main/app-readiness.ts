// Wires the readiness checks to the parts that know this computer: WSL, the proxy settings, the folders of Portside.
import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { PortsService, WslService } from '../preload/contract'
import { run } from './base/child'
import type { Log } from './base/log'
import type { Sharing } from './base/unshared-folder'
import type { Host } from './host'
import { waySharedHere, type DriverOptions } from './machine/create-driver'
import { windowsPrograms } from './machine/wsl2/windows-programs'
import { createWslReadiness } from './machine/wsl2/wsl-readiness'
import { hostComputer } from './readiness/host-computer'
import { createReadiness, type ReadinessParts } from './readiness/readiness'
import { readHostProxy } from './settings/host-proxy'
import type { SettingsParts } from './settings/settings'

interface ReadinessNeeds {
  readonly host: Host
  readonly kind: DriverOptions['kind']
  readonly wsl: WslService
  readonly ports: Pick<PortsService, 'checkPort'>
  readonly settings: Pick<SettingsParts, 'store' | 'update'>
  readonly sharing: Sharing
  readonly log: Log
}

export function wireReadiness(needs: ReadinessNeeds): ReadinessParts {
  const { host, kind, wsl, ports, settings, sharing, log } = needs
  const { paths, toolsDir, reopen } = host
  const { env, platform } = process
  const systemRun = async (program: string, args: readonly string[]): Promise<string> =>
    (await run(program, args, { windowsHide: true })).stdout
  const computer = hostComputer({
    home: paths.home,
    userHome: homedir(),
    endpoint:
      platform === 'win32'
        ? `npipe://${paths.dockerEndpoint.replaceAll('\\', '/')}`
        : `unix://${paths.dockerEndpoint}`,
    toolFolders: [toolsDir, join(toolsDir, process.arch === 'arm64' ? 'arm64' : 'amd64')],
    builtAt: statSync(import.meta.filename).mtimeMs,
    ownMachine: kind !== 'none',
    portHolder: async (port) => {
      const { state, holder, nextFreePort } = await ports.checkPort({
        ...{ port, protocol: 'tcp', address: '0.0.0.0' },
      })
      // A container is not in its own way, and conflicts between two are told where the ports are.
      if (state === 'free' || holder?.kind === 'container') return undefined
      const { name = '', pid } = holder?.kind === 'process' ? holder : {}
      const shown = name === '' ? '?' : pid === undefined ? name : `${name} (PID ${pid})`
      return { name: shown, ...(nextFreePort === undefined ? {} : { next: nextFreePort }) }
    },
    chosenPort: (port) =>
      settings.store.getState().cataloguePorts.find((one) => one.port === port)?.use ?? port,
    choosePorts: (cataloguePorts) => settings.update({ change: { cataloguePorts } }),
    proxy: async () => {
      const found = await readHostProxy({ platform, env, run: systemRun })
      return found?.https ?? found?.http
    },
    ...(kind === 'qemu' || kind === 'vfkit'
      ? {
          folders: {
            shared: () => settings.store.getState().sharedFolders.map(({ path }) => path),
            way: () => waySharedHere({ kind, toolsDir, env }),
            share: (folder, signal) => sharing.share({ folder, ...(signal ? { signal } : {}) }),
          },
        }
      : {}),
    ...(kind === 'wsl2'
      ? {
          wsl: createWslReadiness({
            programs: windowsPrograms(env),
            configFile: join(env.USERPROFILE ?? homedir(), '.wslconfig'),
            service: wsl,
            ...(reopen ? { reopen } : {}),
            log,
          }),
        }
      : {}),
  })
  return createReadiness(computer, log)
}
