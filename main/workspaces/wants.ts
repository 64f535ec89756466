// The ports that workspaces will ask for while they are closed, for whoever looks for conflicts.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Workspace } from '../../preload/model'
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
    : ports.map(({ service, containerPort, hostPort, protocol, address }) => ({
        id: `workspace/${id}/${service}/${protocol}/${containerPort}`,
        kind: 'workspace' as const,
        name: `${project}/${service}`,
        project,
        binding: { hostAddress: address, hostPort, containerPort, protocol },
      }))
