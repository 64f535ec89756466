// Finds Docker Compose on this computer, as a program of its own or as the plugin of `docker`, and runs it.
import { join } from 'node:path'
import { run, type RunResult } from '../base/child'
import { withoutOrders } from './env-file-orders'
import { withPlugins } from './plugin-config'
import { isNewEnough, isProgram, pluginFolders, type Environment } from '../base/docker-plugins'

export type RunCompose = (
  args: readonly string[],
  options?: { readonly folder?: string; readonly signal?: AbortSignal | undefined },
) => Promise<RunResult>

export interface ComposeSources {
  /** Searched first, so that a Compose that comes with Portside is the one that is used. */
  readonly folders: readonly string[]
  /** Of the engine, as a URL. */
  readonly endpoint: string
  readonly platform?: NodeJS.Platform
  readonly env?: Environment
  /** Of Portside's own, for a configuration of Docker that names the plugins in {@link folders}. */
  readonly configFolder?: string
}

/** The first that knows the tag `!override`. */
const oldest = [2, 24, 4] as const

export interface LocatedCompose {
  readonly program: string
  /** To run it with, so that it reaches the engine of {@link ComposeSources}. */
  readonly env: NodeJS.ProcessEnv
  /** Whether it takes all variables of a project's `.env` for its own environment. */
  readonly takesAll: boolean
}

/** Since this one only those that begin with COMPOSE_. */
const takesItsOwn = [2, 40] as const

/** Versions of programs that were found new enough, so that they are asked once. */
const known = new Map<string, string>()

/** Undefined when there is none, or only one that is too old. */
export async function locateCompose(sources: ComposeSources): Promise<LocatedCompose | undefined> {
  const { env = process.env, platform = process.platform } = sources
  const name = platform === 'win32' ? 'docker-compose.exe' : 'docker-compose'
  for (const folder of [...sources.folders, ...pluginFolders(platform, env)]) {
    const program = join(folder, name)
    if (!(await isProgram(program))) continue
    if (!known.has(program)) {
      const found = await run(program, ['version', '--short'], { windowsHide: true }).catch(() => undefined)
      if (!found || found.exitCode !== 0 || !isNewEnough(found.stdout, oldest)) continue
      known.set(program, found.stdout)
    }
    const takesAll = !isNewEnough(known.get(program) ?? '', takesItsOwn)
    return {
      takesAll,
      program,
      env: { ...env, ...(await pluginsOf(sources)), DOCKER_HOST: sources.endpoint },
    }
  }
  return undefined
}

const pluginsOf = async ({
  configFolder: folder,
  folders,
  env = process.env,
  platform = process.platform,
}: ComposeSources): Promise<Readonly<Record<string, string>>> =>
  folder === undefined ? {} : withPlugins({ folders, folder, env, platform })

/** Undefined as {@link locateCompose}. */
export async function findCompose(sources: ComposeSources): Promise<RunCompose | undefined> {
  const found = await locateCompose(sources)
  if (!found) return undefined
  return async (args, { folder: cwd, signal } = {}) => {
    const envFiles = args.filter((_, at) => args[at - 1] === '--env-file')
    const orders = await withoutOrders({ folder: cwd ?? process.cwd(), envFiles }, found.env, found.takesAll)
    return run(found.program, args, {
      env: { ...found.env, ...orders },
      windowsHide: true,
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal ? { signal } : {}),
    })
  }
}
