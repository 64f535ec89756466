// The list of projects: those whose containers are there, and those that were opened from files, as one.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { ComposeFiles, ComposeProject, ComposeServiceState, Container } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { KnownProject } from './known-projects'

export interface ProjectListOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly known: StoreApi<readonly KnownProject[]>
  /** Where Portside's own override files are: they belong to no team's project. */
  readonly ownFolder: string
}

export interface ProjectList {
  readonly store: StoreApi<Items<ComposeProject>>
  get(id: string): ComposeProject | undefined
  /** Looks again which files are there. */
  refresh(): void
  dispose(): void
}

export function createProjectList({ containers, known, ownFolder }: ProjectListOptions): ProjectList {
  const projects = createCollection<ComposeProject>()
  const refresh = (): void =>
    projects.replace(listProjects([...containers.getState().values()], known.getState(), ownFolder))
  const stops = [containers.subscribe(refresh), known.subscribe(refresh)]
  refresh()
  return {
    store: projects.store,
    get: (id) => projects.get(id),
    refresh,
    dispose: () => {
      for (const stop of stops) stop()
    },
  }
}

export function listProjects(
  containers: readonly Container[],
  known: readonly KnownProject[],
  ownFolder: string,
  exists: (path: string) => boolean = existsSync,
): ComposeProject[] {
  const byName = grouped(containers)
  const names = new Set([...known.map(({ name }) => name), ...byName.keys()])
  return [...names].sort().map((name) => {
    const mine = byName.get(name) ?? []
    const opened = known.find((one) => one.name === name)
    const started = filesOfContainers(name, mine, ownFolder)
    const files = opened ? filesNow(filesOf(opened), started, exists) : started
    const services = servicesOf(mine)
    const running = mine.filter(isUp).length
    return {
      id: name,
      ...(files ? { files } : {}),
      missing: [...(files?.files ?? []), ...(files?.envFiles ?? [])].filter((file) => !exists(file)),
      state:
        mine.length === 0
          ? 'absent'
          : running === 0
            ? 'stopped'
            : services.every((one) => one.running > 0)
              ? 'running'
              : 'partly',
      services,
      opened: opened !== undefined,
      ...(opened ? { usedAt: opened.usedAt } : {}),
    }
  })
}

function grouped(containers: readonly Container[]): Map<string, Container[]> {
  const groups = new Map<string, Container[]>()
  for (const one of containers)
    if (one.project !== undefined) groups.set(one.project, [...(groups.get(one.project) ?? []), one])
  return groups
}

const isUp = ({ state }: Container): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused'

const filesOf = ({ name, folder, files, profiles, envFiles }: KnownProject): ComposeFiles => ({
  name,
  folder,
  files,
  profiles,
  envFiles,
})

/** A folder that was moved, and started where it is now, is known by its containers. */
function filesNow(
  opened: ComposeFiles,
  started: ComposeFiles | undefined,
  exists: (path: string) => boolean,
): ComposeFiles {
  const isMoved = started?.files.every(exists) === true && !opened.files.every(exists)
  return isMoved ? { ...started, profiles: opened.profiles } : opened
}

function filesOfContainers(
  name: string,
  containers: readonly Container[],
  ownFolder: string,
): ComposeFiles | undefined {
  const one = containers.find(({ composeFiles = [] }) => composeFiles.length > 0)
  const files = (one?.composeFiles ?? []).filter((file) => !file.startsWith(ownFolder))
  const [first] = files
  if (!one || first === undefined) return undefined
  const folder = one.composeFolder ?? dirname(first)
  // Its profiles are found from its services, when Compose is asked.
  return { name, folder, files, profiles: [], envFiles: ownEnvFiles(one, folder) }
}

/** The one that Compose takes without being told needs no naming, and may be gone. */
function ownEnvFiles({ composeEnvFiles = [] }: Container, folder: string): readonly string[] {
  const [only, ...more] = composeEnvFiles
  return more.length === 0 && only === join(folder, '.env') ? [] : composeEnvFiles
}

const worst = ['unhealthy', 'starting', 'healthy'] as const

function servicesOf(containers: readonly Container[]): ComposeServiceState[] {
  const names = [...new Set(containers.map(({ service, name }) => service ?? name))].sort()
  return names.map((name) => {
    const mine = containers.filter((one) => (one.service ?? one.name) === name)
    const health = worst.find((state) => mine.some((one) => isUp(one) && one.health === state))
    return {
      name,
      containers: mine.length,
      running: mine.filter(isUp).length,
      ...(health ? { health } : {}),
    }
  })
}
