// The WSL driver's small parts: archives out of an image, counting connections, the clock.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileTree } from '../../../assets/guest/file-tree.mjs'
import { writeErofs } from '../../../assets/guest/erofs.mjs'
import { openErofs } from '../../../main/machine/erofs'
import { baseArchive, systemArchive } from '../../../main/machine/wsl2/distribution-archive'
import { parseCpuMs, setClock } from '../../../main/machine/wsl2/guest-requests'
import { countClients, hasListener } from '../../../main/machine/wsl2/relay-forwarder'
import type { Wsl } from '../../../main/machine/wsl2/wsl-program'

const deep = `usr/lib/modules/6.12.107+deb13-cloud-amd64/kernel/net/netfilter/${'x'.repeat(60)}/nft.ko`
const big = Buffer.alloc(10_000, 'b')

let folder: string
let image: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pswp-'))
  image = join(folder, 'root.erofs')
  const tree = new FileTree()
  tree.addDir('etc')
  tree.addFile('etc/hostname', 'portside\n', 0o644)
  tree.addFile('usr/bin/busybox', big, 0o755)
  tree.addSymlink('bin', 'usr/bin')
  tree.addFile(deep, Buffer.from('module'), 0o644)
  for (let i = 0; i < 300; i += 1) tree.addFile(`many/file-${i}-${'n'.repeat(40)}`, String(i), 0o600)
  writeFileSync(image, writeErofs(tree, { mtime: 0, uuid: Buffer.alloc(16), label: 'test' }))
})
afterEach(() => rmSync(folder, { recursive: true }))

const tarOutput = (archive: Buffer, ...args: string[]): string =>
  execFileSync('tar', args, { input: archive, encoding: 'utf8' })

async function gather(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

describe('an image', () => {
  it('is read entry by entry', async () => {
    const opened = await openErofs(image)
    expect((await (await opened.find('etc/hostname'))?.read())?.toString()).toBe('portside\n')
    expect(await opened.find('etc/nothing')).toBeUndefined()
    expect(await opened.find('etc/hostname/deeper')).toBeUndefined()
    await opened.close()
  })

  it('is refused when it is none, or cut off', async () => {
    const other = join(folder, 'other')
    writeFileSync(other, Buffer.alloc(5_000))
    await expect(openErofs(other)).rejects.toThrow(/no EROFS image/)
    writeFileSync(other, Buffer.alloc(100))
    await expect(openErofs(other)).rejects.toThrow(/ends early/)
  })

  it('becomes an archive that tar reads, with long names, links and modes', async () => {
    let reported = 0
    const archive = await gather(systemArchive(image, (bytes) => (reported = bytes)))
    const list = tarOutput(archive, '-tvf', '-')
    expect(
      list
        .trim()
        .split('\n')
        .filter((line) => line.includes('many/file-')),
    ).toHaveLength(300)
    expect(list).toContain(deep)
    expect(list).toMatch(/lrwx.* bin -> usr\/bin/)
    expect(list).toMatch(/-rwxr-xr-x .* 10000 .* usr\/bin\/busybox/)
    expect(tarOutput(archive, '-xOf', '-', deep)).toBe('module')
    expect(tarOutput(archive, '-xOf', '-', 'usr/bin/busybox')).toBe(big.toString())
    expect(reported).toBeGreaterThan(10_000)
  })

  it('gives the base its shell and scripts', async () => {
    const list = tarOutput(await baseArchive(image), '-tvf', '-')
    expect(list).toMatch(/-rwxr-xr-x .* bin\/busybox/)
    expect(list).toMatch(/bin\/sh -> busybox/)
    expect(list).toMatch(/-rwxr-xr-x .* opt\/portside\/session/)
    expect(list).toMatch(/drwx------ .* portside\/data\//)
    expect(list).not.toContain('etc/resolv.conf')
  })
})

it('counts connections that arrived over the loopback, and no others', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue',
    '   0: 00000000:1F90 00000000:0000 0A 00000000',
    '   1: 0100007F:9C40 0100007F:1F90 01 00000000',
    '   2: 0100007F:1F90 0100007F:9C40 01 00000000',
    '   3: 0100007F:9C41 0100007F:1F90 06 00000000',
    '   4: 020011AC:9C42 030011AC:1F90 01 00000000',
    '   5: 00000000000000000000000001000000:9C43 00000000000000000000000001000000:1F90 01 0',
  ].join('\n')
  expect(countClients(table, 8080)).toBe(2)
  expect(countClients(table, 80)).toBe(0)
})

it('sees what the machine listens on, and neither connections nor another distribution', () => {
  const socket = (local: string, state: string, inode: number): string =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100`
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    socket('00000000:6E15', '0A', 51),
    socket('0100007F:6E16', '0A', 52),
    socket('0100007F:6E17', '01', 53),
    socket(`${'0'.repeat(32)}:0050`, '0A', 54),
    ...[51, 53, 54].map((inode) => `lrwx------ 1 root root 64 Nov 30 10:00 4 -> socket:[${inode}]`),
  ].join('\n')
  const ports = [28_181, 80, 28_182, 28_183, 8181]
  expect(ports.map((port) => hasListener(table, port))).toEqual([true, true, false, false, false])
})

it('adds up the busy time of all processors', () => {
  expect(parseCpuMs('cpu  100 0 50 9000 700 1 2 3 0 0\ncpu0 1 2 3\n')).toBe(1_560)
  expect(parseCpuMs('')).toBe(0)
})

describe('the clock of the VM', () => {
  const now = 1_795_000_000_000
  const wslAt = (seconds: number, setExit = 0): Wsl & { readonly asked: string[] } => {
    const asked: string[] = []
    const exec: Wsl['exec'] = async (_program, options) => {
      const command = typeof options?.input === 'string' ? options.input : ''
      asked.push(command)
      return command.includes('-s')
        ? { exitCode: setExit, output: 'not permitted' }
        : { exitCode: 0, output: `${seconds}\n` }
    }
    return { exec, asked } as unknown as Wsl & { readonly asked: string[] }
  }

  it('is set when it is behind, and left alone when it is right', async () => {
    const slept = wslAt(now / 1000 - 8 * 3600)
    await setClock(slept, () => now)
    expect(slept.asked).toEqual(['date -u +%s', 'date -u -s @1795000000'])
    const right = wslAt(now / 1000 + 1)
    await setClock(right, () => now)
    expect(right.asked).toHaveLength(1)
  })

  it('says that it could not be set', async () => {
    await expect(setClock(wslAt(0, 1), () => now)).rejects.toMatchObject({
      code: 'machine.wsl-failed',
      detail: 'not permitted',
    })
  })
})
