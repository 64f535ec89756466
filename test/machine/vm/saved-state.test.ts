// Whether a saved state may be used: by the same machine, on an untouched disk, and by nothing else.
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { pathsOf } from '../../../main/base/paths'
import type { GuestImage } from '../../../main/machine/guest-image'
import { defaultConfig } from '../../../main/machine/machine-config'
import { machineRecordFile } from '../../../main/machine/machine-record'
import { qemu } from '../../../main/machine/qemu/qemu-hypervisor'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { dropState, noteState, usableState } from '../../../main/machine/vm/saved-state'
import type { VmMachine } from '../../../main/machine/vm/vm-options'
import { makeTestFolder } from '../../support/test-folder'

const content = { bytes: 5, sha256: 'not looked at before it is read' }
const config = Buffer.from('what the guest was told')

let home: string
let machine: VmMachine
let program: string
const image: GuestImage = {
  hash: 'a1',
  kernel: '/k',
  initrd: '/i',
  root: '/r',
  kernelSha256: '',
  kernelVersion: '6.12',
  engineVersion: '26.1.5',
}

beforeEach(async () => {
  home = await makeTestFolder('s')
  const paths = pathsOf(home)
  const files = machineFiles(paths)
  await mkdir(paths.machine, { recursive: true })
  program = join(home, 'qemu')
  await writeFile(program, 'program')
  await writeFile(files.dataDisk, 'data')
  await writeFile(files.configDisk, config)
  await writeFile(files.savedState, 'state')
  machine = {
    ...defaultConfig({ cpus: 2, memoryBytes: 2 ** 30 }),
    paths,
    guestImageDir: '',
    toolFolders: [],
    arch: 'amd64',
    log: silentLog,
    hypervisor: qemu,
    files,
    shares: [],
    rosetta: false,
    resolvConf: '/etc/resolv.conf',
    record: machineRecordFile(files.record),
  }
  await noteState({ machine, image, program, accelerator: 'tcg' }, content)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const usable = (chosen: Partial<VmMachine> = {}, told = config, system = image) =>
  usableState({ machine: { ...machine, ...chosen }, image: system, program }, told)

describe('a saved state', () => {
  it('is used by the machine that it was saved from', async () => {
    expect(await usable()).toMatchObject({ accelerator: 'tcg', ...content })
  })

  it('is not used after the data disk was written', async () => {
    await utimes(machine.files.dataDisk, new Date(), new Date(Date.now() + 1000))
    await expect(usable()).rejects.toThrow('the data disk has changed')
  })

  it('is not used after the data disk was replaced by one of the same size and time', async () => {
    const text = await readFile(machine.files.dataDisk)
    await rm(machine.files.dataDisk)
    await writeFile(join(home, 'takes the number of the old file'), '')
    await writeFile(machine.files.dataDisk, text)
    await expect(usable()).rejects.toThrow('the data disk has changed')
  })

  it('is not used by a machine of another size', async () => {
    await expect(usable({ cpus: 1 })).rejects.toThrow('other settings')
    await expect(usable({ memoryBytes: 2 ** 31 })).rejects.toThrow('other settings')
  })

  it('is not used by another system, or one that is told something else', async () => {
    await expect(usable({}, config, { ...image, hash: 'b2' })).rejects.toThrow('other settings')
    await expect(usable({}, Buffer.from('another mirror'))).rejects.toThrow('other settings')
  })

  it('is not used by another QEMU', async () => {
    await writeFile(program, 'a newer one')
    await expect(usable()).rejects.toThrow('another version')
  })

  it('is not used when its file is cut off or missing, or its note is damaged', async () => {
    await writeFile(machine.files.savedState, 'sta')
    await expect(usable()).rejects.toThrow('incomplete')
    await rm(machine.files.savedState)
    await expect(usable()).rejects.toThrow('ENOENT')
    await writeFile(machine.files.savedNote, '{"format": 1, "key"')
    await expect(usable()).rejects.toThrow('JSON')
  })

  it('is nothing once it was dropped', async () => {
    await dropState(machine.files)
    expect(await usable()).toBeUndefined()
    await expect(readFile(machine.files.savedState)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
