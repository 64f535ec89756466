// Paths in a container, as text.

export const joinPath = (folder: string, name: string): string =>
  folder === '/' ? `/${name}` : `${folder}/${name}`

export const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** The last part; of the root the root itself. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1) || path

export interface Crumb {
  readonly name: string
  readonly path: string
}

export function crumbsOf(path: string): Crumb[] {
  const parts = path.split('/').filter(Boolean)
  return parts.map((name, index) => ({ name, path: `/${parts.slice(0, index + 1).join('/')}` }))
}

/** Text, or undefined for bytes that are none. */
export function textOf(data: Uint8Array): string | undefined {
  if (data.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    return undefined
  }
}
