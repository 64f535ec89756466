// vfkit's command line, as a pure function of what the machine shall be.
import { AppError } from '../../../preload/errors'
import type { GuestImage } from '../guest-image'
import { macAddress, rosettaTag, type VmMachine } from '../vm/vm-options'

const bytesPerMebibyte = 1024 * 1024

/**
 * Serial ports become hvc0, hvc1… in their order: the console first, then the agent's.
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
    ...device('virtio-serial', 'pty'),
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
  'portside.agent=hvc1',
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
