// Runs every watch of the app over one connection and feeds the mirrors, until the connection is over.
import type { Contract } from '../../preload/contract'
import { isAbort, serialiseError } from '../../preload/errors'
import * as mirrors from './mirrors'
import { reportError } from './toasts'

export function runWatches(contract: Contract, signal: AbortSignal): void {
  const follow = async <T>(values: AsyncIterable<T>, take: (value: T) => void): Promise<void> => {
    try {
      for await (const value of values) take(value)
    } catch (error) {
      // The end of the connection has its own banner; a refused watch is worth telling.
      if (!signal.aborted && !isAbort(error) && serialiseError(error).code !== 'internal.disconnected') {
        reportError(error)
      }
    }
  }
  const { machine, engine, containers, images, volumes, ports, settings, app } = contract
  void follow(machine.watchMachine({ signal }), (value) => {
    mirrors.machine.setState({ value })
    // Figures of a machine that does not run are not facts any more.
    if (value.state !== 'running') mirrors.usage.setState({ value: undefined })
  })
  void follow(machine.watchUsage({ signal }), (value) => mirrors.usage.setState({ value }))
  void follow(engine.watchEngine({ signal }), (value) => mirrors.engine.setState({ value }))
  void follow(containers.watchContainers({ signal }), mirrors.containers.apply)
  void follow(images.watchImages({ signal }), mirrors.images.apply)
  void follow(images.watchPulls({ signal }), mirrors.pulls.apply)
  void follow(volumes.watchVolumes({ signal }), mirrors.volumes.apply)
  void follow(volumes.watchSizes({ signal }), (value) => mirrors.volumeSizes.setState({ value }))
  void follow(ports.watchForwards({ signal }), mirrors.forwards.apply)
  void follow(settings.watchSettings({ signal }), (value) => mirrors.settings.setState({ value }))
  void app.getInfo({ signal }).then(
    (value) => mirrors.appInfo.setState({ value }),
    (error: unknown) => {
      if (!signal.aborted) reportError(error)
    },
  )
}
