// Joins Compose to the engine, the ports and the shell that it needs, by their interfaces alone.
import { join } from 'node:path'
import type { MachineService } from '../../preload/contract'
import { serialiseError } from '../../preload/errors'
import type { Log } from '../base/log'
import type { Sharing } from '../base/unshared-folder'
import type { Paths } from '../base/paths'
import type { EngineParts } from '../engine/engine'
import type { PortsParts } from '../ports/ports'
import { findCompose } from './compose-program'
import { createCompose, type ComposeOptions, type ComposeParts } from './compose'
import { createComposeRunner, type ComposeRunner, type RunProject } from './compose-runner'
import { forgetCopy } from './plugin-config'
import type { TriedText } from './project-files'
import { createProjectOwners, type ProjectOwners } from './project-owners'
import { createPortOverrides, overrideFiles, type OverrideFiles, type PortOverrides } from './port-override'
import type { Surroundings } from './preflight'

export interface ComposeCore {
  readonly runner: ComposeRunner
  readonly overrides: PortOverrides
  /** Compose with this environment instead of the app's own: for files that nobody has trusted yet. */
  readonly runnerWith: (env: Readonly<Record<string, string | undefined>>) => ComposeRunner
  readonly files: OverrideFiles
  readonly owners: ProjectOwners
}

const configCopy = ({ run }: Pick<Paths, 'run'>): string => join(run, 'docker')

/** What ports need of Compose, before there are ports. */
export function wireComposeCore(
  host: { readonly paths: Paths; readonly toolsDir: string },
  engine: Pick<EngineParts, 'store' | 'containers'>,
  log: Log,
): ComposeCore {
  const owners = createProjectOwners()
  // What a crash left. Written copies wait for it.
  void forgetCopy(configCopy(host.paths))
  const plain = () => ({
    folders: [host.toolsDir],
    endpoint: engine.store.getState().endpoint ?? '',
    configFolder: configCopy(host.paths),
  })
  const sources = async (project?: Pick<RunProject, 'name' | 'files'>) => {
    const own = project && (await owners.of(project))
    return own ? { ...plain(), env: own.env } : plain()
  }
  return {
    owners,
    runner: createComposeRunner({ sources }),
    runnerWith: (env) => createComposeRunner({ sources: () => ({ ...plain(), env }) }),
    files: overrideFiles(host.paths.composeOverrides),
    overrides: createPortOverrides({
      folder: host.paths.composeOverrides,
      compose: async (project) => findCompose(await sources(project)),
      containers: () => engine.containers.getState().values(),
      log,
    }),
  }
}

export interface ComposeNeeds extends ComposeCore {
  readonly paths: Paths
  readonly chooseFile: (() => Promise<string | undefined>) | undefined
  readonly engine: EngineParts
  readonly ports: Pick<PortsParts, 'service' | 'starts' | 'wants'>
  readonly sharing: Sharing
  readonly checkBlock: TriedText['checkBlock']
  readonly refuseHostile: ComposeOptions['refuseHostile']
  readonly markBuilds: ComposeOptions['markBuilds']
  /** Starts the machine, and resolves when the engine answers. */
  readonly start: MachineService['start']
  readonly log: Log
}

export async function wireCompose(needs: ComposeNeeds): Promise<ComposeParts> {
  const { runner, overrides, owners, paths, engine, checkBlock, refuseHostile, log } = needs
  const given = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {})
  const parts = await createCompose({
    runner,
    overrides,
    owners,
    containers: engine.containers,
    around: (signal) => look(needs, signal),
    tools: {
      createNetwork: async (name, signal) => {
        const request = { name, driver: 'bridge', internal: false, options: {} }
        await engine.networksService.create({ request, ...given(signal) })
      },
      createVolume: async (name, signal) => {
        const request = { name, driver: 'local', options: {} }
        await engine.volumesService.create({ request, ...given(signal) })
      },
      shareFolder: (folder, signal) => needs.sharing.share({ folder, ...given(signal) }),
      pullImage: async (reference, signal) => {
        await engine.imagesService.pull({ reference, ...given(signal) })
      },
    },
    volumeSizes: async () => {
      for await (const { bytes } of engine.volumesService.watchSizes()) return bytes
      return {}
    },
    ready: async (signal) => {
      if (engine.store.getState().state !== 'connected') await needs.start({ signal })
    },
    checkBlock,
    refuseHostile,
    markBuilds: needs.markBuilds,
    chooseFile: async () => needs.chooseFile?.(),
    paths: {
      projects: paths.projectsFile,
      overrides: paths.composeOverrides,
      copies: paths.composeCopies,
      scratch: join(paths.run, 'compose'),
    },
    log,
  })
  const remove = needs.ports.wants.add(parts.wants)
  return {
    ...parts,
    dispose: async () => {
      remove()
      await parts.dispose()
      await forgetCopy(configCopy(paths))
    },
  }
}

async function look({ engine, ports, sharing }: ComposeNeeds, signal?: AbortSignal): Promise<Surroundings> {
  const given = signal ? { signal } : {}
  const connected = engine.store.getState().state === 'connected'
  return {
    containers: engine.containers.getState().values(),
    images: engine.images.getState().values(),
    networks: engine.networks.getState().values(),
    volumes: engine.volumes.getState().values(),
    isShared: (path) => sharing.isShared(path),
    platform: connected ? (await engine.service.getInfo(given)).platform : undefined,
    imagePlatform: (reference) =>
      engine.imagesService.getRunDefaults({ reference, ...given }).then(
        ({ platform }) => platform,
        () => undefined,
      ),
    holderOf: async (binding) => {
      const refusal = await ports.starts.askFor(binding, signal)
      return refusal && serialiseError(refusal.error)
    },
    freePortsAbove: async ({ hostPort, hostRange, hostAddress: address, protocol }, atLeast) => {
      const near = Math.min((hostRange?.last ?? hostPort) + 1, 65_535)
      return (await ports.service.findFree({ near, protocol, address, count: 8 * atLeast, ...given })).ports
    },
  }
}
