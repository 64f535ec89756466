// Understands a pasted `docker run …`: takes it apart by Docker's own rules for flags.
import { shortFlags, takesValue } from './docker-flags'
import { asWritten } from './shell-marks'
import { readShell } from './shell-text'

export interface Flag {
  readonly name: string
  /** `true` or `false` for flags without a value. May have marks of what a shell would have worked out. */
  readonly value: string
  /** As it was written, for people. */
  readonly text: string
}

export interface DockerCommand {
  readonly flags: readonly Flag[]
  readonly image: string
  readonly args: readonly string[]
  /** Flags that Docker does not know, and those that name an engine. */
  readonly unknown: readonly string[]
  /** Commands before and after it, as they were written. */
  readonly others: readonly string[]
}

export type CommandProblem = 'quote' | 'not-run' | 'no-image' | 'no-value' | 'health'

const programs = /^(?:\S*[/\\])?(?:docker|podman|nerdctl)(?:\.exe)?$/

/** The first `docker run` of a text that may have more commands; its flags end with the first word that is none: the image. */
export function readCommand(text: string): DockerCommand | CommandProblem {
  const commands = readShell(text)
  if (!commands) return 'quote'
  const at = commands.findIndex(({ words }) => afterRun(words) !== undefined)
  const first = commands[at]
  if (!first) return 'not-run'
  const words = [...first.words]
  let [next, goesOn] = [at + 1, first.endsLine]
  let read = readRun(afterRun(words))
  // Lines that were broken where they were copied go on, as long as something is missing.
  for (let more = commands[next]; typeof read === 'string' && goesOn && more; more = commands[next]) {
    words.push(...more.words)
    goesOn = more.endsLine
    next += 1
    read = readRun(afterRun(words))
  }
  if (typeof read === 'string') return read
  const others = [...commands.slice(0, at), ...commands.slice(next)].map((one) => one.text)
  return { ...read, others }
}

/** Of words that a shell has taken apart, those after `docker run`. */
export function readWords(words: readonly string[]): DockerCommand | CommandProblem {
  const read = readRun({ words, engine: [] })
  return typeof read === 'string' ? read : { ...read, others: [] }
}

function readRun(run: Run | undefined): Omit<DockerCommand, 'others'> | CommandProblem {
  if (!run) return 'not-run'
  const { words } = run
  const flags: Flag[] = []
  const unknown = [...run.engine]
  let at = 0
  for (; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') {
      at += 1
      break
    }
    if (!word.startsWith('-') || word === '-') break
    const read = word.startsWith('--') ? readLong(word, words[at + 1]) : readShort(word, words[at + 1])
    if (read === 'no-value') return read
    flags.push(...read.flags.map((flag) => ({ ...flag, text: asWritten(flag.text) })))
    unknown.push(...read.unknown.map(asWritten))
    if (read.tookNext) at += 1
  }
  const [image, ...args] = words.slice(at)
  return image === undefined ? 'no-image' : { flags, image, args, unknown }
}

interface Run {
  readonly words: readonly string[]
  /** Which engine it was for, as it was written. */
  readonly engine: readonly string[]
}

/** What may stand before the program: who runs it, and variables of the shell. */
const before = /^(?:[$#>%]|sudo|doas|time|winpty|exec|nohup|command|env|-\S+|\w+=.*)$/s
/** Flags of `docker` itself that are followed by a value. */
const engineFlags = /^(?:-H|--host|-c|--context|--config|-l|--log-level|--tls(?:cacert|cert|key))$/

/** What follows `docker run`, `sudo docker --context x container run`, also with a prompt before it. */
function afterRun(words: readonly string[]): Run | undefined {
  const start = words.findIndex((word) => programs.test(word))
  if (start < 0 || !words.slice(0, start).every((word) => before.test(word))) return undefined
  const rest = words.slice(start + 1)
  const engine: string[] = []
  while (rest[0]?.startsWith('-')) {
    const flag = rest.shift() ?? ''
    engine.push(asWritten(engineFlags.test(flag) ? `${flag} ${rest.shift() ?? ''}` : flag))
  }
  if (rest[0] === 'container') rest.shift()
  return rest[0] === 'run' || rest[0] === 'create' ? { words: rest.slice(1), engine } : undefined
}

interface Read {
  readonly flags: readonly Flag[]
  readonly unknown: readonly string[]
  readonly tookNext: boolean
}

/** `true` or `false` however Go lets it be written, as in `--rm=1`; anything else stays as it is. */
function truthOf(text: string): string {
  if (/^(?:1|t|T|true|True|TRUE)$/.test(text)) return 'true'
  return /^(?:0|f|F|false|False|FALSE)$/.test(text) ? 'false' : text
}

function readLong(word: string, next: string | undefined): Read | 'no-value' {
  const at = word.indexOf('=')
  const name = at < 0 ? word.slice(2) : word.slice(2, at)
  const own = at < 0 ? undefined : word.slice(at + 1)
  const takes = takesValue.get(name)
  if (takes === undefined) return { flags: [], unknown: [word], tookNext: false }
  if (!takes)
    return { flags: [{ name, value: truthOf(own ?? 'true'), text: word }], unknown: [], tookNext: false }
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
      return { flags: [...flags, { name, value: truthOf(rest), text: word }], unknown: [], tookNext: false }
    flags.push({ name, value: 'true', text: word })
  }
  return { flags, unknown: [], tookNext: false }
}
