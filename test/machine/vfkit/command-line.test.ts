// vfkit's command line as a function of the machine that is wanted, read back by the emulator's parser.
import { describe, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { vfkitArguments } from '../../../main/machine/vfkit/command-line'
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
const lineFor = (home: string): string[] =>
  vfkitArguments({ cpus: 2, memoryBytes: 3 * 1024 ** 3, files: machineFiles(pathsOf(home, 'linux')) }, image)

describe("vfkit's command line", () => {
  it('says what the machine is made of, with spaces in paths as macOS has them', () => {
    const home = '/Users/k/Library/Application Support/Portside'
    const options = parseOptions(lineFor(home))
    expect(options).toMatchObject({ cpus: 2, memoryMebibytes: 3072, control: `${home}/run/control.sock` })
    expect(options.bootloader).toMatchObject({ kind: 'linux', kernel: '/g/kernel', initrd: '/g/initrd' })
    const disks = options.devices.filter(({ kind }) => kind === 'virtio-blk').map(({ path }) => path)
    expect(disks).toEqual(['/g/root.erofs', `${home}/machine/data.img`, `${home}/machine/config.img`])
  })

  it('gives the guest its console first and the agent its own terminal second', () => {
    const { devices, bootloader } = parseOptions(lineFor('/h'))
    const serial = devices.filter(({ kind }) => kind === 'virtio-serial')
    expect(serial.map(({ pty }) => pty === true)).toEqual([false, true])
    expect(String(bootloader.cmdline).split(' ')).toEqual(
      expect.arrayContaining(['console=hvc0', 'portside.agent=hvc1']),
    )
  })

  it('refuses a path that vfkit would cut in two', () => {
    expect(() => lineFor('/home/a,b')).toThrow(expect.objectContaining({ code: 'machine.vfkit-path' }))
  })
})

describe('the emulator', () => {
  const [boot, rest] = [
    ['--bootloader', 'linux,kernel=/k,initrd=/i,cmdline="a=b c"'],
    ['--restful-uri', 'unix:///s'],
  ]
  it.each([
    [['--unknown', '1'], 'unknown flag'],
    [['--device', 'virtio-disk,path=/d'], 'unknown device type'],
    [['--device', 'virtio-blk,file=/d'], 'unknown option'],
    [['--device', 'virtio-serial,pty,stdio'], 'exactly one'],
    [['--device', 'virtio-serial,pty=1'], 'unexpected value'],
    [['--cpus', 'two'], 'invalid argument'],
    [['--memory'], 'needs an argument'],
  ])('refuses %j', (words, message) => {
    expect(() => parseOptions([...boot, ...rest, ...words])).toThrow(message)
  })
})
