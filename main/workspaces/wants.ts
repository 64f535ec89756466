// The ports that workspaces will ask for while they are closed, for whoever looks for conflicts.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PortBinding, Workspace, WorkspacePort } from '../../preload/model'
import { isOneOf } from '../../preload/port-range'
import type { Items } from '../base/collection'
import type { KnownWant, WantsStore } from '../ports/port-wants'

/** Where a start would have them: a moved port is wanted at its new place. */
export function workspaceWants(workspaces: StoreApi<Items<Workspace>>): WantsStore {
  const read = (): readonly KnownWant[] => [...workspaces.getState().values()].flatMap(wantsOf)
  const store: WantsStore = createStore<readonly KnownWant[]>(read)
  workspaces.subscribe(() => store.setState(read(), true))
  return store
}

const wantsOf = ({ id, project, ports, state }: Workspace): KnownWant[] =>
  state === 'up' || state === 'starting'
    ? []
    : ports.map((port, index) => ({
        id: `workspace/${id}/${port.service}/${port.protocol}/${port.containerPort}${again(ports, index)}`,
        kind: 'workspace' as const,
        name: `${project}/${port.service}`,
        project,
        binding: bindingOf(port),
        ...(port.count === undefined ? {} : { count: port.count }),
      }))

/** A port inside may be published several times: those after the first are counted. */
function again(ports: Workspace['ports'], index: number): string {
  const same = (one: WorkspacePort): boolean =>
    one.service === ports[index]?.service &&
    one.protocol === ports[index].protocol &&
    one.containerPort === ports[index].containerPort
  const before = ports.slice(0, index).filter(same).length
  return before === 0 ? '' : `/${before}`
}

/** A port that was chosen out of a range is chosen again by the next start. */
function bindingOf({ hostPort, teamRange, address, containerPort, protocol }: WorkspacePort): PortBinding {
  const place = { hostAddress: address, containerPort, protocol }
  return teamRange && (hostPort === 0 || isOneOf(teamRange, hostPort))
    ? { ...place, hostPort: 0, hostRange: teamRange }
    : { ...place, hostPort }
}
