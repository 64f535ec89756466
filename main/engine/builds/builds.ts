// The builds service: has BuildKit make images of folders, follows its steps, and can cancel.
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { BuildsService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { Build, BuildLine, BuildRequest } from '../../../preload/model'
import type { Items } from '../../base/collection'
import { createJobs, type Jobs } from '../../base/jobs'
import { keepLines, LinesByJob } from '../../base/kept-lines'
import type { Log } from '../../base/log'
import { watchCollection } from '../../base/watch'
import type { Connection } from '../connection'
import { parseReference } from '../reference'
import type { EngineAuth, Logins } from '../registries/logins'
import { buildByApi } from './api-build'
import { baseImages } from './base-images'
import { buildError, failedLine, type Failed } from './build-error'
import { createBuildHistory, type BuildHistory } from './build-history'
import { BuildProgress } from './build-steps'
import { buildByBuildx, locateBuildx } from './buildx'
import { readIgnore } from './context'
import { readInstructions } from './dockerfile'
import { addIgnoreLines } from './ignore-file'
import { convertLineEnds } from './line-ends'
import { checkFolder, planBuild, readDockerfile } from './plan'
import { fetchBases, withLogins } from './private-bases'
import type { RunningBuild } from './sending'
import { starterFor, writeStarter } from './starters/starters'

export interface BuildsPart {
  readonly service: BuildsService
  readonly store: StoreApi<Items<Build>>
  dispose(): Promise<void>
}

const keptBuilds = 50

export interface BuildsOptions {
  readonly connection: Connection
  /** Folders with programs that come with Portside. */
  readonly programs: readonly string[]
  readonly logins: Logins
  /** Where the last builds are kept. */
  readonly buildsFile?: string | undefined
  readonly log: Log
}

export function createBuilds(options: BuildsOptions): BuildsPart {
  const { connection, buildsFile, log } = options
  const jobs = createJobs<Build>(log, { keep: keptBuilds })
  const isListed = (id: string): boolean => jobs.store.getState().has(id)
  const logs = new LinesByJob<BuildLine>(isListed)
  /** With the values of their secrets. */
  const requests = new Map<string, BuildRequest>()
  const history = keepHistory(jobs, requests, createBuildHistory(buildsFile, log))

  const begin = (request: BuildRequest, dockerfile: string): string => {
    connection.client()
    const lines = keepLines<BuildLine>()
    const progress = new BuildProgress()
    const instructions = readInstructions(dockerfile)
    const failed = (): Failed => ({ request, dockerfile, instructions, step: progress.failed() })
    const id = jobs.begin({
      about: { request: withoutValues(request), sentBytes: 0, steps: [] },
      run: async (signal, report) => {
        try {
          return await send(options, { request, progress, signal, report, append: lines.append }, dockerfile)
        } catch (error) {
          const line = failedLine(failed(), error)
          if (line) report({ failedLine: line })
          throw error
        } finally {
          lines.append(progress.rest())
          lines.end()
        }
      },
      explain: (error) => buildError(error, failed()),
    })
    logs.put(id, lines)
    requests.set(id, request)
    for (const old of requests.keys()) if (!isListed(old)) requests.delete(old)
    return id
  }

  const build: BuildsService['build'] = async ({ request }) => {
    await history.loaded
    const { tag, dockerfile } = request
    const folder = await checkFolder(request.folder)
    const text = await readDockerfile(folder, dockerfile)
    if (text === undefined) throw new AppError('build.no-dockerfile', { params: { folder, dockerfile } })
    await checkFiles(request)
    const named = tag === undefined ? request : { ...request, tag: parseReference(tag).text }
    return { buildId: begin(named, text) }
  }

  const service: BuildsService = {
    watchBuilds: ({ signal } = {}) => watchCollection(jobs.store, signal),
    watchLog: ({ buildId, signal }) => logs.watch(buildId, signal),
    ...folderCalls,
    build,
    again: async ({ buildId }) => {
      const listed = jobs.store.getState().get(buildId)
      if (!listed) throw new AppError('build.not-found')
      return build({ request: requests.get(buildId) ?? forgotten(listed) })
    },
    cancel: async ({ buildId }) => jobs.cancel(buildId),
    dismiss: async ({ buildId }) => {
      jobs.dismiss(buildId)
      if (!isListed(buildId)) requests.delete(buildId)
    },
  }
  const dispose = async (): Promise<void> => {
    await jobs.dispose()
    await history.dispose()
  }
  return { service, store: jobs.store, dispose }
}

/** By the engine's API, or by docker-buildx where that is better. */
async function send(
  { connection, programs, logins }: BuildsOptions,
  running: RunningBuild,
  dockerfile: string,
): Promise<Partial<Build>> {
  const { request } = running
  const bases = await withLogins(baseImages(dockerfile, request.args), logins)
  const needed = [...new Map(bases.map(({ auth }) => [auth.serveraddress, auth])).values()]
  if (!(await wantsBuildx(request, needed, programs))) {
    await fetchBases(connection, bases, running)
    return buildByApi(connection, running)
  }
  const endpoint = connection.store.getState().endpoint ?? ''
  return buildByBuildx({ folders: programs, endpoint, logins: needed }, running)
}

function forgotten({ request: { folder, dockerfile } }: Build): never {
  throw new AppError('build.secrets-forgotten', { params: { folder, dockerfile } })
}

/** What is asked of a folder before it is built. */
const folderCalls: Pick<
  BuildsService,
  'plan' | 'starter' | 'writeStarter' | 'convertLines' | 'addIgnoreLines'
> = {
  plan: ({ folder, dockerfile, signal }) => planBuild(folder, dockerfile, signal),
  starter: async ({ folder, kind, language }) => starterFor(await checkFolder(folder), kind, language),
  writeStarter: async ({ folder, kind, language }) => writeStarter(await checkFolder(folder), kind, language),
  convertLines: async ({ folder, path }) => convertLineEnds(await checkFolder(folder), path),
  addIgnoreLines: async ({ folder, dockerfile, lines }) =>
    addIgnoreLines(await checkFolder(folder), dockerfile, lines),
}

/** Lists the builds of earlier runs, and writes the ended ones whenever they become others. */
function keepHistory(
  jobs: Jobs<Build>,
  requests: Map<string, BuildRequest>,
  history: BuildHistory,
): { readonly loaded: Promise<void>; dispose(): Promise<void> } {
  let written = ''
  const write = (): void => {
    const ended = jobs.values().filter(({ state }) => state !== 'active')
    const key = ended.map(({ id }) => id).join(' ')
    if (key === written) return
    written = key
    history.write(ended.map((build) => ({ build, whole: requests.has(build.id) })))
  }
  let stop = (): void => {}
  const loaded = history.read().then((kept) => {
    jobs.restore(kept.map(({ build }) => build))
    for (const { build, whole } of kept) if (whole) requests.set(build.id, build.request)
    written = kept.map(({ build }) => build.id).join(' ')
    stop = jobs.store.subscribe(write)
  })
  return {
    loaded,
    dispose: async () => {
      await loaded
      stop()
      await history.dispose()
    },
  }
}

/** A secret has no place in what the window, the command and the activity are told. */
function withoutValues({ secrets, ...request }: BuildRequest): BuildRequest {
  if (!secrets) return request
  return { ...request, secrets: secrets.map(({ id, file }) => (file === undefined ? { id } : { id, file })) }
}

/** Buildx would tell of the first only, in its own words. @throws build.no-secret-file */
async function checkFiles({ secrets = [], ssh = [] }: BuildRequest): Promise<void> {
  for (const { file } of [...secrets, ...ssh]) {
    if (file === undefined) continue
    const stats = isAbsolute(file) ? await stat(file).catch(() => undefined) : undefined
    if (!stats?.isFile()) throw new AppError('build.no-secret-file', { params: { path: file } })
  }
}

/**
 * The API has no place for secrets, keys and several platforms, and BuildKit does not look at the logins that it takes
 * (https://github.com/moby/moby/issues/48112). And an archive that is sent there has the Dockerfile in it for `COPY . .`
 * to take, even when .dockerignore names it; buildx sends it apart.
 */
async function wantsBuildx(
  request: BuildRequest,
  logins: readonly EngineAuth[],
  programs: readonly string[],
): Promise<boolean> {
  const { secrets = [], ssh = [], platform = '', folder, dockerfile } = request
  if (secrets.length > 0 || ssh.length > 0 || platform.includes(',')) return true
  const ignore = await readIgnore(folder, dockerfile)
  const better = logins.length > 0 || ignore?.namesDockerfile === true
  return better && (await locateBuildx(programs)) !== undefined
}
