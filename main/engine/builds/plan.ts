// What a build would send and what is odd about it, found out before it begins.
import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { BuildHint, BuildPlan } from '../../../preload/model'
import { readIgnore, walkContext } from './context'
import { createLeavesOut, ignoreFileOf } from './ignore-file'
import { lookAtProject } from './starters/project'
import { argsOf, mountedIds, readInstructions, stagesOf } from './dockerfile'

const shownLargest = 5
/** Scripts and settings are smaller than this, in bytes; larger files are not read. */
const largestRead = 256 * 1024
const shownHints = 20

/** @throws build.no-folder */
export async function checkFolder(folder: string): Promise<string> {
  const stats = isAbsolute(folder) ? await stat(folder).catch(() => undefined) : undefined
  if (!stats?.isDirectory()) throw new AppError('build.no-folder', { params: { folder } })
  return folder
}

/** The Dockerfile stays in its folder, whatever its name says. Undefined when it is not there. */
export async function readDockerfile(folder: string, dockerfile: string): Promise<string | undefined> {
  if (isAbsolute(dockerfile) || dockerfile.split(/[\\/]/).includes('..')) return undefined
  return readFile(join(folder, dockerfile), 'utf8').catch(() => undefined)
}

/** @throws build.no-folder */
export async function planBuild(
  folder: string,
  dockerfile: string,
  signal?: AbortSignal,
): Promise<BuildPlan> {
  await checkFolder(folder)
  const text = await readDockerfile(folder, dockerfile)
  const ignore = await readIgnore(folder, dockerfile)
  const instructions = readInstructions(text ?? '')
  let files = 0
  let sizeBytes = 0
  const largest: { path: string; sizeBytes: number }[] = []
  const hints: BuildHint[] = []
  const { kind } = await lookAtProject(folder)
  const leavesOut = createLeavesOut(kind, instructions)
  for await (const file of walkContext(folder, ignore, signal)) {
    if (file.kind !== 'file') continue
    files += 1
    sizeBytes += file.sizeBytes
    leavesOut.add(file)
    largest.push({ path: file.path, sizeBytes: file.sizeBytes })
    if (largest.length > 1000) keepLargest(largest)
    if (hints.length < shownHints && file.sizeBytes < largestRead)
      hints.push(...(await hintsOf(folder, file.path)))
  }
  keepLargest(largest)
  return {
    ...(text !== undefined || kind === undefined ? {} : { project: kind }),
    found: text !== undefined,
    files,
    sizeBytes,
    largest,
    ignoreFile: await ignoreFileOf(folder, dockerfile),
    hasIgnoreFile: ignore !== undefined,
    leavesOut: leavesOut.lines(),
    stages: stagesOf(instructions),
    args: argsOf(instructions),
    secrets: mountedIds(instructions, 'secret'),
    ssh: mountedIds(instructions, 'ssh'),
    hints,
  }
}

function keepLargest(files: { path: string; sizeBytes: number }[]): void {
  files.sort((a, b) => b.sizeBytes - a.sizeBytes)
  files.splice(shownLargest)
}

/** A database is never in the same container, so its address is not localhost. */
const localDatabase =
  /(?:(?:mysql|mariadb|postgres(?:ql)?|mongodb(?:\+srv)?|redis|amqp):\/\/(?:[^@\s/]*@)?|\b(?:DB|DATABASE|MYSQL|POSTGRES|PG|REDIS|MONGO)_?HOST\s*[=:]\s*["']?)(?:localhost|127\.0\.0\.1)\b/i

async function hintsOf(folder: string, path: string): Promise<readonly BuildHint[]> {
  const isScript = /(?:\.sh|\.bash|(?:^|\/)(?:entrypoint|docker-entrypoint|gradlew|mvnw))$/.test(path)
  const isConfig =
    /(?:^|\/)(?:\.env(?:\.\w+)?|application[\w-]*\.(?:ya?ml|properties)|config\.\w+|Dockerfile[\w.-]*)$/.test(
      path,
    )
  if (!isScript && !isConfig) return []
  const text = await readFile(join(folder, path), 'utf8').catch(() => '')
  if (isScript) return text.includes('\r\n') ? [{ kind: 'windows-lines', path }] : []
  const at = text.split('\n').findIndex((line) => localDatabase.test(line))
  return at < 0 ? [] : [{ kind: 'localhost-database', path, line: at + 1 }]
}
