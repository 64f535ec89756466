#!/usr/bin/env node
// Stands in for Windows' powershell.exe: understands the script that asks for an administrator's permission, and the one
// that adds a folder to the user's Path, or takes it out.
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

const changesPath = new RegExp(
  [
    /^\$ErrorActionPreference = 'Stop'; \$folder = /.source,
    literal,
    /; \$key = \[Microsoft\.Win32\.Registry\]::CurrentUser\.OpenSubKey\('Environment', \$true\)/.source,
    /; \$path = \$key\.GetValue\('Path', '', 'DoNotExpandEnvironmentNames'\)\.TrimEnd\(';'\)/.source,
    '(?:(?<add>',
    /; if \(\(\$path -split ';'\) -notcontains \$folder\) /.source,
    /\{ \$key\.SetValue\('Path', \(@\(\$path, \$folder\) -ne '' -join ';'\), 'ExpandString'\) \}/.source,
    ')|(?:',
    /; if \(\(\$path -split ';'\) -contains \$folder\) /.source,
    /\{ \$key\.SetValue\('Path', \(@\(\$path -split ';'\) -ne \$folder -join ';'\), 'ExpandString'\) \}/
      .source,
    '))',
    /; \[Environment\]::SetEnvironmentVariable\('PortsidePath', \$null, 'User'\)$/.source,
  ].join(''),
)

const plain = (/** @type {string} */ text) => text.replaceAll("''", "'")

async function main() {
  const args = process.argv.slice(2)
  const script = args.at(-1) ?? ''
  const changed = changesPath.exec(script)
  if (changed && args.slice(0, -1).join(' ') === flags.join(' '))
    return changePath(plain(changed[1] ?? ''), changed.groups?.add !== undefined)
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

/** In the same file as reg.mjs. Windows compares without regard to case. @param {string} folder @param {boolean} adds */
async function changePath(folder, adds) {
  const { home, setup } = await openRegistry()
  if (setup.permission === 'refuse') {
    console.log(textsOf(setup.language ?? 'en').registryRefused)
    return 1
  }
  const file = join(home, 'registry.json')
  const all = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'))
  const own = all['HKCU\\Environment'] ?? {}
  const path = (own.Path ?? '').replace(/;+$/, '')
  const isIt = (/** @type {string} */ one) => one.toLowerCase() === folder.toLowerCase()
  const entries = path.split(';')
  const rest = entries.filter((/** @type {string} */ one) => !isIt(one))
  const next =
    entries.some(isIt) === adds ? own.Path : adds ? [path, folder].filter(Boolean).join(';') : rest.join(';')
  await writeFile(file, JSON.stringify({ ...all, 'HKCU\\Environment': { ...own, Path: next } }))
  return 0
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
