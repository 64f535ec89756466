#!/usr/bin/env node
// Stands in for Windows' diskpart.exe: understands a script that compacts the disk of a distribution that does not run.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskOf, openRegistry } from './registry.mjs'
import { askServiceIfRunning } from './service-client.mjs'

/** What diskpart exits with (its documentation): a script that cannot be read, a failure of a service, wrong words. */
const [unreadable, refused, wrongWords] = [3, 4, 5]

async function main() {
  const [option, file = '', ...more] = process.argv.slice(2)
  if (option !== '/s' || more.length > 0) throw new Error(`not emulated: ${process.argv.slice(2).join(' ')}`)
  if (process.env.WSL_EMULATOR_ELEVATED !== '1') throw new Error('would ask for permission a second time')
  const registry = await openRegistry()
  let bytes
  try {
    bytes = readFileSync(file)
  } catch {
    return unreadable
  }
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = marked ? bytes.subarray(2).toString('utf16le') : bytes.toString('latin1')
  const [select = '', ...rest] = text.split('\r\n').filter(Boolean)
  const disk = /^select vdisk file="([^"]+)"$/.exec(select)?.[1]
  if (!disk || rest.join('\n') !== 'attach vdisk readonly\ncompact vdisk\ndetach vdisk') return wrongWords
  const owner = (await registry.list()).find((one) => diskOf(one) === disk)
  const running = (await askServiceIfRunning(registry, { ask: 'running' }))?.names ?? []
  // What the VM has attached is in use by another process.
  if (!owner || running.includes(owner.name) || registry.setup.failSetup) return refused
  execFileSync('/bin/sh', [join(import.meta.dirname, 'compact.sh'), disk])
  return 0
}

process.exitCode = await main()
