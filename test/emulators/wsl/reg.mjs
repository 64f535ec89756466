#!/usr/bin/env node
// Stands in for Windows' reg.exe: query of a key or of one of its values, and adding a text value.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openRegistry } from './registry.mjs'

const { home, setup } = await openRegistry()
const file = join(home, 'registry.json')
/** @returns {Promise<Record<string, Record<string, string>>>} */
const read = async () => JSON.parse(await readFile(file, 'utf8').catch(() => '{}'))

/** Keys that Windows and WSL themselves have, by what the computer is like. */
const own = {
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\vmcompute': setup.platform !== false,
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss\\InstallStatus': setup.restartDue === true,
}

/** @param {string[]} words @returns {Promise<number>} */
async function run([verb, key = '', ...rest]) {
  const all = await read()
  if (verb === 'query' && rest.length === 0)
    return Object.hasOwn(all, key) || own[/** @type {keyof typeof own} */ (key)] === true ? 0 : 1
  if (verb === 'query' && rest.length === 2 && rest[0] === '/v') {
    const [, name = ''] = rest
    const value = all[key]?.[name]
    if (value === undefined) {
      console.error('ERROR: The system was unable to find the specified registry key or value.')
      return 1
    }
    const full = key.replace(/^HKCU/, 'HKEY_CURRENT_USER').replace(/^HKLM/, 'HKEY_LOCAL_MACHINE')
    // Two lines of Windows' own, and its ends of lines.
    console.log(
      `\r\n${full}\r\n    ${name}    ${name === 'Path' ? 'REG_EXPAND_SZ' : 'REG_SZ'}    ${value}\r\n\r`,
    )
    return 0
  }
  if (verb === 'add') {
    const [v, name = '', t, type, d, text = '', f, ...more] = rest
    if (v !== '/v' || t !== '/t' || type !== 'REG_SZ' || d !== '/d' || f !== '/f' || more.length > 0)
      return refuse(rest)
    await writeFile(file, JSON.stringify({ ...all, [key]: { ...all[key], [name]: text } }))
    return 0
  }
  return refuse([verb ?? '', key, ...rest])
}

/** @param {string[]} words */
function refuse(words) {
  console.error(`ERROR: Invalid syntax. ${words.join(' ')}`)
  return 1
}

process.exitCode = await run(process.argv.slice(2))
