// Small files of a workspace's folder that its containers run or read, by their content: a build's recipe, a script that is
// mounted. What is mounted to be written to, and what is large, is data and nobody's change.
import { open, readdir, stat } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import type { ComposeJson, ServiceJson } from '../base/compose-json'
import { contentMark } from './content-mark'
import { isInside } from './host-paths'

/** In bytes: scripts and settings are smaller, databases are not. */
const longestText = 256 * 1024
/** Of a mounted folder; a folder with more is no folder of scripts. */
const mostFiles = 500

/** Marks by absolute paths, of all that lies in `folder`. */
export async function marksOfFiles(
  config: ComposeJson,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const marks = new Map<string, string>()
  const add = async (path: string): Promise<void> => {
    if (isInside(folder, path) && (await isSmallText(path))) marks.set(path, await contentMark(path))
  }
  for (const service of Object.values(config.services)) {
    for (const path of recipesOf(service)) await add(path)
    for (const { type, source = '', target = '', read_only: readOnly = false } of service.volumes ?? []) {
      if (type !== 'bind' || !isInside(folder, source)) continue
      const found = await stat(source).catch(() => undefined)
      if (found?.isFile() && (readOnly || !isState(source))) await add(source)
      if (found?.isDirectory() && isLookedAt(target, readOnly))
        for (const path of await filesIn(source)) await add(path)
    }
  }
  return marks
}

/** The Dockerfile, then the files of what a build does not get to see, the first of which counts. */
export function recipesOf({ build }: ServiceJson): readonly string[] {
  const { context, dockerfile = 'Dockerfile' } = build ?? {}
  // A context may be a repository elsewhere.
  if (context === undefined || !isAbsolute(context)) return []
  const recipe = isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile)
  return [recipe, `${recipe}.dockerignore`, join(context, '.dockerignore')]
}

/** A folder that is only read, or whose scripts images of databases run when they start on an empty volume. */
export const isLookedAt = (target: string, readOnly: boolean): boolean =>
  readOnly || target.startsWith('/docker-entrypoint')

/** Written by what runs, though it is small and text. */
const isState = (path: string): boolean =>
  /\.(log|pid|lock|db|sqlite3?|history)$|^acme\.json$|_history$/i.test(basename(path))

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
  return files.length > mostFiles ? [] : files.sort()
}

export async function isSmallText(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile() || found.size > longestText) return false
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, 0)
    return !buffer.subarray(0, bytesRead).includes(0)
  } finally {
    await file.close()
  }
}
