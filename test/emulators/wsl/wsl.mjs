#!/usr/bin/env node
// Stands in for Windows' wsl.exe: its command line, output and exit codes, with distributions in Linux namespaces.
import { parseArguments, UsageError } from './arguments.mjs'
import { commands, Failure } from './commands.mjs'
import { runInside } from './exec.mjs'
import { openRegistry } from './registry.mjs'
import { encode, failureExit, failures, textsOf } from './texts.mjs'

const registry = await openRegistry()
const { setup } = registry
const texts = textsOf(setup.language ?? 'en')
const utf8 = process.env.WSL_UTF8 === '1' && setup.knowsUtf8 !== false

/** @param {string} text */
const print = (text) => process.stdout.write(encode(`${text}\n`, { utf8 }))

/** Errors go to standard output too, and the code stands in the last line. @param {keyof typeof failures} key */
function fail(key) {
  const { text, code } = failures[key]
  print(String(texts[/** @type {keyof typeof texts} */ (text)]))
  if (code !== undefined) print(`${texts.errorCode}${code}`)
  return failureExit
}

/** What Windows itself has in the place of a WSL that is not installed. */
function standIn() {
  print(texts.notInstalled)
  return 50
}

async function main() {
  try {
    const command = parseArguments(process.argv.slice(2))
    if (setup.failAll) return fail(/** @type {keyof typeof failures} */ (setup.failAll))
    if (setup.installed === false && command.verb !== '--install') return standIn()
    if (command.verb === 'exec') return await runInside(registry, command)
    const work = commands[command.verb]
    if (work === undefined) throw new UsageError(command.verb)
    await work({ registry, command, texts, print })
    return 0
  } catch (error) {
    if (error instanceof Failure) return fail(error.key)
    if (error instanceof UsageError) return fail('usage')
    throw error
  }
}

process.exitCode = await main()
