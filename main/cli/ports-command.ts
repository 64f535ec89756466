// `portside ports`: who holds ports, what containers want, what clashes; `portside ports fix` applies one way out.
import type { Contract } from '../../preload/contract'
import type { Container, PortConflict, PortFix, PortHolder, PortWant } from '../../preload/model'
import { first, firstValue, toJson, type CommandContext } from './command'
import { formatTable } from './table'

export async function portsCommand(
  services: Contract,
  context: CommandContext,
  args: readonly string[],
): Promise<void> {
  if (args.length === 0) return list(services, context)
  const [verb, conflictId, fixId, ...rest] = args
  if (verb !== 'fix' || conflictId === undefined || fixId === undefined || rest.length > 0)
    throw new TypeError('portside ports, or portside ports fix <conflict-id> <fix-id>')
  await services.ports.applyFix({ conflictId, fixId })
  if (context.json) context.print(toJson({ applied: { conflictId, fixId } }))
  else context.print(`Done: ${fixId} for ${conflictId}`)
}

async function list(services: Contract, context: CommandContext): Promise<void> {
  const [listeners, containers, others, conflicts] = await Promise.all([
    first(services.ports.watchListeners()),
    first(services.containers.watchContainers()),
    firstValue(services.ports.watchWants()),
    first(services.ports.watchConflicts()),
  ])
  const wants = [...containers.flatMap(wantsOf), ...others.map(flatWant)]
  if (context.json) return context.print(toJson({ listeners, wants, conflicts }))
  const rows = [...listeners]
    .sort((a, b) => a.port - b.port)
    .map(({ protocol, address, port, lastPort, process: name, pid, kind }) => [
      lastPort === undefined ? String(port) : `${port}-${lastPort}`,
      protocol,
      address,
      kind,
      `${name ?? ''}${pid === undefined ? '' : ` (PID ${pid})`}`.trim(),
    ])
  context.print(formatTable(['PORT', 'PROTOCOL', 'ADDRESS', 'KIND', 'HOLDER'], rows))
  if (conflicts.length === 0) return context.print('\nNo conflicts')
  context.print('')
  context.print(formatTable(['CONFLICT', 'WHEN', 'CONTAINER', 'HOLDER', 'FIXES'], conflicts.map(conflictRow)))
}

const wantsOf = ({ id, name, state, project, ports }: Container) =>
  ports.map((binding) => ({
    containerId: id,
    containerName: name,
    state,
    ...(project === undefined ? {} : { project }),
    ...binding,
  }))

/** In the form of those of containers. */
const flatWant = ({ binding, ...want }: PortWant) => ({ ...want, ...binding })

const conflictRow = ({ id, when, containerName, holder, kind, fixes }: PortConflict): string[] => [
  id,
  when,
  containerName,
  holderText(holder) || kind,
  fixes.map((fix: PortFix) => fix.id).join(' '),
]

const holderText = ({ name, pid }: PortHolder): string => (pid === undefined ? name : `${name} (PID ${pid})`)
