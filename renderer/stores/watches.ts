// Runs every watch of the app over one connection and feeds the mirrors, until the connection is over.
import type { Contract } from '../../preload/contract'
import { isAbort, serialiseError } from '../../preload/errors'
import * as mirrors from './mirrors'
import { reportError } from './toasts'
import { whileVisible } from './visible'

/** Takes each value until the watch ends. The end of the connection has its own banner; a refused watch is told. */
export async function follow<T>(
  values: AsyncIterable<T>,
  take: (value: T) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const value of values) take(value)
  } catch (error) {
    if (!signal.aborted && !isAbort(error) && serialiseError(error).code !== 'internal.disconnected') {
      reportError(error)
    }
  }
}

export function runWatches(contract: Contract, signal: AbortSignal): void {
  const { machine, engine, containers, images, volumes, networks, ports, settings, wsl, app } = contract
  void follow(
    machine.watchMachine({ signal }),
    (value) => {
      mirrors.machine.setState({ value })
      // Figures of a machine that does not run are not facts any more.
      if (value.state !== 'running') mirrors.usage.setState({ value: undefined })
    },
    signal,
  )
  void follow(machine.watchUsage({ signal }), (value) => mirrors.usage.setState({ value }), signal)
  void follow(engine.watchEngine({ signal }), (value) => mirrors.engine.setState({ value }), signal)
  void follow(containers.watchContainers({ signal }), mirrors.containers.apply, signal)
  void follow(containers.watchTrash({ signal }), mirrors.trash.apply, signal)
  void follow(images.watchImages({ signal }), mirrors.images.apply, signal)
  void follow(images.watchPulls({ signal }), mirrors.pulls.apply, signal)
  void follow(images.watchTransfers({ signal }), mirrors.transfers.apply, signal)
  void follow(contract.compose.watchProjects({ signal }), mirrors.projects.apply, signal)
  void follow(contract.compose.watchActions({ signal }), mirrors.composeActions.apply, signal)
  void follow(contract.builds.watchBuilds({ signal }), mirrors.builds.apply, signal)
  void follow(contract.workspaces.watchWorkspaces({ signal }), mirrors.workspaces.apply, signal)
  void follow(contract.workspaces.watchExports({ signal }), mirrors.workspaceExports.apply, signal)
  void follow(networks.watchNetworks({ signal }), mirrors.networks.apply, signal)
  void follow(volumes.watchVolumes({ signal }), mirrors.volumes.apply, signal)
  void follow(volumes.watchTransfers({ signal }), mirrors.volumeTransfers.apply, signal)
  void follow(volumes.watchBackups({ signal }), mirrors.volumeBackups.apply, signal)
  void follow(volumes.watchSizes({ signal }), (value) => mirrors.volumeSizes.setState({ value }), signal)
  void follow(volumes.watchDaily({ signal }), (value) => mirrors.dailyBackups.setState({ value }), signal)
  whileVisible(signal, (shown) => {
    void follow(ports.watchConflicts({ signal: shown }), mirrors.conflicts.apply, shown)
  })
  void follow(contract.resources.watchWarnings({ signal }), mirrors.warnings.apply, signal)
  void follow(ports.watchForwards({ signal }), mirrors.forwards.apply, signal)
  void follow(settings.watchSettings({ signal }), (value) => mirrors.settings.setState({ value }), signal)
  void follow(contract.updates.watchUpdate({ signal }), (value) => mirrors.update.setState({ value }), signal)
  void follow(
    contract.readiness.watchReadiness({ signal }),
    (value) => mirrors.readiness.setState({ value }),
    signal,
  )
  void follow(wsl.watchSetup({ signal }), (value) => mirrors.wslSetup.setState({ value }), signal)
  void follow(
    settings.watchPending({ signal }),
    (value) => mirrors.pendingSettings.setState({ value }),
    signal,
  )
  void settings.getManaged({ signal }).then(
    (value) => mirrors.managedSettings.setState({ value }),
    (error: unknown) => {
      if (!signal.aborted) reportError(error)
    },
  )
  void app.getInfo({ signal }).then(
    (value) => mirrors.appInfo.setState({ value }),
    (error: unknown) => {
      if (!signal.aborted) reportError(error)
    },
  )
}
