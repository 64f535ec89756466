// What clients ask of the engine, byte for byte, and one request after the other: what takes ports is held until it is let through.
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
import { deployedBy, startedBy } from './start-guard'

export interface RequestsOptions {
  /** Resolves with false when the start was answered already and must not reach the engine. */
  readonly onStart: (container: string, firstLine: string) => Promise<boolean>
  /** The same for a service of Swarm, from the whole body of the request; `id` of one that is there already. */
  readonly onService?: (spec: string, id: string | undefined) => Promise<boolean>
  /** Before everything is removed that does not run: resolves when nothing stands still that is to run again. */
  readonly onPrune?: (() => Promise<void>) | undefined
  /** Where folders of this computer are inside; absent where they have the same path there. */
  readonly pathInside?: PathInside | undefined
}

/** Longer bodies are nothing that a container is made from. */
const longestBodyBytes = 4 * 1024 * 1024

/** What is done with a body once it is whole: undefined lets it pass as it came, `false` keeps it from the engine. */
type Judge = (text: string) => Promise<string | false | undefined>

type Place =
  | { readonly at: 'head' }
  | { readonly at: 'body'; left: number; readonly dropped: boolean }
  | { readonly at: 'chunks'; readonly end: ChunkedEnd }
  | {
      readonly at: 'held'
      readonly head: Buffer
      readonly parsed: HttpHead
      readonly judge: Judge
      body: Buffer
    }
  /** Nothing is understood from here on, and everything passes. */
  | { readonly at: 'tunnel' }

/** Requests after which the connection is no HTTP any more, in either direction. */
const hijacks = /^POST (?:\/v[\d.]+)?\/(?:containers\/[^/]+\/attach|exec\/[^/]+\/start|session|grpc)\b/

/** Of stopped containers, and of what they leave unused. */
const prunes =
  /^POST (?:https?:\/\/[^/\s]+)?(?:\/v[\d.]+)?\/(?:containers|volumes|networks|images)\/prune(?:\?\S*)? /

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
    if (this.#place.at === 'held') this.push(Buffer.concat([this.#place.head, this.#place.body]))
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
      if (place.at === 'head') data = await this.#takeHead(data)
      else data = place.at === 'held' ? await this.#takeHeld(place, data) : this.#takeBody(place, data)
    }
  }

  #takeBody(place: Extract<Place, { at: 'body' | 'chunks' }>, data: Buffer): Buffer {
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

  /** Kept until it is whole, then judged. */
  async #takeHeld(place: Extract<Place, { at: 'held' }>, data: Buffer): Promise<Buffer> {
    const { head, parsed, judge } = place
    place.body = Buffer.concat([place.body, data])
    const whole = wholeBody(place.body, isChunked(parsed) ? undefined : contentLength(parsed))
    if (!whole && place.body.length <= longestBodyBytes) return Buffer.alloc(0)
    this.#place = { at: 'head' }
    const judged = whole && (await judge(whole.text))
    if (whole && judged !== undefined) {
      if (judged !== false) this.push(headWithLength(parsed, Buffer.byteLength(judged)) + judged)
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
    const hasBody = isChunked(head) || contentLength(head) > 0
    const judge = hasBody && !head.headers.has('expect') ? this.#judgeOf(head) : undefined
    if (judge) {
      const first = Buffer.from(all.subarray(0, head.bytes))
      this.#place = { at: 'held', head: first, parsed: head, judge, body: Buffer.alloc(0) }
      return all.subarray(head.bytes)
    }
    const passed = await this.#isPassed(head)
    if (passed) this.push(all.subarray(0, head.bytes))
    this.#place = placeBehind(head, !passed)
    return all.subarray(head.bytes)
  }

  #judgeOf({ first }: HttpHead): Judge | undefined {
    const { pathInside, onService } = this.#options
    if (pathInside && createsContainer(first)) return async (text) => translateCreate(text, pathInside)
    const service = onService && deployedBy(first)
    return service && (async (text) => ((await onService(text, service.id)) ? undefined : false))
  }

  async #isPassed(head: HttpHead): Promise<boolean> {
    if (prunes.test(head.first)) await this.#options.onPrune?.()
    const container = startedBy(head.first)
    // A start has no body; one that comes in chunks is left to the engine.
    if (container === undefined || isChunked(head)) return true
    return this.#options.onStart(container, head.first)
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
