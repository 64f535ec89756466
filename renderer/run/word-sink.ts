// Where the letters of a command go while it is read: words, and the commands that they make.
import type { ShellCommand } from './shell-text'

export class WordSink {
  readonly commands: ShellCommand[] = []
  /** Undefined between words. */
  word: string | undefined
  #words: string[] = []
  #start = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  add(letters: string): void {
    this.word = (this.word ?? '') + letters
  }

  endWord(): void {
    if (this.word !== undefined) this.#words.push(this.word)
    this.word = undefined
  }

  /** What sh and PowerShell read alike: comments, the ends of words and commands, redirects, letters. @returns where it goes on */
  take(at: number): number {
    const letter = this.#text[at] ?? ''
    if (letter === '#' && this.word === undefined) return lineEnd(this.#text, at)
    if (/[<>]/.test(letter)) return this.leaveRedirect(at)
    if (/[;&|]/.test(letter)) {
      const next = dividerAt(this.#text, at)
      this.endCommand(at, next)
      return next
    }
    if (letter === '\n') this.endCommand(at, at + 1, true)
    else if (/\s/.test(letter)) this.endWord()
    else this.add(letter)
    return at + 1
  }

  /** Where output goes is no word of the command: `> file`, `2>&1`. @returns where that ends */
  leaveRedirect(at: number): number {
    const [text = ''] = /^[<>]+(?:&\d|[ \t]*[^\s;&|]+)?/.exec(this.#text.slice(at)) ?? []
    const file = /^\d$/.test(this.word ?? '') ? (this.word ?? '') : ''
    if (file === '') this.endWord()
    else this.word = undefined
    this.commands.push({ words: [text], text: file + text, endsLine: false })
    return at + text.length
  }

  /** `at` is where what ends it stands, `next` where the next one begins. */
  endCommand(at: number, next: number, endsLine = false): void {
    this.endWord()
    const text = this.#text.slice(this.#start, at).trim()
    this.commands.push({ words: this.#words, text, endsLine })
    this.#words = []
    this.#start = next
  }

  end(): readonly ShellCommand[] {
    this.endCommand(this.#text.length, this.#text.length, true)
    return this.commands
  }
}

/** The end of what divides two commands: `&&`, `||`, `;`. */
export function dividerAt(text: string, at: number): number {
  const [found = ''] = /^[;&|]+/.exec(text.slice(at)) ?? []
  return at + found.length
}

/** A comment goes to the end of its line. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
