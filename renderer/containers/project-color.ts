// The colour of a project: the same for the same name, everywhere and on every start.

const colors = 5

export const projectColor = (project: string): string => `var(--p-${(hashOf(project) % colors) + 1})`

export function hashOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return hash
}
