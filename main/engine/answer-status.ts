// How the engine's answers read without an HTTP client: their status, and a refusal as an error.

/** @throws SyntaxError for what is no first line of an answer */
export function answerStatus(first: string): number {
  const [, digits] = /^HTTP\/1\.[01] (\d{3})\b/.exec(first) ?? []
  if (digits === undefined) throw new SyntaxError(`not an answer of HTTP: ${first.slice(0, 80)}`)
  return Number(digits)
}

/** With `statusCode` and `json` as docker-modem's errors have them. */
export function refusalOf(statusCode: number, text: string): Error {
  const words = text.trim()
  return Object.assign(new Error(words || `HTTP ${statusCode}`), { statusCode, json: jsonOf(words) })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
