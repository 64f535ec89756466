// Runs the real `docker compose` for one project: what it makes of the files, and what it does, step by step.
import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { basename, relative } from 'node:path'
import { AppError } from '../../preload/errors'
import type { ComposeFiles } from '../../preload/model'
import { tail } from '../base/child'
import { plainTexts } from '../base/compose-texts'
import { followProgram } from '../base/follow-program'
import { placeOfPath, syntaxFault, type Place } from './compose-place'
import { nameOfFolder } from './folder-name'
import { withoutOrders } from './env-file-orders'
import { locateCompose, type ComposeSources } from './compose-program'
import {
  faultError,
  isNameless,
  missingVariables,
  readFault,
  warningsOf,
  type ComposeFault,
} from './compose-words'

/** A page or two is usual; beyond this a file is no compose file. In bytes. */
export const largestFile = 1024 * 1024
const largestConfig = 16 * 1024 * 1024

export interface RunProject extends ComposeFiles {
  /** Read after the project's own files: moved ports of this user. */
  readonly overrides?: readonly string[]
  /** Handed to Compose besides the environment of the app: secrets, for example. */
  readonly env?: Readonly<Record<string, string>>
}

export interface ComposeOutput {
  readonly stdout: string
  /** In Compose's words. */
  readonly warnings: readonly string[]
  /** Variables that were filled in with nothing. */
  readonly missingVariables: readonly string[]
}

export interface ComposeRunner {
  /** Whether there is a Compose that is new enough. */
  available(): Promise<boolean>
  /**
   * The files as Compose understands them: `docker compose config --format json`, parsed, with a `$` for each `$`.
   * Starts nothing.
   * @throws compose.* with params file, line and column where they are known
   */
  config(
    project: RunProject,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ComposeOutput & { readonly json: unknown }>
  /** Runs to the end with its answer on stdout, at most 16 MiB. @throws compose.* */
  ask(
    project: RunProject,
    args: readonly string[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ComposeOutput>
  /**
   * Does something, and tells each line as it comes; {@link ActionSteps} reads them. An abort asks Compose to end,
   * waits for that, and then throws the signal's reason. @throws compose.*
   */
  run(
    project: RunProject,
    args: readonly string[],
    options: { readonly signal?: AbortSignal | undefined; readonly onLine: (line: string) => void },
  ): Promise<void>
}

export interface ComposeRunnerOptions {
  /** Asked anew for each run, by the project's name and files: an engine that starts again may be elsewhere. */
  readonly sources: (project?: Pick<RunProject, 'name' | 'files'>) => ComposeSources | Promise<ComposeSources>
}

export function createComposeRunner({ sources }: ComposeRunnerOptions): ComposeRunner {
  const locate = async (project: RunProject): Promise<{ program: string; env: NodeJS.ProcessEnv }> => {
    const found = await locateCompose(await sources(project))
    if (!found) throw new AppError('compose.no-program')
    const { program, takesAll } = found
    const env = { ...found.env, ...project.env }
    return { program, env: { ...env, ...(await withoutOrders(project, env, takesAll)) } }
  }
  const ask: ComposeRunner['ask'] = async (project, args, options = {}) => {
    await checkFiles(project)
    const { program, env } = await locate(project)
    const { exitCode, stdout, stderr } = await runToEnd(program, [...projectArgs(project), ...args], {
      cwd: project.folder,
      env,
      signal: options.signal,
    })
    // Neither the file nor the environment has one, and of a folder in Korean letters Compose makes none.
    if (exitCode !== 0 && project.name === undefined && isNameless(stderr))
      return ask({ ...project, name: nameOfFolder(project.folder) }, args, options)
    if (exitCode !== 0) throw await explain(project, stderr)
    return { stdout, warnings: warningsOf(stderr), missingVariables: missingVariables(stderr) }
  }
  return {
    available: async () => (await locateCompose(await sources())) !== undefined,
    ask,
    config: async (project, options) => {
      const output = await ask(project, ['config', '--format', 'json'], options)
      try {
        return { ...output, json: plainTexts(JSON.parse(output.stdout)) }
      } catch (cause) {
        throw new AppError('compose.failed', { params: { place: '' }, detail: String(cause), cause })
      }
    },
    run: async (project, args, { signal, onLine }) => {
      await checkFiles(project)
      const { program, env } = await locate(project)
      const all = ['--progress', 'plain', '--ansi', 'never', ...projectArgs(project), ...args]
      const stderr: string[] = []
      const exitCode = await followProgram(program, all, {
        cwd: project.folder,
        env,
        signal,
        onLine: (line) => {
          stderr.push(line)
          if (stderr.length > 200) stderr.shift()
          onLine(line)
        },
      })
      signal?.throwIfAborted()
      if (exitCode !== 0) throw await explain(project, stderr.join('\n'))
    },
  }
}

export const projectArgs = (project: RunProject): string[] => [
  ...(project.name === undefined ? [] : ['--project-name', project.name]),
  ...(project.files.length === 0 ? [] : ['--project-directory', project.folder]),
  ...[...project.files, ...(project.overrides ?? [])].flatMap((file) => ['--file', file]),
  ...project.profiles.flatMap((profile) => ['--profile', profile]),
  ...project.envFiles.flatMap((file) => ['--env-file', file]),
]

/** Said before Compose is asked, which would read a file of any size. */
async function checkFiles({ files, folder }: RunProject): Promise<void> {
  for (const file of files) {
    const stats = await stat(file).catch(() => undefined)
    if (!stats?.isFile()) throw new AppError('compose.no-file', { params: { path: shown(file, folder) } })
    if (stats.size > largestFile)
      throw new AppError('compose.file-too-large', { params: { path: shown(file, folder) } })
  }
}

const shown = (file: string, folder: string): string => {
  const path = relative(folder, file)
  return path === '' || path.startsWith('..') ? file : path
}

interface Spawned {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal | undefined
}

function runToEnd(
  program: string,
  args: readonly string[],
  { cwd, env, signal }: Spawned,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    })
    const stdout = tail(child.stdout, largestConfig)
    const stderr = tail(child.stderr)
    child.on('error', reject)
    child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout: stdout(), stderr: stderr() }))
  })
}

/** The error that Compose's words mean, with its place in the files. */
async function explain(project: RunProject, stderr: string): Promise<AppError> {
  const fault = readFault(stderr)
  const found = await findPlace(project, fault)
  const file = found && shown(found.file, project.folder)
  return faultError(
    found?.problem === undefined ? fault : { ...fault, params: { ...fault.params, problem: found.problem } },
    {
      place: found
        ? `${file}${found.line === undefined ? '' : `:${found.line}:${found.column ?? 1}`}`
        : project.files[0]
          ? basename(project.files[0])
          : '',
      ...(found ? { file: found.file } : {}),
      ...(found?.line === undefined ? {} : { line: found.line, column: found.column ?? 1 }),
    },
    stderr,
  )
}

interface Found extends Partial<Place> {
  readonly file: string
  readonly problem?: string
}

async function findPlace(project: RunProject, fault: ComposeFault): Promise<Found | undefined> {
  const files = fault.file === undefined ? project.files : [fault.file]
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    if (fault.code === 'compose.bad-yaml') {
      const syntax = syntaxFault(text)
      if (syntax) return { file, ...syntax }
    } else if (fault.path) {
      const place = placeOfPath(text, fault.path)
      if (place) return { file, ...place }
    }
  }
  const [first] = files
  return first !== undefined && fault.line !== undefined
    ? { file: first, line: fault.line, column: 1 }
    : undefined
}
