// The commands of wsl.exe that don't run anything inside a distribution.
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { diskOf } from './registry.mjs'
import { askServiceIfRunning } from './service-client.mjs'

/** A command that ended as wsl.exe's would: the key of a failure in texts.mjs. */
export class Failure extends Error {
  /** @param {keyof typeof import('./texts.mjs').failures} key */
  constructor(key) {
    super(key)
    this.key = key
  }
}

/**
 * @typedef {object} Call
 * @property {import('./registry.mjs').Registry} registry
 * @property {import('./arguments.mjs').Command} command
 * @property {ReturnType<typeof import('./texts.mjs').textsOf>} texts
 * @property {(text: string) => void} print
 */

/** @type {Record<string, (call: Call) => Promise<void>>} */
export const commands = {
  '--list': list,
  '--status': async ({ registry, texts, print }) => {
    const [first] = await registry.list()
    if (first) print(`${texts.defaultDistribution}${first.name}`)
    print(`${texts.defaultVersion}2`)
    if (!canRun(registry.setup)) print(texts.virtualisation)
  },
  '--version': async ({ registry, texts, print }) => {
    if (registry.setup.knowsUtf8 === false) throw new Failure('usage')
    const numbers = [
      registry.setup.version ?? '2.5.10.0',
      '6.6.87.2-1',
      '1.0.66',
      '1.2.6074',
      '1.611.1-81528511',
      '10.0.26100.1-240331-1435.ge-release',
      '10.0.26100.4652',
    ]
    for (const [index, number] of numbers.entries()) print(`${texts.versions[index]}: ${number}`)
  },
  '--import': importArchive,
  '--export': exportArchive,
  '--terminate': async ({ registry, command, texts, print }) => {
    const { name } = await find(registry, command.operands[0])
    await askServiceIfRunning(registry, { ask: 'terminate', name })
    print(texts.done)
  },
  '--unregister': async ({ registry, command, texts, print }) => {
    const distribution = await find(registry, command.operands[0])
    await askServiceIfRunning(registry, { ask: 'terminate', name: distribution.name })
    await registry.change((list) => list.filter(({ name }) => name !== distribution.name))
    await rm(diskOf(distribution), { force: true })
    print(texts.done)
  },
  '--shutdown': async ({ registry }) => {
    await askServiceIfRunning(registry, { ask: 'shutdown' })
  },
  '--manage': async ({ registry, command, texts, print }) => {
    const { name } = await find(registry, command.operands[0])
    const running = await askServiceIfRunning(registry, { ask: 'running' })
    if (running?.names?.includes(name)) throw new Failure('notStopped')
    print(texts.done)
  },
  '--mount': async () => {
    throw new Failure('elevation')
  },
  '--unmount': async () => {
    throw new Failure('elevation')
  },
  '--install': install,
  '--update': update,
}

/** Asks for permission by itself when it has none, which the driver never lets it come to. @param {Call} call */
async function install({ registry, texts, print }) {
  requireElevation()
  const { setup } = registry
  if (setup.failSetup) throw new Failure(/** @type {never} */ (setup.failSetup))
  const missing = setup.platform === false
  if (missing) print(`${texts.installingPart}VirtualMachinePlatform`)
  await registry.becomes({ installed: true, ...(missing ? { restartDue: true } : {}) })
  // A restart that is due is told in words, and not by the exit code.
  if (missing) print(texts.reboot)
}

/** @param {Call} call */
async function update({ registry, texts, print }) {
  requireElevation()
  const { setup } = registry
  print(texts.checking)
  if (setup.failSetup) throw new Failure(/** @type {never} */ (setup.failSetup))
  if (setup.newest === undefined) return print(texts.newest)
  print(`${texts.updating}${setup.newest}`)
  await registry.becomes({ version: setup.newest, knowsUtf8: true })
}

function requireElevation() {
  if (process.env.WSL_EMULATOR_ELEVATED !== '1') throw new Error('would ask for permission a second time')
}

/** Whether Linux can run at all. @param {import('./registry.mjs').Setup} setup */
export const canRun = ({ virtualisation, platform }) => virtualisation !== false && platform !== false

/** @param {Call} call */
async function list({ registry, command, texts, print }) {
  const { options } = command
  const all = await registry.list()
  const running = registry.setup.listsEnded
    ? all.map(({ name }) => name)
    : ((await askServiceIfRunning(registry, { ask: 'running' }))?.names ?? [])
  const shown = options['--running'] ? all.filter(({ name }) => running.includes(name)) : all
  if (shown.length === 0 && !options['--quiet'])
    throw new Failure(options['--running'] ? 'noneRunning' : 'noneInstalled')
  if (options['--quiet']) {
    for (const { name } of shown) print(name)
  } else if (options['--verbose']) {
    const width = Math.max(...shown.map(({ name }) => name.length), 4) + 4
    print(`  ${'NAME'.padEnd(width)}${'STATE'.padEnd(16)}VERSION`)
    for (const { name } of shown) {
      const mark = name === all[0]?.name ? '*' : ' '
      print(`${mark} ${name.padEnd(width)}${(running.includes(name) ? 'Running' : 'Stopped').padEnd(16)}2`)
    }
  } else {
    print(texts.listHead)
    for (const { name } of shown) print(name === all[0]?.name ? `${name} ${texts.defaultMark}` : name)
  }
}

/** @param {Call} call */
async function importArchive({ registry, command, texts, print }) {
  const [name = '', folder = '', archive = ''] = command.operands
  const { setup } = registry
  if (!canRun(setup)) throw new Failure('virtualisation')
  if ((await registry.list()).some((one) => one.name === name)) throw new Failure('exists')
  if (archive !== '-' && !(await isThere(archive))) throw new Failure('noFile')
  const distribution = { name, folder }
  const disk = diskOf(distribution)
  if (await isThere(disk)) throw new Failure('folderUsed')
  // Like CreateDirectory: one level only, and removed again when the import fails.
  const made = await mkdir(folder).then(
    () => true,
    () => false,
  )
  try {
    if (setup.failImport) throw new Failure(/** @type {never} */ (setup.failImport))
    await unpack(archive, disk)
    await registry.change((all) => [...all, distribution])
  } catch (error) {
    await rm(disk, { force: true })
    if (made) await rm(folder, { recursive: true, force: true })
    throw error
  }
  print(texts.done)
}

const diskScript = join(import.meta.dirname, 'disk.sh')
/** What disk.sh exits with for an archive that holds no Linux. */
const notLinuxExit = 9

/** @param {string} archive a path, or `-` for standard input @param {string} disk */
async function unpack(archive, disk) {
  const child = spawn('/bin/sh', [diskScript, 'make', disk], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const input = archive === '-' ? process.stdin : createReadStream(archive)
  // An archive that ends early breaks the pipe; the exit code tells why.
  await pipeline(input, child.stdin).catch(() => {})
  const code = await ended
  if (code !== 0) throw new Failure(code === notLinuxExit ? 'notLinux' : 'importFailed')
}

/** @param {Call} call */
async function exportArchive({ registry, command, texts, print }) {
  const distribution = await find(registry, command.operands[0])
  await askServiceIfRunning(registry, { ask: 'terminate', name: distribution.name })
  const target = command.operands[1] ?? ''
  const args = [diskScript, 'pack', diskOf(distribution), target]
  const child = spawn('/bin/sh', args, { stdio: ['ignore', 'inherit', 'ignore'] })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Failure('noFile')
  if (target !== '-') print(texts.done)
}

/** @param {import('./registry.mjs').Registry} registry @param {string | undefined} name */
export async function find(registry, name) {
  const distribution = (await registry.list()).find((one) => one.name === name)
  if (!distribution) throw new Failure('notFound')
  return distribution
}

/** @param {string} path */
const isThere = (path) =>
  stat(path).then(
    () => true,
    () => false,
  )
