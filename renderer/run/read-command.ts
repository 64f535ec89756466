// Understands a pasted `docker run …`: takes it apart by Docker's own rules for flags.
import { shortFlags, takesValue } from './docker-flags'
import { splitWords } from './words'

export interface Flag {
  readonly name: string
  /** `true` or `false` for flags without a value. */
  readonly value: string
  /** As it was written, for people. */
  readonly text: string
}

export interface DockerCommand {
  readonly flags: readonly Flag[]
  readonly image: string
  readonly args: readonly string[]
  /** Flags that Docker does not know. */
  readonly unknown: readonly string[]
}

export type CommandProblem = 'quote' | 'not-run' | 'no-image' | 'no-value'

const programs = /^(?:\S*[/\\])?(?:docker|podman|nerdctl)(?:\.exe)?$/

/** The flags end with the first word that is none: the image. */
export function readCommand(text: string): DockerCommand | CommandProblem {
  const words = splitWords(text)
  if (!words) return 'quote'
  const rest = afterRun(words)
  if (!rest) return 'not-run'
  const flags: Flag[] = []
  const unknown: string[] = []
  let at = 0
  for (; at < rest.length; at += 1) {
    const word = rest[at] ?? ''
    if (word === '--') {
      at += 1
      break
    }
    if (!word.startsWith('-') || word === '-') break
    const read = word.startsWith('--') ? readLong(word, rest[at + 1]) : readShort(word, rest[at + 1])
    if (read === 'no-value') return read
    flags.push(...read.flags)
    unknown.push(...read.unknown)
    if (read.tookNext) at += 1
  }
  const [image, ...args] = rest.slice(at)
  return image === undefined ? 'no-image' : { flags, image, args, unknown }
}

/** What follows `docker run`, `sudo docker container run`, also with a prompt before it. */
function afterRun(words: readonly string[]): readonly string[] | undefined {
  const start = words.findIndex((word) => programs.test(word))
  if (start < 0 || start > 2) return undefined
  const rest = words.slice(start + 1)
  if (rest[0] === 'container') rest.shift()
  return rest[0] === 'run' || rest[0] === 'create' ? rest.slice(1) : undefined
}

interface Read {
  readonly flags: readonly Flag[]
  readonly unknown: readonly string[]
  readonly tookNext: boolean
}

function readLong(word: string, next: string | undefined): Read | 'no-value' {
  const at = word.indexOf('=')
  const name = at < 0 ? word.slice(2) : word.slice(2, at)
  const own = at < 0 ? undefined : word.slice(at + 1)
  const takes = takesValue.get(name)
  if (takes === undefined) return { flags: [], unknown: [word], tookNext: false }
  if (!takes) return { flags: [{ name, value: own ?? 'true', text: word }], unknown: [], tookNext: false }
  if (own !== undefined) return { flags: [{ name, value: own, text: word }], unknown: [], tookNext: false }
  if (next === undefined) return 'no-value'
  return { flags: [{ name, value: next, text: `${word} ${next}` }], unknown: [], tookNext: true }
}

/** `-dit`, `-p80:80`, `-e NAME=value`, `-itp 80:80`. */
function readShort(word: string, next: string | undefined): Read | 'no-value' {
  const flags: Flag[] = []
  for (let at = 1; at < word.length; at += 1) {
    const name = shortFlags[word[at] ?? '']
    if (name === undefined) return { flags, unknown: [`-${word.slice(at)}`], tookNext: false }
    const rest = word.slice(at + 1).replace(/^=/, '')
    if (takesValue.get(name)) {
      if (rest !== '')
        return { flags: [...flags, { name, value: rest, text: word }], unknown: [], tookNext: false }
      if (next === undefined) return 'no-value'
      return {
        flags: [...flags, { name, value: next, text: `${word} ${next}` }],
        unknown: [],
        tookNext: true,
      }
    }
    if (word[at + 1] === '=')
      return { flags: [...flags, { name, value: rest, text: word }], unknown: [], tookNext: false }
    flags.push({ name, value: 'true', text: word })
  }
  return { flags, unknown: [], tookNext: false }
}
