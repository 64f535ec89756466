// Starts and everything else that changes a workspace: one at a time for each, followed in its record, and undone whole.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PortsService } from '../../preload/contract'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { WorkspaceReadiness, WorkspaceRun, WorkspaceStep } from '../../preload/model'
import type { Log } from '../base/log'
import { until } from '../base/until'
import type { RunProject } from '../compose/compose-runner'
import type { OverrideFiles } from '../compose/port-override'
import { ownVolumes } from './compose-config'
import type { KnownWorkspaces } from './known-workspaces'
import { planStart } from './plan-start'
import { movedPorts, planPorts, type PortPlan } from './port-plan'
import { projectCall, type ProjectCompose } from './project-compose'
import { checkReadiness, type Room } from './readiness'
import { portsOf, type ReadWorkspace } from './read-workspace'
import { imageFor, runStart } from './run-start'
import { secretEnvironment, type WorkspaceSecrets } from './secrets'
import { readSnapshot, takeSnapshot } from './snapshots'
import { createSteps, stepsToGoOn } from './steps'
import type { WorkspaceEngine } from './workspace-engine'
import type { WorkspaceRecord } from './workspace-record'

export interface RunsOptions {
  readonly known: KnownWorkspaces
  readonly compose: ProjectCompose
  readonly engine: WorkspaceEngine
  readonly ports: Pick<PortsService, 'checkPort' | 'findFree'>
  readonly secrets: WorkspaceSecrets
  readonly room: () => Promise<Room>
  readonly overrides: OverrideFiles
  readonly log: Log
}

interface Active {
  readonly abort: AbortController
  readonly ended: Promise<void>
}

interface Start {
  readonly read: ReadWorkspace
  readonly steps: readonly WorkspaceStep[]
  /** Folder of a snapshot whose data takes the place of the team's. */
  readonly snapshot: string | undefined
}

const goneMs = 30_000
const ignoreLine = (): void => {}

export class Runs {
  readonly #options: RunsOptions
  readonly #active = new Map<string, Active>()
  readonly #busy = new Set<string>()

  constructor(options: RunsOptions) {
    this.#options = options
  }

  async check(id: string, signal?: AbortSignal): Promise<WorkspaceReadiness> {
    const { known } = this.#options
    const read = await known.look(id, signal)
    await known.refresh(id)
    const record = known.record(id)
    const plan = await planOf(record, read, this.#options, signal)
    return readinessOf(record, read, plan, this.#options, true, signal)
  }

  /** Resolves when the start has begun. */
  start(id: string, seeds: readonly string[] | undefined): Promise<void> {
    return this.#alone(id, () => this.#begin(id, seeds))
  }

  /** Resolves when nothing of it goes on. */
  async cancel(id: string): Promise<void> {
    const one = this.#active.get(id)
    one?.abort.abort()
    await one?.ended
  }

  async rollBack(id: string): Promise<void> {
    await this.cancel(id)
    await this.#alone(id, async () => {
      const { known, engine } = this.#options
      const { run: before, wasUp } = known.record(id)
      if (before) await known.change(id, { run: { ...before, state: 'rolling-back' } })
      await this.#down(id)
      if (!wasUp) {
        await this.#removeVolumes(id)
        await removeImages(known.record(id), engine)
        await rm(folderOf(known.record(id), this.#options), { recursive: true, force: true })
        await known.change(id, { moves: [], ownImages: [] })
      }
      await known.change(id, { run: undefined })
    })
  }

  async stop(id: string): Promise<void> {
    await this.cancel(id)
    await this.#alone(id, () => this.#compose(id, ['stop', '--timeout', '10']))
  }

  /** @returns the snapshot of the data as it was */
  reset(id: string): Promise<string> {
    return this.#alone(id, async () => {
      const { known } = this.#options
      const snapshot = await this.#save(id, await known.look(id))
      await this.#down(id)
      await this.#removeVolumes(id)
      await known.change(id, { run: undefined })
      await this.#begin(id, undefined)
      return snapshot
    })
  }

  restore(id: string, snapshotId: string): Promise<void> {
    return this.#alone(id, async () => {
      const { known } = this.#options
      const folder = join(known.snapshotsOf(id), snapshotId)
      const { seeds, data } = await readSnapshot(known.snapshotsOf(id), snapshotId)
      await this.#save(id, await known.look(id))
      await this.#down(id)
      await this.#removeVolumes(id)
      await known.change(id, { seeds, data, run: undefined })
      await this.#begin(id, undefined, folder)
    })
  }

  /** Removes its containers and networks. */
  async down(id: string): Promise<void> {
    await this.cancel(id)
    await this.#alone(id, () => this.#down(id))
  }

  /** Removes its volumes and this user's own files for Compose. */
  clear(id: string): Promise<void> {
    return this.#alone(id, async () => {
      await this.#removeVolumes(id)
      await rm(folderOf(this.#options.known.record(id), this.#options), { recursive: true, force: true })
    })
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#active.keys()].map((id) => this.cancel(id)))
  }

  /** Nothing else may touch the workspace meanwhile. @throws workspace.busy */
  async #alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    const { project, run } = this.#options.known.record(id)
    // One that has told its end is only being written down.
    if (run?.state !== 'active' && run?.state !== 'rolling-back') await this.#active.get(id)?.ended
    if (this.#busy.has(id) || this.#active.has(id))
      throw new AppError('workspace.busy', { params: { title: project } })
    this.#busy.add(id)
    try {
      return await work()
    } finally {
      this.#busy.delete(id)
    }
  }

  /** What Compose is to know, this user's own files and secrets included. */
  async #callOf(record: WorkspaceRecord, read: ReadWorkspace): Promise<RunProject> {
    const { secrets, overrides } = this.#options
    const names = (read.block.secrets ?? []).map(({ name }) => name)
    return projectCall(record.folder, record.file, {
      name: record.project,
      overrides: await overrides.list(folderOf(record, this.#options)),
      env: await secretEnvironment(secrets, record.id, names),
    })
  }

  async #compose(id: string, args: readonly string[]): Promise<void> {
    const { known, compose } = this.#options
    const { file, project } = known.record(id)
    // Compose finds what belongs to a project by its labels, also when the team's file is gone or another one now.
    const call = { ...projectCall(known.placeOf(id), file, { name: project }), files: [] }
    await compose.run(call, args, { onLine: ignoreLine })
  }

  async #down(id: string): Promise<void> {
    const { known, engine } = this.#options
    await this.#compose(id, ['down', '--remove-orphans', '--timeout', '10'])
    const { project } = known.record(id)
    const isGone = (): true | undefined =>
      [...engine.containers.getState().values()].some((one) => one.project === project) ? undefined : true
    await until(isGone, { deadlineMs: goneMs, waitingFor: 'the containers to be gone' })
  }

  async #removeVolumes(id: string): Promise<void> {
    const { known, engine } = this.#options
    for (const volume of known.record(id).ownVolumes)
      if (engine.volumes.getState().has(volume)) await engine.volumesService.remove({ id: volume })
    await known.change(id, { ownVolumes: [], restored: [], seeds: {}, data: undefined })
  }

  /** Saves what the volumes hold while nothing writes to them. */
  async #save(id: string, read: ReadWorkspace): Promise<string> {
    const { known, engine } = this.#options
    const record = known.record(id)
    const there = [...ownVolumes(read.config, record.project)].filter(([, real]) =>
      engine.volumes.getState().has(real),
    )
    await this.#compose(id, ['stop', '--timeout', '20'])
    const folder = known.snapshotsOf(id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const snapshot = await takeSnapshot(engine, folder, imageFor(read), new Map(there), record)
    await known.refresh(id)
    return snapshot
  }

  async #begin(id: string, asked: readonly string[] | undefined, snapshot?: string): Promise<void> {
    const { known, engine } = this.#options
    const read = await known.look(id)
    const record = known.record(id)
    if (known.changes(id).length > 0)
      throw new AppError('workspace.changed', { params: { title: read.block.name } })
    const plan = await planOf(record, read, this.#options)
    refuseUnready(read, await readinessOf(record, read, plan, this.#options, false))
    await writeMoves(record, read, plan, this.#options)
    const all = read.block.seeds ?? []
    const leftOutSeeds = asked
      ? all.filter((one) => one.optional === true && !asked.includes(one.id)).map((one) => one.id)
      : record.leftOutSeeds
    const seeds = all
      .map((one) => one.id)
      .filter((one) => !leftOutSeeds.includes(one) && record.seeds[one] === undefined)
    const planned = planStart(
      read,
      engine.images.getState().values(),
      new Set(seeds),
      contentsOf(read, snapshot).keys(),
    )
    const isGoingOn = record.run !== undefined && record.run.state !== 'done'
    const steps = isGoingOn ? stepsToGoOn(planned, record.run) : planned
    const startedAt = (isGoingOn ? record.run?.startedAt : undefined) ?? Date.now()
    await known.change(id, { leftOutSeeds, moves: plan.moves, run: { state: 'active', startedAt, steps } })
    const abort = new AbortController()
    const ended = this.#go(id, { read, steps, snapshot }, abort.signal).finally(() => this.#active.delete(id))
    this.#active.set(id, { abort, ended })
  }

  async #note(id: string, change: Partial<WorkspaceRun>): Promise<void> {
    const { known } = this.#options
    const run = known.find(id)?.run
    if (run) await known.change(id, { run: { ...run, ...change } })
  }

  /** Ends with the run's state told; never rejects. */
  async #go(id: string, start: Start, signal: AbortSignal): Promise<void> {
    const { known, log } = this.#options
    try {
      await this.#work(id, start, signal)
      await this.#note(id, { state: 'done', endedAt: Date.now() })
    } catch (error) {
      const wasLeft = signal.aborted || isAbort(error)
      if (!wasLeft && !(error instanceof AppError)) log.error('a start ended unexpectedly', error)
      const steps = (known.find(id)?.run?.steps ?? []).map((step) =>
        step.state === 'active' ? { ...step, state: 'failed' as const, endedAt: Date.now() } : step,
      )
      await this.#note(id, {
        state: wasLeft ? 'cancelled' : 'failed',
        endedAt: Date.now(),
        steps,
        ...(wasLeft ? {} : { error: serialiseError(error) }),
      }).catch((failed: unknown) => log.error('the end of a start cannot be kept', failed))
    }
  }

  async #work(id: string, { read, steps, snapshot }: Start, signal: AbortSignal): Promise<void> {
    const { known, compose, engine } = this.#options
    const record = known.record(id)
    await runStart(
      {
        workspace: read,
        project: record.project,
        call: await this.#callOf(record, read),
        moves: record.moves,
        compose,
        engine,
        steps: createSteps(steps, (now) => this.#note(id, { steps: now })),
        record: () => known.record(id),
        change: (change) => known.change(id, change),
        contents: contentsOf(read, snapshot),
      },
      signal,
    )
    const { data } = read.block
    // Where there was data before, it stays of the revision that it was.
    const isNew = known.record(id).data === undefined && snapshot === undefined
    await known.change(id, { wasUp: true, ...(data !== undefined && isNew ? { data } : {}) })
  }
}

function contentsOf(
  { block, folder, config }: ReadWorkspace,
  snapshot: string | undefined,
): ReadonlyMap<string, string> {
  if (snapshot !== undefined)
    return new Map(Object.keys(config.volumes ?? {}).map((name) => [name, join(snapshot, `${name}.tar.gz`)]))
  return new Map(Object.entries(block.volumes ?? {}).map(([name, file]) => [name, join(folder, file)]))
}

const folderOf = ({ project, file }: WorkspaceRecord, { overrides }: RunsOptions): string =>
  overrides.folderOf(project, [file])

const planOf = (
  record: WorkspaceRecord,
  read: ReadWorkspace,
  { ports, engine }: RunsOptions,
  signal?: AbortSignal,
): Promise<PortPlan> =>
  planPorts(
    portsOf(read, () => undefined),
    {
      ports,
      containers: () => engine.containers.getState().values(),
      project: record.project,
      last: record.moves,
      signal,
    },
  )

/** The team's file stays as it is: what differs here goes into files that Compose reads after it. */
async function writeMoves(
  record: WorkspaceRecord,
  read: ReadWorkspace,
  plan: PortPlan,
  options: RunsOptions,
): Promise<void> {
  const folder = folderOf(record, options)
  for (const [name, service] of Object.entries(read.config.services)) {
    const ports = movedPorts(
      service,
      plan.moves.filter((one) => one.service === name),
    )
    if (ports) await options.overrides.write(folder, name, ports)
    else await rm(join(folder, `${name}.yaml`), { force: true })
  }
}

async function readinessOf(
  record: WorkspaceRecord,
  read: ReadWorkspace,
  plan: PortPlan,
  { known, engine, room }: RunsOptions,
  git: boolean,
  signal?: AbortSignal,
): Promise<WorkspaceReadiness> {
  const secrets = await known.secretsOf(record, read)
  return checkReadiness(read, {
    engine,
    room,
    plan,
    secrets,
    git: git && record.source.kind === 'file',
    signal,
  })
}

/** @throws workspace.not-ready */
function refuseUnready({ block }: ReadWorkspace, readiness: WorkspaceReadiness): void {
  if (readiness.ready) return
  const { images, blocked, missingSecrets, missingFolders, disk } = readiness
  const reasons = [
    ...images.filter(({ missing }) => missing).map(({ reference }) => `no image ${reference}`),
    ...images
      .filter(({ fits }) => !fits)
      .map(({ reference, platforms }) => `${reference}: only for ${platforms.join(', ')}`),
    ...blocked.map(({ service, port }) => `${service}: no port near ${port}`),
    ...missingSecrets.filter(({ optional }) => !optional).map(({ name }) => `secret ${name}`),
    ...missingFolders.map((path) => `no folder ${path}`),
    ...(disk.fits ? [] : ['disk']),
  ]
  throw new AppError('workspace.not-ready', {
    params: { title: block.name, reason: reasons[0] ?? '' },
    detail: reasons.join('\n'),
  })
}

/** One that another container uses, or that has another name as well, stays. */
async function removeImages(
  { ownImages }: WorkspaceRecord,
  { images, imagesService }: WorkspaceEngine,
): Promise<void> {
  const ids = ownImages.filter((id) => images.getState().has(id))
  if (ids.length > 0) await imagesService.prune({ ids })
}
