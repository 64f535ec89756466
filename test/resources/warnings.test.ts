// Warnings: which there are, their first way out, and that one put away stays away until it is over.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { silentLog } from '../../main/base/log'
import { WarningBoard, type WarningBoardOptions } from '../../main/resources/warning-board'
import { warningsOf, type WarningFacts } from '../../main/resources/warnings'
import type { Container, ResourceReading } from '../../preload/model'
import { container } from '../ports/container-fixture'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const now = Date.now()
const killed = (more: Partial<Container> = {}): Container =>
  container('shop-db-1', [], {
    state: 'exited',
    oomKilled: true,
    exitCode: 137,
    finishedAt: now - 5000,
    ...more,
  })
const facts = (part: Partial<WarningFacts> = {}): WarningFacts => ({
  ...{ now, containers: [], memoryLimits: new Map(), pressedMs: 0, logs: [], grown: new Map() },
  ...part,
})

describe('a warning', () => {
  it('of a container that ran out of memory raises its limit, to 1 GB at least', () => {
    const db = killed()
    const memoryLimits = new Map([[db.id, 256 * mebibyte]])
    expect(warningsOf(facts({ containers: [db], memoryLimits }))).toMatchObject([
      {
        kind: 'out-of-memory',
        containerName: 'shop-db-1',
        bytes: 256 * mebibyte,
        remedies: [{ kind: 'raise-container', memoryBytes: gibibyte }],
      },
    ])
    expect(warningsOf(facts({ containers: [killed({ state: 'running' })], memoryLimits }))).toEqual([])
    expect(warningsOf(facts({ containers: [killed({ finishedAt: now - 90_000_000 })] }))).toEqual([])
  })

  it('of one without a limit gives the machine more, and nothing where there is no more', () => {
    const machineMemory = { usedBytes: 2 * gibibyte, totalBytes: 2 * gibibyte }
    const about = { containers: [killed()], machineMemory }
    expect(warningsOf(facts({ ...about, mostMachineMemory: 8 * gibibyte }))[0]?.remedies).toMatchObject([
      { kind: 'raise-machine', memoryBytes: 3 * gibibyte },
    ])
    expect(warningsOf(facts({ ...about, mostMachineMemory: 2 * gibibyte }))[0]?.remedies).toEqual([])
  })

  it.each([
    [100e9, 3e9, true],
    [100e9, 6e9, false],
    [2000e9, 19e9, true],
    [2000e9, 30e9, false],
    [16e9, 1.9e9, true],
  ])('of a disk of %d bytes with %d left: %s', (totalBytes, left, told) => {
    const found = warningsOf(facts({ hostDisk: { totalBytes, usedBytes: totalBytes - left } }))
    expect(found.map(({ kind, bytes }) => [kind, bytes])).toEqual(told ? [['host-disk', left]] : [])
  })

  it('of memory comes only after programs waited for a minute, of logs by size or growth', () => {
    const machineMemory = { usedBytes: gibibyte, totalBytes: 2 * gibibyte }
    expect(warningsOf(facts({ machineMemory, pressedMs: 59_000 }))).toEqual([])
    expect(warningsOf(facts({ machineMemory, pressedMs: 60_000 }))).toMatchObject([
      { kind: 'memory-pressure' },
    ])
    const one = container('chatty', [])
    const logs = [{ containerId: one.id, bytes: 300 * mebibyte }]
    const about = { containers: [one], logs }
    expect(warningsOf(facts(about))).toEqual([])
    const grown = new Map([[one.id, 250 * mebibyte]])
    expect(warningsOf(facts({ ...about, grown }))).toMatchObject([{ kind: 'log-growth' }])
  })
})

describe('the warnings of an app', () => {
  let folder: string
  let made: WarningBoard[]
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'warn-'))
    made = []
  })
  afterEach(async () => {
    for (const board of made) await board.dispose()
    await rm(folder, { recursive: true })
  })

  it('are put away over restarts, told again when they come back, and mended by their remedy', async () => {
    const db = killed()
    const containers = createStore<ReadonlyMap<string, Container>>(() => new Map([[db.id, db]]))
    const done: unknown[] = []
    const told: string[] = []
    const note =
      (name: string) =>
      async (...args: unknown[]): Promise<void> =>
        void done.push([name, ...args])
    const options: WarningBoardOptions = {
      containers,
      readings: createStore<ResourceReading | undefined>(() => undefined),
      memoryLimit: async () => 64 * mebibyte,
      findHungry: async () => undefined,
      machineShare: () => 1,
      mostMachineMemory: undefined,
      actions: {
        setMemory: note('setMemory'),
        start: note('start'),
        stop: note('stop'),
        emptyLog: note('emptyLog'),
        setMachineMemory: note('setMachineMemory'),
      },
      notify: (warning) => void told.push(warning.id),
      file: join(folder, 'warnings.json'),
      log: silentLog,
    }
    const open = async (): Promise<WarningBoard> => {
      const board = new WarningBoard(options)
      made.push(board)
      await board.look()
      await board.look()
      return board
    }
    const first = await open()
    const [warning] = first.store.getState().values()
    await first.apply(warning?.id ?? '', warning?.remedies[0]?.id ?? '')
    expect(done).toEqual([
      ['setMemory', db.id, gibibyte],
      ['start', db.id],
    ])
    await first.dismiss(warning?.id ?? '', 0)
    expect(first.store.getState().size).toBe(0)
    await first.dispose()
    const second = await open()
    expect(second.store.getState().size).toBe(0)
    containers.setState(new Map([[db.id, { ...db, finishedAt: now }]]), true)
    await second.look()
    await second.look()
    expect(second.store.getState().size).toBe(1)
    // Once each, although the first was seen by two runs of the app.
    expect(told).toEqual([warning?.id, expect.stringContaining(`/${now}`)])
    await expect(second.apply('nothing', 'x')).rejects.toMatchObject({ code: 'resources.warning-gone' })
  })
})
