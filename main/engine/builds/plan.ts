// What a build would send and what is odd about it, found out before it begins.
import { open, opendir, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { BuildPlan } from '../../../preload/model'
import { readIgnore, walkContext, type ContextFile } from './context'
import { createContextSize } from './context-size'
import { createHints } from './hints'
import { createLeavesOut, ignoreFileOf } from './ignore-file'
import { lookAtProject, projectsBelow } from './starters/project'
import { argsOf, mountedIds, readInstructions, stagesOf, type Instruction } from './dockerfile'
import { decodeText } from './text-file'

const shownUnreadable = 5
/** A folder with more files than this is a whole disk: nobody waits for the end of that. */
const mostFiles = 300_000

/** @throws build.no-folder build.not-a-folder build.unreadable */
export async function checkFolder(folder: string): Promise<string> {
  const stats = isAbsolute(folder) ? await stat(folder).catch(() => undefined) : undefined
  if (!stats) throw new AppError('build.no-folder', { params: { folder } })
  if (!stats.isDirectory())
    throw new AppError('build.not-a-folder', {
      params: { path: folder, parent: dirname(folder), name: basename(folder) },
    })
  await opendir(folder).then(
    (opened) => opened.close(),
    (cause: unknown) => {
      throw new AppError('build.unreadable', { params: { path: folder }, detail: String(cause), cause })
    },
  )
  return folder
}

/** The Dockerfile stays in its folder, whatever its name says. Undefined when it is not there, or no file. */
export async function readDockerfile(folder: string, dockerfile: string): Promise<string | undefined> {
  if (isAbsolute(dockerfile) || dockerfile.split(/[\\/]/).includes('..')) return undefined
  const content = await readFile(join(folder, dockerfile)).catch(() => undefined)
  return content && decodeText(content)
}

/** @throws as checkFolder */
export async function planBuild(
  folder: string,
  dockerfile: string,
  signal?: AbortSignal,
): Promise<BuildPlan> {
  await checkFolder(folder)
  const text = await readDockerfile(folder, dockerfile)
  const ignore = await readIgnore(folder, dockerfile)
  const instructions = readInstructions(text ?? '')
  const unreadable: string[] = []
  const walk = walkContext(folder, ignore, { signal, onUnreadable: (path) => unreadable.push(path) })
  return {
    ...(await contentsOf(folder, dockerfile, { walk, instructions, unreadable })),
    ...(text === undefined
      ? await instead(folder, dockerfile)
      : { otherDockerfiles: [], below: [], alsoLike: [] }),
    found: text !== undefined,
    unreadable: unreadable.slice(0, shownUnreadable),
    ignoreFile: await ignoreFileOf(folder, dockerfile),
    hasIgnoreFile: ignore !== undefined,
    stages: stagesOf(instructions),
    args: argsOf(instructions),
    secrets: mountedIds(instructions, 'secret'),
    ssh: mountedIds(instructions, 'ssh'),
  }
}

interface Contents {
  readonly walk: AsyncIterable<ContextFile>
  readonly instructions: readonly Instruction[]
  /** Files that may not be read are added. */
  readonly unreadable: string[]
}

async function contentsOf(
  folder: string,
  dockerfile: string,
  { walk, instructions, unreadable }: Contents,
): Promise<Pick<BuildPlan, 'files' | 'sizeBytes' | 'isCut' | 'largest' | 'leavesOut' | 'hints'>> {
  let files = 0
  let sizeBytes = 0
  let isCut = false
  const size = createContextSize()
  const hints = createHints(folder, dockerfile)
  const { kinds } = await lookAtProject(folder)
  const leavesOut = createLeavesOut(kinds[0], instructions)
  for await (const file of walk) {
    if (file.kind !== 'file') continue
    if (files === mostFiles) {
      isCut = true
      break
    }
    files += 1
    sizeBytes += file.sizeBytes
    leavesOut.add(file)
    size.add(file.path, file.sizeBytes)
    await hints.look(file)
    if (unreadable.length < shownUnreadable && !(await mayRead(folder, file))) unreadable.push(file.path)
  }
  const largest = size.largest()
  return { files, sizeBytes, isCut, largest, leavesOut: leavesOut.lines(largest), hints: hints.found() }
}

/** A file that everybody may read is not asked about: there may be very many. Windows has no such rights in its modes. */
async function mayRead(folder: string, { path, mode }: ContextFile): Promise<boolean> {
  if (process.platform === 'win32' || (mode & 0o444) === 0o444) return true
  const file = await open(join(folder, path), 'r').catch(() => undefined)
  await file?.close()
  return file !== undefined
}

/** What to do about a folder in which there is no such Dockerfile. */
async function instead(
  folder: string,
  dockerfile: string,
): Promise<Pick<BuildPlan, 'trouble' | 'otherDockerfiles' | 'project' | 'alsoLike' | 'below'>> {
  const { kinds } = await lookAtProject(folder)
  const [project, ...alsoLike] = kinds
  const there = await stat(join(folder, dockerfile)).catch(() => undefined)
  return {
    ...(there ? { trouble: there.isDirectory() ? 'folder' : 'unreadable' } : {}),
    ...(project === undefined ? {} : { project }),
    alsoLike,
    otherDockerfiles: await dockerfilesIn(folder, dockerfile),
    below: project === undefined ? await projectsBelow(folder) : [],
  }
}

/** Notepad writes `Dockerfile.txt`, and some folders have one for each purpose. */
async function dockerfilesIn(folder: string, dockerfile: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((one) => !one.isDirectory() && one.name !== dockerfile)
    .map(({ name }) => name)
    .filter((name) => /dockerfile|^containerfile$/i.test(name) && !name.endsWith('.dockerignore'))
    .sort()
    .slice(0, 10)
}
