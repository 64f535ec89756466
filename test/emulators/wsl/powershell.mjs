#!/usr/bin/env node
// Stands in for Windows' powershell.exe: understands the one script that asks for an administrator's permission.
import { spawn } from 'node:child_process'
import { openRegistry } from './registry.mjs'
import { textsOf } from './texts.mjs'

const flags = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command']
const literal = `'((?:[^']|'')*)'`
/** A word with a space in it goes between quotes, which Start-Process does not put there by itself. */
const word = `(?:${literal}|\\(\\[char\\]34\\+${literal}\\+\\[char\\]34\\))`
/** Any other script is refused: nothing here knows what it would do. */
const known = new RegExp(
  [
    /\$ErrorActionPreference = 'Stop'; \$started = Start-Process -FilePath /.source,
    literal,
    ' -ArgumentList ',
    `(?<words>${word}(?:,${word})*)`,
    / -Verb RunAs -WindowStyle Hidden -PassThru; Write-Output /.source,
    literal.replace('(', '(?<mark>'),
    /; \$null = \$started\.Handle; \$started\.WaitForExit\(\); exit \$started\.ExitCode/.source,
  ].join(''),
)

const plain = (/** @type {string} */ text) => text.replaceAll("''", "'")

async function main() {
  const args = process.argv.slice(2)
  const script = args.at(-1) ?? ''
  const match = new RegExp(`^${known.source}$`).exec(script)
  if (!match || args.slice(0, -1).join(' ') !== flags.join(' '))
    throw new Error(`not emulated: ${args.join(' ')}`)
  const { setup } = await openRegistry()
  const [, file = ''] = match
  const { words: list = '', mark = '' } = match.groups ?? {}
  // A real prompt stays until somebody answers it.
  if (setup.permission === undefined) return new Promise(() => setInterval(() => {}, 60_000))
  if (setup.permission === 'refuse') {
    console.error(textsOf(setup.language ?? 'en').refused)
    return 1
  }
  console.log(plain(mark))
  const words = [...list.matchAll(new RegExp(literal, 'g'))].map(([, word = '']) => plain(word))
  return elevated(plain(file), words)
}

/** What it prints goes to a window of its own, which nobody sees. @param {string} file @param {string[]} args @returns {Promise<number>} */
function elevated(file, args) {
  const env = { ...process.env, WSL_EMULATOR_ELEVATED: '1' }
  const child = spawn(file, args, { stdio: 'ignore', env })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await main()
