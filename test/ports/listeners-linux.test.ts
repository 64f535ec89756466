// Listeners of Linux, from the kernel's tables as recorded and from this computer's real ones.
import { createSocket } from 'node:dgram'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLinuxReader, readLinuxListeners } from '../../main/ports/listeners-linux'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const tail = '00000000:00000000 00:00000000 00000000'
let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'listeners-'))
  await mkdir(join(root, 'proc/net'), { recursive: true })
  await mkdir(join(root, 'etc'))
})
afterEach(() => rm(root, { recursive: true }))

const table = (name: string, rows: readonly string[]): Promise<void> =>
  writeFile(join(root, 'proc/net', name), head + rows.map((row, n) => `   ${n}: ${row}\n`).join(''))

async function addProcess(
  pid: number,
  name: string,
  command: string,
  inodes: readonly number[],
): Promise<void> {
  const folder = join(root, 'proc', String(pid))
  await mkdir(join(folder, 'fd'), { recursive: true })
  await writeFile(join(folder, 'comm'), `${name}\n`)
  await writeFile(join(folder, 'cmdline'), command.replaceAll(' ', '\0') + '\0')
  for (const [fd, inode] of inodes.entries())
    await symlink(`socket:[${inode}]`, join(folder, 'fd', `${fd + 3}`))
}

describe('listeners of Linux', () => {
  it('have address, port, process and user', async () => {
    await table('tcp', [
      `0100007F:0CEA 00000000:0000 0A ${tail}   999        0 111 1 0000000000000000 100 0 0 10 0`,
      `00000000:1F90 00000000:0000 0A ${tail}     0        0 222 1 0000000000000000 100 0 0 10 0`,
      // A connection, which holds no port for others.
      `0100007F:0CEA 0100007F:D431 01 ${tail}   999        0 333 1 0000000000000000 20 4 30 10 -1`,
    ])
    await table('tcp6', [
      `00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A ${tail} 0 0 444 1`,
      `0000000000000000FFFF00000100007F:0051 00000000000000000000000000000000:0000 0A ${tail} 0 0 555 1`,
      `00000000000000000000000000000000:0052 00000000000000000000000000000000:0000 0A ${tail} 5 0 666 1`,
    ])
    await table('udp', [`0100007F:0035 00000000:0000 07 ${tail}   101        0 777 2 0000000000000000 0`])
    await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nmysql:x:999:999::/:/bin/false\n')
    await addProcess(4312, 'mysqld', '/usr/sbin/mysqld --port 3306', [111, 333])
    await addProcess(80, 'node', 'node server.js', [222, 444])
    expect(await readLinuxListeners(root)).toEqual([
      {
        protocol: 'tcp',
        address: '127.0.0.1',
        port: 3306,
        pid: 4312,
        process: 'mysqld',
        command: '/usr/sbin/mysqld --port 3306',
        user: 'mysql',
      },
      {
        protocol: 'tcp',
        address: '0.0.0.0',
        port: 8080,
        pid: 80,
        process: 'node',
        command: 'node server.js',
        user: 'root',
      },
      {
        protocol: 'tcp',
        address: '::1',
        port: 80,
        pid: 80,
        process: 'node',
        command: 'node server.js',
        user: 'root',
      },
      { protocol: 'tcp', address: '127.0.0.1', port: 81, user: 'root' },
      { protocol: 'tcp', address: '::', port: 82, user: '5' },
      { protocol: 'udp', address: '127.0.0.1', port: 53, user: '101' },
    ])
  })

  it('are named only where it is asked for, and all of them later', async () => {
    await table('tcp', [
      `0100007F:0CEA 00000000:0000 0A ${tail}   999        0 111 1 0000000000000000 100 0 0 10 0`,
      `00000000:1F90 00000000:0000 0A ${tail}     0        0 222 1 0000000000000000 100 0 0 10 0`,
    ])
    await addProcess(80, 'node', 'node server.js', [111, 222])
    const read = createLinuxReader(root)
    const pids = (found: readonly { port: number; pid?: number }[]) =>
      found.filter(({ pid }) => pid !== undefined).map(({ port }) => port)
    expect(pids(await read(undefined, (_protocol, port) => port === 3306))).toEqual([3306])
    expect(pids(await read())).toEqual([3306, 8080])
    expect(pids(await read(undefined, () => false))).toEqual([3306, 8080])
  })

  it('are the same objects in the next look unless something about them changed', async () => {
    const row = (port: string, inode: number): string =>
      `0100007F:${port} 00000000:0000 0A ${tail}   999        0 ${inode} 1 0000000000000000 100 0 0 10 0`
    await table('tcp', [row('0CEA', 111), row('1F90', 222)])
    await addProcess(80, 'node', 'node server.js', [111])
    const read = createLinuxReader(root)
    const [first, second] = await read()
    // The kernel gives the number of a closed socket to another one, and a process opens one more.
    await table('tcp', [row('0CEA', 111), row('1F91', 222), row('1F92', 333)])
    await addProcess(90, 'ruby', 'ruby app.rb', [222, 333])
    const [again, other, third] = await read()
    expect(again).toBe(first)
    expect(second).toMatchObject({ port: 8080 })
    expect([other, third]).toMatchObject([
      { port: 8081, pid: 90 },
      { port: 8082, pid: 90, process: 'ruby' },
    ])
  })

  it('are found among thousands of connections, and never in half a row', async () => {
    const connections = Array.from(
      { length: 3_000 },
      (_, n) => `0100007F:0CEA 0100007F:D431 01 ${tail}   999        0 ${n} 1 0000000000000000 20 4 30 10 -1`,
    )
    const listening = `0100007F:1F90 00000000:0000 0A ${tail}   999        0 5000 1 0000000000000000 100 0 0 10 0`
    await table('tcp', [...connections, listening, listening.slice(0, 60)])
    await addProcess(80, 'node', 'node server.js', [5000])
    expect(await readLinuxListeners(root)).toMatchObject([{ port: 8080, pid: 80 }])
  })

  it('are owned by who waits for them, in a program that waits for many', async () => {
    const inodes = Array.from({ length: 100 }, (_, n) => 1_000 + n)
    const rows = [...inodes, 2_000, 3_000].map((inode) => {
      const port = inode.toString(16).toUpperCase().padStart(4, '0')
      return `0100007F:${port} 00000000:0000 0A ${tail} 0 0 ${inode} 1 0000000000000000 100 0 0 10 0`
    })
    await table('tcp', rows)
    await addProcess(80, 'node', 'node server.js', inodes)
    const folder = join(root, 'proc/80')
    await symlink('anon_inode:[eventpoll]', join(folder, 'fd/1'))
    await symlink('pipe:[2000]', join(folder, 'fd/900'))
    const line = (file: number, inode: number, device: string) =>
      `tfd: ${String(file).padStart(8)} events:       19 data: ${file.toString(16)}  pos:0 ino:${inode.toString(16)} sdev:${device}\n`
    const waits = [
      line(900, 2_000, 'f'),
      ...inodes.slice(1).map((inode, n) => line(n + 4, inode, '9')),
      // Closed here, though it lives on in another process.
      line(500, 3_000, '9'),
    ]
    await mkdir(join(folder, 'fdinfo'))
    await writeFile(join(folder, 'fdinfo/1'), `pos:\t0\nflags:\t02\nino:\t1038\n${waits.join('')}`)
    // What the list tells need not be read once more.
    await rm(join(folder, 'fd/60'))
    await symlink('socket:[9]', join(folder, 'fd/60'))
    const owned = (await readLinuxListeners(root)).filter(({ pid }) => pid === 80)
    expect(owned.map(({ port }) => port)).toEqual(inodes)
  })

  it('are none where nothing can be read', async () => {
    expect(await readLinuxListeners(join(root, 'nowhere'))).toEqual([])
  })

  it.runIf(process.platform === 'linux')('include what this test opens', async () => {
    const server = createServer()
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    const tcp = server.address()
    const found = await readLinuxListeners('/')
    const mine = found.filter((one) => one.pid === process.pid)
    expect(mine).toContainEqual(
      expect.objectContaining({ protocol: 'tcp', port: typeof tcp === 'object' ? tcp?.port : 0 }),
    )
    expect(mine).toContainEqual(expect.objectContaining({ protocol: 'udp', port: socket.address().port }))
    expect(mine[0]?.command).toContain('node')
    await new Promise<void>((resolve) => socket.close(resolve))
    await new Promise((resolve) => server.close(resolve))
  })

  it.runIf(process.platform === 'linux')('include each of hundreds that this test opens', async () => {
    const servers = Array.from({ length: 200 }, () => createServer())
    for (const server of servers) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const opened = servers.map((server) => (server.address() as AddressInfo).port)
    const mine = (await readLinuxListeners('/')).filter(({ pid }) => pid === process.pid)
    expect(mine.map(({ port }) => port)).toEqual(expect.arrayContaining(opened))
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
  })
})
