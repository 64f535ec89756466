// The workspaces service: the team's environment from its file to answering addresses, kept in step, and left again.
import { readFile, rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { StackId } from '../../preload/catalogue'
import type { PortsService, WorkspacesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Workspace } from '../../preload/model'
import { newPassword } from '../../preload/new-password'
import type { Items } from '../base/collection'
import { filesWith } from '../base/compose-folder'
import type { Log } from '../base/log'
import type { OverrideFiles } from '../compose/port-override'
import type { ProjectOwner } from '../compose/project-owners'
import { watchCollection } from '../base/watch'
import type { Claims } from './claims'
import { compareWithTeam } from './compare'
import type { downloadWorkspace } from './download'
import { createExporter } from './export'
import { askGit, bringForward } from './git'
import { createKnown, type KnownWorkspaces } from './known-workspaces'
import { readWorkspaceLink } from './link'
import type { ProjectCompose } from './project-compose'
import type { Room } from './readiness'
import { Reviews } from './reviews'
import { Runs } from './runs'
import { secretEnvironment, type WorkspaceSecrets } from './secrets'
import { readSnapshot } from './snapshots'
import { writeStack } from './stacks'
import { longestFile } from './workspace-file'
import type { WorkspaceEngine } from './workspace-engine'
import { createRecords } from './workspace-record'

export interface WorkspacesOptions {
  /** Where records, unpacked archives and snapshots are kept. */
  readonly folder: string
  readonly overrides: OverrideFiles
  readonly compose: ProjectCompose
  readonly engine: WorkspaceEngine
  readonly ports: Pick<PortsService, 'checkPort' | 'findFree'>
  readonly secrets: WorkspaceSecrets
  /** Absent where nobody else can be on the engine. */
  readonly claims?: Claims
  readonly room: () => Promise<Room>
  /** With which profiles and environment files a project runs; undefined where nobody can tell. */
  readonly choicesOf?: (
    project: string,
  ) => Promise<{ readonly profiles: readonly string[]; readonly envFiles: readonly string[] } | undefined>
  /** What a container takes now, in bytes; undefined where nobody measured. */
  readonly memoryOf?: (containerId: string) => number | undefined
  /** Fetches what a link leads to; {@link downloadWorkspace} unless told. */
  readonly download?: typeof downloadWorkspace
  readonly log: Log
}

/** Of a workspace: what of its project others are to keep to, and the values of its secrets. */
export interface OwnedProject extends Pick<ProjectOwner, 'files' | 'mayStart' | 'refuseBusy' | 'alone'> {
  readonly values: Readonly<Record<string, string>>
}

export interface WorkspacesParts {
  readonly service: WorkspacesService
  readonly store: StoreApi<Items<Workspace>>
  /** For whoever runs Compose for the project of a workspace; undefined where it is none's. */
  ownerOf(project: string): Promise<OwnedProject | undefined>
  /** Ends what is under way; it can be gone on with at the next start. */
  dispose(): Promise<void>
}

export async function createWorkspaces(options: WorkspacesOptions): Promise<WorkspacesParts> {
  const { compose, engine, secrets, log } = options
  const records = createRecords(options.folder, log)
  const containers = engine.containers
  const known = await createKnown({ records, compose, containers, secrets, log })
  const runs = new Runs({ ...options, known })
  const reviews = new Reviews({
    ...{ records, known, compose, secrets },
    alone: (id, work) => runs.taking(id, work),
    stop: (id) => runs.still(id),
    ...(options.download ? { download: options.download } : {}),
    files: engine.files,
    containers: () => containers.getState().values(),
    images: () => engine.images.getState().values(),
  })
  const ownOf = (project: string): Workspace | undefined =>
    [...known.store.getState().values()].find((one) => one.project === project)
  const exporter = createExporter(options, async (project, names) => {
    const own = ownOf(project)
    return own ? secrets.values(own.id, names) : {}
  })
  return {
    store: known.store,
    ownerOf: async (project) => {
      const own = ownOf(project)
      if (!own) return undefined
      const { id, file } = own
      return {
        files: await filesWith(file),
        values: await secretEnvironment(
          secrets,
          id,
          own.secrets.map(({ name }) => name),
        ),
        mayStart: async (signal) => void (await runs.refuseChanged(id, signal)),
        refuseBusy: () => runs.refuseBusy(id),
        alone: (work) => runs.besides(id, work),
      }
    },
    service: {
      ...reading(known, reviews, engine),
      ...running(known, runs, secrets),
      openStack: ({ stack, signal }) => openStack(stack, options, known, reviews, signal),
      ...leaving(known, runs, options),
      update: (call) => update(known, reviews, call),
      planExport: ({ project, signal }) => exporter.plan(project, signal),
      watchExports: ({ signal } = {}) => watchCollection(exporter.store, signal),
      export: async ({ request, to }) => ({ exportId: await exporter.begin(request, to) }),
      cancelExport: async ({ exportId }) => exporter.cancel(exportId),
      dismissExport: async ({ exportId }) => exporter.dismiss(exportId),
    },
    dispose: async () => {
      await exporter.dispose()
      await runs.dispose()
      await reviews.dispose()
      await options.claims?.dispose()
      known.dispose()
    },
  }
}

type Part<K extends keyof WorkspacesService> = Pick<WorkspacesService, K>

function reading(
  known: KnownWorkspaces,
  reviews: Reviews,
  { containers, containersService }: WorkspaceEngine,
): Part<
  | 'watchWorkspaces'
  | 'review'
  | 'reviewChosen'
  | 'reviewLink'
  | 'readLink'
  | 'accept'
  | 'decline'
  | 'compare'
  | 'readFile'
> {
  return {
    watchWorkspaces: ({ signal } = {}) => watchCollection(known.store, signal),
    review: ({ path, signal }) => reviews.ofPath(path, signal),
    reviewChosen: ({ source, signal }) => reviews.ofTicket(source, signal),
    reviewLink: ({ link, signal }) => reviews.ofLink(link, signal),
    readLink: async ({ link }) => readWorkspaceLink(link),
    accept: async ({ reviewId, allow, takeOver }) => ({
      id: await reviews.accept(reviewId, allow, takeOver),
    }),
    decline: ({ reviewId }) => reviews.decline(reviewId),
    compare: async ({ id, signal }) => {
      const read = await known.look(id, signal)
      const all = [...containers.getState().values()]
      return compareWithTeam(known.record(id), read, { containers: all, containersService, signal })
    },
    readFile: async ({ id }) => {
      const { file } = known.record(id)
      try {
        return { text: (await readFile(file, 'utf8')).slice(0, longestFile) }
      } catch (cause) {
        throw new AppError('workspace.not-found', { params: { path: file }, cause })
      }
    },
  }
}

function running(
  known: KnownWorkspaces,
  runs: Runs,
  secrets: WorkspaceSecrets,
): Part<
  | 'check'
  | 'setSecret'
  | 'forgetSecret'
  | 'start'
  | 'cancel'
  | 'rollBack'
  | 'stop'
  | 'reset'
  | 'restore'
  | 'removeSnapshot'
> {
  return {
    check: ({ id, signal }) => runs.check(id, signal),
    setSecret: async ({ id, name, value }) => {
      const read = await known.look(id)
      if (!(read.block.secrets ?? []).some((one) => one.name === name))
        throw new AppError('workspace.unknown-secret', { params: { name: name.slice(0, 80) } })
      await secrets.put(id, name, value)
      await known.refresh(id)
    },
    forgetSecret: async ({ id, name }) => {
      known.record(id)
      // Compose reads them again at each step of a start.
      runs.refuseBusy(id)
      await secrets.forget(id, [name])
      await known.refresh(id)
    },
    start: ({ id, seeds }) => runs.start(id, seeds),
    cancel: ({ id }) => runs.cancel(id),
    rollBack: ({ id }) => runs.rollBack(id),
    stop: ({ id }) => runs.stop(id),
    reset: async ({ id }) => ({ snapshotId: await runs.reset(id) }),
    restore: ({ id, snapshotId }) => runs.restore(id, snapshotId),
    removeSnapshot: async ({ id, snapshotId }) => {
      const folder = known.snapshotsOf(known.record(id).id)
      await readSnapshot(folder, snapshotId)
      // Its data is nowhere else until then.
      const { putsBack, empties } = known.record(id)
      if ([putsBack, empties?.putsBack].includes(snapshotId))
        throw new AppError('workspace.snapshot-used', {
          params: { title: known.store.getState().get(id)?.title ?? '' },
        })
      await rm(join(folder, snapshotId), { recursive: true, force: true })
      await known.refresh(id)
    },
  }
}

function leaving(
  known: KnownWorkspaces,
  runs: Runs,
  { secrets, claims }: WorkspacesOptions,
): Part<'leave' | 'remove'> {
  return {
    leave: async ({ id }) => {
      await runs.down(id)
      await known.change(id, { left: true, run: undefined })
      await claims?.letGo(known.find(id)?.project ?? '')
    },
    remove: async ({ id }) => {
      await runs.down(id, true)
      await runs.clear(id)
      await secrets.forget(id, [...(await secrets.known(id))])
      const { project } = known.record(id)
      await known.forget(id)
      await claims?.letGo(project)
    },
  }
}

/** Its passwords are made here, where there are none yet. */
async function openStack(
  stack: StackId,
  { folder, secrets }: WorkspacesOptions,
  known: KnownWorkspaces,
  reviews: Reviews,
  signal: AbortSignal | undefined,
): ReturnType<WorkspacesService['openStack']> {
  const review = await reviews.ofCatalogue(await writeStack(folder, stack), signal)
  const { reviewId } = review
  const id = await reviews.accept(reviewId, []).catch(async (error: unknown) => {
    await reviews.decline(reviewId)
    throw error
  })
  for (const { name, known: isKnown } of review.secrets)
    if (!isKnown) await secrets.put(id, name, newPassword())
  await known.refresh(id)
  return { id }
}

async function update(
  known: KnownWorkspaces,
  reviews: Reviews,
  { id, pull = false, signal }: Parameters<WorkspacesService['update']>[0],
): ReturnType<WorkspacesService['update']> {
  const { source, folder, file } = known.record(id)
  if (source.kind === 'link')
    return reviews.ofLink(`portside://open?url=${encodeURIComponent(source.url)}`, signal)
  if (source.kind === 'archive') {
    // A browser hands over the content and a name, and nothing to read again.
    if (!isAbsolute(source.path))
      throw new AppError('workspace.file-again', { params: { file: source.path } })
    return reviews.ofPath(source.path, signal)
  }
  if (source.kind === 'catalogue') return reviews.ofCatalogue(file, signal)
  // What the remote has is fetched by asking; without one there is nothing to bring.
  const git = pull ? await askGit(folder, signal) : undefined
  // What was fetched before is not what the remote has now.
  if (git && !git.asked) throw new AppError('workspace.git-silent', { params: { remote: git.remote } })
  if (git) await bringForward(folder, signal)
  return reviews.ofPath(file, signal)
}
