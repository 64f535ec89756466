// QEMU's command line, as a pure function of what the machine shall be.
import type { GuestImage } from '../guest-image'
import type { Paths } from '../../base/paths'
import { shareFiles, type MachineFiles } from '../vm/machine-files'
import type { Share } from '../vm/shares'
import { streamCard } from '../network'
import { macAddress, type Accelerator, type Arch } from '../vm/vm-options'

export const agentPort = 'portside.agent'
const bytesPerMebibyte = 1024 * 1024

interface ArchFacts {
  readonly program: string
  readonly machine: string
  readonly console: string
}

/** Devices that nothing in the guest uses are off: each costs time at boot. */
const archFacts: Readonly<Record<Arch, ArchFacts>> = {
  amd64: {
    program: 'qemu-system-x86_64',
    machine: 'q35,usb=off,vmport=off,smbus=off,sata=off,hpet=off,i8042=off',
    console: 'ttyS0',
  },
  arm64: { program: 'qemu-system-aarch64', machine: 'virt', console: 'ttyAMA0' },
}

export const qemuProgram = (arch: Arch): string => archFacts[arch].program

export interface CommandLineOptions {
  readonly arch: Arch
  readonly accelerator: Accelerator
  readonly cpus: number
  readonly memoryBytes: number
  readonly image: GuestImage
  readonly files: MachineFiles
  readonly paths: Pick<Paths, 'run'>
  readonly shares: readonly Share[]
  /** Only the places for them: their devices are put in later. */
  readonly withoutShares?: boolean
}

export function qemuArguments(options: CommandLineOptions): string[] {
  const { arch, accelerator, image, files } = options
  return [
    ...processorArguments(options),
    '-pidfile',
    files.vmPid,
    ...kernelArguments(arch, accelerator, image),
    ...diskArguments(image, files),
    ...shareArguments(options),
    ...json('-netdev', {
      type: 'stream',
      id: 'net0',
      server: false,
      addr: { type: 'unix', path: files.networkSocket },
    }),
    ...json('-device', {
      driver: 'virtio-net-pci',
      netdev: 'net0',
      mac: macAddress,
      host_mtu: streamCard.mtu,
      romfile: '',
    }),
    ...channelArguments(files),
    ...json('-device', { driver: 'virtio-balloon-pci', id: 'balloon0', 'free-page-reporting': true }),
    ...json('-device', { driver: 'virtio-rng-pci' }),
  ]
}

/** Boots only kernel and initrd, talking: enough to see whether an accelerator really runs guest code. */
export const probeArguments = (
  options: Pick<CommandLineOptions, 'arch' | 'accelerator'> & { readonly image: GuestImage },
): string[] => [
  ...processorArguments({ ...options, cpus: 1, memoryBytes: 512 * bytesPerMebibyte }),
  '-kernel',
  options.image.kernel,
  '-initrd',
  options.image.initrd,
  '-append',
  `console=${archFacts[options.arch].console} loglevel=7 panic=-1`,
  '-serial',
  'stdio',
]

/** What the kernel prints when it hands over to the initrd: user code is about to run. */
export const probeSuccess = 'Run /init as init process'

function processorArguments(
  options: Pick<CommandLineOptions, 'arch' | 'accelerator' | 'cpus' | 'memoryBytes'>,
): string[] {
  const { accelerator, arch, cpus, memoryBytes } = options
  return [
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    // A panicked or rebooting guest ends the process, which is noticed; a loop of reboots would not be.
    '-no-reboot',
    '-machine',
    archFacts[arch].machine,
    '-accel',
    accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator,
    // Under emulation QEMU's default model crashes the guest kernel, and cx16 makes Go's runtime much slower.
    '-cpu',
    cpuModel(arch, accelerator),
    '-smp',
    `${cpus},sockets=1,cores=${cpus},threads=1`,
    '-m',
    `${Math.floor(memoryBytes / bytesPerMebibyte)}M`,
  ]
}

function cpuModel(arch: Arch, accelerator: Accelerator): string {
  if (accelerator !== 'tcg') return 'host'
  // The architected pointer authentication is by far the dearest instruction to emulate.
  return arch === 'amd64' ? 'max,-cx16' : 'max,pauth-impdef=on'
}

function kernelArguments(arch: Arch, accelerator: Accelerator, image: GuestImage): string[] {
  const words = [
    `console=${archFacts[arch].console}`,
    'quiet',
    'loglevel=3',
    'panic=5',
    'random.trust_cpu=on',
    'portside.phases',
    // Speculation cannot leak from an emulated processor, so its countermeasures only cost time. Programs at the
    // same addresses each time let QEMU use what it has translated again: a fifth less processor time to boot.
    ...(accelerator === 'tcg' ? ['mitigations=off', 'norandmaps'] : []),
  ]
  return ['-kernel', image.kernel, '-initrd', image.initrd, '-append', words.join(' ')]
}

/** The guest knows its disks by their order: system, data, configuration. */
function diskArguments(image: GuestImage, files: MachineFiles): string[] {
  const disks = [
    { id: 'root', path: image.root, readOnly: true },
    { id: 'data', path: files.dataDisk, readOnly: false },
    { id: 'config', path: files.configDisk, readOnly: true },
  ]
  return disks.flatMap(({ id, path, readOnly }) => [
    ...json('-blockdev', {
      driver: 'raw',
      'node-name': id,
      'read-only': readOnly,
      discard: readOnly ? 'ignore' : 'unmap',
      // Two QEMUs on one data disk would destroy it; the operating system's lock outlives our own bookkeeping.
      file: { driver: 'file', filename: path, discard: 'unmap', locking: readOnly ? 'off' : 'on' },
    }),
    ...json('-device', { driver: 'virtio-blk-pci', drive: id }),
  ])
}

function shareArguments(options: CommandLineOptions): string[] {
  const { shares, paths, withoutShares } = options
  if (shares.length === 0) return []
  return [
    ...(shares.some(({ way }) => way === 'virtiofs') ? sharedMemory(options) : []),
    // Only what sits in a port of its own can be taken out of a VM that runs.
    ...shares.flatMap(({ tag }, index) =>
      json('-device', { driver: 'pcie-root-port', id: portOf(tag), chassis: index + 1 }),
    ),
    // Folders that QEMU serves itself are named to it when it starts; only their devices come and go.
    ...shares.filter(({ way }) => way === '9p').flatMap((share) => ['-fsdev', servedFolder(share)]),
    ...(withoutShares ? [] : shares).flatMap((share) => [
      ...(share.way === 'virtiofs'
        ? ['-chardev', `socket,id=${share.tag},path=${escaped(shareFiles(paths, share.tag).socket)}`]
        : []),
      ...json('-device', shareDevice(share)),
    ]),
  ]
}

/** Another process serves each folder, and reads and writes the memory of the VM, which has to be a file for that. */
function sharedMemory({ memoryBytes }: CommandLineOptions): string[] {
  const size = Math.floor(memoryBytes / bytesPerMebibyte) * bytesPerMebibyte
  return [
    ...json('-object', { 'qom-type': 'memory-backend-memfd', id: 'memory', size, share: true }),
    ...['-machine', 'memory-backend=memory'],
  ]
}

/**
 * `none`: files are as they are, and what is made inside is this user's, whoever asks. The mapped kinds would keep
 * owners, rights and links beside the files, where nothing else on this computer finds them.
 */
const servedFolder = ({ tag, path, writable }: Share): string =>
  [
    `local,id=${tag},path=${escaped(path)},security_model=none`,
    // Two disks may count their files alike.
    'multidevs=remap',
    ...(writable ? [] : ['readonly=on']),
  ].join(',')

const portOf = (tag: string): string => `port-${tag}`

/** The device by which the guest sees a folder; what serves it is a channel or a served folder of the same name. */
export const shareDevice = ({ tag, way }: Pick<Share, 'tag' | 'way'>) =>
  way === 'virtiofs'
    ? { driver: 'vhost-user-fs-pci', id: tag, chardev: tag, tag, bus: portOf(tag) }
    : { driver: 'virtio-9p-pci', id: tag, fsdev: tag, mount_tag: tag, bus: portOf(tag) }

function channelArguments(files: MachineFiles): string[] {
  return [
    '-chardev',
    `socket,id=qmp,path=${escaped(files.controlSocket)},server=on,wait=off`,
    '-mon',
    'chardev=qmp,mode=control',
    '-chardev',
    `file,id=console,path=${escaped(files.console)},append=on`,
    '-serial',
    'chardev:console',
    '-device',
    'virtio-serial-pci',
    '-chardev',
    `socket,id=agent,path=${escaped(files.agentSocket)},server=on,wait=off`,
    '-device',
    `virtserialport,chardev=agent,name=${agentPort}`,
  ]
}

const json = (option: string, value: unknown): string[] => [option, JSON.stringify(value)]

/** In QEMU's own option syntax a comma ends a value unless it is doubled. */
const escaped = (path: string): string => path.replaceAll(',', ',,')
