// One start from its first step to its last; each step can be gone on with after whatever ended the start before.
import type { Readable } from 'node:stream'
import { join } from 'node:path'
import { AppError, isAppError } from '../../preload/errors'
import type { Container, PullLayer } from '../../preload/model'
import { together } from '../base/together'
import { DeadlineError, until } from '../base/until'
import { refuseForeignTags } from './archive-tags'
import { runAsConfirmed } from './confirmed'
import { contentOf, innerSource, innerSourceAt, openInner } from './inner-file'
import type { Stamps } from './steady'
import { isBuiltFromOlder, noteBuilds } from './built-images'
import { containersOf, ownVolumes } from './compose-config'
import { volumesSeen } from './lost-volumes'
import { pulledAnew } from './own-pulls'
import { answersOf } from './plan-start'
import { awaitAnswer } from './probe'
import type { RunProject } from '../compose/compose-runner'
import type { ProjectCompose } from './project-compose'
import { portsOf, type ReadWorkspace } from './read-workspace'
import { startServices } from './start-services'
import type { Steps } from './steps'
import { containerAt, placeName } from './unnamed-volumes'
import type { Contents } from './volume-files'
import { movedPort } from './team-port'
import { findImage, loadImages, pullImage, type WorkspaceEngine } from './workspace-engine'
import type { PortMove, RecordChange, WorkspaceRecord } from './workspace-record'

export interface StartJob {
  readonly workspace: ReadWorkspace
  readonly project: string
  /** Everything that Compose is to know: the team's files, then this person's own. */
  readonly call: RunProject
  readonly moves: readonly PortMove[]
  readonly compose: ProjectCompose
  readonly engine: WorkspaceEngine
  readonly steps: Steps
  /** The record as it is now, and its lasting change. */
  readonly record: () => WorkspaceRecord
  readonly change: (change: RecordChange) => Promise<void>
  readonly contents: Contents
  /** Whether all is still as somebody has looked at it: Compose reads the files anew each time. @throws workspace.changed */
  readonly confirm: (signal: AbortSignal) => Promise<Stamps>
  /** A folder of Portside's own, where Compose finds the project by its name alone. */
  readonly place: string
}

/** @throws workspace.* image.* engine.* files.* */
export async function runStart(job: StartJob, signal: AbortSignal): Promise<void> {
  await bringImages(job, signal)
  await create(job, signal)
  for (const [volume, file] of job.contents.named) await restore(job, volume, file, signal)
  for (const one of job.contents.unnamed) await restoreUnnamed(job, one, signal)
  // Noted before: from now on somebody may work with it, whatever becomes of the rest.
  if (job.record().hasRun !== true) await job.change({ hasRun: true })
  await startServices(
    {
      project: job.project,
      config: job.workspace.config,
      containers: job.engine.containers,
      steps: job.steps,
      up: async (each) => {
        await runAsConfirmed(job, ['up', '--detach', '--remove-orphans'], each)
      },
    },
    signal,
  )
  await awaitAnswers(job, signal)
  await runSeeds(job, signal)
}

async function bringImages(job: StartJob, signal: AbortSignal): Promise<void> {
  const { engine, steps, workspace } = job
  const idOf = (image: string): string | undefined => findImage(engine.images.getState().values(), image)?.id
  const here = (image: string): boolean => idOf(image) !== undefined
  for (const { id, subject } of steps.all().filter(({ kind }) => kind === 'images'))
    await steps.run(id, async () => {
      const before = new Set(engine.images.getState().keys())
      const path = join(workspace.folder, subject)
      const file = await openInner(workspace.folder, path)
      try {
        const allowed = job.record().allowedTags ?? []
        const marks = await refuseForeignTags(file, workspace.whole, idOf, { allowed, signal })
        await loadImages(
          engine,
          innerSource(file, path, marks),
          ({ doneBytes, totalBytes }) => steps.change(id, { doneBytes, totalBytes }),
          signal,
        )
      } finally {
        await file.close()
      }
      await noteImages(job, before)
    })
  const anew = pulledAnew(workspace.config)
  // One that fails leaves the others to their end: what they have fetched is not fetched again.
  const pulled = await Promise.allSettled(
    steps
      .all()
      .filter(({ kind }) => kind === 'pull')
      .map(({ id, subject }) =>
        steps.run(id, async () => {
          const isAnew = anew.has(subject)
          // It came with the archive meanwhile, or somebody else pulled it.
          if (here(subject) && !isAnew) return 'skipped'
          try {
            return await pull(job, id, subject, signal)
          } catch (error) {
            const cameAlong = isAnew && here(subject) && (workspace.block.images ?? []).length > 0
            if (!cameAlong || !isAppError(error) || !error.code.startsWith('image.')) throw error
            steps.change(id, { cameAlong: true })
            return 'skipped'
          }
        }),
      ),
  )
  for (const one of pulled) if (one.status === 'rejected') throw one.reason
}

async function pull(job: StartJob, id: string, image: string, signal: AbortSignal): Promise<void> {
  const { engine, steps } = job
  const before = new Set(engine.images.getState().keys())
  await pullImage(
    engine,
    image,
    ({ doneBytes, totalBytes, layers }) => {
      const { unpackedFrom } = steps.get(id) ?? {}
      const isUnpacking = unpackedFrom === undefined && layers.length > 0 && layers.every(isHere)
      steps.change(id, { doneBytes, totalBytes, ...(isUnpacking ? { unpackedFrom: Date.now() } : {}) })
    },
    signal,
  )
  await noteImages(job, before)
}

const isHere = ({ state }: PullLayer): boolean => ['downloaded', 'unpacking', 'ready'].includes(state)

/** What is new since `before` came with this workspace and goes again when its start is undone. */
async function noteImages({ engine, record, change }: StartJob, before: ReadonlySet<string>): Promise<void> {
  const fresh = [...engine.images.getState().keys()].filter((one) => !before.has(one))
  if (fresh.length > 0) await change({ ownImages: [...new Set([...record().ownImages, ...fresh])] })
}

async function create(job: StartJob, signal: AbortSignal): Promise<void> {
  const { engine, record, change, workspace } = job
  await job.steps.run('create:', async () => {
    // Noted before they are made: if the start is cut off in between, they are known to be ours.
    const there = engine.volumes.getState()
    const fresh = [...ownVolumes(workspace.config, job.project).values()].filter((name) => !there.has(name))
    if (fresh.length > 0) await change({ ownVolumes: [...new Set([...record().ownVolumes, ...fresh])] })
    const before = new Set(engine.images.getState().keys())
    const isOld = isBuiltFromOlder(workspace, record())
    const build = isOld ? ['--build'] : []
    await runAsConfirmed(job, ['create', '--remove-orphans', ...build], signal)
    await noteBuilds(job, before, isOld, signal)
    await noteVolumes(job, signal)
  })
}

/** By when it was made, another one of the same name is known. The engine tells of those that Compose has just made. */
async function noteVolumes(
  { engine, workspace, project, change }: StartJob,
  signal: AbortSignal,
): Promise<void> {
  const own = ownVolumes(workspace.config, project)
  const used = Object.values(workspace.config.services).flatMap(({ volumes = [] }) => volumes)
  const names = used.flatMap(({ type, source = '' }) => (type === 'volume' ? (own.get(source) ?? []) : []))
  const areTold = (): true | undefined =>
    names.every((name) => engine.volumes.getState().has(name)) || undefined
  await until(areTold, { deadlineMs: toldMs, signal, waitingFor: names.join(', ') }).catch(
    (error: unknown) => {
      // A start does not fail for a list that is late.
      if (!(error instanceof DeadlineError)) throw error
    },
  )
  await change({ seenVolumes: volumesSeen(workspace.config, project, engine.volumes.getState()) })
}

async function restore(job: StartJob, volume: string, file: string, signal: AbortSignal): Promise<void> {
  const { engine, record, change, workspace } = job
  await job.steps.run(`restore:${volume}`, async () => {
    const real = ownVolumes(workspace.config, job.project).get(volume)
    // Data that was there before is never written over.
    if (real === undefined || !record().ownVolumes.includes(real)) return 'skipped'
    if (record().restored.includes(volume)) return 'skipped'
    await engine.contents.load(
      real,
      imageFor(workspace, volume),
      innerSourceAt(job.contents.root, file),
      signal,
    )
    await change({ restored: [...record().restored, volume] })
    return undefined
  })
}

/** In ms: the engine tells at once of containers that Compose has made. */
const toldMs = 10_000

/** A place that the team took away, or a container more than the file has, stays in the snapshot. */
async function restoreUnnamed(
  { engine, record, change, workspace, project, steps, contents }: StartJob,
  one: Contents['unnamed'][number],
  signal: AbortSignal,
): Promise<void> {
  const name = placeName(one)
  await steps.run(`restore:${name}`, async () => {
    const service = workspace.config.services[one.service]
    const containers = service ? containersOf(service) : 0
    if (one.number > containers || record().restored.includes(name)) return 'skipped'
    const found = await until(() => containerAt(project, one, engine), {
      ...{ deadlineMs: toldMs, signal, waitingFor: name },
    })
    if (found === 'not mounted') return 'skipped'
    await engine.contents.load(found.volume, found.image, innerSourceAt(contents.root, one.file), signal)
    await change({ restored: [...record().restored, name] })
    return undefined
  })
}

/** Any image that is here will do; that of a service with the volume certainly is. */
export function imageFor({ config }: Pick<ReadWorkspace, 'config'>, volume?: string): string {
  const services = Object.entries(config.services)
  const [name, service] =
    services.find(([, one]) => one.volumes?.some(({ source }) => source === volume)) ?? services[0] ?? []
  return service?.image ?? `${config.name}-${name ?? ''}`
}

async function awaitAnswers(job: StartJob, signal: AbortSignal): Promise<void> {
  const { steps, moves, workspace } = job
  const ports = portsOf(workspace, (port) => movedPort(moves, port))
  await together(
    answersOf(workspace).map((answer) => (each) => {
      const { service, port, path = '' } = answer
      return steps.run(`answer:${service}:${port}${path}`, async () => {
        const published = ports.find((one) => one.service === service && one.containerPort === port)
        const hostPort = published && (published.hostPort || portOf(job, service, port))
        if (hostPort === undefined || hostPort === 0)
          throw new AppError('workspace.not-published', { params: { service, port } })
        await untilEnded(job, service, each, (either) => awaitAnswer(answer, hostPort, either))
      })
    }),
    signal,
  )
}

/** A service that has ended will not answer any more: nobody waits for it. @throws workspace.service-ended */
async function untilEnded(
  job: StartJob,
  service: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const ended = new AbortController()
  const look = (): void => {
    const { state, exitCode = 0 } = containerOf(job, service) ?? {}
    if (state === 'exited' || state === 'dead')
      ended.abort(new AppError('workspace.service-ended', { params: { service, exitCode } }))
  }
  const unsubscribe = job.engine.containers.subscribe(look)
  try {
    look()
    await work(AbortSignal.any([signal, ended.signal]))
  } catch (error) {
    throw ended.signal.aborted && !signal.aborted ? ended.signal.reason : error
  } finally {
    unsubscribe()
  }
}

const containerOf = ({ engine, project }: StartJob, service: string): Container | undefined =>
  [...engine.containers.getState().values()].find((one) => one.project === project && one.service === service)

/** Of this computer, where the engine chose it. */
const portOf = (job: StartJob, service: string, port: number): number | undefined =>
  containerOf(job, service)?.ports.find(({ containerPort }) => containerPort === port)?.hostPort

async function runSeeds(job: StartJob, signal: AbortSignal): Promise<void> {
  const { steps, workspace, engine, record, change } = job
  for (const seed of workspace.block.seeds ?? []) {
    await steps.run(`seed:${seed.id}`, async () => {
      if (record().seeds[seed.id]) return 'skipped'
      const container = containerOf(job, seed.service)
      if (!container)
        throw new AppError('workspace.service-ended', { params: { service: seed.service, exitCode: 0 } })
      const begun = Date.now()
      const { exitCode, output } = await withInput(workspace, seed.input, (input) =>
        engine.run(container.id, seed.command, { ...input, signal, alone: true }),
      )
      if (exitCode !== 0)
        throw new AppError('workspace.seed-failed', {
          params: { seed: seed.title, service: seed.service, exitCode },
          detail: output.slice(-4_000),
        })
      const loaded = { loadedAt: Date.now(), tookMs: Date.now() - begun }
      await change({ seeds: { ...record().seeds, [seed.id]: loaded } })
      return undefined
    })
  }
}

async function withInput<T>(
  { folder }: ReadWorkspace,
  path: string | undefined,
  work: (given: { readonly input?: Readable }) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work({})
  const file = await openInner(folder, join(folder, path))
  try {
    return await work({ input: contentOf(file) })
  } finally {
    await file.close()
  }
}
