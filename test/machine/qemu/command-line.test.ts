// QEMU's command line as a function of the machine that is wanted.
import { describe, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { probeArguments, qemuArguments, qemuProgram } from '../../../main/machine/qemu/command-line'
import { machineFiles } from '../../../main/machine/vm/machine-files'

const image = {
  hash: 'h',
  kernel: '/g/kernel',
  initrd: '/g/initrd',
  root: '/g/root.erofs',
  kernelSha256: 'k',
  kernelVersion: '6',
  engineVersion: '26',
}
const lineFor = (change: Partial<Parameters<typeof qemuArguments>[0]> = {}): string[] =>
  qemuArguments({
    arch: 'amd64',
    accelerator: 'tcg',
    cpus: 2,
    memoryBytes: 3 * 1024 ** 3,
    image,
    files: machineFiles(pathsOf('/h', 'linux')),
    paths: pathsOf('/h', 'linux'),
    shares: [],
    ...change,
  })
const after = (line: readonly string[], option: string): string[] =>
  line.flatMap((word, index) => (line[index - 1] === option ? [word] : []))
const objects = (line: readonly string[], option: string): Record<string, unknown>[] =>
  after(line, option)
    .filter((word) => word.startsWith('{'))
    .map((word) => JSON.parse(word) as Record<string, unknown>)

it('gives the machine its processors and memory', () => {
  const line = lineFor()
  expect(after(line, '-m')).toEqual(['3072M'])
  expect(after(line, '-smp')).toEqual(['2,sockets=1,cores=2,threads=1'])
})

it('avoids under emulation what crashes or slows the guest, and only there', () => {
  expect(after(lineFor(), '-cpu')).toEqual(['max,-cx16'])
  expect(after(lineFor(), '-append')[0]).toContain('mitigations=off norandmaps')
  const fast = lineFor({ accelerator: 'kvm' })
  expect(after(fast, '-cpu')).toEqual(['host'])
  expect(after(fast, '-append')[0]).not.toMatch(/mitigations|norandmaps/)
})

it('has the disks in the order that the guest knows them by', () => {
  const disks = objects(lineFor(), '-blockdev')
  expect(disks.map((disk) => disk['node-name'])).toEqual(['root', 'data', 'config'])
  expect(disks.map((disk) => disk['read-only'])).toEqual([true, false, true])
})

it('locks the data disk and gives freed blocks back', () => {
  const data = objects(lineFor(), '-blockdev')[1]
  expect(data).toMatchObject({ discard: 'unmap', file: { locking: 'on', discard: 'unmap' } })
})

it('gives freed memory back', () => {
  expect(objects(lineFor(), '-device')).toContainEqual(
    expect.objectContaining({ driver: 'virtio-balloon-pci', 'free-page-reporting': true }),
  )
})

it('has the address that the network gives its fixed name to', () => {
  expect(objects(lineFor(), '-device')).toContainEqual(expect.objectContaining({ mac: '5a:94:ef:e4:0c:ee' }))
})

it('tells the guest how large a packet may be', () => {
  expect(objects(lineFor(), '-device')).toContainEqual(
    expect.objectContaining({ driver: 'virtio-net-pci', host_mtu: 65_520 }),
  )
})

it('takes folders with commas and spaces', () => {
  const line = lineFor({ files: machineFiles(pathsOf('/my, files', 'linux')) })
  expect(after(line, '-chardev')).toContain('file,id=console,path=/my,, files/machine/serial.log,append=on')
  expect(objects(line, '-blockdev')[1]).toMatchObject({ file: { filename: '/my, files/machine/data.img' } })
})

it('knows the other architecture', () => {
  const line = lineFor({ arch: 'arm64', accelerator: 'hvf' })
  expect(qemuProgram('arm64')).toBe('qemu-system-aarch64')
  expect(after(line, '-machine')).toEqual(['virt'])
  expect(after(line, '-append')[0]).toContain('console=ttyAMA0')
})

it('probes without any disk or network', () => {
  const line = probeArguments({ arch: 'amd64', accelerator: 'kvm', image })
  expect(line.join(' ')).not.toMatch(/blockdev|netdev|-drive/)
  expect(after(line, '-accel')).toEqual(['kvm'])
})

it('refuses a folder whose sockets could not be opened', () => {
  expect(() => machineFiles(pathsOf(`/${'long/'.repeat(20)}`, 'linux'))).toThrow(
    expect.objectContaining({ code: 'host.socket-path-too-long' }) as Error,
  )
})

it('gives a shared folder a device, whose server reads the memory, and costs nothing without one', () => {
  expect(lineFor().join(' ')).not.toMatch(/memfd|vhost-user/)
  const line = lineFor({ shares: [{ tag: 'share-1a', path: '/home/me', writable: true, way: 'virtiofs' }] })
  expect(objects(line, '-object')).toEqual([
    { 'qom-type': 'memory-backend-memfd', id: 'memory', size: 3 * 1024 ** 3, share: true },
  ])
  expect(after(line, '-machine').at(-1)).toBe('memory-backend=memory')
  expect(after(line, '-chardev')).toContain('socket,id=share-1a,path=/h/run/share-1a.sock')
  expect(objects(line, '-device')).toContainEqual({
    driver: 'vhost-user-fs-pci',
    id: 'share-1a',
    chardev: 'share-1a',
    tag: 'share-1a',
    bus: 'port-share-1a',
  })
})

it('has the places for shared folders without them, so that a VM goes on that was saved without', () => {
  const shares = [{ tag: 'share-1a', path: '/home/me', writable: true, way: 'virtiofs' as const }]
  const devices = objects(lineFor({ shares, withoutShares: true }), '-device')
  expect(devices).toContainEqual({ driver: 'pcie-root-port', id: 'port-share-1a', chassis: 1 })
  expect(JSON.stringify(devices)).not.toContain('vhost-user-fs')
})

describe('a folder that QEMU serves itself', () => {
  const shares = [
    { tag: 'share-1a', path: '/home/me,too', writable: true, way: '9p' as const },
    { tag: 'share-2b', path: '/srv', writable: false, way: '9p' as const },
  ]

  it('is named to it as it is, for reading only where it is so, and needs no memory that is a file', () => {
    const line = lineFor({ shares })
    expect(after(line, '-fsdev')).toEqual([
      'local,id=share-1a,path=/home/me,,too,security_model=none,multidevs=remap',
      'local,id=share-2b,path=/srv,security_model=none,multidevs=remap,readonly=on',
    ])
    expect(objects(line, '-device')).toContainEqual({
      driver: 'virtio-9p-pci',
      id: 'share-1a',
      fsdev: 'share-1a',
      mount_tag: 'share-1a',
      bus: 'port-share-1a',
    })
    expect(line.join(' ')).not.toMatch(/memfd|vhost-user/)
  })

  it('is named also where its device comes later, which alone can be put into a VM that runs', () => {
    const line = lineFor({ shares, withoutShares: true })
    expect(after(line, '-fsdev')).toHaveLength(2)
    expect(JSON.stringify(objects(line, '-device'))).not.toContain('virtio-9p')
  })
})
