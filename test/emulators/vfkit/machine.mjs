// The same devices in QEMU, under software emulation, with the control channel on its standard streams.
import { spawn } from 'node:child_process'
import { accessSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { serveFolders } from './folders.mjs'
import { isVirtualSocket, serveVirtualSocket } from './virtual-socket.mjs'

const programs = { x64: 'qemu-system-x86_64', arm64: 'qemu-system-aarch64' }
const machines = { x64: 'q35,usb=off,vmport=off,smbus=off,sata=off,hpet=off,i8042=off', arm64: 'virt' }
const processors = { x64: 'max,-cx16', arm64: 'max' }
const firmwares = { x64: '/usr/share/OVMF/OVMF_CODE.fd', arm64: '/usr/share/AAVMF/AAVMF_CODE.fd' }

/**
 * @param {ReturnType<typeof import('./options.mjs').parseOptions>} options
 * @param {string} folder of the sockets by which folders are served
 */
export function qemuArguments(options, folder) {
  const { cpus, memoryMebibytes, devices } = options
  const served = devices.some((device) => isFolder(device) || isVirtualSocket(device))
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-qmp', 'stdio'],
    ...['-machine', machines[process.arch], '-accel', 'tcg,thread=multi', '-cpu', processors[process.arch]],
    ...['-smp', String(cpus), '-m', `${memoryMebibytes}M`],
    // What serves folders and the virtual socket reads and writes the memory of the VM.
    ...(served
      ? [
          ...['-object', `memory-backend-memfd,id=memory,size=${memoryMebibytes}M,share=on`],
          ...['-machine', 'memory-backend=memory'],
        ]
      : []),
    ...bootArguments(options),
    ...devices.flatMap((device, index) => deviceArguments(device, `d${index}`, folder)),
    ...(devices.some(isVirtualSocket) ? virtualSocketArguments(folder) : []),
  ]
}

function bootArguments({ bootloader, timesync, ignition, cloudInit }) {
  if (timesync || ignition || cloudInit.length > 0)
    throw new Error('this emulator has no timesync, ignition or cloud-init: no guest of ours uses them')
  switch (bootloader.kind) {
    case 'linux':
      return [
        ...['-kernel', bootloader.kernel, '-initrd', bootloader.initrd],
        // Countermeasures against what an emulated processor cannot do only cost time; programs at the same addresses each
        // time let QEMU use again what it has translated: a call of iptables takes 21 ms instead of 74 (docs/guest-image.md).
        ...['-append', `${bootloader.cmdline} mitigations=off norandmaps`],
      ]
    case 'efi': {
      const code = firmwares[process.arch]
      accessSync(code)
      return ['-drive', `if=pflash,format=raw,readonly=on,file=${code}`]
    }
    default:
      throw new Error(`this emulator does not boot ${bootloader.kind}`)
  }
}

const isFolder = ({ kind }) => kind === 'virtio-fs' || kind === 'rosetta'

/** The folders that the devices show, with the socket of each. */
export const foldersOf = ({ devices }, folder) =>
  devices.flatMap((device, index) =>
    isFolder(device) ? [{ path: sourceOf(device), socket: join(folder, `d${index}`) }] : [],
  )

/** vfkit refuses Rosetta on Intel; where `PORTSIDE_ROSETTA_FOLDER` is, this one behaves as on Apple silicon. */
function sourceOf(device) {
  if (device.kind === 'virtio-fs') return device.sharedDir
  const folder = process.env.PORTSIDE_ROSETTA_FOLDER
  if (!folder) throw new Error('rosetta is not supported')
  return folder
}

const add = (driver, more = {}) => ['-device', JSON.stringify({ driver, ...more })]

function deviceArguments(device, id, folder) {
  const escaped = (text) => String(text).replaceAll(',', ',,')
  const drive = (file, more = '') => ['-drive', `if=none,id=${id},format=raw,file=${escaped(file)}${more}`]
  switch (device.kind) {
    case 'virtio-blk':
      return [
        ...drive(device.path, ',discard=unmap'),
        ...add('virtio-blk-pci', { drive: id, ...(device.deviceId ? { serial: device.deviceId } : {}) }),
      ]
    case 'nvme':
      return [...drive(device.path), ...add('nvme', { drive: id, serial: id })]
    case 'usb-mass-storage':
      return [
        ...drive(device.path, device.readonly ? ',readonly=on' : ''),
        ...add('qemu-xhci', { id: `${id}bus` }),
        ...add('usb-storage', { bus: `${id}bus.0`, drive: id }),
      ]
    case 'nbd':
      return [
        ...drive(device.uri, device.readonly ? ',readonly=on' : ''),
        ...add('virtio-blk-pci', { drive: id }),
      ]
    case 'virtio-net':
      return [...cardArguments(device, id), ...add('virtio-net-pci', cardOf(device, id))]
    case 'virtio-serial':
      return [
        ...['-chardev', serialChannel(device, id, escaped)],
        ...add('virtio-serial-pci', { id: `${id}bus`, max_ports: 1 }),
        ...add('virtconsole', { bus: `${id}bus.0`, chardev: id }),
      ]
    case 'virtio-fs':
    case 'rosetta':
      return [
        ...['-chardev', `socket,id=${id},path=${escaped(join(folder, id))}`],
        ...add('vhost-user-fs-pci', { chardev: id, tag: device.mountTag ?? '' }),
      ]
    case 'virtio-gpu':
      return add('virtio-gpu-pci', { xres: Number(device.width ?? 800), yres: Number(device.height ?? 600) })
    case 'virtio-input':
      return add(device.keyboard ? 'virtio-keyboard-pci' : 'virtio-tablet-pci')
    case 'virtio-rng':
      return add('virtio-rng-pci')
    case 'virtio-balloon':
      return add('virtio-balloon-pci')
    case 'virtio-vsock':
      // One for all of them.
      return []
    default:
      throw new Error(`this emulator has no ${device.kind}`)
  }
}

function serialChannel({ pty, stdio, logFilePath }, id, escaped) {
  if (stdio) throw new Error('this emulator has no virtio-serial,stdio: its standard streams are taken')
  return pty ? `pty,id=${id}` : `file,id=${id},path=${escaped(logFilePath)}`
}

function cardArguments({ unixSocketPath }, id) {
  if (!unixSocketPath) throw new Error('this emulator has no network card without a socket')
  const addr = { type: 'unix', path: unixSocketPath }
  return ['-netdev', JSON.stringify({ type: 'stream', id, server: false, addr })]
}

const virtualSocketArguments = (folder) => [
  ...['-chardev', `socket,id=vsock,path=${join(folder, 'vsock')}`],
  ...add('vhost-user-vsock-pci', { chardev: 'vsock' }),
]

const cardOf = ({ mac }, id) => ({ netdev: id, romfile: '', ...(mac ? { mac } : {}) })

/** Starts it so that it ends with this process, as a VM of vfkit does. */
export async function startMachine(options) {
  const folder = mkdtempSync(join(tmpdir(), 'vfkit-'))
  try {
    const args = qemuArguments(options, folder)
    await serveFolders(foldersOf(options, folder))
    await serveVirtualSocket(options, join(folder, 'vsock'))
    return runQemu([programs[process.arch], ...args], folder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function runQemu(command, folder) {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map()
  let lastId = 0
  // Once it greets, it is connected to everything that serves it, and the sockets are not needed any more.
  createInterface({ input: child.stdout }).on('line', (line) => {
    // QEMU also says here, in plain words, which terminal it made.
    if (!line.startsWith('{')) return
    const message = JSON.parse(line)
    if (message.QMP) rmSync(folder, { recursive: true, force: true })
    waiting.get(message.id)?.(message)
    waiting.delete(message.id)
  })
  child.stdin.on('error', () => {})
  const execute = (command, args = {}) =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, ({ error, return: value }) => (error ? reject(new Error(error.desc)) : resolve(value)))
      child.stdin.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`)
    })
  return { child, execute }
}
