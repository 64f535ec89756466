// The devices of vfkit's command line: their options, what they need, and how GET /vm/inspect tells them.

import { parsePart } from './parts.mjs'

/** @typedef {{ kind: string, [option: string]: string | true }} Device */

/** Options of each device: a `value` must have one, a `switch` must not. */
const options = {
  'virtio-blk': { path: 'value', deviceId: 'value' },
  nvme: { path: 'value' },
  'usb-mass-storage': { path: 'value', readonly: 'switch' },
  nbd: { uri: 'value', deviceId: 'value', sync: 'value', timeout: 'value', readonly: 'switch' },
  'virtio-net': { unixSocketPath: 'value', mac: 'value', nat: 'switch', fd: 'value' },
  'virtio-serial': { logFilePath: 'value', stdio: 'switch', pty: 'switch' },
  'virtio-vsock': { port: 'value', socketURL: 'value', listen: 'switch', connect: 'switch' },
  'virtio-fs': { sharedDir: 'value', mountTag: 'value' },
  rosetta: { mountTag: 'value', install: 'switch', ignoreIfMissing: 'switch' },
  'virtio-gpu': { width: 'value', height: 'value' },
  'virtio-input': { keyboard: 'switch', pointing: 'switch' },
  'virtio-rng': {},
  'virtio-balloon': {},
}

/** Of these exactly one is given. */
const exclusive = {
  'virtio-net': ['unixSocketPath', 'nat', 'fd'],
  'virtio-serial': ['logFilePath', 'stdio', 'pty'],
  'virtio-input': ['keyboard', 'pointing'],
}
const mandatory = {
  'virtio-blk': ['path'],
  nvme: ['path'],
  'usb-mass-storage': ['path'],
  nbd: ['uri'],
  'virtio-fs': ['sharedDir'],
  'virtio-vsock': ['port', 'socketURL'],
  rosetta: ['mountTag'],
}
const numbers = {
  'virtio-vsock': ['port'],
  'virtio-gpu': ['width', 'height'],
  'virtio-net': ['fd'],
  nbd: ['timeout'],
}

/** @param {string} text @returns {Device} */
export function parseDevice(text) {
  const device = parsePart(text.split(','), options, 'device')
  const { kind } = device
  const chosen = exclusive[kind]?.filter((name) => device[name] !== undefined) ?? ['one']
  if (chosen.length !== 1) throw new Error(`${kind} needs exactly one of ${exclusive[kind]?.join(', ')}`)
  for (const name of mandatory[kind] ?? [])
    if (!device[name]) throw new Error(`missing mandatory '${name}' option for ${kind}`)
  for (const name of numbers[kind] ?? [])
    if (device[name] !== undefined && !/^\d+$/.test(String(device[name])))
      throw new Error(`invalid value for ${kind} ${name}: ${device[name]}`)
  if (device.mac !== undefined && !/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(String(device.mac)))
    throw new Error(`address ${device.mac}: invalid MAC address`)
  if (device.sync !== undefined && device.sync !== 'full' && device.sync !== 'none')
    throw new Error(`invalid sync mode: ${device.sync}`)
  return device
}

const disk = ({ kind, path, deviceId, readonly }) => ({
  devName: kind,
  imagePath: path,
  ...(deviceId ? { deviceIdentifier: deviceId } : {}),
  ...(readonly ? { readOnly: true } : {}),
})

/** As in vfkit's pkg/config/json.go; `terminal` is the path of a serial port's. @param {Device} device @param {string} [terminal] */
export function inspected(device, terminal) {
  switch (device.kind) {
    case 'virtio-blk':
      return { kind: 'virtioblk', ...disk(device) }
    case 'nvme':
      return { kind: 'nvme', ...disk(device) }
    case 'usb-mass-storage':
      return { kind: 'usbmassstorage', ...disk(device) }
    case 'nbd':
      return { kind: 'nbd', devName: 'nbd', uri: device.uri, deviceIdentifier: device.deviceId }
    case 'virtio-net': {
      const { nat = false, mac: macAddress, unixSocketPath } = device
      return { kind: 'virtionet', nat, macAddress, ...(unixSocketPath ? { unixSocketPath } : {}) }
    }
    case 'virtio-serial':
      if (device.pty) return { kind: 'virtioserial', usesPty: true, ptyName: terminal }
      return device.stdio
        ? { kind: 'virtioserial', usesStdio: true }
        : { kind: 'virtioserial', logFile: device.logFilePath }
    case 'virtio-vsock': {
      const { port, socketURL, connect } = device
      return { kind: 'virtiosock', port: Number(port), socketURL, listen: !connect }
    }
    case 'virtio-fs':
      return { kind: 'virtiofs', sharedDir: device.sharedDir, mountTag: device.mountTag }
    case 'rosetta': {
      const { mountTag, install = false, ignoreIfMissing = false } = device
      return { kind: 'rosetta', mountTag, installRosetta: install, ignoreIfMissing }
    }
    case 'virtio-gpu': {
      const { width = 800, height = 600 } = device
      return { kind: 'virtiogpu', usesGUI: false, width: Number(width), height: Number(height) }
    }
    case 'virtio-input':
      return { kind: 'virtioinput', inputType: device.keyboard ? 'keyboard' : 'pointing' }
    default:
      return { kind: device.kind.replace('-', '') }
  }
}
