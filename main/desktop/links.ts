// Turns what was opened with Portside into a request: links and files come from anywhere, so each is checked.
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { AppError } from '../../preload/errors'
import { namesEngine } from '../base/options'
import type { DesktopRequest } from '../../preload/model'

export const scheme = 'portside'
const longestLink = 2_048
/** Names as Docker and Compose allow them. */
const name = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/
/** An image reference: registry, path, tag, digest. */
const reference = /^[a-z0-9][\w.\-/:@]{0,511}$/i
const composeFile = /^(docker-)?compose([.-][\w.-]+)?\.ya?ml$/i
const dockerfile = /^(dockerfile(\.[\w.-]+)?|[\w.-]+\.dockerfile)$/i

/** Words that a link may begin with, and what each may be followed by. */
const pages: Readonly<
  Record<string, (rest: readonly string[], query: URLSearchParams) => DesktopRequest | undefined>
> = {
  open: (rest, query) => (rest.length > 0 ? undefined : openRequest(query)),
  run: (rest, query) => {
    const image = query.get('image')
    if (rest.length > 0 || (image !== null && !reference.test(image))) return undefined
    return { kind: 'run', ...(image === null ? {} : { image }) }
  },
  container: ([container, tab, ...more]) =>
    container === undefined || more.length > 0
      ? undefined
      : { kind: 'container', name: container, ...(tab === undefined ? {} : { tab }) },
  project: ([project, ...more]) =>
    project === undefined || more.length > 0 ? undefined : { kind: 'project-logs', project },
  settings: ([part, ...more]) =>
    more.length > 0 ? undefined : { kind: 'settings', ...(part === undefined ? {} : { part }) },
}

/** Where a workspace is, if the link says so; that it is wanted is asked in the window. */
function openRequest(query: URLSearchParams): DesktopRequest | undefined {
  const [place, ...more] = [...query]
  if (place === undefined) return { kind: 'section', section: '' }
  const [name, value] = place
  const fits = name === 'url' ? isHttps(value) : isAbsolute(value)
  if (more.length > 0 || !fits) return undefined
  return { kind: 'workspace-link', link: `${scheme}://open?${name}=${encodeURIComponent(value)}` }
}

const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:'

/** Sections by their names; whether a window has such a one is for the window to say. */
const section = ([...rest]: readonly string[], word: string): DesktopRequest | undefined =>
  rest.length === 0 ? { kind: 'section', section: word } : undefined

/** @throws host.bad-link for anything that is not exactly a link as they are documented */
export function parseLink(link: string): DesktopRequest {
  const refused = new AppError('host.bad-link', { params: { link: shorten(link) } })
  if (link.length > longestLink || !URL.canParse(link) || !/^[a-z]+:\/\//i.test(link)) throw refused
  const url = new URL(link)
  if (url.protocol !== `${scheme}:` || url.username || url.password || url.port || url.hash) throw refused
  const words = [url.hostname, ...url.pathname.split('/')].filter((word) => word !== '')
  const [first, ...rest] = words
  if (first === undefined || !words.every((word) => name.test(word))) throw refused
  const known = first === 'run' ? ['image'] : first === 'open' ? ['url', 'file'] : []
  if ([...url.searchParams.keys()].some((key) => !known.includes(key))) throw refused
  const page = Object.hasOwn(pages, first) ? pages[first] : undefined
  const request = page ? page(rest, url.searchParams) : section(rest, first)
  if (!request) throw refused
  return request
}

/** @throws host.bad-link host.cannot-open host.open-missing */
export async function parseTarget(target: string): Promise<DesktopRequest> {
  if (new RegExp(`^${scheme}:`, 'i').test(target)) return parseLink(target)
  const file = shorten(basename(target))
  if (!isAbsolute(target) || target.includes('\0'))
    throw new AppError('host.cannot-open', { params: { name: file } })
  const found = await stat(target).catch((cause: unknown) => {
    throw new AppError('host.open-missing', { params: { name: file }, detail: String(cause), cause })
  })
  const path = resolve(target)
  if (found.isDirectory()) return { kind: 'path', path, what: await folderKind(path) }
  const what = found.isFile() ? await kindOf(path) : undefined
  if (what === undefined) throw new AppError('host.cannot-open', { params: { name: file } })
  return { kind: 'path', path, what }
}

/** Names that Compose looks for by itself, in its order. */
const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

async function folderKind(path: string): Promise<'compose' | 'workspace' | 'folder'> {
  // A folder that cannot be listed says so where it is opened.
  const files = await readdir(path).catch((): string[] => [])
  const file = composeNames.find((one) => files.includes(one))
  return file === undefined ? 'folder' : composeKind(join(path, file))
}

async function kindOf(path: string): Promise<'compose' | 'workspace' | 'dockerfile' | undefined> {
  const file = basename(path)
  if (file.toLowerCase().endsWith('.portside')) return 'workspace'
  if (composeFile.test(file)) return composeKind(path)
  return dockerfile.test(file) ? 'dockerfile' : undefined
}

/** Longer ones are refused by Compose's side. In bytes. */
const longestRead = 4_000_000

/** One with the block of a workspace is looked at and trusted like one, however it came. */
async function composeKind(path: string): Promise<'compose' | 'workspace'> {
  const { size } = await stat(path)
  if (size > longestRead) return 'compose'
  // One that cannot be read says so where it is opened.
  const text = await readFile(path, 'utf8').catch(() => '')
  return /(^|[{,\s])["']?x-portside["']?\s*:/m.test(text) ? 'workspace' : 'compose'
}

/** Words of the command line that are something to open; `own` is how many of the first are the app itself. */
export function targetsIn(argv: readonly string[], own: number, folder: string): string[] {
  return argv
    .slice(own)
    .filter((word, index, all) => !word.startsWith('-') && !namesEngine(all[index - 1]) && word !== '')
    .map((word) => (new RegExp(`^${scheme}:`, 'i').test(word) ? word : resolve(folder, word)))
}

const shown = 80
const shorten = (text: string): string => (text.length > shown ? `${text.slice(0, shown)}…` : text)
