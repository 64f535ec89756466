// Saves the whole log as a text file: asked for anew, so that it holds more than the view keeps.
import type { Contract } from '../../preload/contract'
import { downloadBlob } from '../components/download'
import { say } from '../stores/toasts'
import type { LogLine } from '../../preload/model'
import { plainText } from './ansi'
import type { Source } from './sources'

/** A file of this size is still opened by editors; the newest lines count. In UTF-16 units. */
const largestText = 200_000_000
const everything = 1_000_000_000
/** A line that never ends is written in pieces of this size. In UTF-16 units. */
const longestLine = 16_000_000

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
    const range = { tail: everything, follow: false, ...(since === undefined ? {} : { since }) }
    const parts = new Map<LogLine['stream'], string>()
    for await (const batch of contract.containers.watchLogs({ id: source.id, ...range })) {
      for (const line of batch) {
        const text = (parts.get(line.stream) ?? '') + line.text
        if (line.goesOn && text.length < longestLine) {
          parts.set(line.stream, text)
          continue
        }
        parts.delete(line.stream)
        kept.add(line.at, textOf({ ...line, text }, several ? source.name : ''))
      }
    }
  }
  const { texts, dropped } = kept.all()
  downloadBlob(new Blob([...texts]), `${name}.log`)
  if (dropped > 0) say('logs.savedNewest', { count: texts.length })
}

interface Part {
  readonly at: string
  readonly text: string
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

  add(at: string, text: string): void {
    this.#parts.push({ at, text })
    this.#size += text.length
    // Not for each line: what goes is copied.
    if (this.#size > this.#most * 1.25) this.#trim()
  }

  all(): { readonly texts: readonly string[]; readonly dropped: number } {
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

const textOf = ({ at, text }: LogLine, name: string): string =>
  `${at} ${name === '' ? '' : `${name} | `}${plainText(text)}\n`
