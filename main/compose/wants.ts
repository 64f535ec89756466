// The ports that opened projects will ask for once they are started, for whoever looks for conflicts.
import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ComposePort, Container } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import type { KnownWant, WantsStore } from '../ports/port-wants'
import type { ComposeRunner } from './compose-runner'
import { composeJson, replicasOf } from '../base/compose-json'
import { portsOf, servicesOf } from './config-model'
import type { KnownProject } from './known-projects'
import type { PortOverrides } from './port-override'

export interface ComposeWantsOptions {
  readonly runner: Pick<ComposeRunner, 'config'>
  readonly overrides: Pick<PortOverrides, 'plan' | 'filesOf'>
  readonly known: StoreApi<readonly KnownProject[]>
  readonly containers: StoreApi<Items<Container>>
  readonly log: Log
}

export interface ComposeWants {
  readonly store: WantsStore
  /** Reads a project again, whose files for this user were changed. */
  changed(name: string): void
  dispose(): Promise<void>
}

interface ServicePort {
  readonly service: string
  readonly index: number
  readonly port: ComposePort
  /** How many containers ask for it. */
  readonly count: number
}

/** Editors write a file in several steps. */
const settledMs = 300

/**
 * Asks Compose itself, once per project and again when one of its files changes. A service that has a container is left
 * out: that one knows best what it has.
 */
export function createComposeWants(options: ComposeWantsOptions): ComposeWants {
  const { known, containers, log } = options
  const store: WantsStore = createStore<readonly KnownWant[]>(() => [])
  const end = new AbortController()
  const ports = new Map<string, { readonly project: KnownProject; readonly ports: readonly ServicePort[] }>()
  const watched = new Map<string, { readonly project: KnownProject; close(): void }>()
  let queue: Promise<void> = Promise.resolve()

  const publish = (): void => {
    const served = new Set<string>()
    for (const { project, service } of containers.getState().values()) served.add(`${project}/${service}`)
    const all = [...ports.values()].flatMap(({ project, ports: of }) =>
      of
        .filter(({ service }) => !served.has(`${project.name}/${service}`))
        .map((one) => wantOf(project, one, (...to) => move(project, one, ...to))),
    )
    if (!sameWants(store.getState(), all)) store.setState(all, true)
  }
  const read = async (project: KnownProject): Promise<void> => {
    if (end.signal.aborted || !isKnown(known, project)) return
    try {
      const overrides = await options.overrides.filesOf(project)
      const { json } = await options.runner.config({ ...project, overrides }, { signal: end.signal })
      ports.set(project.name, { project, ports: portsIn(json) })
    } catch (error) {
      if (end.signal.aborted) return
      // Files that are gone or wrong ask for nothing; opening the project says what is wrong with them.
      log.info('a project is not read for its ports', { project: project.name, error: String(error) })
      ports.delete(project.name)
    }
    publish()
  }
  /** One at a time: each is a program that runs, and nobody waits for it. */
  const readSoon = (project: KnownProject): Promise<void> => {
    queue = queue.then(() => read(project))
    return queue
  }
  const move = async (
    project: KnownProject,
    { service, port }: ServicePort,
    toPort: number,
    signal?: AbortSignal,
    toLast?: number,
  ): Promise<void> => {
    const asked = { ...project, root: project.folder, service, binding: port, toPort, signal }
    await options.overrides.plan({ ...asked, ...(toLast === undefined ? {} : { toLast }) })
    await readSoon(project)
  }
  const follow = (): void => {
    const now = new Map(known.getState().map((project) => [project.name, project]))
    for (const [name, one] of watched) {
      const project = now.get(name)
      if (project && sameFiles(project, one.project)) continue
      one.close()
      watched.delete(name)
      ports.delete(name)
    }
    for (const [name, project] of now) {
      if (watched.has(name)) continue
      watched.set(name, { project, close: watchFiles(project, () => void readSoon(project)) })
      void readSoon(project)
    }
    publish()
  }
  const stops = [known.subscribe(follow), containers.subscribe(publish)]
  follow()
  return {
    store,
    changed: (name) => {
      const project = watched.get(name)?.project
      if (project) void readSoon(project)
    },
    dispose: async () => {
      for (const stop of stops) stop()
      end.abort()
      for (const { close } of watched.values()) close()
      await queue
    },
  }
}

const portsIn = (json: unknown): ServicePort[] =>
  servicesOf(composeJson.parse(json)).flatMap(([service, of]) => {
    const count = replicasOf(of)
    return count === 0 ? [] : portsOf(of).map((port, index) => ({ service, index, port, count }))
  })

function wantOf(
  { name }: KnownProject,
  { service, index, port, count }: ServicePort,
  move: NonNullable<KnownWant['move']>,
): KnownWant {
  return {
    id: `compose/${name}/${service}/${index}`,
    kind: 'compose',
    name: `${name}/${service}`,
    project: name,
    binding: port,
    ...(count > 1 ? { count } : {}),
    move,
  }
}

const isKnown = (known: StoreApi<readonly KnownProject[]>, { name }: KnownProject): boolean =>
  known.getState().some((one) => one.name === name)

const filesOf = ({ folder, files, profiles, envFiles }: KnownProject): string =>
  JSON.stringify([folder, files, profiles, envFiles])
const sameFiles = (a: KnownProject, b: KnownProject): boolean => filesOf(a) === filesOf(b)

const plain = (wants: readonly KnownWant[]): string =>
  JSON.stringify(wants.map(({ id, binding, count }) => [id, binding, count]))
const sameWants = (a: readonly KnownWant[], b: readonly KnownWant[]): boolean => plain(a) === plain(b)

/** Folders are watched, because editors put a new file in the place of the old one. */
function watchFiles({ folder, files, envFiles }: KnownProject, onChange: () => void): () => void {
  const names = new Map<string, Set<string>>()
  for (const path of [...files, ...envFiles, `${folder}/.env`]) {
    const of = names.get(dirname(path)) ?? new Set()
    names.set(dirname(path), of.add(basename(path)))
  }
  let timer: NodeJS.Timeout | undefined
  const watchers = [...names].flatMap(([of, own]): FSWatcher[] => {
    try {
      const watcher = watch(of, { persistent: false }, (_event, name) => {
        if (name !== null && !own.has(name)) return
        clearTimeout(timer)
        timer = setTimeout(onChange, settledMs).unref()
      })
      return [watcher.on('error', () => watcher.close())]
    } catch {
      // The folder is gone, or of a kind that cannot be watched: it is read again at the next start.
      return []
    }
  })
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
