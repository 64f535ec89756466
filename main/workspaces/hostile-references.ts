// What Compose would read or fetch while it only looks at a file: kept inside the folder before Compose sees it.
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../preload/errors'
import { isInside } from './trust'

interface Reference {
  readonly path: string
  readonly service?: string
}

/**
 * Included, extended and environment files are read by Compose itself, with this person's rights, and remote ones
 * are fetched: a file that nobody has trusted yet may do neither.
 * @throws workspace.refused
 */
export async function refuseHostile(
  content: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<void> {
  for (const { path, service = '' } of referencesOf(content)) {
    if (/\$/.test(path)) throw refused('variable-path', path, service)
    if (/^[a-z][a-z0-9+.-]+:|^git@|\.git(#|$)/i.test(path) && !/^[a-z]:[\\/]/i.test(path))
      throw refused('remote-file', path, service)
    if (!isInside(folder, resolve(folder, path))) throw refused('outside-file', path, service)
    await refuseLink(folder, path, service)
  }
  for (const [name, service] of entries(content.services))
    if (service.provider !== undefined) throw refused('provider', name, name)
}

/** A link in the folder may lead out of it. */
async function refuseLink(folder: string, path: string, service: string): Promise<void> {
  const real = await realpath(join(folder, path)).catch(() => undefined)
  if (real !== undefined && !isInside(await realpath(folder), real))
    throw refused('outside-file', path, service)
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
  const included = list(content.include).flatMap((one) => {
    if (typeof one === 'string') return [{ path: one }]
    const { path, env_file: env, project_directory: folder } = (one ?? {}) as Loose
    return [...textsOf(path), ...textsOf(env), ...textsOf(folder)].map((each) => ({ path: each }))
  })
  const ofServices = entries(content.services).flatMap(([service, entry]) => {
    const { file } = (entry.extends ?? {}) as { readonly file?: unknown }
    const named = [
      ...(typeof file === 'string' ? [file] : []),
      ...textsOf(entry.env_file),
      ...textsOf(entry.label_file),
    ]
    return named.map((path) => ({ path, service }))
  })
  return [...included, ...ofServices]
}
