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

/** Colours are left out, times are in front. Of several containers the name follows the time. */
export async function saveLog(
  contract: Contract,
  sources: readonly Source[],
  name: string,
  since: string | undefined,
): Promise<void> {
  const several = sources.length > 1
  const parts: { readonly at: string; readonly text: string }[] = []
  for (const source of sources) {
    const range = { tail: everything, follow: false, ...(since === undefined ? {} : { since }) }
    for await (const batch of contract.containers.watchLogs({ id: source.id, ...range })) {
      for (const line of batch) parts.push({ at: line.at, text: textOf(line, several ? source.name : '') })
    }
  }
  if (several) parts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  let size = 0
  let from = parts.length
  while (from > 0 && size < largestText) size += parts[--from]?.text.length ?? 0
  downloadBlob(new Blob(parts.slice(from).map(({ text }) => text)), `${name}.log`)
  if (from > 0) say('logs.savedNewest', { count: parts.length - from })
}

const textOf = ({ at, text }: LogLine, name: string): string =>
  `${at} ${name === '' ? '' : `${name} | `}${plainText(text)}\n`
