// The head of an HTTP/1.1 message: its first line, and how its body is framed.

export interface HttpHead {
  /** `POST /v1.47/containers/web/start HTTP/1.1`, or `HTTP/1.1 204 No Content`. */
  readonly first: string
  readonly headers: ReadonlyMap<string, string>
  /** Length in bytes with the empty line. */
  readonly bytes: number
}

/** Longer heads are nothing that Docker's clients or its engine send. */
export const headLimitBytes = 64 * 1024

/** Undefined while the empty line has not come. */
export function parseHead(data: Buffer): HttpHead | undefined {
  const end = data.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = data.toString('latin1', 0, end).split('\r\n')
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { first, headers, bytes: end + 4 }
}

export const isChunked = ({ headers }: HttpHead): boolean =>
  /\bchunked\b/i.test(headers.get('transfer-encoding') ?? '')

/** Of a body that is not chunked; 0 when there is none. */
export const contentLength = ({ headers }: HttpHead): number => {
  const text = headers.get('content-length') ?? '0'
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

/** Follows a chunked body to its end (RFC 9112, section 7.1). */
export class ChunkedEnd {
  #rest = ''
  #data = 0
  #trailer = false

  /** How many of these bytes belong to the body, and whether it ends with them. */
  take(data: Buffer): { readonly used: number; readonly ended: boolean } {
    let at = 0
    while (at < data.length) {
      if (this.#data > 0) {
        const skipped = Math.min(this.#data, data.length - at)
        this.#data -= skipped
        at += skipped
        continue
      }
      const newline = data.indexOf('\n', at)
      const line = data.toString('latin1', at, newline < 0 ? data.length : newline)
      at = newline < 0 ? data.length : newline + 1
      this.#rest += line
      if (newline < 0) break
      const whole = this.#rest.replace(/\r$/, '')
      this.#rest = ''
      if (this.#trailer) {
        if (whole === '') return { used: at, ended: true }
      } else {
        const size = parseInt(whole, 16)
        if (size === 0) this.#trailer = true
        // The data and the line end behind it.
        else this.#data = Number.isNaN(size) ? 0 : size + 2
      }
    }
    return { used: at, ended: false }
  }
}

/** Undefined while something of it is missing. `length` is undefined for a chunked one. */
export function wholeBody(
  body: Buffer,
  length: number | undefined,
): { text: string; bytes: number } | undefined {
  if (length !== undefined)
    return body.length < length ? undefined : { text: body.toString('utf8', 0, length), bytes: length }
  const { used, ended } = new ChunkedEnd().take(body)
  if (!ended) return undefined
  // Sizes stand alone on their lines; what is between them is the text, which may be divided within a character.
  const bytes = body.toString('latin1', 0, used).replace(/(^|\r\n)[0-9a-f]+\r\n/gi, '')
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return { text: text.trimEnd(), bytes: used }
}
