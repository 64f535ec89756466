// The files of a workspace that came as an archive: an update brings the team's, and leaves those that are the person's.
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../preload/errors'
import { isReadByItself } from '../base/compose-folder'
import { writeWhole } from '../base/write-whole'
import { contentMark } from './content-mark'
import { isLookedAt, isSmallText } from './read-files'
import type { Summary } from './summary'

/** Marks of files by their paths inside the folder, with `/`. */
type Marks = Readonly<Record<string, string>>

/** What an update does with files that are not as the archive before it brought them. */
export interface FilesPlan {
  /** Mounted folders and files that stay as they are, whatever the new archive has there. */
  readonly stays: readonly string[]
  /** Files that the new archive has, too: the person's are put aside. */
  readonly aside: readonly string[]
}

/** What an update that has begun is to do, whole: kept beside the files until it is done. */
interface Plan extends FilesPlan {
  readonly brought: Marks
  /** Epoch ms; names the folder of what is put aside. */
  readonly at: number
}

export const filesOf = (place: string): string => join(place, 'files')
const nextOf = (place: string): string => join(place, 'files.next')
const planOf = (place: string): string => join(place, 'files.next.json')
const marksOf = (place: string): string => join(place, 'files.json')
/** What was put aside by an update, in a folder for each. */
export const asideOf = (place: string, at: number): string => join(place, 'aside', String(at))

type Looked = Pick<Summary, 'services' | 'files'>

/**
 * @param place the folder that Portside keeps for the workspace
 * @param accepted what runs until now, whose mounts its containers have written to
 * @param next what was looked at: of the files that it names there can only be the archive's own
 */
export async function planFiles(
  place: string,
  unpacked: string,
  { accepted, next }: { readonly accepted: Pick<Summary, 'services'> | undefined; readonly next: Looked },
): Promise<FilesPlan & { readonly brought: Marks }> {
  const [now, before, brought] = await Promise.all([
    marksIn(filesOf(place)),
    readJson<Marks>(marksOf(place), {}),
    marksIn(unpacked),
  ])
  const mine = Object.keys(now).filter((path) => now[path] !== before[path])
  const gone = Object.keys(before).filter((path) => now[path] === undefined)
  const named = Object.keys(next.files ?? {}).map((path) =>
    path.replace(/^\.[\\/]/, '').replaceAll('\\', '/'),
  )
  const stays = mountedIn(accepted ?? { services: {} }, isWritten).filter((place) => {
    if (named.some((path) => isIn(place, path))) return false
    const inside = (path: string): boolean => isIn(place, path)
    // A part of a database's files would tear the rest apart: who has changed one keeps all of them.
    const isTouched = [...mine, ...gone].some((path) => inside(path) && before[path] !== undefined)
    const isOwn = mine.some(inside) && !Object.keys(before).some(inside)
    return isTouched || isOwn
  })
  const isStaying = (path: string): boolean => stays.some((place) => isIn(place, path))
  const looked = mountedIn(next, isLookedAt)
  const aside: string[] = []
  for (const path of mine)
    if (!isStaying(path) && now[path] !== brought[path]) {
      const isLooked =
        looked.some((one) => isIn(one, path)) && (await isSmallText(join(filesOf(place), path)))
      if (isLooked || isInTheWay(path, brought)) aside.push(path)
    }
  return { stays, aside: aside.sort(), brought }
}

/** What Compose reads without being told to: another one than the archive's own would change what was looked at. */
const isInTheWay = (path: string, brought: Marks): boolean =>
  isReadByItself(path) ||
  brought[path] !== undefined ||
  Object.keys(brought).some((one) => isIn(path, one) || isIn(one, path))

const isIn = (place: string, path: string): boolean => path === place || path.startsWith(`${place}/`)

const isWritten = (_target: string, readOnly: boolean): boolean => !readOnly

/** The folder itself is mounted for its source code; what is in it is looked at file by file. */
function mountedIn(
  { services }: Pick<Summary, 'services'>,
  which: (target: string, readOnly: boolean) => boolean,
): string[] {
  const paths = Object.values(services).flatMap(({ mounts }) =>
    mounts.flatMap((mount) => {
      const [, path, target = '', readOnly] =
        /^\.[\\/](.+?)[\\/]? → (.*?)( \(read-only\))?$/.exec(mount) ?? []
      const isMeant = path !== undefined && which(target, readOnly !== undefined)
      return isMeant ? [path.replaceAll('\\', '/')] : []
    }),
  )
  return [...new Set(paths)].filter((path) => !paths.some((one) => one !== path && isIn(one, path)))
}

/** Lays the unpacked files ready; nothing is exchanged until {@link bringFiles}, which must be called once this has begun. */
export async function layReady(place: string, unpacked: string, plan: Plan): Promise<void> {
  await mkdir(place, { recursive: true, mode: 0o700 })
  await forgetReady(place)
  await writeWhole(planOf(place), JSON.stringify(plan))
  await rename(unpacked, nextOf(place))
}

/** Of an update that nobody agreed to, or was cut off before it was kept. */
export async function forgetReady(place: string): Promise<void> {
  // What versions before this one left behind when they were cut off.
  for (const one of [nextOf(place), planOf(place), `${filesOf(place)}.old`])
    await rm(one, { recursive: true, force: true }).catch(() => {})
}

/**
 * Exchanges the files; called again after it was cut off, it does what is left.
 * @throws workspace.files-refused
 */
export async function bringFiles(place: string): Promise<void> {
  const plan = await readJson<Plan | undefined>(planOf(place), undefined)
  if (!plan) return
  try {
    await exchange(place, plan)
  } catch (cause) {
    const { path = filesOf(place) } = cause as NodeJS.ErrnoException
    throw new AppError('workspace.files-refused', { params: { path }, detail: String(cause), cause })
  }
}

async function exchange(place: string, { brought, stays, aside: replaced, at }: Plan): Promise<void> {
  const [folder, next, aside] = [filesOf(place), nextOf(place), asideOf(place, at)]
  const before = await readJson<Marks>(marksOf(place), {})
  const isStaying = (path: string): boolean => stays.some((one) => isIn(one, path))
  const putAside = async (path: string): Promise<void> => {
    await mkdir(dirname(join(aside, path)), { recursive: true, mode: 0o700 })
    await rename(join(folder, path), join(aside, path))
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const path of Object.keys(before))
    if (!isStaying(path) && brought[path] === undefined && (await markAt(folder, path)) === before[path])
      await removeFile(folder, path)
  for (const path of replaced) {
    // After a cut it may be there already, and the archive's own in its place.
    const isDone = (await markAt(aside, path)) !== undefined
    if (!isDone && (await markAt(folder, path)) !== undefined) await putAside(path)
  }
  for (const path of Object.keys(await marksIn(next))) {
    if (isStaying(path)) continue
    await clearWay(folder, path, putAside)
    const mark = await markAt(folder, path)
    if (mark !== undefined && mark !== before[path] && mark !== brought[path]) await putAside(path)
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
    await rename(join(next, path), join(folder, path))
  }
  await writeWhole(marksOf(place), JSON.stringify(brought))
  await forgetReady(place)
}

/** A file where the new archive has a folder. */
async function clearWay(
  folder: string,
  path: string,
  putAside: (path: string) => Promise<void>,
): Promise<void> {
  const parts = path.split('/')
  for (let depth = 1; depth < parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join('/')
    const found = await lstat(join(folder, parent)).catch(() => undefined)
    if (found && !found.isDirectory()) await putAside(parent)
  }
}

/** With the folders that are empty without it. */
async function removeFile(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true })
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent))
    if (
      !(await rmdir(join(folder, parent)).then(
        () => true,
        () => false,
      ))
    )
      return
}

/** Of all that is no folder: links, and what cannot be read, are like nothing that an archive brings. */
async function marksIn(folder: string, path = ''): Promise<Marks> {
  const marks: Record<string, string> = {}
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch((error: unknown) => {
    // A database keeps its folder to itself.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') marks[path] = ''
    return []
  })
  for (const entry of entries) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`
    if (entry.isDirectory()) Object.assign(marks, await marksIn(folder, inner))
    else marks[inner] = (await markAt(folder, inner)) ?? ''
  }
  return marks
}

/** Undefined where nothing is; a folder has the mark of nothing that an archive brings. */
async function markAt(folder: string, path: string): Promise<string | undefined> {
  const found = await lstat(join(folder, path)).catch(() => undefined)
  if (!found) return undefined
  return found.isFile() ? contentMark(join(folder, path)) : ''
}

async function readJson<T>(file: string, otherwise: T): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T
  } catch {
    return otherwise
  }
}
