// Folders of this computer in a request to make a container, written as the engine finds them inside the machine.

/** Where a path of this computer is inside; undefined for what is no such path, or the same there. */
export type PathInside = (path: string) => string | undefined

export const createsContainer = (firstLine: string): boolean =>
  /^POST (?:https?:\/\/[^/\s]+)?(?:\/v[\d.]+)?\/containers\/create(?:\?\S*)? /.test(firstLine)

/** The body with paths translated; undefined when nothing in it changes, or it is none that is understood. */
export function translateCreate(json: string, inside: PathInside): string | undefined {
  let body: unknown
  try {
    body = JSON.parse(json)
  } catch {
    return undefined
  }
  if (!isRecord(body) || !isRecord(body.HostConfig)) return undefined
  const { Binds, Mounts } = body.HostConfig
  const binds = Array.isArray(Binds) ? Binds.map((bind) => translateBind(bind, inside)) : Binds
  const mounts = Array.isArray(Mounts) ? Mounts.map((mount) => translateMount(mount, inside)) : Mounts
  const changed = { ...body, HostConfig: { ...body.HostConfig, Binds: binds, Mounts: mounts } }
  const text = JSON.stringify(changed)
  return text === JSON.stringify(body) ? undefined : text
}

/** `source:target[:options]`; the colon behind a drive's letter divides nothing. */
function translateBind(bind: unknown, inside: PathInside): unknown {
  if (typeof bind !== 'string') return bind
  const [, source, rest] = /^((?:[A-Za-z]:(?=[\\/]))?[^:]*)(:.*)$/s.exec(bind) ?? []
  const translated = source === undefined ? undefined : inside(source)
  return translated === undefined ? bind : `${translated}${rest}`
}

function translateMount(mount: unknown, inside: PathInside): unknown {
  if (!isRecord(mount) || mount.Type !== 'bind' || typeof mount.Source !== 'string') return mount
  const translated = inside(mount.Source)
  return translated === undefined ? mount : { ...mount, Source: translated }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
