// Keeps a project's `.env` from giving orders to Compose itself, and to the programs that Compose runs.
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../preload/errors'
import { isOrder } from '../base/compose-orders'

/** How Portside reads Compose, whoever wrote the file: a flag does not stand against all of these. */
const fixed = {
  COMPOSE_ANSI: 'never',
  COMPOSE_PROGRESS: 'plain',
  COMPOSE_MENU: 'false',
  COMPOSE_PARALLEL_LIMIT: '-1',
} as const

/** In bytes, as of a compose file; a page is usual. */
const largest = 1024 * 1024

/**
 * What to set besides `env`, so that it is there already: orders that `.env` gives come to nothing, all other variables
 * stay for Compose to fill in.
 * @param takesAll whether it is a Compose that takes more than its own variables
 * @throws compose.file-too-large
 */
export async function withoutOrders(
  { folder, envFiles }: { readonly folder: string; readonly envFiles: readonly string[] },
  env: NodeJS.ProcessEnv,
  takesAll: boolean,
): Promise<Readonly<Record<string, string>>> {
  const files = envFiles.length > 0 ? envFiles : [join(folder, '.env')]
  const names = (await Promise.all(files.map(namesIn))).flat()
  // Windows takes names for the same that differ in the size of their letters.
  const there = new Set(Object.keys(env).map((name) => name.toUpperCase()))
  const given = names.filter((name) => isOrder(name, takesAll) && !there.has(name.toUpperCase()))
  const ours = Object.entries(fixed).filter(([name]) => names.includes(name) && !there.has(name))
  return Object.fromEntries([...given.map((name) => [name, ''] as const), ...ours])
}

/** Too many rather than too few: a line inside a text of several lines counts as well. */
async function namesIn(file: string): Promise<readonly string[]> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return []
  if (found.size > largest) throw new AppError('compose.file-too-large', { params: { path: basename(file) } })
  const text = await readFile(file, 'utf8').catch(() => '')
  return [...text.matchAll(/(?:^|[\s\uFEFF;])([A-Za-z_][\w.-]*)\s*[=:]/g)].map(([, name = '']) => name)
}
