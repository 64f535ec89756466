// vfkit's command line, as a pure function of what the machine shall be.
import { AppError } from '../../../preload/errors'
import type { GuestImage } from '../guest-image'
import { macAddress, rosettaTag, type VmMachine } from '../vm/vm-options'

/** Where the guest agent listens on the virtual socket; nothing else in the guest does. */
const agentPort = 1024
const bytesPerMebibyte = 1024 * 1024

/**
 * The serial port becomes hvc0, the console. The agent listens on a port of the virtual socket, to which vfkit leads
 * whoever connects to the socket here.
 * @throws machine.vfkit-path when a path has a character that vfkit's syntax cannot carry
 */
export function vfkitArguments(
  machine: Pick<VmMachine, 'cpus' | 'memoryBytes' | 'files' | 'shares' | 'rosetta'>,
  image: GuestImage,
): string[] {
  const { cpus, memoryBytes, files, shares, rosetta } = machine
  return [
    ...['--cpus', String(cpus), '--memory', String(Math.floor(memoryBytes / bytesPerMebibyte))],
    ...['--restful-uri', `unix://${encodeURI(files.controlSocket)}`],
    ...['--bootloader', bootloader(image)],
    // The guest knows its disks by their order: system, data, configuration.
    ...[image.root, files.dataDisk, files.configDisk].flatMap((path) =>
      device('virtio-blk', `path=${plain(path)}`),
    ),
    ...device('virtio-net', `unixSocketPath=${plain(files.networkSocket)}`, `mac=${macAddress}`),
    ...device('virtio-serial', `logFilePath=${plain(files.console)}`),
    ...device('virtio-vsock', `port=${agentPort}`, `socketURL=${unescaped(files.agentSocket)}`, 'connect'),
    ...device('virtio-rng'),
    ...device('virtio-balloon'),
    ...shares.flatMap(({ path, tag }) => device('virtio-fs', `sharedDir=${plain(path)}`, `mountTag=${tag}`)),
    ...(rosetta ? device('rosetta', `mountTag=${rosettaTag}`) : []),
  ]
}

const kernelWords = [
  'console=hvc0',
  'quiet',
  'loglevel=3',
  'panic=5',
  'random.trust_cpu=on',
  'portside.phases',
  `portside.agent=vsock:${agentPort}`,
]

const bootloader = (image: GuestImage): string =>
  [
    'linux',
    `kernel=${plain(image.kernel)}`,
    `initrd=${plain(image.initrd)}`,
    `cmdline="${kernelWords.join(' ')}"`,
  ].join(',')

const device = (...words: string[]): string[] => ['--device', words.join(',')]

/** Whether vfkit can be given this path: it splits at each comma, and knows no way to write one. */
export const isPlain = (path: string): boolean => !/[,"]/.test(path)

function plain(path: string): string {
  if (!isPlain(path)) throw new AppError('machine.vfkit-path', { params: { path } })
  return path
}

/** vfkit makes an address of this one, and takes from it what a space or a letter of another script is written as there. */
function unescaped(path: string): string {
  if (!/^[\w./~@:+-]+$/.test(path)) throw new AppError('machine.vfkit-path', { params: { path } })
  return path
}
