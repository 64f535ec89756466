// vfkit's command line, as its own parser takes it: what it does not know is refused.

/** @typedef {{ kind: string, [option: string]: string | true }} Device */

const flags = new Set([
  '--cpus',
  '--memory',
  '--restful-uri',
  '--bootloader',
  '--device',
  '--timesync',
  '--log-level',
])

/** Options of each device: `value` must have one, `switch` must not. */
const devices = {
  'virtio-blk': { path: 'value', deviceId: 'value' },
  'virtio-net': { unixSocketPath: 'value', mac: 'value', nat: 'switch', fd: 'value' },
  'virtio-serial': { logFilePath: 'value', stdio: 'switch', pty: 'switch' },
  'virtio-vsock': { port: 'value', socketURL: 'value', listen: 'switch', connect: 'switch' },
  'virtio-fs': { sharedDir: 'value', mountTag: 'value' },
  rosetta: { mountTag: 'value', install: 'switch', ignoreIfMissing: 'switch' },
  'virtio-rng': {},
  'virtio-balloon': {},
}
const bootloaders = { linux: { kernel: 'value', initrd: 'value', cmdline: 'value' } }

/** @param {readonly string[]} args @throws {Error} naming what vfkit would refuse */
export function parseOptions(args) {
  const given = new Map([...flags].map((flag) => [flag, /** @type {string[]} */ ([])]))
  for (let at = 0; at < args.length; at += 2) {
    const values = given.get(args[at] ?? '')
    const value = args[at + 1]
    if (!values) throw new Error(`unknown flag: ${args[at]}`)
    if (value === undefined) throw new Error(`flag needs an argument: ${args[at]}`)
    values.push(value)
  }
  const one = (flag) => given.get(flag)?.at(-1)
  const bootloader = one('--bootloader')
  if (bootloader === undefined) throw new Error('missing bootloader configuration')
  return {
    cpus: count('--cpus', one('--cpus') ?? '1'),
    memoryMebibytes: count('--memory', one('--memory') ?? '512'),
    control: controlPath(one('--restful-uri')),
    bootloader: parsePart(quotedWords(bootloader), bootloaders, 'bootloader'),
    devices: (given.get('--device') ?? [])
      .map((text) => parsePart(text.split(','), devices, 'device'))
      .map(checked),
  }
}

function count(flag, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`invalid argument "${text}" for "${flag}"`)
  return Number(text)
}

function controlPath(uri) {
  if (uri === undefined) throw new Error('this emulator needs --restful-uri unix://…')
  const { protocol, host, pathname } = new URL(uri)
  if (protocol !== 'unix:' || host !== '' || pathname === '') throw new Error(`invalid unix uri: ${uri}`)
  return decodeURIComponent(pathname)
}

/** @returns {Device} */
function parsePart([kind = '', ...words], known, what) {
  const options = known[kind]
  if (!options) throw new Error(`unknown ${what} type: ${kind}`)
  const part = { kind }
  for (const word of words) {
    const [key = '', ...rest] = word.split('=')
    const form = options[key]
    if (form === undefined) throw new Error(`unknown option for ${kind}: ${key}`)
    if ((form === 'value') !== rest.length > 0)
      throw new Error(`unexpected value for ${kind} '${key}': ${word}`)
    part[key] = form === 'switch' ? true : rest.join('=').replace(/^"(.*)"$/, '$1')
  }
  return part
}

function checked(device) {
  const exclusive = {
    'virtio-net': ['unixSocketPath', 'nat', 'fd'],
    'virtio-serial': ['logFilePath', 'stdio', 'pty'],
  }[device.kind]
  const chosen = exclusive?.filter((name) => device[name] !== undefined) ?? ['one']
  if (chosen.length !== 1) throw new Error(`${device.kind} needs exactly one of ${exclusive?.join(', ')}`)
  if (device.kind === 'virtio-blk' && !device.path)
    throw new Error("missing mandatory 'path' option for virtio-blk")
  return device
}

/** Cuts at commas that are not within quotation marks. */
function quotedWords(text) {
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1) throw new Error('mismatched "')
  return text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
}
