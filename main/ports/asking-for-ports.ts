// The containers service that asks for ports before anything begins, where the engine's ports are forwarded.
import type { ContainersService } from '../../preload/contract'
import { asksFor } from '../../preload/port-range'
import type { EngineParts } from '../engine/engine'
import type { PortsParts } from './ports'

/** A container is started only where this computer can give it its ports: otherwise nothing begins. */
export function askingForPorts(engine: EngineParts, { starts, ranges }: PortsParts): ContainersService {
  const service = engine.containersService
  const asked =
    (act: ContainersService['start'], again?: ContainersService['start']): ContainersService['start'] =>
    async (options) => {
      const container = engine.containers.getState().get(options.id)
      const refusal = container && (await starts.ask(container, options.signal))
      if (refusal) throw refusal.error
      // What is resumed has its ports.
      if (!ranges || !again) return act(options)
      const begin = (turn: number): Promise<void> => (turn === 0 ? act(options) : again(options))
      return ranges.around(container?.portRanges ?? [], begin, options.signal)
    }
  return {
    ...service,
    start: asked(service.start, service.start),
    restart: asked(service.restart, service.start),
    unpause: asked(service.unpause),
    run: async (options) => {
      for (const binding of options.request.ports) {
        const refusal = await starts.askFor(binding, options.signal)
        if (refusal) throw refusal.error
      }
      const begin = (): ReturnType<typeof service.run> => service.run(options)
      return ranges ? ranges.around(options.request.ports, begin, options.signal) : begin()
    },
    recreate: async (options) => {
      const own = engine.containers.getState().get(options.id)?.ports ?? []
      for (const binding of options.request?.ports ?? []) {
        // The old one lets go of what it holds.
        const isOwn = own.some(
          ({ hostPort, protocol }) => asksFor(binding, hostPort) && protocol === binding.protocol,
        )
        const refusal = !isOwn && (await starts.askFor(binding, options.signal))
        if (refusal) throw refusal.error
      }
      const begin = (): ReturnType<typeof service.recreate> => service.recreate(options)
      const asked = options.request?.ports ?? engine.containers.getState().get(options.id)?.portRanges ?? []
      return ranges ? ranges.around(asked, begin, options.signal) : begin()
    },
  }
}
