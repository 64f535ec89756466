// The command line of wsl.exe: what it takes, and a refusal of everything else.

/**
 * @typedef {object} Command
 * @property {string} verb
 * @property {string[]} operands
 * @property {Record<string, string | true>} options
 * @property {string[]} [program] what to run inside, for `exec`
 */

/** Thrown for what wsl.exe would not take. */
export class UsageError extends Error {}

/** How many operands each verb takes, and which options: `value` for one with a value. */
const verbs = {
  '--import': { operands: [3, 3], options: { '--version': 'value', '--vhd': 'flag' } },
  '--import-in-place': { operands: [2, 2], options: {} },
  '--export': { operands: [2, 2], options: { '--vhd': 'flag', '--format': 'value' } },
  '--list': {
    operands: [0, 0],
    options: { '--quiet': 'flag', '--verbose': 'flag', '--running': 'flag', '--all': 'flag' },
  },
  '--status': { operands: [0, 0], options: {} },
  '--version': { operands: [0, 0], options: {} },
  '--terminate': { operands: [1, 1], options: {} },
  '--unregister': { operands: [1, 1], options: {} },
  '--shutdown': { operands: [0, 0], options: { '--force': 'flag' } },
  '--manage': {
    operands: [1, 1],
    options: {
      '--resize': 'value',
      '--move': 'value',
      '--set-sparse': 'value',
      '--allow-unsafe': 'flag',
      '--set-default-user': 'value',
    },
  },
  '--mount': { operands: [1, 1], options: { '--vhd': 'flag', '--bare': 'flag', '--name': 'value' } },
  '--unmount': { operands: [0, 1], options: {} },
  '--install': { operands: [0, 0], options: { '--no-distribution': 'flag', '--no-launch': 'flag' } },
  '--update': { operands: [0, 0], options: { '--web-download': 'flag', '--pre-release': 'flag' } },
}
const short = {
  '-l': '--list',
  '-v': '--verbose',
  '-q': '--quiet',
  '-t': '--terminate',
  '-d': '--distribution',
  '-u': '--user',
  '-e': '--exec',
}
const execOptions = { '--distribution': 'value', '--user': 'value', '--cd': 'value' }

/**
 * @param {readonly string[]} args
 * @returns {Command}
 * @throws {UsageError}
 */
export function parseArguments(args) {
  const words = args.map((word) => word)
  const first = longName(words[0])
  if (first !== undefined && Object.hasOwn(verbs, first)) return parseVerb(first, words.slice(1))
  return parseExec(words)
}

/** @param {string} verb @param {string[]} words @returns {Command} */
function parseVerb(verb, words) {
  const {
    operands: [least, most],
    options: known,
  } = verbs[/** @type {keyof typeof verbs} */ (verb)]
  const { options, rest } = takeOptions(words, known, false)
  if (rest.length < least || rest.length > most)
    throw new UsageError(`${verb} takes ${least} to ${most} words`)
  return { verb, operands: rest, options }
}

/** Options end at `--exec` or `--`; what follows is the program and its own arguments. @param {string[]} words @returns {Command} */
function parseExec(words) {
  const end = words.findIndex((word) => longName(word) === '--exec' || word === '--')
  if (end < 0) throw new UsageError('an interactive shell is not emulated')
  const { options, rest } = takeOptions(words.slice(0, end), execOptions, true)
  const program = words.slice(end + 1)
  if (rest.length > 0 || program.length === 0) throw new UsageError(words.join(' '))
  return { verb: 'exec', operands: [], options, program }
}

/**
 * @param {string[]} words
 * @param {Record<string, string>} known
 * @param {boolean} strict whether a word that is no option ends in an error
 */
function takeOptions(words, known, strict) {
  /** @type {Record<string, string | true>} */
  const options = {}
  const rest = []
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ''
    const name = longName(word) ?? word
    if (Object.hasOwn(known, name)) {
      options[name] = known[name] === 'flag' ? true : (words[(i += 1)] ?? missing(name))
    } else if (word.startsWith('-') && word !== '-') throw new UsageError(word)
    else if (strict) throw new UsageError(word)
    else rest.push(word)
  }
  return { options, rest }
}

/** @param {string | undefined} word */
const longName = (word) =>
  word !== undefined && Object.hasOwn(short, word) ? short[/** @type {keyof typeof short} */ (word)] : word

/** @param {string} name @returns {never} */
function missing(name) {
  throw new UsageError(`${name} needs a value`)
}
