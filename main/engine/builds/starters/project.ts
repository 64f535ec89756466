// Finds out what kind of project a folder holds, from the files that its tools leave there. Nothing is run.
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StarterKind } from '../../../../preload/model'

/** What a starter is written from. */
export interface Project {
  /** Undefined when the folder looks like none of them. */
  readonly kind: StarterKind | undefined
  /** Names of the files and folders right in the folder. */
  readonly names: ReadonlySet<string>
  /** Scripts of package.json. */
  readonly scripts: Readonly<Record<string, string>>
  /** Names of the packages that a Python project asks for, in small letters. */
  readonly pythonPackages: ReadonlySet<string>
}

/** The first that fits: a Java project with a page in it is a Java project. */
const marks: readonly (readonly [StarterKind, readonly string[]])[] = [
  ['java-gradle', ['build.gradle', 'build.gradle.kts']],
  ['java-maven', ['pom.xml']],
  ['go', ['go.mod']],
  ['python', ['requirements.txt', 'pyproject.toml', 'manage.py']],
  ['node', ['package.json']],
  ['static', ['index.html']],
]

/** A folder that cannot be read is like an empty one. */
export async function lookAtProject(folder: string): Promise<Project> {
  const names = new Set(await readdir(folder).catch(() => []))
  const kind = marks.find(([, files]) => files.some((file) => names.has(file)))?.[0]
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8').catch(() => '')
  return {
    kind,
    names,
    scripts: scriptsOf(await read('package.json')),
    pythonPackages: packagesOf(`${await read('requirements.txt')}\n${await read('pyproject.toml')}`),
  }
}

function scriptsOf(text: string): Readonly<Record<string, string>> {
  try {
    const { scripts } = JSON.parse(text) as { readonly scripts?: unknown }
    if (typeof scripts !== 'object' || scripts === null) return {}
    return Object.fromEntries(
      Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return {}
  }
}

/** Of `flask==3.1`, `"fastapi[standard]>=0.1"` and the like, the name. */
const packagesOf = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^\s*["']?([A-Za-z][\w.-]*)/gm)].map(([, name = '']) => name.toLowerCase()))
