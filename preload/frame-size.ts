// How large a message is, and whether it is plain data: for transports that carry objects instead of bytes.

/** Deeper than any noun of the contract. */
const deepest = 32

/**
 * False for more than `limit` bytes (two for a character), for anything deeper than nouns are, and for a `__proto__`
 * key, which is never meant well. Stops as soon as it knows.
 */
export function fits(value: unknown, limit: number): boolean {
  let left = limit
  const walk = (part: unknown, depth: number): boolean => {
    if (depth > deepest) return false
    if (typeof part === 'string') left -= part.length * 2
    else if (part instanceof Uint8Array) left -= part.byteLength
    else if (typeof part === 'object' && part !== null) return walkAll(part, depth)
    else left -= 8
    return left >= 0
  }
  const walkAll = (whole: object, depth: number): boolean => {
    left -= 16
    if (Array.isArray(whole)) return left >= whole.length && whole.every((one) => walk(one, depth + 1))
    for (const [key, one] of Object.entries(whole)) {
      left -= key.length * 2
      if (key === '__proto__' || left < 0 || !walk(one, depth + 1)) return false
    }
    return left >= 0
  }
  return walk(value, 0)
}
