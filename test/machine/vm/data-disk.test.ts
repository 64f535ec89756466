// The data disk: made once, sparse, and never again over one that existed.
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { machineRecordFile, type MachineRecordFile } from '../../../main/machine/machine-record'
import { prepareDataDisk } from '../../../main/machine/vm/data-disk'
import { machineFiles, type MachineFiles } from '../../../main/machine/vm/machine-files'

const gibibyte = 1024 ** 3
let folder: string
let files: MachineFiles
let record: MachineRecordFile

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-disk-'))
  const paths = pathsOf(folder, 'linux')
  files = { ...machineFiles(paths), dataDisk: join(folder, 'data.img'), record: join(folder, 'machine.json') }
  record = machineRecordFile(files.record)
})
afterEach(() => rm(folder, { recursive: true }))

it('is sparse, and belongs to this machine', async () => {
  const { machineId, dataDisk } = await prepareDataDisk(files, record, gibibyte)
  expect(machineId).toMatch(/^[0-9a-f-]{36}$/)
  expect(dataDisk?.bytes).toBe(gibibyte)
  const { size, blocks, mode } = await stat(files.dataDisk)
  expect(size).toBe(gibibyte)
  expect(blocks).toBe(0)
  expect(mode & 0o077).toBe(0)
})

it('grows when more is wanted, and never shrinks', async () => {
  await prepareDataDisk(files, record, gibibyte)
  const handle = await open(files.dataDisk, 'r+')
  await handle.write('all that somebody has')
  await handle.close()
  const { dataDisk } = await prepareDataDisk(files, record, 2 * gibibyte)
  expect(dataDisk?.bytes).toBe(2 * gibibyte)
  await prepareDataDisk(files, record, gibibyte)
  expect((await stat(files.dataDisk)).size).toBe(2 * gibibyte)
  const { buffer } = await (await open(files.dataDisk)).read({ buffer: Buffer.alloc(21) })
  expect(buffer.toString()).toBe('all that somebody has')
})

it('stays as it is from then on', async () => {
  await prepareDataDisk(files, record, gibibyte)
  const before = await record.read()
  await writeFile(files.dataDisk, 'all that somebody has')
  await prepareDataDisk(files, record, gibibyte)
  expect(await readFile(files.dataDisk, 'utf8')).toBe('all that somebody has')
  expect(await record.read()).toEqual(before)
})

it('is taken as it is when only the marker is lost', async () => {
  await writeFile(files.dataDisk, 'restored from a backup')
  await prepareDataDisk(files, record, gibibyte)
  expect(await readFile(files.dataDisk, 'utf8')).toBe('restored from a backup')
  expect((await record.read())?.dataDisk).toBeDefined()
})

it('is not replaced when it is gone', async () => {
  await prepareDataDisk(files, record, gibibyte)
  await rm(files.dataDisk)
  await expect(prepareDataDisk(files, record, gibibyte)).rejects.toMatchObject({
    code: 'machine.data-disk-missing',
    params: { file: files.dataDisk, record: files.record },
  })
  await expect(stat(files.dataDisk)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('is left alone when the record cannot be read', async () => {
  await prepareDataDisk(files, record, gibibyte)
  await writeFile(files.record, '{"format":')
  await expect(prepareDataDisk(files, record, gibibyte)).rejects.toMatchObject({
    code: 'machine.record-unreadable',
    params: { file: files.record },
  })
  expect((await stat(files.dataDisk)).size).toBe(gibibyte)
})
