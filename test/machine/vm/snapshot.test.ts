// The snapshot before an upgrade, with real files: whole with its holes, or not there and told why.
import { execFileSync } from 'node:child_process'
import { chmod, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AppError } from '../../../preload/errors'
import { silentLog } from '../../../main/base/log'
import { pathsOf, prepareHome } from '../../../main/base/paths'
import type { StartContext } from '../../../main/machine/driver'
import { machineFiles, type MachineFiles } from '../../../main/machine/vm/machine-files'
import { takeSnapshot, type SnapshotOptions } from '../../../main/machine/vm/snapshot'
import { makeTestFolder } from '../../support/test-folder'

const megabyte = 1024 ** 2
let home: string
let files: MachineFiles
let notices: AppError[]
let steps: string[]
let shown: { done: number; total: number }[]
beforeEach(async () => {
  home = await makeTestFolder('u')
  await prepareHome(pathsOf(home))
  files = machineFiles(pathsOf(home))
  notices = []
  steps = []
  shown = []
  // 64 MB, of which 3 MB are used: at the beginning, in the middle, and at the end.
  const disk = await open(files.dataDisk, 'w')
  await disk.truncate(64 * megabyte)
  for (const at of [0, 30, 63])
    await disk.write(Buffer.alloc(megabyte, at % 251 || 7), 0, megabyte, at * megabyte)
  await disk.close()
})
afterEach(() => rm(home, { recursive: true, force: true }))

const context = (signal = new AbortController().signal): StartContext => ({
  signal,
  notice: (what) => notices.push(what),
  step: (id, _waitingFor, work) => {
    steps.push(id)
    return work({ signal, progress: (one) => shown.push(one), facts: () => {} })
  },
})
const take = (options: SnapshotOptions = {}, signal?: AbortSignal): Promise<boolean> =>
  takeSnapshot(context(signal), files, silentLog, options)
const names = async (): Promise<string[]> => (await readdir(files.folder)).sort()
/** Stands for cp: it writes a part, and then does what the script says. */
async function copyProgram(script: string): Promise<string> {
  const path = join(home, 'copy')
  await writeFile(path, `#!/bin/sh\nfor to; do :; done\nprintf part >"$to"\n${script}\n`)
  await chmod(path, 0o755)
  return path
}
/** Only what cannot share its blocks is copied, which is decided by the disk that the tests run on. */
const shares = async (): Promise<boolean> => {
  const taken = await take()
  const wasShared = taken && steps.length === 0
  await rm(files.snapshot, { force: true })
  steps = []
  shown = []
  notices = []
  return wasShared
}

it('is the same byte by byte, and takes no more room', async () => {
  expect(await take()).toBe(true)
  expect(await names()).toEqual(['data.img', 'data.img.before-upgrade'])
  expect(() => execFileSync('cmp', [files.dataDisk, files.snapshot])).not.toThrow('differ')
  const [{ blocks, size }, copy] = await Promise.all([stat(files.dataDisk), stat(files.snapshot)])
  expect(copy.size).toBe(size)
  expect(copy.blocks).toBeLessThanOrEqual(blocks + 64)
  expect(notices).toEqual([])
})

it('is a step with progress where blocks cannot be shared', async ({ skip }) => {
  if (await shares()) return skip('this file system shares blocks')
  expect(await take()).toBe(true)
  expect(steps).toEqual(['snapshot'])
  const { blocks } = await stat(files.dataDisk)
  expect(shown.at(0)).toMatchObject({ done: 0 })
  expect(shown.at(-1)).toMatchObject({ done: blocks * 512, total: blocks * 512, unit: 'bytes' })
})

it('that is given up leaves nothing, and the one of before stays', async ({ skip }) => {
  if (await shares()) return skip('this file system shares blocks')
  await writeFile(files.snapshot, 'of before')
  const giving = new AbortController()
  const taking = take({ copyProgram: await copyProgram('sleep 60') }, giving.signal)
  setTimeout(() => giving.abort(new Error('given up')), 300)
  await expect(taking).rejects.toThrow('given up')
  expect(await names()).toEqual(['data.img', 'data.img.before-upgrade'])
  expect(await readFile(files.snapshot, 'utf8')).toBe('of before')
  expect(notices).toEqual([])
})

it('is not taken of too much, or without room, which is told with figures', async ({ skip }) => {
  if (await shares()) return skip('this file system shares blocks')
  expect(await take({ mostBytes: megabyte })).toBe(false)
  expect(await take({ free: async () => 5 * megabyte })).toBe(false)
  expect(notices).toMatchObject([
    { code: 'machine.snapshot-large', params: { used: '4 MB', most: '2 MB' } },
    { code: 'machine.snapshot-no-room', params: { needed: '7 MB', free: '6 MB' } },
  ])
  expect(steps).toEqual([])
  expect(await names()).toEqual(['data.img'])
})

it('that fails, is cut off or cannot be made at all is told, and leaves nothing', async ({ skip }) => {
  if (await shares()) return skip('this file system shares blocks')
  expect(await take({ copyProgram: await copyProgram('echo no space left >&2; exit 1') })).toBe(false)
  expect(await take({ copyProgram: await copyProgram('exit 0') })).toBe(false)
  expect(await take({ copyProgram: join(home, 'no-such-program') })).toBe(false)
  expect(notices.map(({ code }) => code)).toEqual(Array(3).fill('machine.snapshot-failed'))
  expect(notices[0]?.detail).toContain('no space left')
  expect(notices[1]?.detail).toContain('4 of 67108864 bytes')
  expect(await names()).toEqual(['data.img'])
})
