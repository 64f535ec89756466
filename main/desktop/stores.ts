// Gathers the stores that the desktop reads from the parts of the app.
import type { DesktopStores } from './desktop'

interface Parts {
  readonly machine: { readonly store: DesktopStores['machine'] }
  readonly engine: {
    readonly store: DesktopStores['engine']
    readonly containers: DesktopStores['containers']
    readonly jobs: readonly [
      DesktopStores['pulls'],
      DesktopStores['transfers'],
      DesktopStores['builds'],
      ...(readonly unknown[]),
    ]
  }
  readonly ports: { readonly conflicts: DesktopStores['conflicts'] }
  readonly resources: {
    readonly store: DesktopStores['reading']
    readonly warnings: DesktopStores['warnings']
  }
  readonly settings: { readonly store: DesktopStores['settings'] }
  readonly workspaces: { readonly store: DesktopStores['workspaces'] }
}

export function storesOf(parts: Parts): DesktopStores {
  const { machine, engine, ports, resources, settings, workspaces } = parts
  const [pulls, transfers, builds] = engine.jobs
  return {
    machine: machine.store,
    engine: engine.store,
    containers: engine.containers,
    conflicts: ports.conflicts,
    reading: resources.store,
    warnings: resources.warnings,
    settings: settings.store,
    pulls,
    transfers,
    builds,
    workspaces: workspaces.store,
  }
}
