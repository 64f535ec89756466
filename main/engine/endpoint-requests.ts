// What clients ask of the engine, byte for byte, and one request after the other: starts are held until they are let through.
import { Transform, type TransformCallback } from 'node:stream'
import {
  ChunkedEnd,
  contentLength,
  headLimitBytes,
  isChunked,
  parseHead,
  wholeBody,
  type HttpHead,
} from './http-head'
import { createsContainer, translateCreate, type PathInside } from './folder-paths'
import { startedBy } from './start-guard'

export interface RequestsOptions {
  /** Resolves with false when the start was answered already and must not reach the engine. */
  readonly onStart: (container: string) => Promise<boolean>
  /** Where folders of this computer are inside; absent where they have the same path there. */
  readonly pathInside?: PathInside | undefined
}

/** Longer bodies are nothing that a container is made from. */
const longestCreateBytes = 4 * 1024 * 1024

type Place =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number; readonly dropped: boolean }
  | { readonly at: 'chunks'; readonly end: ChunkedEnd }
  | { readonly at: 'create'; readonly head: Buffer; readonly parsed: HttpHead; body: Buffer }
  /** Nothing is understood from here on, and everything passes. */
  | { readonly at: 'tunnel' }

/** Requests after which the connection is no HTTP any more, in either direction. */
const hijacks = /^POST (?:\/v[\d.]+)?\/(?:containers\/[^/]+\/attach|exec\/[^/]+\/start|session|grpc)\b/

export class EndpointRequests extends Transform {
  readonly #options: RequestsOptions
  #place: Place = { at: 'head' }
  #head: Buffer = Buffer.alloc(0)

  constructor(options: RequestsOptions) {
    super()
    this.#options = options
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#take(chunk).then(
      () => done(),
      (error: Error) => done(error),
    )
  }

  override _flush(done: TransformCallback): void {
    if (this.#place.at === 'create') this.push(Buffer.concat([this.#place.head, this.#place.body]))
    if (this.#head.length > 0) this.push(this.#head)
    done()
  }

  async #take(chunk: Buffer): Promise<void> {
    let data = chunk
    while (data.length > 0) {
      const place = this.#place
      if (place.at === 'tunnel') {
        this.push(data)
        return
      }
      data = place.at === 'head' ? await this.#takeHead(data) : this.#takeBody(place, data)
    }
  }

  #takeBody(place: Exclude<Place, { at: 'head' | 'tunnel' }>, data: Buffer): Buffer {
    if (place.at === 'create') return this.#takeCreate(place, data)
    if (place.at === 'chunks') {
      const { used, ended } = place.end.take(data)
      this.push(data.subarray(0, used))
      if (ended) this.#place = { at: 'head' }
      return data.subarray(used)
    }
    const used = Math.min(place.left, data.length)
    if (!place.dropped) this.push(data.subarray(0, used))
    place.left -= used
    if (place.left === 0) this.#place = { at: 'head' }
    return data.subarray(used)
  }

  /** Kept until it is whole, then passed on with the paths as they are inside. */
  #takeCreate(place: Extract<Place, { at: 'create' }>, data: Buffer): Buffer {
    const { head, parsed } = place
    place.body = Buffer.concat([place.body, data])
    const whole = wholeBody(place.body, isChunked(parsed) ? undefined : contentLength(parsed))
    if (!whole && place.body.length <= longestCreateBytes) return Buffer.alloc(0)
    this.#place = { at: 'head' }
    const { pathInside } = this.#options
    const translated = whole && pathInside && translateCreate(whole.text, pathInside)
    if (whole && translated !== undefined) {
      this.push(headWithLength(parsed, Buffer.byteLength(translated)) + translated)
      return place.body.subarray(whole.bytes)
    }
    // As it came: what is behind the head is followed from its beginning.
    this.push(head)
    this.#place = placeBehind(parsed, false)
    return place.body
  }

  /** Resolves with what comes behind the head. */
  async #takeHead(data: Buffer): Promise<Buffer> {
    const all = this.#head.length === 0 ? data : Buffer.concat([this.#head, data])
    const head = parseHead(all)
    if (!head) {
      this.#head = all
      if (all.length > headLimitBytes || !/^[A-Z]{0,10}(?: |$)/.test(all.toString('latin1', 0, 11)))
        this.#tunnel()
      return Buffer.alloc(0)
    }
    this.#head = Buffer.alloc(0)
    if (this.#options.pathInside && createsContainer(head.first) && !head.headers.has('expect')) {
      const first = Buffer.from(all.subarray(0, head.bytes))
      this.#place = { at: 'create', head: first, parsed: head, body: Buffer.alloc(0) }
      return all.subarray(head.bytes)
    }
    const passed = await this.#isPassed(head)
    if (passed) this.push(all.subarray(0, head.bytes))
    this.#place = placeBehind(head, !passed)
    return all.subarray(head.bytes)
  }

  async #isPassed(head: HttpHead): Promise<boolean> {
    const container = startedBy(head.first)
    // A start has no body; one that comes in chunks is left to the engine.
    if (container === undefined || isChunked(head)) return true
    return this.#options.onStart(container)
  }

  #tunnel(): void {
    this.push(this.#head)
    this.#head = Buffer.alloc(0)
    this.#place = { at: 'tunnel' }
  }
}

function placeBehind(head: HttpHead, dropped: boolean): Place {
  if (head.headers.has('upgrade') || hijacks.test(head.first) || !/ HTTP\/1\.[01]$/.test(head.first))
    return { at: 'tunnel' }
  if (isChunked(head)) return { at: 'chunks', end: new ChunkedEnd() }
  const left = contentLength(head)
  if (Number.isNaN(left)) return { at: 'tunnel' }
  return left === 0 ? { at: 'head' } : { at: 'body', left, dropped }
}

function headWithLength({ first, headers }: HttpHead, length: number): string {
  const kept = [...headers].filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding')
  const lines = kept.map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, `content-length: ${length}`, '', ''].join('\r\n')
}
