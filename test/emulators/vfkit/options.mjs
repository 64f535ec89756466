// vfkit's command line, as its own parser takes it (crc-org/vfkit, doc/usage.md): what it does not know is refused.

import { parseDevice } from './devices.mjs'
import { parsePart, quotedWords } from './parts.mjs'

/** Flags by their long names. `value`s are given once, `list`s add up, `switch`es have no value. */
const flags = {
  cpus: { short: 'c', form: 'value' },
  memory: { short: 'm', form: 'value' },
  kernel: { short: 'k', form: 'value' },
  'kernel-cmdline': { short: 'C', form: 'value' },
  initrd: { short: 'i', form: 'value' },
  bootloader: { short: 'b', form: 'value' },
  timesync: { short: 't', form: 'value' },
  device: { short: 'd', form: 'list' },
  'restful-uri': { form: 'value' },
  'log-level': { form: 'value' },
  gui: { form: 'switch' },
  ignition: { form: 'value' },
  'cloud-init': { form: 'list' },
  nested: { short: 'n', form: 'switch' },
  pidfile: { form: 'value' },
}

const legacy = ['kernel', 'initrd', 'kernel-cmdline']
const bootloaders = {
  linux: { kernel: 'value', initrd: 'value', cmdline: 'value' },
  efi: { 'variable-store': 'value', create: 'switch' },
  macos: { machineIdentifierPath: 'value', hardwareModelPath: 'value', auxImagePath: 'value' },
}
const logLevels = ['debug', 'info', 'error']

/** @param {readonly string[]} args @throws {Error} naming what vfkit would refuse */
export function parseOptions(args) {
  const given = readFlags(args)
  const one = (name) => given.get(name)?.at(-1)
  const level = one('log-level')
  if (level !== undefined && !logLevels.includes(level)) throw new Error(`unknown log level: ${level}`)
  /** @type {import('./devices.mjs').Device[]} */
  const devices = (given.get('device') ?? []).map(parseDevice)
  return {
    cpus: count('cpus', one('cpus') ?? '1'),
    memoryMebibytes: count('memory', one('memory') ?? '512'),
    control: controlOf(one('restful-uri') ?? 'none://'),
    bootloader: bootloaderOf(given, one),
    devices,
    timesync: timesyncOf(one('timesync')),
    gui: given.has('gui'),
    nested: given.has('nested'),
    ignition: one('ignition'),
    cloudInit: cloudInitOf((given.get('cloud-init') ?? []).flatMap((text) => text.split(','))),
    pidFile: one('pidfile'),
  }
}

/** `--name value`, `--name=value`, `-n value` and `-nvalue`, as pflag takes them. */
function readFlags(args) {
  const given = new Map()
  const words = [...args]
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const { name, attached } = flagOf(word)
    const { form } = flags[name]
    if (form === 'switch') {
      if (attached !== undefined && attached !== 'true')
        throw new Error(`invalid argument "${attached}" for "--${name}" flag`)
      given.set(name, ['true'])
      continue
    }
    const value = attached ?? words.shift()
    if (value === undefined) throw new Error(`flag needs an argument: ${word}`)
    given.set(name, form === 'list' ? [...(given.get(name) ?? []), value] : [value])
  }
  return given
}

function flagOf(word) {
  const long = /^--([^=]+)(?:=(.*))?$/s.exec(word)
  if (long) {
    if (!Object.hasOwn(flags, long[1])) throw new Error(`unknown flag: --${long[1]}`)
    return { name: long[1], attached: long[2] }
  }
  const short = /^-(.)(?:=?(.+))?$/s.exec(word)
  if (!short) throw new Error(`unknown command "${word}" for "vfkit"`)
  const found = Object.entries(flags).find(([, { short: letter }]) => letter === short[1])
  if (!found) throw new Error(`unknown shorthand flag: '${short[1]}' in ${word}`)
  return { name: found[0], attached: short[2] }
}

function count(flag, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`invalid argument "${text}" for "--${flag}" flag`)
  return Number(text)
}

function bootloaderOf(given, one) {
  const old = legacy.filter((name) => given.has(name))
  if (old.length > 0 && given.has('bootloader'))
    throw new Error(
      `if any flags in the group [${old[0]} bootloader] are set none of the others can be; all were set`,
    )
  if (old.length > 0) {
    if (old.length < legacy.length)
      throw new Error(
        `if any flags in the group [${legacy.join(' ')}] are set they must all be set; missing [${legacy.filter((name) => !given.has(name)).join(' ')}]`,
      )
    return {
      kind: 'linux',
      kernel: one('kernel'),
      initrd: one('initrd'),
      cmdline: one('kernel-cmdline'),
    }
  }
  const text = one('bootloader')
  if (text === undefined) throw new Error('missing bootloader configuration')
  const bootloader = parsePart(quotedWords(text), bootloaders, 'bootloader')
  if (bootloader.kind === 'efi' && bootloader['variable-store'] === undefined)
    throw new Error('missing EFI variable store path')
  return bootloader
}

/** Where the HTTP API listens: nowhere, at a socket, or at a port. */
function controlOf(uri) {
  const found = /^([a-z]+):\/\/([^/]*)(.*)$/i.exec(uri)
  if (!found) throw new Error(`parse "${uri}": invalid URI for request`)
  const [, scheme = '', host = '', path = ''] = found
  switch (scheme.toLowerCase()) {
    case 'none':
      return undefined
    case 'unix':
      if (host !== '') throw new Error('invalid unix uri: host is forbidden')
      if (path === '') throw new Error('invalid unix uri: missing path')
      return { path: decodeURIComponent(path) }
    case 'tcp':
    case 'http': {
      if (host === '') throw new Error('invalid TCP uri: missing host')
      if (path !== '') throw new Error('invalid TCP uri: path is forbidden')
      const [, name, port] = /^(.*):(\d+)$/.exec(host) ?? []
      if (port === undefined) throw new Error('invalid TCP uri: missing port')
      return { host: name, port: Number(port) }
    }
    default:
      throw new Error(`invalid scheme ${scheme}`)
  }
}

function timesyncOf(text) {
  if (text === undefined) return undefined
  const part = parsePart(['timesync', ...text.split(',')], { timesync: { vsockPort: 'value' } }, 'option')
  return { vsockPort: count('timesync', part.vsockPort ?? '') }
}

function cloudInitOf(files) {
  const names = files.map((file) => file.split('/').at(-1))
  if (files.length > 0 && !names.includes('user-data') && !names.includes('meta-data'))
    throw new Error('cloud-init needs user-data and meta-data files to work')
  return files
}
