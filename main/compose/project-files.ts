// Reads and replaces the files of a project: only those that it names, whole or not at all, with a copy kept.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { AppError, isAppError, serialiseError } from '../../preload/errors'
import type { ComposeFileText, ComposeProblem } from '../../preload/model'
import { writeWhole } from '../base/write-whole'
import { largestFile, type ComposeRunner, type RunProject } from './compose-runner'

const keptCopies = 20

/** @throws compose.not-its-file compose.no-file compose.file-too-large */
export async function readProjectFile(project: RunProject, path: string): Promise<ComposeFileText> {
  await checkPath(project, path)
  const stats = await stat(path).catch(() => undefined)
  if (!stats?.isFile()) throw new AppError('compose.no-file', { params: { path } })
  if (stats.size > largestFile) throw new AppError('compose.file-too-large', { params: { path } })
  const text = await readFile(path, 'utf8')
  return { path, text, revision: revisionOf(text) }
}

const revisionOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A link may lead anywhere: what it leads to has to be in the project's folder, too. */
async function checkPath({ files, folder }: RunProject, path: string): Promise<void> {
  if (!files.includes(path)) throw new AppError('compose.not-its-file', { params: { path } })
  const [real, root] = await Promise.all([
    realpath(path).catch(() => path),
    realpath(folder).catch(() => folder),
  ])
  const way = relative(root, real)
  const linked = real !== join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path))
  if (linked && (way.startsWith('..') || isAbsolute(way)))
    throw new AppError('compose.outside-folder', { params: { path, target: real } })
}

export interface TriedText {
  readonly path: string
  readonly text: string
  readonly scratch: string
  /** Of what Compose lets stand unread. @throws AppError with file, line and column */
  readonly checkBlock: (text: string, path: string, whole: () => Promise<unknown>) => Promise<void>
}

/** Asks Compose about a text that is not on disk: a copy beside nothing, with the paths of the project. */
export async function tryText(
  runner: ComposeRunner,
  project: RunProject,
  { path, text, scratch, checkBlock }: TriedText,
  signal?: AbortSignal,
): Promise<{ problem?: ComposeProblem; warnings: readonly string[] }> {
  await checkPath(project, path)
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  const copy = join(scratch, `${basename(path)}.${process.pid}.${revisionOf(path + text).slice(0, 12)}.yaml`)
  await writeFile(copy, text, { mode: 0o600 })
  try {
    const files = project.files.map((file) => (file === path ? copy : file))
    const { warnings } = await runner.config({ ...project, files }, { signal })
    const all = { ...project, files, profiles: ['*'] }
    await checkBlock(text, path, async () => (await runner.config(all, { signal })).json)
    return { warnings }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { problem: problemOf(error, path, copy), warnings: [] }
  } finally {
    await rm(copy, { force: true })
  }
}

function problemOf(error: AppError, path: string, copy: string): ComposeProblem {
  const { file, line, column } = error.params
  const about = file === copy ? path : typeof file === 'string' ? file : undefined
  const named = (text: string): string =>
    text.replaceAll(copy, path).replaceAll(basename(copy), basename(path))
  const plain = serialiseError(error)
  return {
    error: {
      ...plain,
      message: named(plain.message),
      params: Object.fromEntries(
        Object.entries(plain.params).map(([key, value]) => [
          key,
          typeof value === 'string' ? named(value) : value,
        ]),
      ),
      ...(plain.detail === undefined ? {} : { detail: named(plain.detail) }),
    },
    ...(about === undefined ? {} : { path: about }),
    ...(typeof line === 'number' ? { line } : {}),
    ...(typeof column === 'number' ? { column } : {}),
  }
}

/** @throws compose.file-changed, and what {@link readProjectFile} throws */
export async function replaceProjectFile(
  project: RunProject,
  change: {
    readonly path: string
    readonly text: string
    readonly revision: string
    /** Where copies are kept. */
    readonly copies: string
  },
): Promise<ComposeFileText & { backup: string }> {
  const { path, text, revision, copies } = change
  const before = await readProjectFile(project, path)
  if (before.revision !== revision) throw new AppError('compose.file-changed', { params: { path } })
  await mkdir(copies, { recursive: true, mode: 0o700 })
  const backup = join(copies, `${new Date().toISOString().replaceAll(':', '-')}-${basename(path)}`)
  // Through a link to the file itself, which stays a link.
  const real = await realpath(path)
  const { mode } = await stat(real)
  await writeWhole(backup, await readFile(real))
  try {
    await writeWhole(real, text, mode & 0o777)
  } catch (cause) {
    if (isAppError(cause, 'files.no-space')) throw cause
    throw new AppError('compose.file-refused', { params: { path }, detail: String(cause), cause })
  }
  await dropOldCopies(copies, basename(path))
  return { path, text, revision: revisionOf(text), backup }
}

async function dropOldCopies(folder: string, name: string): Promise<void> {
  const copies = (await readdir(folder)).filter((one) => one.endsWith(`-${name}`)).sort()
  for (const old of copies.slice(0, -keptCopies)) await rm(join(folder, old), { force: true })
}
