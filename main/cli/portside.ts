// The `portside` command: scripts what the window does, as a client of the same contract.
import { parseArgs } from 'node:util'
import { errorTexts } from '../../preload/error-texts'
import { AppError, isAbort, isAppError } from '../../preload/errors'
import type { Language } from '../../preload/model'
import { fillTemplate } from '../../preload/text'
import { currentPaths } from '../base/paths'
import { callApp } from './call-app'
import type { CommandContext } from './command'
import { commands, helpText } from './commands'
import { cutWords } from './cut-words'
import { commandLanguage, keptLanguage, terminalLanguage } from './language'
import { launchApp } from './launch-app'
import { endWithoutReader } from './lost-output'
import { fileError } from './read-text'
import { wordsIn } from './texts'
import { optionError, UsageError, usageText } from './usage'

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 Portside is not running; 141 nobody read on. */
const exitCode = { failed: 1, usage: 2, notRunning: 3 } as const

const options = {
  json: { type: 'boolean' },
  wait: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Errors that say nothing of one command. */
const general: ReadonlySet<string> = new Set(['unknown', 'unknownOption'])

/** As the settings were left, or else as the terminal is, until the app has told. */
let language: Language = terminalLanguage()

async function main(args: readonly string[]): Promise<number> {
  language = await keptLanguage(currentPaths())
  const { own, asked, others } = cutWords(commands, args)
  const { values, positionals } = parseArgs({
    args: [...own],
    allowPositionals: true,
    options: { ...asked?.options, ...options },
  })
  const [name, ...words] = positionals
  const rest = [...words, ...others]
  if (values.help || name === undefined || name === 'help') {
    console.log(helpText(language, name === 'help' ? words[0] : name))
    return name === undefined && !values.help ? exitCode.usage : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || (rest.length > 0 && !command.takesArguments))
    throw new UsageError('unknown', { words: positionals.join(' ') })
  const paths = currentPaths()
  if (command.launches?.(rest) === true) await launchApp(paths)
  const context: CommandContext = {
    json: values.json ?? false,
    wait: values.wait ?? false,
    dryRun: values['dry-run'] ?? false,
    options: values,
    print: (text) => process.stdout.write(`${text}\n`),
  }
  await callApp(paths, async (services) => {
    language = await commandLanguage(services)
    await command.run(services, { ...context, language }, rest)
  })
  return 0
}

function wordsOf({ code, params }: AppError): string {
  const { title, remedy } = errorTexts[code][language]
  return `${fillTemplate(title, params)} ${fillTemplate(remedy, params)}`
}

function report(thrown: unknown, json: boolean): number {
  const error = fileError(thrown) ?? thrown
  if (error instanceof AppError) {
    const { code, message, remedy, detail } = error
    if (json)
      console.error(JSON.stringify({ error: { code, message, remedy, ...(detail ? { detail } : {}) } }))
    else console.error([wordsOf(error), ...(detail ? [`  ${detail}`] : [])].join('\n'))
    return isAppError(error, 'host.not-running') ? exitCode.notRunning : exitCode.failed
  }
  const message = error instanceof Error ? error.message : String(error)
  if (isAbort(error)) {
    const told = json
      ? JSON.stringify({ error: { code: 'cancelled', message } })
      : `portside: ${wordsIn(language).say('cancelledBy')}`
    console.error(told)
    return exitCode.failed
  }
  if (json) console.error(JSON.stringify({ error: { code: 'usage', message } }))
  else {
    const asked = error instanceof UsageError ? error : optionError(error)
    const told = asked ? usageText(asked, language) : message
    // Whoever knows the command wants to read what it takes, and not of all others.
    const help = asked === undefined || general.has(asked.key) ? `\n${helpText(language)}` : ''
    console.error(`portside: ${told}${help}`)
  }
  return exitCode.usage
}

const args = process.argv.slice(2)
const wantsJson = (): boolean => cutWords(commands, args).own.includes('--json')
endWithoutReader(
  process.stdout,
  (error) => report(error, wantsJson()),
  (code) => process.exit(code),
)
// Nobody is left to be told of it.
process.stderr.on('error', () => {})
main(args).then(
  (code) => (process.exitCode = code),
  (error: unknown) => (process.exitCode = report(error, wantsJson())),
)
