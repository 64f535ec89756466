// vfkit's command line as a function of the machine that is wanted, read back by the emulator's parser.
import { describe, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { vfkitArguments } from '../../../main/machine/vfkit/command-line'
import type { Share } from '../../../main/machine/vm/shares'
import { inspected, parseDevice } from '../../emulators/vfkit/devices.mjs'
import { parseOptions } from '../../emulators/vfkit/options.mjs'

const image = {
  hash: 'h',
  kernel: '/g/kernel',
  initrd: '/g/initrd',
  root: '/g/root.erofs',
  kernelSha256: 'k',
  kernelVersion: '6',
  engineVersion: '26',
}
const lineFor = (
  home: string,
  {
    platform = 'linux',
    ...more
  }: { shares?: readonly Share[]; rosetta?: boolean; platform?: NodeJS.Platform } = {},
): string[] => {
  const files = machineFiles(pathsOf(home, platform))
  const machine = { cpus: 2, memoryBytes: 3 * 1024 ** 3, files, shares: [], rosetta: false, ...more }
  return vfkitArguments(machine, image)
}

describe("vfkit's command line", () => {
  it('says what the machine is made of, with spaces in paths as macOS has them', () => {
    const home = '/Users/k/Library/Application Support/Portside'
    const options = parseOptions(lineFor(home, { platform: 'darwin' }))
    expect(options).toMatchObject({
      cpus: 2,
      memoryMebibytes: 3072,
      control: { path: `${home}/run/control.sock` },
    })
    expect(options.bootloader).toMatchObject({ kind: 'linux', kernel: '/g/kernel', initrd: '/g/initrd' })
    const disks = options.devices.filter(({ kind }) => kind === 'virtio-blk').map(({ path }) => path)
    expect(disks).toEqual(['/g/root.erofs', `${home}/machine/data.img`, `${home}/machine/config.img`])
  })

  it('gives the guest its console, and its agent a port of the virtual socket that leads here', () => {
    const { devices, bootloader } = parseOptions(lineFor('/h'))
    expect(devices.filter(({ kind }) => kind === 'virtio-serial')).toHaveLength(1)
    expect(devices.find(({ kind }) => kind === 'virtio-vsock')).toEqual({
      ...{ kind: 'virtio-vsock', port: '1024', socketURL: '/h/run/agent.sock', connect: true },
    })
    expect(String(bootloader.cmdline).split(' ')).toEqual(
      expect.arrayContaining(['console=hvc0', 'portside.agent=vsock:1024']),
    )
  })

  it('shows folders and the translator under the names by which the guest mounts them', () => {
    const shares = [{ tag: 'share-1', path: '/Users/k/my project', writable: true, way: 'virtiofs' as const }]
    const { devices } = parseOptions(lineFor('/h', { shares, rosetta: true }))
    expect(devices.slice(-2)).toEqual([
      { kind: 'virtio-fs', sharedDir: '/Users/k/my project', mountTag: 'share-1' },
      { kind: 'rosetta', mountTag: 'rosetta' },
    ])
  })

  it.each([
    ['would be cut in two', '/home/a,b'],
    ['would name another socket', '/Users/k/a b'],
    ['would name another socket in letters of another script', '/Users/나/p'],
  ])('refuses a path that %s', (_why, home) => {
    expect(() => lineFor(home)).toThrow(expect.objectContaining({ code: 'machine.vfkit-path' }))
  })
})

describe('the emulator', () => {
  const boot = ['--bootloader', 'linux,kernel=/k,initrd=/i,cmdline="a=b c"']
  it.each([
    [['--unknown', '1'], 'unknown flag'],
    [['-x'], 'unknown shorthand flag'],
    [['start'], 'unknown command'],
    [['--device', 'virtio-disk,path=/d'], 'unknown device type'],
    [['--device', 'virtio-blk,file=/d'], 'unknown option'],
    [['--device', 'virtio-blk,deviceId=d'], "missing mandatory 'path'"],
    [['--device', 'virtio-serial,pty,stdio'], 'exactly one'],
    [['--device', 'virtio-serial,pty=1'], 'unexpected value'],
    [['--device', 'virtio-net,nat,fd=3'], 'exactly one'],
    [['--device', 'virtio-net,nat,mac=5a'], 'invalid MAC address'],
    [['--device', 'virtio-vsock,port=one,socketURL=/s'], 'invalid value'],
    [['--device', 'rosetta'], "missing mandatory 'mountTag'"],
    [['--cpus', 'two'], 'invalid argument'],
    [['--memory'], 'needs an argument'],
    [['--log-level', 'loud'], 'unknown log level'],
    [['--gui=no'], 'invalid argument'],
    [['--kernel', '/k'], 'none of the others'],
    [['--restful-uri', 'tcp://localhost'], 'missing port'],
    [['--restful-uri', 'unix://host/s'], 'host is forbidden'],
    [['--restful-uri', 'udp://localhost:1'], 'invalid scheme'],
    [['--timesync', 'port=1'], 'unknown option'],
    [['--cloud-init', '/c/network-config'], 'needs user-data and meta-data'],
  ])('refuses %j', (words, message) => {
    expect(() => parseOptions([...boot, ...words])).toThrow(message)
  })

  it('refuses bootloaders that are half given', () => {
    expect(() => parseOptions([])).toThrow('missing bootloader')
    expect(() => parseOptions(['--kernel', '/k', '--initrd', '/i'])).toThrow('missing [kernel-cmdline]')
    expect(() => parseOptions(['--bootloader', 'efi,create'])).toThrow('missing EFI variable store')
    expect(() => parseOptions(['--bootloader', 'bios'])).toThrow('unknown bootloader type')
  })

  it('takes everything that vfkit documents', () => {
    const devices = [
      ...['virtio-blk,path=/d,deviceId=d', 'nvme,path=/n', 'usb-mass-storage,path=/u.iso,readonly'],
      ...['nbd,uri=nbd://h:1/e,deviceId=e,sync=none,timeout=3000,readonly', 'virtio-net,nat'],
      ...['virtio-net,fd=3', 'virtio-serial,stdio', 'virtio-rng', 'virtio-balloon'],
      ...['virtio-vsock,port=5,socketURL=/v,connect', 'virtio-fs,sharedDir=/s,mountTag=t'],
      ...['rosetta,mountTag=r,install,ignoreIfMissing', 'virtio-gpu,width=1920,height=1080'],
      ...['virtio-input,keyboard', 'virtio-input,pointing'],
    ]
    const options = parseOptions([
      ...['-c', '4', '-m2048', '--bootloader', 'efi,variable-store=/e,create', '--log-level=debug'],
      ...['--restful-uri', 'tcp://localhost:8081', '--timesync', 'vsockPort=1234', '--gui', '-n'],
      ...['--ignition', '/i.ign', '--cloud-init', '/c/user-data,/c/meta-data', '--pidfile', '/p'],
      ...devices.flatMap((device) => ['-d', device]),
    ])
    expect(options).toMatchObject({
      ...{ cpus: 4, memoryMebibytes: 2048, gui: true, nested: true, pidFile: '/p', ignition: '/i.ign' },
      ...{ control: { host: 'localhost', port: 8081 }, timesync: { vsockPort: 1234 } },
      cloudInit: ['/c/user-data', '/c/meta-data'],
    })
    expect(options.devices).toHaveLength(devices.length)
  })

  it('tells its devices by the names of vfkit', () => {
    const told = (text: string, terminal?: string) => inspected(parseDevice(text), terminal)
    expect(told('virtio-serial,pty', '/dev/pts/4')).toEqual({
      kind: 'virtioserial',
      usesPty: true,
      ptyName: '/dev/pts/4',
    })
    expect(told('virtio-vsock,port=5,socketURL=/v')).toEqual({
      kind: 'virtiosock',
      port: 5,
      socketURL: '/v',
      listen: true,
    })
    expect(told('rosetta,mountTag=r,install')).toEqual({
      kind: 'rosetta',
      mountTag: 'r',
      installRosetta: true,
      ignoreIfMissing: false,
    })
    expect(told('virtio-rng')).toEqual({ kind: 'virtiorng' })
  })
})
