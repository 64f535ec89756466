// Paths in a volume, and the same in the container through which it is seen.

/** `folder` is absolute from the root of the volume; `..` leads no higher than that. */
export function inVolume(place: string, folder: string): string {
  const parts: string[] = []
  for (const part of folder.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const root = place.replace(/\/+$/, '')
  return parts.length === 0 ? root || '/' : `${root}/${parts.join('/')}`
}
