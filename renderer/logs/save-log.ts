// Saves the whole log as a text file: asked for anew, so that it holds more than the view keeps.
import type { Contract } from '../../preload/contract'
import { downloadBlob } from '../components/download'
import { say } from '../stores/toasts'
import type { LogLine } from '../../preload/model'
import { plainText } from './ansi'
import { besideOthers, type Source } from './sources'

/** A file of this size is still opened by editors; the newest lines count. In UTF-16 units, or bytes. */
const largestText = 200_000_000
const everything = 1_000_000_000
/** A line that never ends is written in as many as are 16 MiB together. */
const mostPieces = 256

/** Colours are left out, times are in front. Of several containers the name follows the time. */
export async function saveLog(
  contract: Contract,
  sources: readonly Source[],
  name: string,
  since: string | undefined,
): Promise<void> {
  const several = sources.length > 1
  const kept = new NewestText(several, largestText)
  for (const source of sources) {
    const range = { tail: everything, follow: false, bytes: true, ...(since === undefined ? {} : { since }) }
    const begun = new Map<LogLine['stream'], LogLine[]>()
    const take = (line: LogLine): void => {
      const pieces = [...(begun.get(line.stream) ?? []), line]
      const goesOn = line.goesOn && pieces.length < mostPieces
      begun.set(line.stream, goesOn ? pieces : [])
      if (!goesOn) kept.add(line.at, savedLine(pieces, several ? source.name : ''))
    }
    await besideOthers(sources, async () => {
      for await (const batch of contract.containers.watchLogs({ id: source.id, ...range }))
        batch.forEach(take)
    })
  }
  const { texts, dropped } = kept.all()
  downloadBlob(new Blob([...texts]), `${name}.log`)
  if (dropped > 0) say('logs.savedNewest', { count: texts.length })
}

export type Saved = string | Uint8Array<ArrayBuffer>

interface Part {
  readonly at: string
  readonly text: Saved
}

/** The newest lines up to a size; the rest goes while they come, so that an endless log does not fill the memory. */
export class NewestText {
  readonly #byTime: boolean
  readonly #most: number
  #parts: Part[] = []
  #size = 0
  #dropped = 0

  /** `byTime` when they come from several containers, one after the other. `most` in UTF-16 units. */
  constructor(byTime: boolean, most: number) {
    this.#byTime = byTime
    this.#most = most
  }

  add(at: string, text: Saved): void {
    this.#parts.push({ at, text })
    this.#size += text.length
    // Not for each line: what goes is copied.
    if (this.#size > this.#most * 1.25) this.#trim()
  }

  all(): { readonly texts: readonly Saved[]; readonly dropped: number } {
    this.#trim()
    return { texts: this.#parts.map(({ text }) => text), dropped: this.#dropped }
  }

  #trim(): void {
    if (this.#byTime) this.#parts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    let surplus = 0
    while (this.#size > this.#most && surplus < this.#parts.length - 1)
      this.#size -= this.#parts[surplus++]?.text.length ?? 0
    this.#dropped += surplus
    if (surplus > 0) this.#parts = this.#parts.slice(surplus)
  }
}

/** What is text goes without its colours; anything else is kept as it was printed, to the byte. */
export function savedLine(pieces: readonly LogLine[], name: string): Saved {
  const at = pieces[0]?.at ?? ''
  const head = `${at} ${name === '' ? '' : `${name} | `}`
  if (pieces.every(({ bytes }) => bytes === undefined))
    return `${head}${plainText(pieces.map(({ text }) => text).join(''))}\n`
  const encoder = new TextEncoder()
  const parts = [
    encoder.encode(head),
    ...pieces.map(({ bytes, text }) => bytes ?? encoder.encode(text)),
    encoder.encode('\n'),
  ]
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    all.set(part, end)
    end += part.length
  }
  return all
}
