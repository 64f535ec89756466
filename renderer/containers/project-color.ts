// The colour of a project: the same for the same name, everywhere and on every start.

const colors = 5

export function projectColor(project: string): string {
  let hash = 0
  for (const letter of project) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return `var(--p-${(hash % colors) + 1})`
}
