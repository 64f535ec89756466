// What `portside containers run` is told: the flags of `docker run`, read as the window reads a pasted command.
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { bytesOf } from '../../preload/amounts'
import { AppError } from '../../preload/errors'
import type { RunRequest } from '../../preload/model'
import { badLineOf, withFile } from '../../renderer/run/env-file'
import { fillFromWords, type Filled } from '../../renderer/run/fill-from-command'
import { requestOf, type EnvRow, type RunForm } from '../../renderer/run/form'
import { portProblems, problemsOf } from '../../renderer/run/validate'
import { readText } from './read-text'
import { wordsIn, type Words } from './texts'
import { UsageError } from './usage'
import type { UsageKey } from './usage-texts'

const policies = ['no', 'on-failure', 'unless-stopped', 'always'] as const

/** @throws TypeError for another word */
export function policyOf(word: string): RunRequest['restart'] {
  const policy = policies.find((one) => one === word)
  if (policy === undefined) throw new UsageError('restart', { policies: policies.join(', ') })
  return policy
}

export interface RunWords {
  readonly request: RunRequest
  /** When the image is downloaded. */
  readonly pull: 'always' | 'missing' | 'never'
  /** What is left out, and why. */
  readonly notes: readonly string[]
  /** Where the id is written, which `docker` does by itself, too. */
  readonly idFile?: string
}

/** Where a command is typed. */
export interface Place {
  readonly folder: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

const here = (): Place => ({ folder: process.cwd(), variables: process.env })

type CommandProblem = Exclude<ReturnType<typeof fillFromWords>, Filled>

const problems: Partial<Record<CommandProblem, UsageKey>> = { 'no-value': 'runNoValue', health: 'runHealth' }

/** @throws UsageError for what it does not understand; files.*; port.bad-port, port.twice */
export async function runRequestOf(
  args: readonly string[],
  { t }: Pick<Words, 't'> = wordsIn(),
  place: Place = here(),
): Promise<RunWords> {
  const filled = fillFromWords(args)
  if (typeof filled === 'string') throw new UsageError(problems[filled] ?? 'containers')
  const idFile = filled.whys.find(({ why }) => why === 'run.leftCidfile')?.value
  refuseRest(filled)
  const form = await completed(filled.form, place)
  refuseBad(form)
  const asked = form.also.findLast(({ name }) => name === 'pull')?.value
  return {
    request: requestOf(form),
    pull: asked === 'always' || asked === 'never' ? asked : 'missing',
    notes: filled.whys
      .filter(({ why }) => why !== 'run.leftCidfile')
      .map(({ flag, why }) => t(why, { flag })),
    ...(idFile === undefined ? {} : { idFile: resolve(place.folder, idFile) }),
  }
}

/** What the container would be without must not be left out in silence. */
function refuseRest({ left, whys }: Filled): void {
  const unknown = left.filter((flag) => !whys.some((one) => one.flag === flag))
  if (unknown.length > 0) throw new UsageError('runFlags', { flags: unknown.join(' ') })
}

/** With what the window has to ask for: files, variables and folders are those of where the command is typed. */
async function completed(form: RunForm, { folder, variables }: Place): Promise<RunForm> {
  let known = form
  for (const row of form.files) {
    const text = await readText(row.path, folder)
    known = withFile(known, row, text)
    if (!known.files.some(({ key }) => key === row.key)) continue
    const bad = row.flag === 'security-opt' ? undefined : badLineOf(text)
    if (!bad) throw new UsageError('runProfile', { file: row.path })
    throw new AppError('files.bad-variables', { params: { file: row.path, ...bad } })
  }
  const valueOf = (row: EnvRow): EnvRow[] => {
    if (row.asked === undefined) return [row]
    const { asked: _asked, ...rest } = row
    const value = variables[row.name]
    if (value !== undefined) return [{ ...rest, value }]
    // What is not set here takes away what the image sets; of a line of a file nothing is left.
    return row.ofFile === undefined ? [{ ...rest, unset: true }] : []
  }
  const folders = known.more.folders.map(({ asked, ...row }) =>
    asked === undefined ? row : { ...row, source: folderOf(asked, folder) },
  )
  return { ...known, env: known.env.flatMap(valueOf), more: { ...known.more, folders } }
}

/** `~` is left where no shell puts the home folder in its place, as on Windows; a folder of that name is meant by nobody. */
const folderOf = (asked: string, folder: string): string =>
  asked.startsWith('~') ? asked.replace(/^~(?=$|[\\/])/, homedir()) : resolve(folder, asked)

/** What a form would show in red and a request would not have any more; the rest is refused by the app itself. */
function refuseBad(form: RunForm): void {
  for (const { key, kind } of portProblems(form, { answer: () => undefined })) {
    const row = form.ports.find((one) => one.key === key)
    const outside = row?.host ?? ''
    if (kind === 'twice') throw new AppError('port.twice', { params: { port: Number(outside) } })
    const port = `${outside === '' ? '' : `${outside}:`}${row?.container ?? ''}`
    throw new AppError('port.bad-port', { params: { port: port.slice(0, 80) } })
  }
  const bad = problemsOf(form, { takenNames: new Set(), answer: () => undefined })
  for (const problem of bad)
    if (
      problem.field === 'more' &&
      (problem.part === 'cpus' || (problem.part === 'memory' && !((bytesOf(form.more.memory) ?? 0) > 0)))
    )
      throw new UsageError('aboveZero', { name: `--${problem.part}` })
}
