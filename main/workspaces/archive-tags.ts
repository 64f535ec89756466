// Which names the images of an archive would take on this computer: a workspace may only bring those that it runs.
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { AppError } from '../../preload/errors'
import type { ComposeJson } from '../base/compose-json'
import { tagOf } from './image-tags'
import { contentOf, marking, openInner } from './inner-file'

/** In bytes; lists of names are smaller. */
const longestList = 8 * 2 ** 20
/** As `docker save` writes them: the first by its own format, the other by that of the OCI, and the oldest one. */
const lists = new Set(['manifest.json', 'index.json', 'repositories'])

/** Ids that an image of this name may have, by the name as the engine lists it: of its configuration, or its manifest. */
type Named = ReadonlyMap<string, ReadonlySet<string>>

/**
 * The engine gives every name in the archive to its image, also one that another image has by now. An image may have
 * more names than its service uses; none of them takes another one's place, and one of its services does so only where
 * that was `allowed`. `idOf` tells what has a name here.
 * @returns marks of the blocks that were looked at
 * @throws workspace.foreign-image workspace.image-taken image.unreadable
 */
export async function refuseForeignTags(
  file: FileHandle,
  config: ComposeJson,
  idOf: IdOf,
  { allowed = [], signal }: { readonly allowed?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<readonly string[]> {
  const own = namesOfServices(config)
  const marks: string[] = []
  for (const [tag, ids] of await tagsIn(file, signal, marks)) {
    if (!isTaken(tag, ids, idOf) || (own.has(tag) && allowed.includes(tag))) continue
    const code = own.has(tag) ? 'workspace.image-taken' : 'workspace.foreign-image'
    throw new AppError(code, { params: { image: tag.slice(0, 200) } })
  }
  return marks
}

export type IdOf = (tag: string) => string | undefined

/** As the engine lists them, with the service. */
const namesOfServices = ({ services, name }: ComposeJson): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(services).map(([service, { image }]) => [tagOf(image ?? `${name}-${service}`), service]),
  )

const isTaken = (tag: string, ids: ReadonlySet<string>, idOf: IdOf): boolean => {
  const here = idOf(tag)
  return here !== undefined && !ids.has(here.replace('sha256:', ''))
}

/**
 * Names of its services that its images would take from others that have them here, with the services.
 * @throws image.unreadable
 */
export async function takenTags(
  { folder, files }: { readonly folder: string; readonly files: readonly string[] },
  config: ComposeJson,
  idOf: IdOf,
  signal?: AbortSignal,
): Promise<readonly { readonly tag: string; readonly service: string }[]> {
  const own = namesOfServices(config)
  // What is large is only read where there is something to take.
  if (![...own.keys()].some((tag) => idOf(tag) !== undefined)) return []
  const found = new Map<string, string>()
  for (const path of files) {
    const file = await openInner(folder, path)
    try {
      for (const [tag, ids] of await tagsIn(file, signal)) {
        const service = own.get(tag)
        if (service !== undefined && isTaken(tag, ids, idOf)) found.set(tag, service)
      }
    } finally {
      await file.close()
    }
  }
  return [...found].map(([tag, service]) => ({ tag, service }))
}

/** @param marks gets those of the blocks that are read @throws image.unreadable */
export async function tagsIn(file: FileHandle, signal?: AbortSignal, marks: string[] = []): Promise<Named> {
  const found = new Map<string, Set<string>>()
  const note = ({ name, id }: OneName): void => {
    const ids = found.get(tagOf(name)) ?? new Set()
    found.set(tagOf(name), id === '' ? ids : ids.add(id))
  }
  const archive = extract()
  archive.on('entry', ({ name, size }, body, next) => {
    const path = name.replace(/^\.\//, '')
    body.on('end', next)
    if (!lists.has(path)) return void body.resume()
    if (size > longestList) return archive.destroy(new Error(`${path} is too long`))
    const parts: Buffer[] = []
    body.on('data', (chunk) => parts.push(chunk as Buffer))
    body.on('end', () => namesOf(path, Buffer.concat(parts).toString('utf8')).forEach(note))
  })
  const content = contentOf(file)
  const abort = signal ? { signal } : {}
  try {
    if (await isGzip(file)) await pipeline(content, marking(marks), createGunzip(), archive, abort)
    else await pipeline(content, marking(marks), archive, abort)
  } catch (error) {
    signal?.throwIfAborted()
    throw new AppError('image.unreadable', { detail: String(error), cause: error })
  }
  return found
}

async function isGzip(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
  return buffer[0] === 0x1f && buffer[1] === 0x8b
}

interface OneName {
  readonly name: string
  /** Without `sha256:`; empty where the list does not tell it. */
  readonly id: string
}

const hexIn = (text: unknown): string => /[0-9a-f]{64}/.exec(typeof text === 'string' ? text : '')?.[0] ?? ''

function namesOf(list: string, text: string): OneName[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return []
  }
  if (list === 'manifest.json')
    return arrayOf(content).flatMap(({ RepoTags: tags, Config: id }) =>
      textsOf(tags).map((name) => ({ name, id: hexIn(id) })),
    )
  if (list === 'repositories')
    return Object.entries((content ?? {}) as object).flatMap(([name, tags]) =>
      Object.keys((tags ?? {}) as object).map((tag) => ({ name: `${name}:${tag}`, id: '' })),
    )
  return arrayOf((content as { readonly manifests?: unknown } | null)?.manifests).flatMap(
    ({ annotations, digest }) => {
      const { 'io.containerd.image.name': name } = (annotations ?? {}) as Readonly<Record<string, unknown>>
      return textsOf([name]).map((one) => ({ name: one, id: hexIn(digest) }))
    },
  )
}

const arrayOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
