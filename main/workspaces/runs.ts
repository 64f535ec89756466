// Starts and everything else that changes a workspace: one at a time for each, followed in its record, and undone whole.
import { rm } from 'node:fs/promises'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { WorkspaceDoing, WorkspaceReadiness, WorkspaceRun, WorkspaceStep } from '../../preload/model'
import type { Log } from '../base/log'
import { until } from '../base/until'
import type { RunProject } from '../compose/compose-runner'
import { claimProject } from './claims'
import { forgetLost } from './lost-volumes'
import { withoutPulls } from './own-pulls'
import { planStart } from './plan-start'
import {
  folderOf,
  planOf,
  readinessOf,
  refuseUnready,
  writeMoves,
  type PrepareOptions,
} from './prepare-start'
import type { PortPlan } from './port-plan'
import { projectCall, proxiesFor, type ProjectCompose } from './project-compose'
import type { ReadWorkspace } from './read-workspace'
import { runStart } from './run-start'
import { mayHoldWork, saveData } from './save-data'
import { secretEnvironment, type WorkspaceSecrets } from './secrets'
import { readSnapshot, snapshotFiles } from './snapshots'
import { createSteps, stepsToGoOn } from './steps'
import { Turns } from './turns'
import { unnamedVolumes } from './unnamed-volumes'
import { teamFiles, type Contents } from './volume-files'
import { removeImages, removeVolumes } from './workspace-engine'
import type { RecordChange, WorkspaceRecord } from './workspace-record'

export interface RunsOptions extends PrepareOptions {
  readonly compose: ProjectCompose
  readonly secrets: WorkspaceSecrets
  readonly log: Log
}

interface Start {
  readonly read: ReadWorkspace
  readonly steps: readonly WorkspaceStep[]
  readonly contents: Contents
}

interface Begin {
  /** Ids of optional ones that are wanted; all without it. */
  readonly seeds?: readonly string[] | undefined
  readonly signal?: AbortSignal
  /** What was looked at already. */
  readonly ready?: Ready
}

interface Ready {
  readonly read: ReadWorkspace
  readonly plan: PortPlan
}

const isGoingOn = (run: WorkspaceRun | undefined): boolean =>
  run?.state === 'active' || run?.state === 'rolling-back'

const goneMs = 30_000
const noData = { ownVolumes: [], restored: [], seenVolumes: [] } as const
const noBuilds = { built: {}, builtImages: [] } as const
const stopArgs = ['stop', '--timeout', '10'] as const
const ignoreLine = (): void => {}

export class Runs {
  readonly #options: RunsOptions
  readonly #turns: Turns

  constructor(options: RunsOptions) {
    this.#options = options
    const { known } = options
    this.#turns = new Turns({
      claim: (id) => claimProject(id, options),
      nameOf: (id) => known.store.getState().get(id)?.title ?? known.find(id)?.project ?? id,
      isEnding: (id) => !isGoingOn(known.find(id)?.run),
      onComing: (id, coming) => known.mark(id, { coming }),
    })
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
  async start(id: string, seeds: readonly string[] | undefined): Promise<void> {
    const { known } = this.#options
    known.record(id)
    await this.#turns.start(id, (signal) => this.#begin(id, { seeds, signal }))
  }

  /** Resolves when nothing of it goes on. */
  cancel(id: string): Promise<void> {
    return this.#turns.giveUp(id)
  }

  /** What a start that never came up may have been used for goes into a snapshot before it is removed. */
  async rollBack(id: string): Promise<void> {
    await this.cancel(id)
    await this.#alone(id, undefined, async () => {
      const { known } = this.#options
      const { run: before } = known.record(id)
      if (before) await known.change(id, { run: { ...before, state: 'rolling-back' } })
      try {
        await this.#undo(id)
      } catch (error) {
        // Otherwise nobody could begin it again: it would look as if it still went on.
        await known.change(id, { run: before })
        throw error
      }
      await known.change(id, { run: undefined })
    })
  }

  async #undo(id: string): Promise<void> {
    const { known, engine } = this.#options
    const record = known.record(id)
    if (record.wasUp) {
      // What only its containers lead to would be out of reach without them.
      const isReached = (await unnamedVolumes(record.project, engine)).length > 0
      return isReached ? this.#compose(id, stopArgs) : this.#down(id)
    }
    // The team's file may be gone by now, which keeps nobody from going back.
    const read = await known.look(id).catch(() => undefined)
    if (await mayHoldWork(record, read, engine)) {
      await this.#compose(id, stopArgs)
      await saveData(id, read, this.#options)
    }
    await this.#down(id, true)
    await this.#removeVolumes(id)
    const { ownImages, builtImages = [] } = known.record(id)
    await removeImages([...ownImages, ...builtImages], engine)
    await rm(folderOf(known.record(id), this.#options), { recursive: true, force: true })
    await known.change(id, { moves: [], ownImages: [], ...noBuilds, hasRun: false })
  }

  async stop(id: string): Promise<void> {
    this.#options.known.record(id)
    await this.#turns.stop(id, () => this.#doing(id, 'stops', () => this.#compose(id, stopArgs)))
  }

  /**
   * Refused before it touches anything where the start after it could not begin.
   * @returns the snapshot of the data as it was
   */
  reset(id: string): Promise<string> {
    return this.#alone(id, 'resets', async () => {
      const ready = await this.#ready(id)
      const snapshot = await this.#save(id, ready.read)
      await this.#options.known.change(id, { empties: { seeds: {} } })
      await this.#begin(id, { ready })
      return snapshot
    })
  }

  restore(id: string, snapshotId: string): Promise<void> {
    return this.#alone(id, 'restores', async () => {
      const { known } = this.#options
      const { seeds, data } = await readSnapshot(known.snapshotsOf(id), snapshotId)
      const ready = await this.#ready(id)
      await this.#save(id, ready.read)
      const revision = data === undefined ? {} : { data }
      await known.change(id, { empties: { seeds, ...revision, putsBack: snapshotId } })
      await this.#begin(id, { ready })
    })
  }

  /** Removes its containers and networks; `withData` also what no name leads back to. */
  async down(id: string, withData = false): Promise<void> {
    await this.cancel(id)
    await this.#alone(id, 'leaves', () => this.#down(id, withData))
  }

  /** Removes its volumes, what it has built, and this user's own files for Compose. */
  clear(id: string): Promise<void> {
    return this.#alone(id, 'leaves', async () => {
      await this.#removeVolumes(id)
      await removeImages(this.#options.known.record(id).builtImages ?? [], this.#options.engine)
      await rm(folderOf(this.#options.known.record(id), this.#options), { recursive: true, force: true })
    })
  }

  /** Of what Compose is asked for elsewhere. @throws workspace.busy */
  besides<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.alone(id, work)
  }

  /** @throws workspace.busy */
  refuseBusy(id: string): void {
    this.#turns.refuse(id)
  }

  /** Reads the team's file again. @throws workspace.changed */
  async refuseChanged(id: string, signal?: AbortSignal): Promise<ReadWorkspace> {
    const { known } = this.#options
    const read = await known.look(id, signal)
    if (known.changes(id).length > 0)
      throw new AppError('workspace.changed', { params: { title: read.block.name } })
    return read
  }

  /** Stops what runs of it, for who has its turn already. */
  async still(id: string): Promise<void> {
    const { known, engine } = this.#options
    const project = known.find(id)?.project
    const runs = [...engine.containers.getState().values()].some(
      (one) => one.project === project && one.state !== 'exited' && one.state !== 'created',
    )
    if (runs) await this.#compose(id, stopArgs)
  }

  /** Also of one that is not known yet, or was left. @throws workspace.busy */
  taking(id: string, work: () => Promise<void>): Promise<void> {
    return this.#turns.alone(id, () => this.#doing(id, 'updates', work))
  }

  dispose(): Promise<void> {
    return this.#turns.dispose()
  }

  /** @throws workspace.unknown workspace.busy */
  async #alone<T>(id: string, doing: WorkspaceDoing | undefined, work: () => Promise<T>): Promise<T> {
    this.#options.known.record(id)
    return this.#turns.alone(id, () => this.#doing(id, doing, work))
  }

  /** Tells what is done as long as it lasts. */
  async #doing<T>(id: string, doing: WorkspaceDoing | undefined, work: () => Promise<T>): Promise<T> {
    const { known } = this.#options
    known.mark(id, { doing })
    try {
      return await work()
    } finally {
      known.mark(id, { doing: undefined })
    }
  }

  /** What Compose is to know, this user's own files and secrets included. */
  async #callOf(record: WorkspaceRecord, read: ReadWorkspace): Promise<RunProject> {
    const { secrets, overrides, compose } = this.#options
    const names = (read.block.secrets ?? []).map(({ name }) => name)
    const folder = folderOf(record, this.#options)
    const call = projectCall(record.folder, read.files, {
      name: record.project,
      overrides: [...(await overrides.list(folder)), ...(await withoutPulls(folder, read.config))],
      env: await secretEnvironment(secrets, record.id, names),
    })
    if (read.builds.size === 0) return call
    return { ...call, env: { ...call.env, ...(await proxiesFor(call, compose, process.env)) } }
  }

  async #compose(id: string, args: readonly string[]): Promise<void> {
    const { known, compose } = this.#options
    // Also of one that was left: plain Compose may have started it since.
    const { project } = known.find(id) ?? known.record(id)
    // Compose finds what belongs to a project by its labels, also when the team's file is gone or another one now.
    const call = projectCall(known.placeOf(id), [], { name: project })
    await compose.run(call, args, { onLine: ignoreLine })
  }

  async #down(id: string, withData = false): Promise<void> {
    const { known, engine } = this.#options
    // Volumes without a name go with their containers only here: `down` would leave them, and `--volumes` takes all.
    if (withData) await this.#compose(id, ['rm', '--stop', '--force', '--volumes'])
    await this.#compose(id, ['down', '--remove-orphans', '--timeout', '10'])
    const { project } = known.record(id)
    const isGone = (): true | undefined =>
      [...engine.containers.getState().values()].some((one) => one.project === project) ? undefined : true
    await until(isGone, { deadlineMs: goneMs, waitingFor: 'the containers to be gone' })
  }

  /** Ends with what is known of the data that comes in their place. */
  async #removeVolumes(id: string, next: RecordChange = { seeds: {} }): Promise<void> {
    const { known, engine } = this.#options
    await removeVolumes(known.record(id).ownVolumes, engine)
    await known.change(id, { ...noData, data: undefined, putsBack: undefined, empties: undefined, ...next })
  }

  /** Saves what the volumes hold while nothing writes to them. */
  async #save(id: string, read: ReadWorkspace): Promise<string> {
    await this.#compose(id, ['stop', '--timeout', '20'])
    return saveData(id, read, this.#options)
  }

  /** @throws workspace.changed workspace.not-ready workspace.no-room */
  async #ready(id: string, signal?: AbortSignal): Promise<Ready> {
    const { known } = this.#options
    const read = await this.refuseChanged(id, signal)
    const record = known.record(id)
    const plan = await planOf(record, read, this.#options, signal)
    refuseUnready(read, await readinessOf(record, read, plan, this.#options, false, signal))
    signal?.throwIfAborted()
    return { read, plan }
  }

  async #begin(id: string, { seeds: asked, signal, ready }: Begin): Promise<void> {
    const { known, engine } = this.#options
    const { read, plan } = ready ?? (await this.#ready(id, signal))
    const { empties } = known.record(id)
    if (empties) {
      await this.#down(id, true)
      await this.#removeVolumes(id, { ...empties, run: undefined })
    }
    await this.#forgetLost(id, read)
    const record = known.record(id)
    await writeMoves(record, read, plan, this.#options)
    const all = read.block.seeds ?? []
    const leftOutSeeds = asked
      ? all.filter((one) => one.optional === true && !asked.includes(one.id)).map((one) => one.id)
      : record.leftOutSeeds
    const seeds = all
      .map((one) => one.id)
      .filter((one) => !leftOutSeeds.includes(one) && record.seeds[one] === undefined)
    const contents =
      record.putsBack === undefined
        ? teamFiles(read)
        : await snapshotFiles(known.snapshotsOf(id), record.putsBack)
    const planned = planStart(read, engine.images.getState().values(), new Set(seeds), contents)
    const goesOn = record.run !== undefined && record.run.state !== 'done'
    const steps = goesOn ? stepsToGoOn(planned, record.run) : planned
    const startedAt = (goesOn ? record.run?.startedAt : undefined) ?? Date.now()
    await known.change(id, { leftOutSeeds, moves: plan.moves, run: { state: 'active', startedAt, steps } })
    this.#turns.goOn(id, (each) => this.#go(id, { read, steps, contents }, each))
  }

  /** What is there of data that is to be loaded again stays within reach. */
  async #forgetLost(id: string, read: ReadWorkspace): Promise<void> {
    const { known, engine } = this.#options
    const record = known.record(id)
    const on = { volumes: engine.volumes.getState(), containers: engine.containers.getState() }
    const lost = forgetLost(record, read, on)
    if (!lost) return
    if (await mayHoldWork({ ...record, hasRun: true }, read, engine)) await this.#save(id, read)
    await known.change(id, lost)
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

  async #work(id: string, { read, steps, contents }: Start, signal: AbortSignal): Promise<void> {
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
        contents,
        confirm: async (each) => (await this.refuseChanged(id, each)).stamps,
        place: known.placeOf(id),
      },
      signal,
    )
    const { data } = read.block
    // Where there was data before, it stays of the revision that it was.
    const isNew = record.data === undefined && record.putsBack === undefined
    await known.change(id, {
      wasUp: true,
      putsBack: undefined,
      ...(data !== undefined && isNew ? { data } : {}),
    })
  }
}
