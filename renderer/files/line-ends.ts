// A field of text knows one end of a line only; a file keeps those that it has.

const ends = /\r\n|\r|\n/g

/** As a field of text has it. */
export const shownText = (text: string): string => text.replace(ends, '\n')

/** The edited text with the ends of the file: lines before and after what was changed keep theirs, new ones get the usual one. */
export function withLineEnds(edited: string, file: string): string {
  const known = file.match(ends) ?? []
  if (known.every((end) => end === '\n')) return edited
  const usual = mostOf(known)
  const before = file.split(ends)
  const after = edited.split('\n')
  const shorter = Math.min(before.length, after.length)
  let first = 0
  while (first < shorter && before[first] === after[first]) first++
  let last = 0
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last++
  const moved = before.length - after.length
  const endOf = (at: number): string =>
    (at < first || moved === 0 ? known[at] : at >= after.length - last ? known[at + moved] : undefined) ??
    usual
  return after.map((line, at) => (at === after.length - 1 ? line : line + endOf(at))).join('')
}

function mostOf(all: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}
