// The compose service: projects, what Compose makes of them, what they lack, and what is done with them.
import { stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { StoreApi } from 'zustand/vanilla'
import type { ComposeService } from '../../preload/contract'
import { AppError, isAppError } from '../../preload/errors'
import type { ComposeProject, ComposeRequest, Container } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import { watchCollection } from '../base/watch'
import type { WantsStore } from '../ports/port-wants'
import { builtMarks, type MarkBuilds } from './built-marks'
import { chosenFiles, filesOf, type NamedProject } from './chosen-files'
import { createComposeActions, type Prepared } from './compose-actions'
import type { ComposeRunner, RunProject } from './compose-runner'
import { filesInFolder, filesWith, isFile } from '../base/compose-folder'
import { composeJson, type ComposeJson } from '../base/compose-json'
import { namesOf, readService, servicesOf } from './config-model'
import { applyFix, type FixTools } from './fixes'
import { readKnownProjects, type KnownProject, type KnownProjects } from './known-projects'
import type { PortOverrides } from './port-override'
import type { ProjectOwners } from './project-owners'
import { findProblems, type Surroundings } from './preflight'
import { readProjectFile, replaceProjectFile, tryText, type TriedText } from './project-files'
import { createProjectList, type ProjectList } from './project-list'
import { createComposeWants, type ComposeWants } from './wants'

export interface ComposeOptions {
  readonly runner: ComposeRunner
  readonly overrides: PortOverrides
  readonly owners: ProjectOwners
  readonly containers: StoreApi<Items<Container>>
  /** What a project is checked against, as it is now. */
  readonly around: (signal?: AbortSignal) => Promise<Surroundings>
  readonly tools: FixTools
  /** Sizes that were measured already, in bytes by volume. */
  readonly volumeSizes: () => Promise<Readonly<Record<string, number>>>
  /** Resolves when the engine answers; starts it when it does not run. */
  readonly ready: (signal: AbortSignal) => Promise<void>
  readonly chooseFile: () => Promise<string | undefined>
  readonly checkBlock: TriedText['checkBlock']
  readonly markBuilds: MarkBuilds
  /** Of a file that Compose has not seen. @throws workspace.refused where it reads outside of its folder */
  readonly refuseHostile: (file: string, beside: readonly string[]) => Promise<void>
  readonly paths: {
    readonly projects: string
    readonly overrides: string
    readonly copies: string
    readonly scratch: string
  }
  readonly log: Log
}

export interface ComposeParts {
  readonly service: ComposeService
  readonly projects: StoreApi<Items<ComposeProject>>
  /** With what a project is run; undefined where its files are gone or wrong. */
  choicesOf(project: string): Promise<Pick<RunProject, 'profiles' | 'envFiles'> | undefined>
  /** Of opened projects, what services without containers will ask for. */
  readonly wants: WantsStore
  dispose(): Promise<void>
}

export async function createCompose(options: ComposeOptions): Promise<ComposeParts> {
  const { runner, containers, paths, log } = options
  const known = await readKnownProjects(paths.projects, log)
  const list = createProjectList({ containers, known: known.store, ownFolder: paths.overrides })
  const actions = createComposeActions(runner, log)
  const wants = createComposeWants({ ...options, known: known.store })
  const parts: Parts = { ...options, known, list, wants }
  const tried = (path: string, text: string): TriedText => ({
    ...{ path, text, scratch: paths.scratch, checkBlock: options.checkBlock },
  })
  /** What is on the disk may be wrong, which is why somebody edits it. */
  const editedOf = async (projectId: string, signal?: AbortSignal): Promise<NamedProject> => {
    const project = projectOf(list, projectId)
    return chosenFiles(runner, project, signal).catch(() => filesOf(project))
  }
  const service: ComposeService = {
    watchProjects: ({ signal } = {}) => {
      list.refresh()
      return watchCollection(list.store, signal)
    },
    watchActions: ({ signal } = {}) => watchCollection(actions.store, signal),
    watchOutput: ({ actionId, signal }) => actions.output(actionId, signal),
    chooseFile: async () => {
      const path = await options.chooseFile()
      return path === undefined ? {} : { path }
    },
    open: (asked) => open(parts, asked),
    forget: async ({ projectId }) => {
      projectOf(list, projectId)
      await known.remove(projectId)
    },
    getConfig: ({ projectId, signal }) => getConfig(parts, projectId, signal),
    check: async ({ projectId, signal }) => ({ findings: (await check(parts, projectId, signal)).findings }),
    fix: async ({ projectId, findingId, fixId, signal }) =>
      fix(parts, { projectId, findingId, fixId, signal }),
    planDown: ({ projectId }) => planDown(parts, projectId),
    begin: async ({ projectId, request }) => {
      const project = projectOf(list, projectId)
      const needsFiles = !['down', 'stop', 'start', 'restart'].includes(request.verb)
      if (needsFiles) filesOf(project)
      const owner = await options.owners.named(projectId)
      owner?.refuseBusy()
      const prepare = async (signal: AbortSignal) => {
        await options.ready(signal)
        const run = await options.owners.whole(await runProjectOf(parts, project, signal))
        if (needsFiles) await options.owners.refuseOther(run)
        if (needsFiles) await owner?.mayStart(signal)
        if (needsFiles && project.opened) await known.put({ ...knownOf(run), usedAt: Date.now() })
        return { project: run, ...(await withBuilds(parts, run, request, signal)) }
      }
      return { actionId: actions.begin({ projectId, request, prepare, ...(owner ? { owner } : {}) }) }
    },
    cancel: async ({ actionId }) => actions.cancel(actionId),
    dismiss: async ({ actionId }) => actions.dismiss(actionId),
    readFile: async ({ projectId, path }) => readProjectFile(filesOf(projectOf(list, projectId)), path),
    tryText: async ({ projectId, path, text, signal }) =>
      tryText(runner, await editedOf(projectId, signal), tried(path, text), signal),
    writeFile: async ({ projectId, path, text, revision, signal }) => {
      const project = await editedOf(projectId, signal)
      const { problem } = await tryText(runner, project, tried(path, text), signal)
      if (problem) throw new AppError(problem.error.code, problem.error)
      return replaceProjectFile(project, { path, text, revision, copies: join(paths.copies, projectId) })
    },
  }
  return {
    service,
    projects: list.store,
    choicesOf: async (name) => {
      list.refresh()
      const project = list.get(name)
      return project && (await chosenFiles(runner, project).catch(() => undefined))
    },
    wants: wants.store,
    dispose: async () => {
      await wants.dispose()
      list.dispose()
      await actions.dispose()
    },
  }
}

interface Parts extends ComposeOptions {
  readonly known: KnownProjects
  readonly list: ProjectList
  readonly wants: ComposeWants
}

/** @throws compose.no-project */
function projectOf(list: ProjectList, id: string): ComposeProject {
  list.refresh()
  const project = list.get(id)
  if (!project) throw new AppError('compose.no-project', { params: { project: id } })
  return project
}

/** Without its files a project is what its containers say: enough to stop and remove them. */
async function runProjectOf(
  { overrides, paths, runner }: Parts,
  project: ComposeProject,
  signal: AbortSignal,
): Promise<NamedProject> {
  const bare = { name: project.id, folder: dirname(paths.projects), files: [], profiles: [], envFiles: [] }
  if (!project.files || project.missing.length > 0) return bare
  const files = await chosenFiles(runner, project, signal)
  return { ...files, overrides: await overrides.filesOf(files) }
}

const knownOf = ({ name, folder, files, profiles, envFiles }: NamedProject) => ({
  name,
  folder,
  files,
  profiles,
  envFiles,
})

async function configOf({ runner }: Parts, project: RunProject, signal?: AbortSignal) {
  const output = await runner.config(project, { signal })
  return { ...output, json: composeJson.parse(output.json) }
}

async function stepNames(parts: Parts, project: NamedProject, signal: AbortSignal) {
  const none = { project: project.name, containers: new Map<string, string>() }
  if (project.files.length === 0) return none
  const { json } = await configOf(parts, project, signal)
  return {
    project: project.name,
    containers: namedContainers(json),
    builds: namedBuilds(json, project.name),
  }
}

/** Compose builds by itself only what is missing: what has changed since is built anew as well. */
async function withBuilds(
  parts: Parts,
  project: NamedProject,
  request: ComposeRequest,
  signal: AbortSignal,
): Promise<Omit<Prepared, 'project'>> {
  const names = await stepNames(parts, project, signal)
  if (project.files.length === 0 || !['up', 'build'].includes(request.verb)) return { names }
  const { json } = await configOf(parts, project, signal)
  const { name, folder } = project
  const { changed, note } = await builtMarks({ name, folder, json, signal }, parts.known, parts.markBuilds)
  const { services } = request
  const isChanged = changed.some((one) => services.length === 0 || services.includes(one))
  return {
    names,
    ...(isChanged && request.verb === 'up' ? { request: { ...request, build: true } } : {}),
    done: () => note(services),
  }
}

const namedBuilds = (json: ComposeJson, project: string): Map<string, string> =>
  new Map(
    servicesOf(json).flatMap(([name, { build, image = `${project}-${name}` }]) =>
      build ? [name, image.replace(/:latest$/, '')].map((each) => [each, name] as const) : [],
    ),
  )

const namedContainers = (json: ComposeJson): Map<string, string> =>
  new Map(
    servicesOf(json).flatMap(([name, { container_name: own }]) => (own === undefined ? [] : [[own, name]])),
  )

/** What plain Compose takes there: in a folder, or in one of those above it, or beside a file that it begins with. */
async function filesAt({ path, careful, moreFiles = [] }: AskedOpen): Promise<readonly string[]> {
  if (!isAbsolute(path)) throw new AppError('compose.no-file', { params: { path } })
  if (await isFile(path)) return moreFiles.length > 0 ? [path] : filesWith(path)
  const found = await stat(path).catch(() => undefined)
  for (let folder = path; found?.isDirectory(); folder = dirname(folder)) {
    const files = await filesInFolder(folder)
    if (files.length > 0) return files
    // What somebody dropped is asked about itself.
    if (careful === true || dirname(folder) === folder) break
  }
  throw new AppError('compose.no-file', { params: { path } })
}

/** Where `COMPOSE_FILE` begins in another folder, what stands beside it counts as well, and more. */
async function envFilesOf(path: string, first: string): Promise<readonly string[]> {
  const folder = (await isFile(path)) ? dirname(path) : path
  if (dirname(first) === folder || !first.startsWith(folder)) return []
  const all = [join(dirname(first), '.env'), join(folder, '.env')]
  const are = await Promise.all(all.map(isFile))
  return all.filter((_, at) => are[at])
}

type AskedOpen = Parameters<ComposeService['open']>[0]

async function open(parts: Parts, asked: AskedOpen): Promise<{ projectId: string }> {
  const files = [...(await filesAt(asked)), ...(asked.moreFiles ?? [])]
  const { envFiles = [] } = asked
  const project: RunProject = {
    ...(asked.name === undefined ? {} : { name: asked.name }),
    folder: dirname(files[0] ?? asked.path),
    files,
    profiles: asked.profiles ?? [],
    envFiles: envFiles.length > 0 ? envFiles : await envFilesOf(asked.path, files[0] ?? asked.path),
  }
  if (asked.careful === true) await readsInside(parts, files)
  const { json } = await configOf(parts, project, asked.signal)
  await parts.owners.refuseOther({ name: json.name, files })
  const opened: KnownProject = { ...knownOf({ ...project, name: json.name }), usedAt: Date.now() }
  const there = parts.list.get(json.name)
  // Compose would take the containers of one for those of the other.
  if (there?.files && there.missing.length === 0 && there.files.files[0] !== files[0])
    throw new AppError('compose.name-taken', {
      params: { project: json.name, path: there.files.files[0] ?? '' },
    })
  await parts.known.put(opened)
  return { projectId: json.name }
}

/** @throws compose.reads-outside */
async function readsInside(
  { refuseHostile }: Parts,
  [file = '', ...beside]: readonly string[],
): Promise<void> {
  try {
    await refuseHostile(file, beside)
  } catch (cause) {
    if (!isAppError(cause, 'workspace.refused')) throw cause
    const { subject = '' } = cause.params
    const { detail = '' } = cause
    throw new AppError('compose.reads-outside', { params: { file: basename(file), subject }, detail, cause })
  }
}

/** In place of a secret in what is shown. */
const mask = '••••••'

async function getConfig(parts: Parts, projectId: string, signal?: AbortSignal) {
  const project = await chosenFiles(parts.runner, projectOf(parts.list, projectId), signal)
  const run = { ...project, overrides: await parts.overrides.filesOf(project) }
  const { json, warnings } = await configOf(parts, run, signal)
  const { secrets = [] } = (await parts.owners.of({ ...project, name: projectId })) ?? {}
  const masked = { ...run, env: Object.fromEntries(secrets.map((name) => [name, mask])) }
  const [yaml, profiles] = await Promise.all([
    parts.runner.ask(masked, ['config'], { signal }),
    parts.runner.ask(run, ['config', '--profiles'], { signal }),
  ])
  return {
    name: json.name,
    services: servicesOf(json).map(readService),
    volumes: namesOf(json.volumes, false),
    profiles: profiles.stdout
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .sort(),
    yaml: yaml.stdout,
    warnings,
  }
}

async function check(parts: Parts, projectId: string, signal?: AbortSignal) {
  const project = await chosenFiles(parts.runner, projectOf(parts.list, projectId), signal)
  const run = { ...project, overrides: await parts.overrides.filesOf(project) }
  const { json, missingVariables } = await configOf(parts, run, signal)
  const around = await parts.around(signal)
  const { name, folder } = project
  const { changed } = await builtMarks({ name, folder, json, signal }, parts.known, parts.markBuilds)
  const findings = await findProblems({ json, folder, missingVariables, changed }, around)
  return { project, findings }
}

interface AskedFix {
  readonly projectId: string
  readonly findingId: string
  readonly fixId: string
  readonly signal: AbortSignal | undefined
}

/** Checked anew: what was found a while ago may have been mended or have changed. */
async function fix(parts: Parts, { projectId, findingId, fixId, signal }: AskedFix): Promise<void> {
  const { project, findings } = await check(parts, projectId, signal)
  const finding = findings.find(({ id }) => id === findingId)
  // Another port may be the next free one by now; the one that was said is the one that is meant.
  const [, to, last] = /^move-(\d{1,5})(?:-(\d{1,5}))?$/.exec(fixId) ?? []
  const [said, toLast] = [Number(to), Number(last ?? to)]
  const way = finding?.fixes.find(({ id, kind }) => id === fixId || (kind === 'move-port' && said > 0))
  if (!finding || !way) throw new AppError('compose.finding-gone')
  const { service, port } = finding
  if (way.kind !== 'move-port') return applyFix(finding, way, parts.tools, signal)
  if (service === undefined || port === undefined || !(said <= toLast && toLast <= 65_535))
    throw new AppError('compose.finding-gone')
  const moved = await parts.overrides.plan({
    ...project,
    root: project.folder,
    service,
    binding: port,
    toPort: said,
    toLast,
    signal,
  })
  if (!moved) throw new AppError('compose.finding-gone')
  parts.wants.changed(projectId)
}

async function planDown(parts: Parts, projectId: string) {
  const project = projectOf(parts.list, projectId)
  const mine = [...parts.containers.getState().values()].filter((one) => one.project === project.id)
  const { volumes, networks } = await parts.around()
  const sizes = await parts.volumeSizes()
  return {
    containers: mine.map(({ name }) => name).sort(),
    networks: [...networks].filter((one) => one.project === project.id).map(({ name }) => name),
    volumes: [...volumes]
      .filter((one) => one.project === project.id && !one.anonymous)
      .map(({ id }) => ({ name: id, ...(sizes[id] === undefined ? {} : { sizeBytes: sizes[id] }) })),
    anonymousVolumes: mine.reduce((all, one) => all + one.anonymousVolumes.length, 0),
  }
}
