// What is remembered between runs: read from earlier versions, and left alone when a later one wrote it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { machineRecordFile } from '../../main/machine/machine-record'
import { isOlder } from '../../main/machine/system-choice'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'))
  file = join(folder, 'machine.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('reads what the first version wrote, and adds to it', async () => {
  const first = {
    format: 1,
    machineId: 'm1',
    dataDisk: { createdAt: 1, bytes: 2 },
    imageHash: 'a1',
    startUnfinished: false,
  }
  await writeFile(file, JSON.stringify(first))
  expect(await machineRecordFile(file).read()).toEqual(first)
  await machineRecordFile(file).update({ engineVersion: '26.1.5' })
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...first, engineVersion: '26.1.5' })
})

it('refuses what a newer version wrote, and does not change it', async () => {
  const text = JSON.stringify({ format: 2, machineId: 'm1', somethingNew: true })
  await writeFile(file, text)
  const refusal = { code: 'machine.state-newer', params: { file, newer: 'format 2', known: 'format 1' } }
  await expect(machineRecordFile(file).read()).rejects.toMatchObject(refusal)
  await expect(machineRecordFile(file).update({ imageHash: 'b2' })).rejects.toMatchObject(refusal)
  expect(await readFile(file, 'utf8')).toBe(text)
})

it('tells damage from what is newer', async () => {
  await writeFile(file, '{"format": 1')
  await expect(machineRecordFile(file).read()).rejects.toMatchObject({ code: 'machine.record-unreadable' })
})

it('knows an older engine by the first two numbers of its version', () => {
  expect(isOlder('26.1.5', '28.5.2')).toBe(true)
  expect(isOlder('28.4.0', '28.5.2')).toBe(true)
  expect(isOlder('28.5.1', '28.5.2')).toBe(false)
  expect(isOlder('29.0.0', '28.5.2')).toBe(false)
  expect(isOlder('9.9.9', '10.0.0')).toBe(true)
})
