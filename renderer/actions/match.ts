// Finds texts by what somebody types of them: every word has to be found, in any order, at best at the start of a word.

/** Higher is better; undefined: not found. Both already in lower case. */
export function score(text: string, query: string): number | undefined {
  let total = 0
  for (const word of query.split(/\s+/).filter(Boolean)) {
    const found = scoreWord(text, word)
    if (found === undefined) return undefined
    total += found
  }
  // Of two that are found alike, the shorter says less that was not asked for.
  return total - text.length / 1000
}

const boundary = /[\s\-_./:()]/

function scoreWord(text: string, word: string): number | undefined {
  let best: number | undefined
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const atStart = at === 0 || boundary.test(text[at - 1] ?? '')
    const whole = atStart && (at + word.length === text.length || boundary.test(text[at + word.length] ?? ''))
    best = Math.max(best ?? 0, whole ? 12 : atStart ? 10 : 6)
    if (best === 12) break
  }
  return best ?? scoreLetters(text, word)
}

/** The letters in their order, with gaps: `rst` finds restart. Numbers are taken as they stand. */
function scoreLetters(text: string, word: string): number | undefined {
  if (word.length < 2 || /^\d+$/.test(word)) return undefined
  let at = -1
  let starts = 0
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return undefined
    if (next === 0 || boundary.test(text[next - 1] ?? '')) starts += 1
    at = next
  }
  // Letters that are found just anywhere mean nothing: the first has to begin a word.
  return starts > 0 ? 1 + starts / word.length : undefined
}
