// A machine with somebody's data in it, and everything that can go wrong with it: after each, the data is there.
import { chmod, mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { until } from '../../main/base/until'
import { createDriver, type DriverOptions } from '../../main/machine/create-driver'
import type { Driver } from '../../main/machine/driver'
import type { AppError } from '../../preload/errors'
import type { StepId } from '../../preload/model'
import { freshContext, waitingContext } from '../conformance/driver-probes'
import { describeProcesses, processesOf, smallConfig } from '../conformance/vm-fixture'
import { holdProcess } from '../support/held-process'
import { makeTestFolder } from '../support/test-folder'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
const marker = '/var/lib/docker/what-somebody-has'
const stoppedMs = 5_000

let home: string
let options: DriverOptions
let driver: Driver
let written = 0

beforeAll(async () => {
  home = await makeTestFolder('m')
  const shared = join(home, 'shared')
  await mkdir(shared)
  const config = smallConfig({ sharedFolders: [{ path: shared, writable: true }] })
  options = {
    kind: 'qemu',
    paths: pathsOf(home),
    guestImageDir: join(root, 'out/guest', arch),
    toolsDir: join(root, 'out/tools'),
    log: silentLog,
    accelerator: 'tcg',
    config: async () => config,
  }
  await prepareHome(options.paths)
  driver = createDriver(options)
  await driver.start(freshContext())
  await change()
})
afterAll(async () => {
  await driver.delete()
  const left = await describeProcesses(home)
  await rm(home, { recursive: true, force: true })
  if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`)
})

const inside = async (command: string): Promise<string> => {
  const { exitCode, output } = (await driver.guest?.exec(command)) ?? { exitCode: -1, output: '' }
  if (exitCode !== 0) throw new Error(`${command}: ${exitCode} ${output}`)
  return output.trim()
}

/** Something new that somebody has, on the disk. */
async function change(): Promise<void> {
  written += 1
  await inside(`echo ${written} >${marker} && sync -f ${marker}`)
}

const start = async (): Promise<AppError[]> => {
  const notices: AppError[] = []
  await driver.start(freshContext(undefined, notices))
  return notices
}

/** The machine starts, if it does not run, and all is there. */
async function intact(): Promise<AppError[]> {
  const notices = await start()
  expect(await inside(`cat ${marker}`)).toBe(String(written))
  expect(await inside('dmesg | grep -c "EXT4-fs error" || true')).toBe('0')
  return notices
}

async function pidOf(program: string): Promise<number> {
  const found = (await processesOf(home)).find(({ command }) => command.split('\0')[0]?.includes(program))
  if (!found) throw new Error(`no ${program} runs`)
  return found.pid
}

const kill = async (program: string): Promise<void> => void process.kill(await pidOf(program), 'SIGKILL')
const ended = async (): Promise<void> => expect(await describeProcesses(home)).toEqual([])

describe('a process that is killed', () => {
  const cases: [StepId, string, string][] = [
    ['vm', 'gvproxy', 'machine.network-failed'],
    ['vm', 'qemu-system', 'machine.start-failed'],
    ['engine', 'gvproxy', 'machine.network-failed'],
    ['engine', 'qemu-system', 'machine.start-failed'],
  ]
  it.each(cases)('at the step "%s" of a start, %s, ends it with a name', async (step, program, code) => {
    await driver.stop()
    const { context, reached } = waitingContext(new AbortController().signal)
    const begun = reached(step)
    const starting = driver.start(context)
    starting.catch(() => {})
    await begun
    await until(() => pidOf(program), { deadlineMs: 30_000, waitingFor: program })
    await kill(program)
    await expect(starting).rejects.toMatchObject({ code })
    await ended()
    expect(await intact()).toEqual([])
  })

  it.each(['qemu-system', 'gvproxy'])('while it stops, %s, leaves nothing running', async (program) => {
    await intact()
    await change()
    const stopping = driver.stop()
    await kill(program)
    await stopping
    await ended()
    expect(await intact()).toEqual([])
  })

  it.each(['qemu-system', 'gvproxy'])('while it is saved, %s, leaves no half state', async (program) => {
    await intact()
    await change()
    const saving = driver.saveable?.save()
    const settled = saving?.then(
      () => undefined,
      () => undefined,
    )
    await until(() => stat(join(home, 'machine/saved-state.bin')), {
      deadlineMs: 60_000,
      everyMs: 2,
      waitingFor: 'the state to be written',
    })
    await kill(program).catch(() => {})
    await settled
    await until(async () => ((await describeProcesses(home)).length === 0 ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'the machine to end',
    })
    expect(await intact()).toEqual([])
  })

  it('which serves a folder, is told and takes nothing else with it', async () => {
    // The notices of the start that made it, which is where those that come later arrive as well.
    await driver.stop()
    const told = await intact()
    await kill('virtiofsd')
    await until(() => told.at(0), { deadlineMs: 60_000, waitingFor: 'the folder to be told as lost' })
    expect(told).toMatchObject([{ code: 'machine.share-lost', params: { folder: join(home, 'shared') } }])
    await change()
    await driver.pausable?.pause()
    await driver.pausable?.resume()
    await change()
    await driver.reclaimable?.memory()
    await expect(driver.saveable?.save()).rejects.toMatchObject({ code: 'machine.share-lost' })
    // Something waits for the folder when the machine is to end.
    await inside(`(ls ${home}/shared; echo never) >/dev/null 2>&1 & sleep 1`)
    await change()
    await driver.stop()
    await ended()
    expect(await intact()).toEqual([])
    await writeFile(join(home, 'shared/seen'), 'yes')
    expect(await inside(`cat ${home}/shared/seen`)).toBe('yes')
  })

  const steps: StepId[] = ['network', 'vm', 'engine']
  it.each(steps)('the app, at the step "%s", leaves what the next one ends or takes over', async (step) => {
    await driver.stop()
    await crashAt(step)
    expect(await intact()).toEqual([])
    await change()
    // What was taken over belongs to it as if it had started it.
    await driver.stop()
    await ended()
  })
})

/** Another app starts the machine and is killed when the step has begun. */
async function crashAt(step: StepId): Promise<void> {
  const { paths: _paths, log: _log, config, ...plain } = options
  const given = JSON.stringify({ ...plain, home, config: await config?.() })
  const log = join(home, `app-${step}.log`)
  const app = holdProcess(process.execPath, [join(root, 'test/conformance/crashing-app.mjs'), given], log)
  const begun = (): true | undefined => (app.output().includes(`step ${step}\n`) ? true : undefined)
  await app.ready(begun, step, 120_000)
  await app.end('SIGKILL')
}

describe('the disk of this computer', () => {
  it('that does not take the state of the machine is told, and it runs on', async ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('only root mounts a file system')
    await intact()
    await change()
    const state = join(home, 'machine/saved-state.bin')
    // What is mounted there can neither be replaced nor removed.
    await writeFile(state, '')
    await run('mount', ['--bind', state, state])
    try {
      await expect(driver.saveable?.save()).rejects.toMatchObject({ code: 'machine.save-failed' })
      expect(await inside(`cat ${marker}`)).toBe(String(written))
    } finally {
      await run('umount', [state])
    }
    await intact()
  })

  it.each([
    ['a truncated state', (file: string) => truncate(file, 100_000)],
    ['a state with a wrong byte', spoil],
  ])('%s is told, and the machine boots anew', async (_what, damage) => {
    await intact()
    await change()
    await driver.saveable?.save()
    await damage(join(home, 'machine/saved-state.bin'))
    expect(await intact()).toMatchObject([{ code: 'machine.saved-state-dropped' }])
  })

  it('a damaged system is unpacked anew after a start that did not end well', async () => {
    await driver.stop()
    const { imageHash } = JSON.parse(await readFile(join(home, 'machine/machine.json'), 'utf8')) as {
      imageHash: string
    }
    const system = join(home, 'guest', imageHash, 'root.erofs')
    await chmod(system, 0o600)
    await truncate(system, (await stat(system)).size - 4096)
    expect(await intact()).toEqual([])
  })

  it('a record that is gone keeps the data from being taken for a new disk', async () => {
    await intact()
    await driver.stop()
    const record = join(home, 'machine/machine.json')
    const text = await readFile(record, 'utf8')
    await writeFile(record, text.slice(0, text.length / 2))
    await expect(start()).rejects.toMatchObject({ code: 'machine.record-unreadable' })
    await rm(record)
    await expect(start()).rejects.toMatchObject({ code: 'machine.data-disk-foreign' })
    await writeFile(record, text)
    await intact()
  })
})

async function spoil(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(Buffer.from('spoilt'), 0, 6, Math.floor((await handle.stat()).size / 3))
  await handle.close()
}

describe('time', () => {
  it('that this computer sleeps may end with an empty battery: what was written before it is there', async () => {
    await intact()
    written += 1
    // Nobody asks for it to be written out, so it would be lost without the word of the coming sleep.
    await inside(`echo ${written} >${marker}.new && mv ${marker}.new ${marker}`)
    await driver.hostSleeps?.()
    await kill('qemu-system')
    await until(async () => ((await describeProcesses(home)).length === 0 ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'the machine to end',
    })
    expect(await intact()).toEqual([])
  })

  it('that this computer spent asleep is made up for', async () => {
    await intact()
    const pid = await pidOf('qemu-system')
    process.kill(pid, 'SIGSTOP')
    await delay(stoppedMs)
    process.kill(pid, 'SIGCONT')
    await driver.hostWoke?.()
    expect(Math.abs(Number(await inside('date +%s')) - Date.now() / 1000)).toBeLessThan(stoppedMs / 1000)
    await change()
    await intact()
  })

  it.each([-400_000, 400_000])('that jumps by %d s is set right', async (seconds) => {
    await inside(`date -u -s @${Math.round(Date.now() / 1000) + seconds}`)
    await driver.hostWoke?.()
    expect(Math.abs(Number(await inside('date +%s')) - Date.now() / 1000)).toBeLessThan(stoppedMs / 1000)
    expect((await driver.dial()).destroy()).toBeTruthy()
  })

  it('during which gvproxy stood still loses no connection for good', async () => {
    const pid = await pidOf('gvproxy')
    process.kill(pid, 'SIGSTOP')
    await delay(stoppedMs)
    process.kill(pid, 'SIGCONT')
    expect((await driver.dial()).destroy()).toBeTruthy()
    await intact()
  })
})
