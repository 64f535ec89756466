// Where programs that extend `docker` are found on this computer.
import { access, constants } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Along PATH, and where the plugins of `docker` are kept (docker/cli, cli-plugins/manager). */
export function pluginFolders(platform: NodeJS.Platform, env: Environment): string[] {
  const plugins = join('docker', 'cli-plugins')
  const ofSystem =
    platform === 'win32'
      ? [join(env.ProgramData ?? 'C:\\ProgramData', 'Docker', 'cli-plugins')]
      : [
          ...['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec', '/opt/homebrew/lib'].map(
            (folder) => join(folder, plugins),
          ),
        ]
  const path = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...path, join(env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'cli-plugins'), ...ofSystem]
}

export const isProgram = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether `2.26.1-4`, `v2.30.3` or `5.0.1` is at least the oldest that will do. */
export function isNewEnough(version: string, oldest: readonly number[]): boolean {
  const numbers = version.match(/\d+/g)?.map(Number) ?? []
  for (const [at, wanted] of oldest.entries()) {
    const have = numbers[at] ?? 0
    if (have !== wanted) return have > wanted
  }
  return true
}
