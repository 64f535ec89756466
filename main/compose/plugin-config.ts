// Lets Compose find the plugins of `docker` that come with Portside: since its version 2.33 it builds with `docker-buildx`,
// and looks for that only where Docker's configuration says.
import { mkdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseDockerConfig } from '../base/docker-config'
import type { Environment } from '../base/docker-plugins'
import { writeWhole } from '../base/write-whole'

export interface PluginSources {
  /** Where they may lie, `docker-buildx` in one of them. */
  readonly folders: readonly string[]
  /** Of Portside's own, for a copy of the person's configuration. */
  readonly folder: string
  readonly env: Environment
  readonly platform: NodeJS.Platform
}

/**
 * Environment for Compose: a configuration that is the person's own with these folders besides. Logins and helpers stay
 * as they are; what is kept beside the configuration is found where it was.
 */
export async function withPlugins({
  folders,
  folder,
  env,
  platform,
}: PluginSources): Promise<Readonly<Record<string, string>>> {
  const own = env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  const name = platform === 'win32' ? 'docker-buildx.exe' : 'docker-buildx'
  const found = await Promise.all(folders.map((one) => isThere(join(one, name))))
  const more = folders.filter((_, at) => found[at])
  // The person's own is the one that is used.
  const isNeeded = more.length > 0 && !(await isThere(join(own, 'cli-plugins', name)))
  const config = isNeeded ? await readConfig(join(own, 'config.json')) : undefined
  if (config === undefined) {
    await forgetCopy(folder)
    return {}
  }
  const theirs = Array.isArray(config.cliPluginsExtraDirs) ? config.cliPluginsExtraDirs : []
  const text = JSON.stringify({
    ...config,
    cliPluginsExtraDirs: [join(own, 'cli-plugins'), ...theirs, ...more],
  })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'config.json')
  // Several are started at once.
  const write = async (): Promise<void> => {
    if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeWhole(file, text, 0o600)
  }
  const next = writing.then(write)
  writing = next.catch(() => {})
  await next
  await linkContexts(own, folder, platform)
  // What buildx itself remembers is there, too.
  return { DOCKER_CONFIG: folder, BUILDX_CONFIG: env.BUILDX_CONFIG ?? join(own, 'buildx') }
}

/** The copy has the person's logins in it, and nothing of it is kept for longer than it is used. */
export async function forgetCopy(folder: string): Promise<void> {
  writing = writing.then(() => rm(join(folder, 'config.json'), { force: true })).catch(() => {})
  await writing
}

let writing: Promise<void> = Promise.resolve()

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Empty where there is none, and of one that Docker cannot read: it then goes on without, and so must what it builds. */
const readConfig = async (file: string): Promise<Record<string, unknown>> =>
  parseDockerConfig(await readFile(file, 'utf8').catch(() => '')) ?? {}

/** The configuration may name one of them, which is read before anything is done. */
async function linkContexts(own: string, folder: string, platform: NodeJS.Platform): Promise<void> {
  const [from, to] = [join(own, 'contexts'), join(folder, 'contexts')]
  if (!(await isThere(from)) || (await isThere(to))) return
  await symlink(from, to, platform === 'win32' ? 'junction' : 'dir').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
}
