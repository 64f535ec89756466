// The builds service: sends a folder to BuildKit through the engine, follows its steps, and can cancel.
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BuildsService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { Build, BuildLine, BuildRequest } from '../../../preload/model'
import type { Items } from '../../base/collection'
import type { Log } from '../../base/log'
import { watchCollection, watchValue } from '../../base/watch'
import { openStream } from '../client'
import type { Connection } from '../connection'
import { createJobs } from '../../base/jobs'
import { followProgress } from '../progress-stream'
import { parseReference } from '../reference'
import { buildError, failedLine } from './build-error'
import { BuildProgress } from './build-steps'
import { packContext, readIgnore } from './context'
import { readInstructions } from './dockerfile'
import { convertLineEnds } from './line-ends'
import { checkFolder, planBuild, readDockerfile } from './plan'
import { starterFor, writeStarter } from './starters/starters'
import { decodeTrace } from './trace'

export interface BuildsPart {
  readonly service: BuildsService
  readonly store: StoreApi<Items<Build>>
  dispose(): Promise<void>
}

/** What the steps of one build printed: the newest lines, and how many were dropped before them. */
interface BuildLog {
  readonly dropped: number
  readonly lines: readonly BuildLine[]
  readonly ended: boolean
}

const keptLines = 5_000
const keptBuilds = 50

export function createBuilds(connection: Connection, log: Log): BuildsPart {
  const logs = new Map<string, StoreApi<BuildLog>>()
  const jobs = createJobs<Build>(log, { keep: keptBuilds })

  const begin = (request: BuildRequest, dockerfile: string): string => {
    connection.client()
    const lines = createStore<BuildLog>(() => ({ dropped: 0, lines: [], ended: false }))
    const progress = new BuildProgress()
    const id = jobs.begin({
      about: { request, sentBytes: 0, steps: [] },
      run: async (signal, report) => {
        try {
          return await runBuild({ connection, request, progress, lines, signal, report })
        } catch (error) {
          const line = failedLine(dockerfile, readInstructions(dockerfile), error, progress.failed())
          if (line) report({ failedLine: line })
          throw error
        } finally {
          append(lines, progress.rest(), true)
        }
      },
      explain: (error) => buildError(error, request, progress.failed()),
    })
    logs.set(id, lines)
    for (const known of logs.keys()) if (!jobs.store.getState().has(known)) logs.delete(known)
    return id
  }

  const service: BuildsService = {
    watchBuilds: ({ signal } = {}) => watchCollection(jobs.store, signal),
    watchLog: ({ buildId, signal }) => watchLines(logs.get(buildId), signal),
    plan: ({ folder, dockerfile, signal }) => planBuild(folder, dockerfile, signal),
    starter: async ({ folder, kind, language }) => starterFor(await checkFolder(folder), kind, language),
    writeStarter: async ({ folder, kind, language }) =>
      writeStarter(await checkFolder(folder), kind, language),
    convertLines: async ({ folder, path }) => convertLineEnds(await checkFolder(folder), path),
    build: async ({ request }) => {
      const { tag, dockerfile } = request
      const folder = await checkFolder(request.folder)
      const text = await readDockerfile(folder, dockerfile)
      if (text === undefined) throw new AppError('build.no-dockerfile', { params: { folder, dockerfile } })
      const named = tag === undefined ? request : { ...request, tag: parseReference(tag).text }
      return { buildId: begin(named, text) }
    },
    cancel: async ({ buildId }) => jobs.cancel(buildId),
    dismiss: async ({ buildId }) => jobs.dismiss(buildId),
  }
  return { service, store: jobs.store, dispose: jobs.dispose }
}

interface Running {
  readonly connection: Connection
  readonly request: BuildRequest
  readonly progress: BuildProgress
  readonly lines: StoreApi<BuildLog>
  readonly signal: AbortSignal
  readonly report: (change: Partial<Build>) => void
}

async function runBuild({
  connection,
  request,
  progress,
  lines,
  signal,
  report,
}: Running): Promise<Partial<Build>> {
  const { folder, dockerfile } = request
  const context = packContext(folder, await readIgnore(folder, dockerfile), signal)
  let sentBytes = 0
  let imageId: string | undefined
  let unreadable: Error | undefined
  // A file that cannot be read must end the request: the engine would wait for the rest.
  const broken = new AbortController()
  context.once('error', (error) => {
    unreadable = error
    broken.abort()
  })
  context.on('data', (chunk: Buffer) => report({ sentBytes: (sentBytes += chunk.length) }))
  context.pause()
  try {
    const stream = await openStream(connection.docker(), {
      path: '/build',
      method: 'POST',
      query: queryOf(request),
      body: context,
      signal: AbortSignal.any([signal, broken.signal]),
    })
    await followProgress(stream, signal, (message) => {
      const { id, aux } = (message ?? {}) as { readonly id?: unknown; readonly aux?: unknown }
      if (id === 'moby.image.id') imageId = (aux as { readonly ID?: string } | undefined)?.ID
      if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return
      const { steps, lines: more } = progress.take(decodeTrace(Buffer.from(aux, 'base64')))
      report({ steps })
      append(lines, more)
    })
  } catch (error) {
    throw unreadable ?? error
  } finally {
    context.destroy()
  }
  return imageId === undefined ? {} : { imageId }
}

/** Version 2 is BuildKit. */
function queryOf(request: BuildRequest): Record<string, string> {
  const { dockerfile, tag, target, platform, args, noCache } = request
  return {
    version: '2',
    dockerfile,
    buildargs: JSON.stringify(Object.fromEntries(args.map(({ name, value }) => [name, value]))),
    rm: '1',
    ...(tag === undefined ? {} : { t: tag }),
    ...(target === undefined ? {} : { target }),
    ...(platform === undefined ? {} : { platform }),
    ...(noCache ? { nocache: '1' } : {}),
  }
}

function append(store: StoreApi<BuildLog>, more: readonly BuildLine[], ended = false): void {
  if (more.length === 0 && !ended) return
  const { dropped, lines } = store.getState()
  const all = [...lines, ...more]
  const over = Math.max(0, all.length - keptLines)
  store.setState({ dropped: dropped + over, lines: all.slice(over), ended })
}

async function* watchLines(
  store: StoreApi<BuildLog> | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly BuildLine[], void> {
  if (!store) return
  let seen = 0
  for await (const { dropped, lines, ended } of watchValue(store, signal)) {
    const fresh = lines.slice(Math.max(0, seen - dropped))
    seen = dropped + lines.length
    if (fresh.length > 0) yield fresh
    if (ended) return
  }
}
