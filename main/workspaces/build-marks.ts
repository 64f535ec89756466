// What services are built from, by marks: whether the team has changed it, and whether an image is older than it.
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComposeJson } from '../base/compose-json'
import { ignoreRules, type IgnoreRules } from '../base/ignore-rules'
import { contentMark } from './content-mark'
import { treeOf } from './git'
import { contextsOf, isInside, isRemote } from './host-paths'
import { recipesOf } from './read-files'

export interface BuildMark {
  /** Of what the team has: what is committed where that is known, all that is there otherwise; empty where neither is. */
  readonly team: string
  /** Of all that an image is made of; undefined where that is too much to be looked at. */
  readonly built?: string
  /** Contexts whose changes nobody is told of: too much, and not under git. */
  readonly untold?: readonly string[]
}

/** Of one context. */
const mostFiles = 10_000
/** Looked at in one context, those that are left out of it as well: a folder of packages may hold ten times as many, in a second. */
const mostEntries = 250_000
/** Hashed of one context, in bytes: beyond it size and time stand for a file. */
const mostBytes = 64e6
const atOnce = 32

interface Look {
  readonly signal?: AbortSignal | undefined
  /** As many as are looked at in a context. */
  readonly files?: number
  /** Those that are left out as well. */
  readonly entries?: number
}

/** By service. Contexts in a repository elsewhere are what their address says. */
export async function markBuilds(
  config: ComposeJson,
  folder: string,
  look: Look = {},
): Promise<ReadonlyMap<string, BuildMark>> {
  const marks = new Map<string, BuildMark>()
  const root = await realpath(folder)
  for (const [name, service] of Object.entries(config.services)) {
    const { build } = service
    if (!build) continue
    const contexts = contextsOf(service, folder).filter((path) => !isRemote(path))
    // What is anywhere else on this computer is nothing of the team's, and may be a file without an end.
    const reals = await Promise.all(contexts.map((path) => realpath(path).catch(() => '/')))
    if (reals.some((real) => !isInside(root, real))) {
      marks.set(name, { team: '' })
      continue
    }
    const written = writtenPlaces(config)
    const trees = await Promise.all(contexts.map((path) => treeOf(path, look.signal)))
    const all = await Promise.all(
      contexts.map((path, at) =>
        contextMark(path, at === 0 ? recipesOf(service).slice(1) : [], written, look),
      ),
    )
    const recipes = await Promise.all(recipesOf(service).map(contentMark))
    // Where the folder lies says nothing of what is in it.
    const asked = JSON.stringify(build).replaceAll(JSON.stringify(folder).slice(1, -1), '.')
    const team = trees.map((tree, at) => tree ?? all[at] ?? '')
    const untold = contexts.filter((_, at) => team[at] === '')
    marks.set(name, {
      team: contexts.length === 0 ? '' : digest(team),
      ...(all.includes(undefined) ? {} : { built: digest([asked, trees, all, recipes]) }),
      ...(untold.length === 0 ? {} : { untold }),
    })
  }
  return marks
}

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16)

/** What containers write is data, and nobody's change. */
const writtenPlaces = ({ services }: ComposeJson): readonly string[] =>
  Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.flatMap(({ type, source, read_only: readOnly }) =>
      type === 'bind' && source !== undefined && readOnly !== true ? [source] : [],
    ),
  )

interface Walk {
  readonly context: string
  readonly isWanted: (path: string) => boolean
  /** Whether a rule may take in again what lies in a folder that another rule leaves out. */
  readonly mayTakeIn: (folder: string) => boolean
  readonly files: string[]
  readonly most: number
  entriesLeft: number
  readonly signal: AbortSignal | undefined
}

/** Undefined where there is more than can be looked at. */
async function contextMark(
  context: string,
  ignoreFiles: readonly string[],
  written: readonly string[],
  { files: most = mostFiles, entries: entriesLeft = mostEntries, signal }: Look,
): Promise<string | undefined> {
  const rules = await rulesOf([...ignoreFiles, join(context, '.dockerignore')])
  const walk: Walk = {
    context,
    mayTakeIn: rules.mayTakeIn,
    isWanted: (path) =>
      !rules.ignores(path) && !written.some((place) => isInside(place, join(context, path))),
    files: [],
    most,
    entriesLeft,
    signal,
  }
  // The whole of it is somebody's work, mounted while it is written.
  if (written.some((place) => isInside(place, context))) return digest([])
  if (!(await collect(walk, ''))) return undefined
  const marks: string[] = []
  const left = { bytes: mostBytes }
  for (let at = 0; at < walk.files.length; at += atOnce) {
    signal?.throwIfAborted()
    const some = walk.files.slice(at, at + atOnce)
    marks.push(...(await Promise.all(some.map((path) => markOf(context, path, left)))))
  }
  return digest(marks)
}

interface Rules extends Pick<IgnoreRules, 'ignores'> {
  readonly mayTakeIn: (folder: string) => boolean
}

/** That of the Dockerfile comes before that of the folder, as with `docker build`. */
async function rulesOf(files: readonly string[]): Promise<Rules> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    try {
      const { ignores } = ignoreRules(text)
      const exceptions = [...text.matchAll(/^\s*!\s*(.*?)\s*$/gm)].map(([, rule = '']) => partsOf(rule))
      return {
        ignores,
        mayTakeIn: (folder) => exceptions.some((rule) => mayMatchIn(rule, folder.split('/'))),
      }
    } catch {
      // A build says what is wrong with them.
      return nothingIgnored
    }
  }
  return nothingIgnored
}

const partsOf = (rule: string): readonly string[] =>
  (process.platform === 'win32' ? rule.replaceAll('\\', '/') : rule)
    .split('/')
    .filter((part) => part !== '' && part !== '.')

/** What has a sign of a pattern in it may be anything. */
function mayMatchIn(rule: readonly string[], folder: readonly string[]): boolean {
  // Anything that is spelt in a strange way may lead anywhere.
  if (rule.includes('..')) return true
  for (const [at, name] of folder.entries()) {
    const part = rule[at]
    if (part === undefined) return false
    if (part.includes('**')) return true
    if (part !== name && !/[*?[\\]/.test(part)) return false
  }
  return true
}

const nothingIgnored: Rules = { ignores: () => false, mayTakeIn: () => false }

/** In the order of names. False when there are too many. What cannot be read is left out: a build would say so. */
async function collect(walk: Walk, below: string): Promise<boolean> {
  walk.signal?.throwIfAborted()
  const entries = await readdir(join(walk.context, below), { withFileTypes: true }).catch(() => [])
  walk.entriesLeft -= entries.length
  if (walk.entriesLeft < 0) return false
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (path === '.git') continue
    const wanted = walk.isWanted(path)
    if (entry.isDirectory()) {
      if ((wanted || walk.mayTakeIn(path)) && !(await collect(walk, path))) return false
    } else if (wanted && (entry.isFile() || entry.isSymbolicLink())) {
      if (walk.files.push(path) > walk.most) return false
    }
  }
  return true
}

async function markOf(context: string, path: string, left: { bytes: number }): Promise<string> {
  const file = join(context, path)
  const found = await lstat(file).catch(() => undefined)
  if (!found) return `${path}\0`
  if (found.isSymbolicLink()) return `${path}\0${await readlink(file).catch(() => '')}`
  const isRun = process.platform !== 'win32' && (found.mode & 0o100) !== 0
  left.bytes -= found.size
  const content = left.bytes < 0 ? `${found.size}-${found.mtimeMs}` : await contentMark(file)
  return `${path}\0${isRun ? 'x' : ''}${content}`
}
