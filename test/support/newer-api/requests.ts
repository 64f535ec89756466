// What requests mean from API 1.52 on that meant something else before. Each rule names the version that it follows.
import { isOlder, type Asked } from './versions'

type Json = Record<string, unknown>

export interface Understood {
  readonly body: Json
  /** The engine adds them to its answer. */
  readonly warnings: readonly string[]
  /** What the engine says instead of doing so. */
  readonly refusal?: string
}

/** 1.52: a container has no MAC address of its own any more, only its endpoints have. */
const wideAddress =
  'container-wide MAC address no longer supported; use endpoint-specific MAC address instead'

export const isUnderstoodAnew = (method: string, { version, path }: Asked): boolean =>
  method === 'POST' && !isOlder(version, '1.52') && /^\/containers\/(?:create|[^/]+\/update)$/.test(path)

export function understand(body: Json, { version, path }: Asked): Understood {
  // 1.52: KernelMemoryTCP says nothing.
  const { MacAddress: address, KernelMemoryTCP: _memory, ...rest } = body
  if (path !== '/containers/create') return { body: rest, warnings: [] }
  if (address !== undefined && address !== '') return { body: rest, warnings: [], refusal: wideAddress }
  const host = { ...(rest.HostConfig as Json | null) }
  delete host.KernelMemoryTCP
  const ports = Object.entries((host.PortBindings ?? {}) as Record<string, unknown[] | null>)
  const empty = ports.filter(([, bindings]) => (bindings ?? []).length === 0).map(([port]) => port)
  // 1.52: still published, with a warning. 1.53: an empty list publishes nothing.
  const discards = !isOlder(version, '1.53')
  if (discards) host.PortBindings = Object.fromEntries(ports.filter(([port]) => !empty.includes(port)))
  const warnings =
    discards || empty.length === 0
      ? []
      : [`Port bindings without entries will be discarded from API 1.53 on: ${empty.join(', ')}`]
  return { body: { ...rest, HostConfig: host }, warnings }
}

/** For the engine behind, which still knows what newer ones do not. */
export function queryFor({ version, query }: Asked): string {
  const kept = new URLSearchParams(query)
  // 1.52: `keep-storage` of POST /build/prune is not known any more; since 1.48 it is `reserved-space`.
  if (!isOlder(version, '1.52')) kept.delete('keep-storage')
  const text = kept.toString()
  return text === '' ? '' : `?${text}`
}
