// Settings of the engine that were saved while it was off: proven by a start, or undone by one.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import type { Driver, StartContext } from '../../main/machine/driver'
import { withLogCaps } from '../../main/settings/log-caps'
import { createUnprovenConfig, type UnprovenConfig } from '../../main/settings/unproven-config'
import type { DaemonConfig } from '../../preload/daemon-config'
import { AppError } from '../../preload/errors'
import { freshContext } from '../conformance/driver-probes'

let folder: string
let file: string
let unproven: UnprovenConfig
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unproven-'))
  file = join(folder, 'daemon.json')
  unproven = createUnprovenConfig(file, silentLog)
})
afterEach(() => rm(folder, { recursive: true }))

const ends = new AppError('machine.engine-ends', {
  params: { times: 5 },
  detail: 'level=info msg="Starting up"\nfailed to start daemon: no such driver\nsome more',
})
const text = (): Promise<string> => readFile(file, 'utf8')
const gone = { code: 'ENOENT' }

/** A machine whose engine comes up with a daemon.json or does not; `running` is what one has that ran before. */
function machine(failing: (daemon: string | undefined) => Error | undefined, running?: string) {
  const starts: (string | undefined)[] = []
  let inside: string | undefined
  const driver = {
    start: async () => {
      const daemon = await text().catch(() => undefined)
      starts.push(daemon)
      const error = failing(daemon)
      if (error) throw error
      inside = running ?? daemon
    },
    guest: {
      engineSettings: (chosen: object) => ({ added: true, ...chosen }),
      exec: async () => ({
        exitCode: 0,
        output: JSON.stringify({ added: true, ...withLogCaps(JSON.parse(inside ?? '{}') as DaemonConfig) }),
      }),
    },
  } as unknown as Driver
  return { starts, driver }
}

/** As the window leaves it while the machine is off. */
const save = async (before: string | undefined, now: string): Promise<void> => {
  await unproven.note((await unproven.read()) ?? { text: before })
  await writeFile(file, now)
}
const started = async (driver: Driver): Promise<AppError[]> => {
  const notices: AppError[] = []
  await unproven.start(driver, freshContext(undefined, notices))
  return notices
}

it('that the engine comes up with are proven', async () => {
  await save('{"debug":true}', '{"debug":false}')
  const { driver, starts } = machine(() => undefined)
  expect(await started(driver)).toEqual([])
  expect(await unproven.read()).toBeUndefined()
  expect(await started(driver)).toEqual([])
  expect(starts).toHaveLength(2)
})

it('that it ends with are undone, told with its words, and kept aside', async () => {
  await save('{"debug":true}', '{"mtu":1400}')
  // Two changes, neither of which an engine has seen: what was proven is before both.
  await save('{"mtu":1400}', '{"bip":"bad"}')
  const { driver, starts } = machine((daemon) => (daemon === '{"debug":true}' ? undefined : ends))
  expect(await started(driver)).toMatchObject([
    {
      code: 'settings.engine-config-undone',
      params: { file: `${file}.refused` },
      detail: 'failed to start daemon: no such driver',
    },
  ])
  expect(starts).toEqual(['{"bip":"bad"}', '{"debug":true}'])
  expect(await text()).toBe('{"debug":true}')
  expect(await readFile(`${file}.refused`, 'utf8')).toBe('{"bip":"bad"}')
  expect(await unproven.read()).toBeUndefined()
})

it('before which there was no file leave none, also when the engine hangs', async () => {
  await save(undefined, '{"bip":"bad"}')
  const hangs = new AppError('machine.step-timeout', {
    params: { waitingFor: 'Docker Engine', seconds: 300 },
    detail: 'failed to start: bip',
  })
  const { driver } = machine((daemon) => (daemon === undefined ? undefined : hangs))
  expect(await started(driver)).toMatchObject([{ code: 'settings.engine-config-undone' }])
  await expect(text()).rejects.toMatchObject(gone)
})

it('stay when the engine does not come up with the former ones either, or fails for another reason', async () => {
  await save('{}', '{"debug":true}')
  await expect(started(machine(() => ends).driver)).rejects.toBe(ends)
  const noDisk = new AppError('machine.data-disk-missing')
  const { driver, starts } = machine(() => noDisk)
  await expect(started(driver)).rejects.toBe(noDisk)
  expect(starts).toEqual(['{"debug":true}'])
  expect(await text()).toBe('{"debug":true}')
  expect(await unproven.read()).toEqual({ text: '{}' })
  await expect(readFile(`${file}.refused`)).rejects.toMatchObject(gone)
})

it('leave alone what was undone before, when they are not undone themselves', async () => {
  await writeFile(`${file}.refused`, '{"bip":"earlier"}')
  await save('{}', '{"debug":true}')
  await expect(started(machine(() => ends).driver)).rejects.toBe(ends)
  expect(await readFile(`${file}.refused`, 'utf8')).toBe('{"bip":"earlier"}')
})

it('are not proven by a machine that ran before and has the former ones', async () => {
  await save('{}', '{"debug":true}')
  await started(machine(() => undefined, '{}').driver)
  expect(await unproven.read()).toEqual({ text: '{}' })
})

it('that nobody saved here are never undone', async () => {
  await writeFile(file, '{"bip":"bad"}')
  await expect(started(machine(() => ends).driver)).rejects.toBe(ends)
  expect(await text()).toBe('{"bip":"bad"}')
})

it('are not undone by a start that was given up', async () => {
  await save('{}', '{"debug":true}')
  const giveUp = new AbortController()
  const context: StartContext = freshContext(giveUp.signal)
  const { driver, starts } = machine(() => {
    giveUp.abort()
    return ends
  })
  await expect(unproven.start(driver, context)).rejects.toBe(ends)
  expect(starts).toHaveLength(1)
  expect(await text()).toBe('{"debug":true}')
})

it('are told of by the next start where the app ended before it could, until a person was told', async () => {
  await save('{"debug":true}', '{"bip":"bad"}')
  let undoing: () => void = () => {}
  const reached = new Promise<void>((resolve) => {
    undoing = resolve
  })
  // The app ends while the engine comes up with the former settings: nothing of this start goes on.
  const { driver } = machine((daemon) => (daemon === '{"debug":true}' ? undefined : ends))
  const cut = {
    ...driver,
    start: async () => {
      await (driver.start as () => Promise<void>)()
      undoing()
      await new Promise(() => {})
    },
  } as unknown as Driver
  const lost: AppError[] = []
  void unproven.start(cut, freshContext(undefined, lost))
  await reached
  expect([await text(), lost]).toEqual(['{"debug":true}', []])

  const notice = {
    code: 'settings.engine-config-undone',
    params: { file: `${file}.refused` },
    detail: 'failed to start daemon: no such driver',
  }
  const fine = machine(() => undefined).driver
  unproven = createUnprovenConfig(file, silentLog)
  expect(await started(fine)).toMatchObject([notice])
  expect(await unproven.read()).toBeUndefined()
  // Nobody has seen it yet.
  unproven = createUnprovenConfig(file, silentLog)
  expect(await started(fine)).toMatchObject([notice])
  await unproven.told()
  expect(await started(fine)).toEqual([])
})

it('are not told of where they are in force after all', async () => {
  await save('{}', '{"debug":true}')
  await writeFile(`${file}.refused`, '{"debug":true}')
  await unproven.noteUndone(ends)
  expect(await started(machine(() => undefined).driver)).toEqual([])
  await expect(readFile(`${file}.undone`)).rejects.toMatchObject(gone)
})
