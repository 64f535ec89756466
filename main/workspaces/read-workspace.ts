// Reads one workspace whole: our block, Compose's own reading of the rest, and what that could do to this computer.
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError, isAppError } from '../../preload/errors'
import type { WorkspaceIcon, WorkspacePort, WorkspaceService } from '../../preload/model'
import { filesInFolder, filesWith, isFile } from '../base/compose-folder'
import { composeJson, type ComposeJson } from '../base/compose-json'
import { markBuilds, type BuildMark } from './build-marks'
import { isInside, mountedBy, realPaths } from './host-paths'
import { projectCall, type ProjectCompose } from './project-compose'
import { refuseDead } from './dead-keys'
import { refuseHostile } from './hostile-references'
import { refuseUnsteady, StampsTaken, type Stamps } from './steady'
import { refuseManyServices, refuseTooMuch } from './size-limits'
import { summarise, type Summary } from './summary'
import { publishedOf, type TeamPort } from './team-port'
import { danger, judge, type Trust } from './trust'
import { longestFile, readContent, readWorkspaceFile } from './workspace-file'
import { sizeInBytes, type WorkspaceBlock } from './workspace-schema'

export interface ReadWorkspace {
  readonly file: string
  /** It, then those that plain Compose reads besides in its folder. */
  readonly files: readonly string[]
  readonly folder: string
  readonly block: WorkspaceBlock
  readonly config: ComposeJson
  /** With what is behind profiles. */
  readonly whole: ComposeJson
  readonly trust: Trust
  readonly summary: Summary
  /** By service, of those that are built. */
  readonly builds: ReadonlyMap<string, BuildMark>
  /** Of the data files of seeds by their ids, in bytes. */
  readonly seedSizes: ReadonlyMap<string, number>
  readonly stamps: Stamps
}

/** Stands for a secret while a file is only looked at. */
export const secretPlaceholder = '<secret>'

/**
 * @param path a compose file, or a folder with one
 * @throws workspace.not-found workspace.bad-file workspace.no-block workspace.refused workspace.too-much
 *   workspace.unsteady compose.*
 */
export async function readWorkspace(
  path: string,
  compose: ProjectCompose,
  signal?: AbortSignal,
): Promise<ReadWorkspace> {
  for (let triesLeft = 2; ; triesLeft -= 1)
    try {
      return await readOnce(path, compose, signal)
    } catch (error) {
      // Somebody saves it just now, or brings it from git.
      if (triesLeft === 0 || !isAppError(error, 'workspace.unsteady')) throw error
    }
}

async function readOnce(
  path: string,
  compose: ProjectCompose,
  signal: AbortSignal | undefined,
): Promise<ReadWorkspace> {
  const file = await findFile(path)
  const folder = dirname(file)
  const stamps = new StampsTaken(folder)
  await stamps.note(join(folder, '.env'))
  const files = await filesWith(file)
  for (const one of files) await stamps.note(one)
  const text = await readFile(file, 'utf8')
  const { block, content, mistake } = readWorkspaceFile(text, file)
  const isAlone = files.length === 1 && content.include === undefined
  refuseManyServices(content.services)
  await refuseHostile(content, folder, files.slice(1), (one) => stamps.note(one))
  await refuseSecondBlock(files)
  await checkInner(block, folder)
  const env = Object.fromEntries((block.secrets ?? []).map(({ name }) => [name, secretPlaceholder]))
  const asked = await compose.config(projectCall(folder, files, { env }), { signal })
  const parsed = composeJson.safeParse(asked.json)
  if (!parsed.success)
    throw new AppError('workspace.bad-file', {
      params: { file, line: 1, column: 1, problem: parsed.error.issues[0]?.message ?? '' },
      detail: parsed.error.message,
    })
  const config = parsed.data
  if (Object.keys(config.services).length === 0)
    throw new AppError('workspace.bad-file', { params: { file, line: 1, column: 1, problem: 'no services' } })
  const ask = async (name?: string): Promise<{ readonly json: unknown }> => {
    const call = projectCall(folder, files, { env, ...(name === undefined ? {} : { name }) })
    return compose.config({ ...call, profiles: ['*'] }, { signal })
  }
  // Whoever starts it elsewhere may choose any profile: what was looked at is all that there is.
  const whole = !isAlone || mayHaveProfiles(content) ? composeJson.parse((await ask()).json) : config
  await refuseUnsteady(stamps.all)
  await stamps.noteMounts(
    Object.values(whole.services).flatMap((one) => mountedBy(one, whole).map((mount) => mount.path)),
  )
  refuseTooMuch(whole)
  refuseDead(block, whole, mistake)
  const judged = judge(whole, {
    folder,
    included: new Set(block.images ? imagesOf(whole) : []),
    real: await realPaths(whole, folder),
    named: isAlone && !mayName(content) ? new Set() : await namedIn(whole, ask),
  })
  const builds = await markBuilds(whole, folder, { signal })
  const untold = [...builds].flatMap(([name, mark]) =>
    (mark.untold ?? []).map((path) => danger('build-unmarked', name, path)),
  )
  const trust = { ...judged, dangers: [...judged.dangers, ...untold] }
  const summary = await summarise(block, whole, trust, folder, builds)
  const seedSizes = await sizesOfSeeds(block, folder)
  return { file, files, folder, block, config, whole, trust, summary, builds, seedSizes, stamps: stamps.all }
}

/** Those that a service extends may have some as well. */
const mayHaveProfiles = (content: Readonly<Record<string, unknown>>): boolean =>
  Object.values((content.services ?? {}) as Readonly<Record<string, object | null>>).some(
    (one) => one !== null && typeof one === 'object' && ('profiles' in one || 'extends' in one),
  )

async function findFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new AppError('workspace.not-found', { params: { path } })
  if (found.isFile()) {
    if (found.size > longestFile * 4) throw new AppError('workspace.no-block', { params: { file: path } })
    return realpath(path)
  }
  const [file] = await filesInFolder(path)
  if (file === undefined || !(await isFile(file)))
    throw new AppError('workspace.not-found', { params: { path: file ?? path } })
  return findFile(file)
}

/** Compose would make one block of both, and nobody could say where a part of it stands. */
async function refuseSecondBlock([first = '', ...others]: readonly string[]): Promise<void> {
  for (const file of others) {
    // One that is not there, or is empty, is Compose's to complain about.
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.trim() === '') continue
    const { content, place } = readContent(text, file)
    if (content['x-portside'] !== undefined)
      throw place(['x-portside'], `x-portside: stands in ${basename(first)} alone`)
  }
}

/** Data that the block names lies in the folder and is there. */
async function checkInner(block: WorkspaceBlock, folder: string): Promise<void> {
  const named = [
    ...(block.seeds ?? []).flatMap(({ input }) => (input === undefined ? [] : [input])),
    ...Object.values(block.volumes ?? {}),
    ...(block.images ?? []),
  ]
  for (const path of named) {
    const real = await realpath(join(folder, path)).catch(() => undefined)
    if (real === undefined)
      throw new AppError('workspace.not-found', { params: { path: join(folder, path) } })
    if (!isInside(await realpath(folder), real))
      throw new AppError('workspace.refused', {
        params: { reason: 'outside-file', subject: path, service: '' },
        detail: path,
      })
  }
}

async function sizesOfSeeds(block: WorkspaceBlock, folder: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  for (const { id, input } of block.seeds ?? [])
    if (input !== undefined) sizes.set(id, (await stat(join(folder, input))).size)
  return sizes
}

/** Included files may as well, which only Compose reads. */
function mayName(content: Readonly<Record<string, unknown>>): boolean {
  const given = [content.volumes, content.networks].flatMap((part) => Object.values((part ?? {}) as object))
  return given.some((one: { readonly name?: unknown } | null) => one?.name !== undefined)
}

/**
 * Names of volumes and networks that stand in the files as they are. Compose makes the others from the project's, so
 * that a file with names of its own is asked about under another one.
 */
async function namedIn(
  config: ComposeJson,
  ask: (name: string) => Promise<{ readonly json: unknown }>,
): Promise<ReadonlySet<string>> {
  const namesOf = ({ volumes, networks }: ComposeJson): string[] =>
    [...Object.values(volumes ?? {}), ...Object.values(networks ?? {})].flatMap((one) => one?.name ?? [])
  const own = new Set(namesOf(config))
  const { json } = await ask(config.name === 'portside-one' ? 'portside-two' : 'portside-one')
  return new Set(namesOf(composeJson.parse(json)).filter((name) => own.has(name)))
}

const imagesOf = ({ services }: ComposeJson): string[] =>
  Object.values(services).flatMap(({ image }) => (image === undefined ? [] : [image]))

const iconWords: readonly (readonly [RegExp, WorkspaceIcon])[] = [
  [/postgres|mysql|maria|mongo|(^|[-_])db($|[-_])|database|sqlite|oracle|mssql/i, 'database'],
  [/redis|valkey|memcache|cache/i, 'cache'],
  [/mail|smtp/i, 'mail'],
  [/rabbit|kafka|nats|queue/i, 'queue'],
  [/search|elastic|solr/i, 'search'],
  [/minio|s3|storage|seaweed|garage|object/i, 'storage'],
  [/worker|job|cron/i, 'worker'],
  [/api|backend|server/i, 'api'],
]

const guessIcon = (name: string, image: string): WorkspaceIcon =>
  iconWords.find(([words]) => words.test(name))?.[1] ??
  iconWords.find(([words]) => words.test(image))?.[1] ??
  'web'

export function servicesOf({ block, config }: ReadWorkspace): WorkspaceService[] {
  return Object.entries(config.services).map(([name, service]) => {
    const { title = name, icon, memory } = block.services?.[name] ?? {}
    return {
      name,
      title,
      icon: icon ?? guessIcon(name, service.image ?? ''),
      ...(service.image === undefined || service.build ? {} : { image: service.image }),
      ...(memory === undefined ? {} : { memoryBytes: sizeInBytes(memory) }),
      dependsOn: Object.keys(service.depends_on ?? {}),
    }
  })
}

/** `moved` tells the port of this computer for one of the team's. */
export function portsOf(
  { block, config }: ReadWorkspace,
  moved: (port: TeamPort) => number | undefined,
): WorkspacePort[] {
  return Object.entries(config.services).flatMap(([service, entry]) =>
    publishedOf(service, entry).map((port) => {
      const hostPort = moved(port) ?? port.teamPort
      const told = block.ports?.find((each) => each.service === service && each.port === port.containerPort)
      return {
        ...port,
        hostPort,
        ...(told?.meaning === undefined ? {} : { meaning: told.meaning }),
        ...(told?.url === undefined || hostPort === 0
          ? {}
          : { url: told.url.replace('{port}', String(hostPort)) }),
      }
    }),
  )
}
