// What an image hardly ever needs and builds of a folder send all the same, and the lines of .dockerignore that leave it out.
import { open, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { IgnoreLine, LargePart, StarterKind } from '../../../preload/model'
import type { ContextFile } from './context'
import { argsOf, type Instruction } from './dockerfile'
import { convertLineEnds } from './line-ends'
import { decodeText, isUtf16 } from './text-file'

/** What tools make again by themselves. */
export const madeAgain: Readonly<Record<StarterKind, readonly string[]>> = {
  node: ['**/node_modules', 'dist', '.next', 'coverage'],
  python: ['.venv', 'venv', '**/__pycache__', '**/*.pyc', '.pytest_cache'],
  'java-gradle': ['**/build', '.gradle'],
  'java-maven': ['**/target'],
  go: ['bin'],
  static: [],
}

/** Whatever the project is; what only has such a name by chance is not among them. */
const always = ['.git', 'node_modules', '.venv', '.gradle', '**/__pycache__']

/** What the Dockerfile itself copies from the folder, as it names it or in an argument. */
function copied(instructions: readonly Instruction[]): ReadonlySet<string> {
  const sources = instructions
    .filter(({ keyword, text }) => (keyword === 'COPY' || keyword === 'ADD') && !/ --from=/.test(text))
    .flatMap(({ text }) =>
      text
        .replace(/[[\]",]/g, ' ')
        .split(/\s+/)
        .slice(1, -1),
    )
  const named = [...sources, ...argsOf(instructions).map(({ value }) => value)]
  return new Set(named.map((source) => source.replace(/^\.?\//, '').split('/')[0] ?? ''))
}

export interface LeavesOut {
  /** Of a file that would be sent. */
  add(file: Pick<ContextFile, 'path' | 'sizeBytes'>): void
  /**
   * Lines that would leave something out, those that leave out the most first; behind them one for each other part that
   * is large, which somebody has to know whether the image needs.
   */
  lines(largest?: readonly LargePart[]): readonly IgnoreLine[]
}

/** Whether one of the lines above leaves out the path with these names in it: a general rule costs ten times as much. */
function leaves(line: string, names: readonly string[]): boolean {
  if (!line.startsWith('**/')) return names[0] === line
  const name = line.slice('**/'.length)
  return name.startsWith('*') ? names.at(-1)?.endsWith(name.slice(1)) === true : names.includes(name)
}

/** Lines for a project of this kind, but for what its Dockerfile copies by name. */
export function createLeavesOut(
  kind: StarterKind | undefined,
  instructions: readonly Instruction[],
): LeavesOut {
  const needed = copied(instructions)
  const wanted = [...new Set([...always, ...(kind === undefined ? [] : madeAgain[kind])])]
  const found = wanted
    .filter((line) => !needed.has(line.replace(/^\*\*\//, '')))
    .map((line) => ({ line, sizeBytes: 0 }))
  return {
    add: ({ path, sizeBytes }) => {
      const names = path.split('/')
      const first = found.find(({ line }) => leaves(line, names))
      if (first) first.sizeBytes += sizeBytes
    },
    lines: (largest = []) => {
      const sure = found
        .filter(({ sizeBytes }) => sizeBytes > 0)
        .sort((a, b) => b.sizeBytes - a.sizeBytes)
        .map(({ line, sizeBytes }) => ({ line, sizeBytes, sure: true }))
      const asked = largest
        .map(({ path, sizeBytes }) => ({ line: path.replace(/\/$/, ''), sizeBytes, sure: false }))
        .filter(
          ({ line, sizeBytes }) =>
            sizeBytes >= worthALine &&
            isPlain(line) &&
            !needed.has(line.split('/')[0] ?? '') &&
            !found.some((one) => leaves(one.line, line.split('/'))),
        )
      return [...sure, ...asked]
    },
  }
}

/** In bytes. */
const worthALine = 10e6
/** Signs that rules give a meaning, and spaces at the ends, would make it a rule for something else. */
const isPlain = (path: string): boolean => !/[*?[\]\\!#\r\n]|^\s|\s$/.test(path)

/** The file whose rules hold, or would hold, for a build by this Dockerfile. */
export async function ignoreFileOf(folder: string, dockerfile: string): Promise<string> {
  const own = `${dockerfile}.dockerignore`
  return (await stat(join(folder, own)).catch(() => undefined)) ? own : '.dockerignore'
}

/**
 * Adds the lines at the end, each that is not there yet; what the file has stays as it is.
 * @throws build.folder-not-writable
 */
export async function addIgnoreLines(
  folder: string,
  dockerfile: string,
  lines: readonly string[],
): Promise<void> {
  const file = join(folder, await ignoreFileOf(folder, dockerfile))
  try {
    const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return Buffer.alloc(0)
    })
    // Lines of another encoding below those would be read by nobody.
    if (isUtf16(content)) await convertLineEnds(folder, relative(folder, file))
    const before = decodeText(content)
    const end = before.includes('\r\n') && !isUtf16(content) ? '\r\n' : '\n'
    const there = new Set(before.split(/\r?\n/).map((line) => line.trim()))
    const fresh = lines.filter((line) => !there.has(line))
    if (fresh.length === 0) return
    const gap = before === '' || before.endsWith('\n') ? '' : end
    const handle = await open(file, 'a')
    try {
      await handle.writeFile(gap + fresh.map((line) => line + end).join(''))
    } finally {
      await handle.close()
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new AppError('build.folder-not-writable', { params: { folder }, detail, cause: error })
  }
}
