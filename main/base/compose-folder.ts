// Which files plain `docker compose` takes in a folder, so that a folder is one environment for everybody.
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** In Compose's order (compose-go, cli.DefaultFileNames and DefaultOverrideFileNames). */
const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  ...['compose.override.yml', 'compose.override.yaml'],
  ...['docker-compose.override.yml', 'docker-compose.override.yaml'],
]

/** Whether Compose may read a file of this name in a folder without being told to. */
export const isReadByItself = (name: string): boolean =>
  name === '.env' || usualNames.includes(name) || overrideNames.includes(name)

const longestEnv = 1_000_000

/**
 * The file that `COMPOSE_FILE` in `.env` names, or one with a usual name and its override beside it; none where neither
 * is. Files that `COMPOSE_FILE` names may be anywhere, and may be missing.
 */
export async function filesInFolder(
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly string[]> {
  const { COMPOSE_FILE: named = '', COMPOSE_PATH_SEPARATOR: between = '' } = await envOf(folder)
  if (named !== '') {
    const parts = named.split(between === '' ? (platform === 'win32' ? ';' : ':') : between)
    return parts.filter((part) => part !== '').map((part) => resolve(folder, part))
  }
  const file = await firstIn(folder, usualNames)
  if (file === undefined) return []
  const override = await firstIn(folder, overrideNames)
  return override === undefined ? [file] : [file, override]
}

/** A file that Compose would begin with in its folder stands for the folder; any other one for itself. */
export async function filesWith(file: string): Promise<readonly string[]> {
  const files = await filesInFolder(dirname(file))
  return files[0] === resolve(file) ? files : [file]
}

async function envOf(folder: string): Promise<Readonly<Record<string, string | undefined>>> {
  const file = join(folder, '.env')
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile() || found.size > longestEnv) return {}
  return parseEnv(await readFile(file, 'utf8').catch(() => ''))
}

async function firstIn(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await isFile(join(folder, name))) return join(folder, name)
  return undefined
}

export const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
