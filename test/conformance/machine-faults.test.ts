// Starts that cannot succeed: each ends in an error that says what to do, with no process and no harm left.
import { chmod, cp, mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { pathsOf, prepareHome, type Paths } from '../../main/base/paths'
import { until } from '../../main/base/until'
import { createDriver } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import type { Driver } from '../../main/machine/driver'
import { holdProcess } from '../support/held-process'
import { makeTestFolder } from '../support/test-folder'
import { freshContext } from './driver-probes'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
const packedImage = join(root, 'out/guest', arch)
const qemuName = arch === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'
const gibibyte = 1024 ** 3

let home: string
let paths: Paths
let tools: string
let unpacked: string

beforeAll(async () => {
  unpacked = await makeTestFolder('g')
})
afterAll(() => rm(unpacked, { recursive: true, force: true }))
beforeEach(async () => {
  home = await makeTestFolder('f')
  // Unpacked once for all of them.
  paths = { ...pathsOf(home), guestImages: unpacked }
  await prepareHome(paths)
  tools = join(home, 'tools')
  await mkdir(tools)
  await cp(join(root, 'out/tools/gvproxy'), join(tools, 'gvproxy'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const driverWith = (guestImageDir = packedImage): Driver =>
  createDriver({
    kind: 'qemu',
    paths,
    guestImageDir,
    toolsDir: tools,
    log: silentLog,
    accelerator: 'tcg',
    config: async () => defaultConfig({ memoryBytes: gibibyte, diskBytes: gibibyte }),
    env: {},
  })

/** A program in QEMU's place. */
async function pretendQemu(script: string): Promise<void> {
  const file = join(tools, qemuName)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

const startError = (driver: Driver): Promise<unknown> =>
  driver.start(freshContext()).then(
    () => 'started',
    (error: unknown) => error,
  )

async function running(): Promise<string[]> {
  const found = []
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(`${home}/`)) found.push(command)
  }
  return found
}

describe('QEMU', () => {
  it('that ends at once is told with its own words', async () => {
    await pretendQemu('echo "could not open something" >&2; exit 3')
    expect(await startError(driverWith())).toMatchObject({
      code: 'machine.start-failed',
      params: { reason: 'exit code 3' },
      detail: expect.stringContaining('could not open something') as string,
    })
    expect(await running()).toEqual([])
    expect(await readdir(paths.run)).toEqual([])
  })

  it('that finds the disk locked means that the machine is in use', async () => {
    await pretendQemu(`echo 'Failed to get "write" lock' >&2; exit 1`)
    expect(await startError(driverWith())).toMatchObject({ code: 'machine.in-use' })
  })

  it('that hangs is ended when the start is given up', async () => {
    // Reading a pipe that nobody writes to needs no second process, which would outlive this one.
    await pretendQemu(`mkfifo ${home}/silence; read line < ${home}/silence`)
    const giveUp = new AbortController()
    const start = driverWith().start(freshContext(giveUp.signal))
    start.catch(() => {})
    await until(() => stat(join(home, 'silence')), { deadlineMs: 60_000, waitingFor: 'QEMU to be started' })
    giveUp.abort()
    await expect(start).rejects.toMatchObject({ name: 'AbortError' })
    expect(await running()).toEqual([])
  })
})

describe('the network', () => {
  it('that ends while Linux starts is told at once, and nothing is left', async () => {
    await pretendQemu(`mkfifo ${home}/silence; read line < ${home}/silence`)
    const start = startError(driverWith())
    await until(() => stat(join(home, 'silence')), { deadlineMs: 60_000, waitingFor: 'QEMU to be started' })
    process.kill(Number(await readFile(join(paths.run, 'network.pid'), 'utf8')), 'SIGKILL')
    expect(await start).toMatchObject({ code: 'machine.network-failed' })
    expect(await running()).toEqual([])
    expect(await readdir(paths.run)).toEqual([])
  })

  it('that cannot start stops the start', async () => {
    const file = join(tools, 'gvproxy')
    await writeFile(file, '#!/bin/sh\nexit 7\n')
    await pretendQemu('exit 0')
    expect(await startError(driverWith())).toMatchObject({
      code: 'machine.network-failed',
      params: { reason: 'exit code 7' },
    })
  })
})

describe('the disk of this computer', () => {
  /** A file system of its own in the place of the machine's folder. */
  const mounted = async (options: string, work: () => Promise<void>): Promise<void> => {
    await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', paths.machine])
    try {
      await work()
    } finally {
      await run('umount', [paths.machine])
    }
  }
  const privileged = process.getuid?.() === 0
  const asRoot = 'only root mounts a file system'

  it('that is full is told, and fills no further', async ({ skip }) => {
    if (!privileged) return skip(asRoot)
    await pretendQemu('exit 0')
    await mounted('size=8k', async () => {
      await writeFile(join(paths.machine, 'all'), Buffer.alloc(8192)).catch(() => {})
      expect(await startError(driverWith())).toMatchObject({ code: 'machine.no-disk-space' })
      expect(await running()).toEqual([])
    })
  })

  it('that cannot be written to is told', async ({ skip }) => {
    if (!privileged) return skip(asRoot)
    await pretendQemu('exit 0')
    await mounted('ro', async () => {
      expect(await startError(driverWith())).toMatchObject({ code: 'host.home-unusable' })
      expect(await running()).toEqual([])
    })
  })
})

describe('what was written damaged', () => {
  it.each(['', '{"format":1', '{"format":1,"machineId":""}', '\0\0\0'])(
    'as the record %j keeps the data disk as it is',
    async (damaged) => {
      await pretendQemu('exit 0')
      await driverWith().create(freshContext())
      await writeFile(join(paths.machine, 'data.img'), 'all that somebody has')
      await writeFile(join(paths.machine, 'machine.json'), damaged)
      expect(await startError(driverWith())).toMatchObject({ code: 'machine.record-unreadable' })
      expect(await readFile(join(paths.machine, 'data.img'), 'utf8')).toBe('all that somebody has')
      expect(await readFile(join(paths.machine, 'machine.json'), 'utf8')).toBe(damaged)
    },
  )

  it.each(['', '{', '{"format":1,"key":"of another","accelerator":"tcg","bytes":4,"sha256":"","disk":""}'])(
    'as the note of a saved state, %j, is told, and never used',
    async (damaged) => {
      await pretendQemu('exit 3')
      await writeFile(join(paths.machine, 'saved-state.bin'), 'half')
      await writeFile(join(paths.machine, 'saved-state.json'), damaged)
      const notices: AppError[] = []
      const start = driverWith().start(freshContext(undefined, notices))
      await expect(start).rejects.toMatchObject({ code: 'machine.start-failed' })
      expect(notices).toMatchObject([{ code: 'machine.saved-state-dropped' }])
      expect(await readdir(paths.machine)).not.toContain('saved-state.bin')
    },
  )
})

describe('a repair', () => {
  it('keeps the data, its marker and the system, and lets go of what is made anew', async () => {
    await pretendQemu('exit 0')
    const driver = driverWith()
    await driver.repair()
    await driver.create(freshContext())
    const record = join(paths.machine, 'machine.json')
    const before = JSON.parse(await readFile(record, 'utf8')) as { machineId: string; dataDisk: object }
    await writeFile(join(paths.machine, 'data.img'), 'all that somebody has')
    await driver.repair()
    const { machineId, dataDisk } = before
    expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({
      machineId,
      dataDisk,
      startUnfinished: true,
    })
    expect(await readFile(join(paths.machine, 'data.img'), 'utf8')).toBe('all that somebody has')
    expect(await readdir(paths.machine)).not.toContain('certificates')
    expect(await readdir(unpacked)).not.toEqual([])
  })
})

describe('the guest image', () => {
  it('that is damaged is refused, and the data disk is not touched', async () => {
    const damaged = join(home, 'image')
    await cp(packedImage, damaged, { recursive: true })
    await truncate(join(damaged, 'initrd.br'), 1000)
    paths = { ...paths, guestImages: join(home, 'guest') }
    expect(await startError(driverWith(damaged))).toMatchObject({ code: 'machine.image-corrupt' })
    await expect(stat(join(paths.machine, 'data.img'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that is missing is asked for', async () => {
    const folder = join(home, 'nothing')
    expect(await startError(driverWith(folder))).toMatchObject({
      code: 'machine.image-missing',
      params: { folder },
    })
  })
})

describe('another app', () => {
  it('that runs the machine keeps it', async () => {
    await pretendQemu('exit 0')
    const driver = driverWith()
    await driver.create(freshContext())
    // A process that looks like QEMU on this machine, of an app that lives.
    const mark = join(paths.machine, 'data.img')
    const qemu = holdProcess('sh', ['-c', 'sleep 1000; true', mark], join(home, 'qemu.out'))
    const app = holdProcess('sleep', ['1000'], join(home, 'app.out'))
    const fields = (await readFile(`/proc/${app.pid}/stat`, 'latin1')).split(') ')[1]?.split(' ') ?? []
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    await writeFile(join(paths.run, 'qemu.pid'), String(qemu.pid))
    await writeFile(
      join(paths.run, 'machine-owner.json'),
      JSON.stringify({ pid: app.pid, born: `${boot} ${fields[19]}` }),
    )
    expect(await startError(driver)).toMatchObject({ code: 'machine.in-use', params: { pid: app.pid } })
    expect(qemu.running).toBe(true)

    await app.end('SIGKILL')
    expect(await startError(driver)).toMatchObject({ code: 'machine.start-failed' })
    expect(qemu.running).toBe(false)
  })

  it('is not seen in a process that only got the same number', async () => {
    await pretendQemu('exit 0')
    const bystander = holdProcess('sleep', ['1000'], join(home, 'bystander.out'))
    await writeFile(join(paths.run, 'qemu.pid'), String(bystander.pid))
    await writeFile(join(paths.run, 'network.pid'), String(bystander.pid))
    await startError(driverWith())
    expect(bystander.running).toBe(true)
    await bystander.end('SIGKILL')
  })
})
