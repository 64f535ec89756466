// Finds out what kind of project a folder holds, from the files that its tools leave there. Nothing is run.
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProjectPlace, StarterKind } from '../../../../preload/model'

/** What a starter is written from. */
export interface Project {
  /** All that the folder looks like, what it most likely is first. */
  readonly kinds: readonly StarterKind[]
  /** Names of the files and folders right in the folder. */
  readonly names: ReadonlySet<string>
  /** Text of a file below the folder, its beginning if it is large; empty when there is none. */
  read(path: string): Promise<string>
  has(path: string): Promise<boolean>
  /** Names in a folder below it; none when it cannot be read. */
  list(path: string): Promise<readonly string[]>
}

/** Descriptions of projects are far smaller, in bytes. */
const largestRead = 256 * 1024

/** The first that fits: a Java project with a page in it is a Java project. */
const marks: readonly (readonly [StarterKind, readonly string[]])[] = [
  ['java-gradle', ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts']],
  ['java-maven', ['pom.xml']],
  ['go', ['go.mod']],
  ['python', ['requirements.txt', 'pyproject.toml', 'manage.py', 'Pipfile']],
  ['node', ['package.json']],
  ['static', ['index.html']],
]

/** A folder that cannot be read is like an empty one. */
export async function lookAtProject(folder: string): Promise<Project> {
  const names = new Set(await namesIn(folder))
  const read = (path: string): Promise<string> => beginningOf(join(folder, path))
  return {
    kinds: await kindsOf(names, read),
    names,
    read,
    has: (path) =>
      stat(join(folder, path)).then(
        (found) => found.isFile(),
        () => false,
      ),
    list: (path) => namesIn(join(folder, path)),
  }
}

/** Folders right below this one that hold projects of their own, in the order of their names. */
export async function projectsBelow(folder: string): Promise<readonly ProjectPlace[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((one) => one.isDirectory() && !/^(?:\.|node_modules$)/.test(one.name))
  const places = await Promise.all(
    folders.slice(0, 100).map(async ({ name }): Promise<ProjectPlace[]> => {
      const path = join(folder, name)
      const names = new Set(await namesIn(path))
      const [kind] = await kindsOf(names, (file) => beginningOf(join(path, file)))
      const hasDockerfile = names.has('Dockerfile')
      if (kind === undefined && !hasDockerfile) return []
      return [{ name, folder: path, hasDockerfile, ...(kind === undefined ? {} : { kind }) }]
    }),
  )
  return places.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function kindsOf(
  names: ReadonlySet<string>,
  read: (path: string) => Promise<string>,
): Promise<readonly StarterKind[]> {
  const kinds = marks.filter(([, files]) => files.some((file) => names.has(file))).map(([kind]) => kind)
  // Some have a package.json for a tool that formats their pages, and no program at all.
  const onlyTools =
    kinds.join() === 'node,static' &&
    !/"(?:start|build)"\s*:/.test(await read('package.json')) &&
    !['server.js', 'app.js', 'index.js'].some((name) => names.has(name))
  return onlyTools ? [...kinds].reverse() : kinds
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => [])

async function beginningOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return ''
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(largestRead), 0, largestRead, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } catch {
    // A folder of this name.
    return ''
  } finally {
    await file.close()
  }
}

/** The first of the files that exist, with its text, in which the pattern is found. */
export async function findIn(
  project: Pick<Project, 'read'>,
  files: readonly string[],
  pattern: RegExp,
): Promise<{ readonly file: string; readonly match: RegExpExecArray } | undefined> {
  for (const file of files) {
    const match = pattern.exec(await project.read(file))
    if (match) return { file, match }
  }
  return undefined
}

/** A port that makes sense, or the usual one. */
export function portOf(text: string | undefined, usual: number): number {
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : usual
}
