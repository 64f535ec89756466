// The same devices in QEMU, under software emulation, with the control channel on its standard streams.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const programs = { x64: 'qemu-system-x86_64', arm64: 'qemu-system-aarch64' }
const machines = { x64: 'q35,usb=off,vmport=off,smbus=off,sata=off,hpet=off,i8042=off', arm64: 'virt' }
const processors = { x64: 'max,-cx16', arm64: 'max' }

/** @param {ReturnType<typeof import('./options.mjs').parseOptions>} options */
export function qemuArguments({ cpus, memoryMebibytes, bootloader, devices }) {
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-qmp', 'stdio'],
    ...['-machine', machines[process.arch], '-accel', 'tcg,thread=multi', '-cpu', processors[process.arch]],
    ...['-smp', String(cpus), '-m', `${memoryMebibytes}M`],
    ...['-kernel', bootloader.kernel, '-initrd', bootloader.initrd],
    // Countermeasures against what an emulated processor cannot do only cost time.
    ...['-append', `${bootloader.cmdline} mitigations=off`],
    ...devices.flatMap((device, index) => deviceArguments(device, `d${index}`)),
  ]
}

function deviceArguments(device, id) {
  const add = (driver, more = {}) => ['-device', JSON.stringify({ driver, ...more })]
  const file = String(device.path ?? device.logFilePath ?? device.unixSocketPath).replaceAll(',', ',,')
  switch (device.kind) {
    case 'virtio-blk':
      return [
        ...['-drive', `if=none,id=${id},format=raw,discard=unmap,file=${file}`],
        ...add('virtio-blk-pci', { drive: id }),
      ]
    case 'virtio-net':
      return [
        '-netdev',
        JSON.stringify({
          type: 'stream',
          id,
          server: false,
          addr: { type: 'unix', path: device.unixSocketPath },
        }),
        ...add('virtio-net-pci', { netdev: id, mac: device.mac, romfile: '' }),
      ]
    case 'virtio-serial':
      return [
        ...['-chardev', device.pty ? `pty,id=${id}` : `file,id=${id},path=${file}`],
        ...add('virtio-serial-pci', { id: `${id}bus`, max_ports: 1 }),
        ...add('virtconsole', { bus: `${id}bus.0`, chardev: id }),
      ]
    case 'virtio-rng':
      return add('virtio-rng-pci')
    case 'virtio-balloon':
      return add('virtio-balloon-pci')
    default:
      throw new Error(`this emulator has no ${device.kind}`)
  }
}

/** Starts it so that it ends with this process, as a VM of vfkit does. */
export function startMachine(options) {
  const command = [programs[process.arch], ...qemuArguments(options)]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map()
  let lastId = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    // QEMU also says here, in plain words, which terminal it made.
    if (!line.startsWith('{')) return
    const message = JSON.parse(line)
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
