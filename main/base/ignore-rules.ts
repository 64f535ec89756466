// The rules of a .dockerignore as Docker reads them: which paths of a folder a build does not get to see.
// Source: moby/patternmatcher, whose oddities count: what it leaves out is left out of everybody's image.
import { posix } from 'node:path'
import { AppError } from '../../preload/errors'

export interface IgnoreRules {
  /** Of a path from the folder, with `/`. */
  ignores(path: string): boolean
  /** Whether some rule takes in again what another left out. */
  readonly reincludes: boolean
}

interface Rule {
  readonly takesIn: boolean
  readonly fits: (path: string) => boolean
}

/** By rule: whether the path, or a folder that it lies in, fits it. */
interface Found {
  readonly fits: readonly boolean[]
  readonly ignored: boolean
}

const nothing: Found = { fits: [], ignored: false }

/** @throws build.bad-ignore-rule */
export function ignoreRules(text: string, platform: NodeJS.Platform = process.platform): IgnoreRules {
  const rules = linesOf(text, platform).map(ruleOf)
  const folders = new Map<string, Found>([['.', nothing]])
  /** A rule that would change nothing is not looked at, and then does not count for what lies below either. */
  const found = (path: string, above: Found): Found => {
    let ignored = false
    const fits = rules.map(({ takesIn, fits: fitsItself }, n) => {
      const fit = above.fits[n] === true || (takesIn === ignored && fitsItself(path))
      if (fit) ignored = !takesIn
      return fit
    })
    return { fits, ignored }
  }
  const folder = (path: string): Found => {
    const known = folders.get(path)
    if (known) return known
    const fresh = found(path, folder(posix.dirname(path)))
    folders.set(path, fresh)
    return fresh
  }
  return {
    ignores: (path) => found(path, folder(posix.dirname(path))).ignored,
    reincludes: rules.some(({ takesIn }) => takesIn),
  }
}

function linesOf(text: string, platform: NodeJS.Platform): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (platform === 'win32' ? line.replaceAll('\\', '/') : line))
}

function ruleOf(line: string): Rule {
  const takesIn = line.startsWith('!')
  const given = takesIn ? line.slice(1).trim() : line
  const clean = posix.normalize(given).replace(/(?<=.)\/$/, '')
  const pattern = /^\/./.test(clean) ? clean.slice(1) : clean
  if (given === '') throw badRule(line)
  return { takesIn, fits: fitsOf(pattern, line) }
}

const badRule = (rule: string, cause?: unknown): AppError =>
  new AppError('build.bad-ignore-rule', { params: { rule }, cause })

function fitsOf(pattern: string, line: string): Rule['fits'] {
  // `**/name` and, as it happens, `**name`: whatever ends so, at any depth.
  const [, end] = /^\*\*([^*?[\]\\]*)$/.exec(pattern) ?? []
  if (end !== undefined) return (path) => path.endsWith(end) || (end.startsWith('/') && path === end.slice(1))
  try {
    const expression = new RegExp(`^${expressionOf(pattern)}$`)
    return (path) => expression.test(path)
  } catch (error) {
    throw badRule(line, error)
  }
}

const tokens = /\*\*\/?|\*|\?|\\[^]|\[\^?(?:\\[^]|[^\]\\])+\]|[^]/g

/** `**` stands for any folders, none too, and at the end for everything. */
function expressionOf(pattern: string): string {
  const words = pattern.match(tokens) ?? []
  if (words.at(-1) === '\\') throw new SyntaxError('nothing follows the backslash')
  return words
    .map((word, n) => (word.startsWith('**') && n === words.length - 1 ? '[^]*' : wordOf(word)))
    .join('')
}

function wordOf(word: string): string {
  if (word.startsWith('**')) return '(?:[^]*/)?'
  if (word === '*') return '[^/]*'
  if (word === '?') return '[^/]'
  // One that nothing closes is no rule, and no expression.
  if (word.startsWith('[')) return word
  const letter = word.startsWith('\\') ? word.slice(1) : word
  return letter.replace(/[.+*?()|{}$^[\]\\]/, '\\$&')
}
