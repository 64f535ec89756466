// Reading what Linux prints: this computer's own files against a second reader, the machine's from recordings.
import { readFile } from 'node:fs/promises'
import { mem } from 'systeminformation'
import { describe, expect, it } from 'vitest'
import {
  parseDiskBytes,
  parseNetworkBytes,
  parsePressure,
  parseProcessorTicks,
} from '../../main/base/linux-figures'
import { parseFigures } from '../../main/machine/figures'
import { readComputer, readDiskRoom, readElsewhere } from '../../main/resources/computer'

const diskstats = `   7       0 loop0 100 0 800 5 0 0 0 0 0 5 5 0 0 0 0 0 0
 254       0 vda 10 0 100 1 20 0 50 2 0 3 3 0 0 0 0 0 0
 254       1 vda1 9 0 90 1 20 0 50 2 0 3 3 0 0 0 0 0 0
 254      16 vdb 1 0 8 0 1 0 2 0 0 0 0 0 0 0 0 0 0
 259       0 nvme0n1 1 0 1000 0 1 0 0 0 0 0 0
 259       1 nvme0n1p1 1 0 1000 0 1 0 0 0 0 0 0`

const netDev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0
  eth0: 1000 10 0 0 0 0 0 0 234 5 0 0 0 0 0 0
docker0:77 1 0 0 0 0 0 0 77 1 0 0 0 0 0 0
veth12: 88 1 0 0 0 0 0 0 88 1 0 0 0 0 0 0`

describe('counters', () => {
  it('counts whole disks once, and no loops', () => {
    expect(parseDiskBytes(diskstats)).toBe((150 + 10 + 1000) * 512)
  })

  it('counts what goes outside, both ways', () => {
    expect(parseNetworkBytes(netDev)).toBe(1234)
  })

  it('takes waiting for a disk as idle, and guest time once', () => {
    expect(parseProcessorTicks('cpu  100 10 20 1000 50 1 2 3 90 9\ncpu0 1 2 3 4')).toEqual({
      busy: 136,
      all: 1186,
    })
    expect(parseProcessorTicks('intr 5')).toBeUndefined()
  })

  it('reads pressure as a share', () => {
    expect(parsePressure('some avg10=12.50 avg60=1 avg300=0 total=1\nfull avg10=3 avg60=0')).toBe(0.125)
    expect(parsePressure('')).toBeUndefined()
  })

  it.each(['', 'nonsense', ' : \n::', '\u0000'.repeat(50)])('makes nothing of %j', (text) => {
    expect(parseDiskBytes(text)).toBe(0)
    expect(parseNetworkBytes(text)).toBe(0)
    expect(parseFigures(text)).toBeUndefined()
  })
})

describe('the machine', () => {
  const text = [
    'cpu  100 0 100 1000 0 0 0 0 0 0\nMemTotal: 1000 kB\nMemAvailable: 600 kB\nBuffers: 10 kB\nCached: 200 kB\nShmem: 5 kB\nSReclaimable: 20 kB\n',
    'some avg10=1.00 avg60=0 avg300=0 total=0\n',
    'some avg10=50.00 avg60=0 avg300=0 total=0\n',
    'some avg10=0.00 avg60=0 avg300=0 total=0\n',
    `${diskstats}\n`,
    `${netDev}\n`,
    '1000 400 4096\n',
  ].join('-- portside --\n')

  it('tells memory, cache, pressure, traffic and room', () => {
    expect(parseFigures(text)).toEqual({
      cpuMs: 2000,
      memory: { totalBytes: 1_024_000, usedBytes: 409_600, cacheBytes: 225 * 1024 },
      pressure: { cpu: 0.01, memory: 0.5, io: 0 },
      diskBytes: 1160 * 512,
      networkBytes: 1234,
      disk: { totalBytes: 4_096_000, usedBytes: 600 * 4096 },
    })
  })

  it('does without what an older kernel does not have', () => {
    const without = text.replaceAll(/some avg10.*\n/g, '')
    expect(parseFigures(without)).not.toHaveProperty('pressure')
    expect(parseFigures(without)?.memory?.totalBytes).toBe(1_024_000)
  })
})

describe('this computer', () => {
  it('tells the memory that others tell', async () => {
    const [ours, library, elsewhere] = await Promise.all([readComputer('linux'), mem(), readElsewhere()])
    const theirs = library.total - library.available
    expect(Math.abs(ours.memoryUsedBytes - theirs)).toBeLessThan(0.05 * library.total)
    expect(Math.abs(elsewhere.memoryUsedBytes - theirs)).toBeLessThan(0.05 * library.total)
    expect(ours.busy).toBeGreaterThan(0)
    expect(elsewhere.all).toBeGreaterThan(elsewhere.busy)
  })

  it('reads the files of this kernel', async () => {
    const netNow = await readFile('/proc/net/dev', 'utf8')
    expect((await readComputer('linux')).networkBytes).toBeGreaterThanOrEqual(parseNetworkBytes(netNow))
  })

  it('knows the room of a disk, and nothing of a folder that is not there', async () => {
    const room = await readDiskRoom('.')
    expect(room?.usedBytes).toBeGreaterThan(0)
    expect(room?.totalBytes).toBeGreaterThan(room?.usedBytes ?? Infinity)
    expect(await readDiskRoom('/no/such/folder')).toBeUndefined()
  })
})
