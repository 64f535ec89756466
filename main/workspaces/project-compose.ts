// Docker Compose as workspaces use it: with the files and secrets of one project, and nothing of this computer's environment.
import { randomUUID } from 'node:crypto'
import type { ComposeRunner, RunProject } from '../compose/compose-runner'
import type { OwnerOf } from '../compose/project-owners'
import type { WorkspacesParts } from './workspaces'

export type ProjectCompose = Pick<ComposeRunner, 'config' | 'run'>

/** What Compose itself needs. A file that a stranger wrote must not see the rest through `${NAME}`. */
const passedOn = new Set([
  ...['PATH', 'HOME', 'DOCKER_CONFIG', 'TMPDIR', 'TEMP', 'TMP', 'XDG_RUNTIME_DIR'],
  ...['USERPROFILE', 'SYSTEMROOT', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA', 'PATHEXT', 'COMSPEC'],
])
/** Builds ask registries by themselves. A proxy often has a password in its address, which is no file's to read. */
const proxies = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'])

export const composeEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.has(name.toUpperCase())))

/**
 * The proxies of this computer, for a project that does not read them: told by what Compose makes of others in their
 * place.
 */
export async function proxiesFor(
  call: RunProject,
  { config }: Pick<ProjectCompose, 'config'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string>>> {
  const own = Object.entries(env).filter(
    ([name, value = '']) => proxies.has(name.toUpperCase()) && value !== '',
  )
  if (own.length === 0) return {}
  const mark = `portside-${randomUUID()}`
  const marked = Object.fromEntries(own.map(([name]) => [name, mark]))
  const read = await config({ ...call, env: { ...call.env, ...marked } }).catch(() => undefined)
  if (read === undefined || JSON.stringify(read.json).includes(mark)) return {}
  const handed = namesHandedIn(read.json)
  if (own.some(([name]) => handed.has(name.toUpperCase()))) return {}
  return Object.fromEntries(own.map(([name, value = '']) => [name, value]))
}

/** Variables that secrets and configs hand to containers: Compose shows their names, and fills them in when it starts. */
function namesHandedIn(json: unknown): ReadonlySet<string> {
  const parts = json as Readonly<Record<string, Readonly<Record<string, { environment?: string } | null>>>>
  const given = [parts.secrets, parts.configs].flatMap((part) => Object.values(part ?? {}))
  return new Set(given.map((one) => (one?.environment ?? '').toUpperCase()))
}

/** Whoever else runs Compose for the project of a workspace runs it with its secrets, and as apart from this computer. */
export const ownerFrom =
  ({ ownerOf }: Pick<WorkspacesParts, 'ownerOf'>): OwnerOf =>
  async (project) => {
    const own = await ownerOf(project)
    if (!own) return undefined
    const { values, ...rest } = own
    return { ...rest, env: { ...composeEnvironment(process.env), ...values }, secrets: Object.keys(values) }
  }

export const projectCall = (
  folder: string,
  files: readonly string[],
  more: Omit<RunProject, 'folder' | 'files' | 'profiles' | 'envFiles'> = {},
): RunProject => ({ folder, files, profiles: [], envFiles: [], ...more })
