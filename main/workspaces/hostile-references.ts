// What Compose would read or fetch while it only looks at a file: kept inside the folder before Compose sees it.
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../preload/errors'
import { isInside } from './host-paths'
import { longestFile, readContent } from './workspace-file'

interface Reference {
  readonly path: string
  readonly service?: string
  /** Set where Compose reads it as one of its own files, and follows what that names. */
  readonly isCompose?: true
  /** What paths in it start from; its own folder otherwise. */
  readonly folder?: string
}

/** Of one workspace. */
const mostFiles = 100

/**
 * Included, extended and environment files are read by Compose itself, with this person's rights, and remote ones
 * are fetched: a file that nobody has trusted yet may do neither, and no file that it includes.
 * @param beside files that Compose reads besides
 * @param note told of each file before it is read
 * @throws workspace.refused workspace.bad-file
 */
export async function refuseHostile(
  content: Readonly<Record<string, unknown>>,
  folder: string,
  beside: readonly string[] = [],
  note: (file: string) => Promise<void> = async () => {},
): Promise<void> {
  const root = await realpath(folder)
  const seen = new Set<string>()
  const visit = async (part: Loose, base: string): Promise<void> => {
    // Compose reads it without being told.
    await follow({ path: '.env' }, base)
    for (const [name, service] of entries(part.services))
      if (service.provider !== undefined) throw refused('provider', name, name)
    for (const reference of referencesOf(part)) {
      refuseWords(reference)
      await follow(reference, base)
    }
  }
  const follow = async (reference: Reference, base: string): Promise<void> => {
    const { path, service = '', isCompose, folder: inner } = reference
    const file = resolve(base, path)
    await note(file)
    const real = await realpath(file).catch(() => undefined)
    // A link in the folder may lead out of it.
    if (!isInside(root, file) || (real !== undefined && !isInside(root, real)))
      throw refused('outside-file', path, service)
    if (!isCompose || real === undefined) return
    const next = inner === undefined ? dirname(file) : resolve(base, inner)
    const key = `${real}\0${next}`
    if (seen.has(key)) return
    if (seen.add(key).size > mostFiles) throw refused('too-many-files', path, service)
    // One that cannot be read is Compose's to complain about.
    const text = await readFile(real, 'utf8').catch(() => undefined)
    if (text !== undefined && text.trim() !== '') await visit(readContent(text, file).content, next)
  }
  await visit(content, root)
  // Paths in all of them start from the folder of the first.
  for (const path of beside) await follow({ path, isCompose: true, folder: root }, root)
}

/** Of a compose file on disk, whatever else it is, and those beside it. @throws workspace.refused workspace.bad-file */
export async function refuseHostileFile(file: string, beside: readonly string[] = []): Promise<void> {
  const { size } = await stat(file)
  // Compose is not asked about such a file, either.
  if (size > longestFile * 4) return
  const text = await readFile(file, 'utf8')
  const content = text.trim() === '' ? {} : readContent(text, file).content
  await refuseHostile(content, dirname(file), beside)
}

function refuseWords({ path, service = '' }: Reference): void {
  // Compose takes it for the person's own folder.
  if (path.startsWith('~')) throw refused('outside-file', path, service)
  if (/\$/.test(path)) throw refused('variable-path', path, service)
  if (/^[a-z][a-z0-9+.-]+:|^git@|\.git(#|$)/i.test(path) && !/^[a-z]:[\\/]/i.test(path))
    throw refused('remote-file', path, service)
}

const refused = (reason: string, subject: string, service: string): AppError =>
  new AppError('workspace.refused', {
    params: { reason, subject: subject.slice(0, 200), service },
    detail: `${service === '' ? '' : `${service}: `}${reason}: ${subject.slice(0, 500)}`,
  })

type Loose = Readonly<Record<string, unknown>>

const entries = (value: unknown): (readonly [string, Loose])[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).map(([name, one]) => [name, (one ?? {}) as Loose] as const)

const list = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

const textsOf = (value: unknown): string[] =>
  list(value).flatMap((one) => {
    if (typeof one === 'string') return [one]
    const { path } = (one ?? {}) as { readonly path?: unknown }
    return list(path).filter((each) => typeof each === 'string')
  })

function referencesOf(content: Loose): Reference[] {
  const included = list(content.include).flatMap((one): Reference[] => {
    if (typeof one === 'string') return [{ path: one, isCompose: true }]
    const { path, env_file: env, project_directory: folder } = (one ?? {}) as Loose
    const paths = textsOf(path)
    // Of several files in one entry, all start from the folder of the first.
    const [inner = dirname(paths[0] ?? '.')] = textsOf(folder)
    return [
      ...paths.map((each) => ({ path: each, isCompose: true as const, folder: inner })),
      ...[...textsOf(env), ...textsOf(folder)].map((each) => ({ path: each })),
    ]
  })
  const ofServices = entries(content.services).flatMap(([service, entry]): Reference[] => {
    const { file } = (entry.extends ?? {}) as { readonly file?: unknown }
    const plain = [...textsOf(entry.env_file), ...textsOf(entry.label_file)]
    return [
      ...(typeof file === 'string' ? [{ path: file, service, isCompose: true as const }] : []),
      ...plain.map((path) => ({ path, service })),
    ]
  })
  return [...included, ...ofServices]
}
