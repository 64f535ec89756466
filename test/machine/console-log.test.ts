// The machine's console: rotated per run, and only its newest part is read.
import { appendFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { until } from '../../main/base/until'
import { bound, newest, rotate } from '../../main/machine/console-log'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-console-'))
  file = join(folder, 'serial.log')
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps the newest three runs before this one', async () => {
  for (const run of ['a', 'b', 'c', 'd', 'e']) {
    await rotate(file)
    await writeFile(file, run)
  }
  const kept = (await readdir(folder)).toSorted()
  expect(await Promise.all(kept.map((name) => readFile(join(folder, name), 'utf8')))).toEqual([
    'e',
    'd',
    'c',
    'b',
  ])
})

it('moves aside what a run that goes on has printed, and the writer goes on', async () => {
  await writeFile(file, 'old '.repeat(1000))
  const stop = bound(file, 1024, 5)
  const size = async (): Promise<true | undefined> => ((await stat(file)).size === 0 ? true : undefined)
  await until(size, { deadlineMs: 20_000, everyMs: 5, waitingFor: 'the file to be emptied' })
  await appendFile(file, 'new')
  stop()
  expect(await readFile(file, 'utf8')).toBe('new')
  expect(await readFile(`${file}.1`, 'utf8')).toHaveLength(4000)
})

it('reads the newest part, and nothing where there is nothing', async () => {
  expect(await newest(file)).toBe('')
  await writeFile(file, `${'old '.repeat(100_000)}new`)
  const text = await newest(file)
  expect(text.endsWith('new')).toBe(true)
  expect(text.length).toBe(64 * 1024)
})
