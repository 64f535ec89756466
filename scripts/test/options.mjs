// The options of `npm test`.
import { parseArgs } from 'node:util'

/** @param {readonly string[]} names of all stages */
export const helpFor = (names) => `npm test [-- stages] [--json]

  stages    any of: ${names.join(' ')} (default: all, in this order)
  --json    print the result as JSON on standard output, everything else on standard error
  --help    print this
`

/**
 * @param {readonly string[]} args
 * @param {readonly string[]} names of all stages
 * @returns {{ json: boolean, help: boolean, names: readonly string[] }} the chosen stages in their own order
 * @throws {Error} with a sentence for the user when an option is wrong
 */
export function parseTestOptions(args, names) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const unknown = positionals.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`There is no stage "${unknown}". Stages: ${names.join(' ')}`)
  return {
    json: values.json,
    help: values.help,
    names: positionals.length === 0 ? names : names.filter((name) => positionals.includes(name)),
  }
}
