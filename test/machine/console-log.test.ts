// The machine's console: rotated per run, and only its newest part is read.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newest, rotate } from '../../main/machine/console-log'

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

it('reads the newest part, and nothing where there is nothing', async () => {
  expect(await newest(file)).toBe('')
  await writeFile(file, `${'old '.repeat(100_000)}new`)
  const text = await newest(file)
  expect(text.endsWith('new')).toBe(true)
  expect(text.length).toBe(64 * 1024)
})
