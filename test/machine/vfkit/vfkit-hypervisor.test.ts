// How vfkit is controlled over its API, what its failures mean, and when it is chosen.
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { open, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { run } from '../../../main/base/child'
import { ownMachine, type Computer } from '../../../main/machine/create-driver'
import { machineRecordFile } from '../../../main/machine/machine-record'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { isRefused, rememberRefusal } from '../../../main/machine/vfkit/refusal'
import { rosettaFileOf, translation } from '../../../main/machine/vfkit/rosetta'
import { vfkit } from '../../../main/machine/vfkit/vfkit-hypervisor'
import { AppError } from '../../../preload/errors'
import { makeTestFolder } from '../../support/test-folder'

let folder: string
let server: Server
let asked: string[]
let answers: Record<string, { status?: number; body?: unknown }>

const socket = (): string => join(folder, 's')
const control = () => vfkit.control({ ...machineFiles(pathsOf('/h', 'linux')), controlSocket: socket() })

beforeEach(async () => {
  folder = await makeTestFolder('v')
  asked = []
  answers = {}
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const route = `${request.method} ${request.url}`
      asked.push(text === '' ? route : `${route} ${text}`)
      const { status = 200, body = '' } = answers[route] ?? { status: 404 }
      response.writeHead(status).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(socket(), resolve))
})
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

it('lets go only what is held: vfkit refuses to resume what runs', async () => {
  answers['POST /vm/state'] = { status: 202 }
  answers['GET /vm/state'] = { body: { state: 'VirtualMachineStateRunning' } }
  await control().letGo()
  expect(asked).toEqual(['GET /vm/state'])
  answers['GET /vm/state'] = { body: { state: 'VirtualMachineStatePaused' } }
  await control().letGo()
  expect(asked.at(-1)).toBe('POST /vm/state {"state":"Resume"}')
})

it('passes on why a change was refused', async () => {
  answers['POST /vm/state'] = { status: 500, body: { error: 'not now' } }
  await expect(control().hold()).rejects.toThrow(/500 .*not now/)
})

it('recognises a program that macOS does not trust with virtual machines', () => {
  const words =
    'Error: Error Domain=VZErrorDomain Code=2 "The process doesn’t have the “com.apple.security.virtualization” entitlement."'
  expect(vfkit.knownFailure(words)).toBe('machine.vfkit-not-entitled')
  expect(vfkit.knownFailure('Error: no such file')).toBeUndefined()
})

it('recognises a Mac on which no virtual machine runs', () => {
  const words =
    'Error: Error Domain=VZErrorDomain Code=2 Description="Virtualization is not available on this hardware."'
  expect(vfkit.knownFailure(words)).toBe('machine.vfkit-unsupported')
})

describe('the driver of a computer', () => {
  const computer = (more: Partial<Computer> = {}): Computer => ({
    platform: 'darwin',
    kernel: '22.1.0',
    has: () => true,
    vfkitRefused: () => false,
    ...more,
  })
  it.each<[string, Partial<Computer>, string]>([
    ['macOS 13', {}, 'vfkit'],
    ['macOS 12', { kernel: '21.6.0' }, 'qemu'],
    ['Linux', { platform: 'linux', kernel: '6.1.0' }, 'qemu'],
    ['Windows', { platform: 'win32', wanted: 'qemu' }, 'wsl2'],
    ['a Mac with QEMU only', { has: (program) => program === 'qemu' }, 'qemu'],
    ['a Mac with neither, whose error names vfkit', { has: () => false }, 'vfkit'],
    ['a Mac that refused vfkit', { vfkitRefused: () => true }, 'qemu'],
    [
      'a Mac that refused vfkit, without QEMU',
      { vfkitRefused: () => true, has: (one) => one === 'vfkit' },
      'vfkit',
    ],
    ['a Mac where QEMU is wanted', { wanted: 'qemu' }, 'qemu'],
    ['an old Mac where vfkit is wanted', { wanted: 'vfkit', kernel: '21.6.0' }, 'vfkit'],
    ['a Mac where nothing known is wanted', { wanted: 'parallels' }, 'vfkit'],
  ])('%s', (_name, more, driver) => {
    expect(ownMachine(computer(more))).toBe(driver)
  })

  it('remembers a vfkit that macOS refuses, until there is another one', async () => {
    const [file, program] = [join(folder, 'refused.json'), join(folder, 'vfkit')]
    await writeFile(program, 'one')
    expect(isRefused(file)).toBe(false)
    await rememberRefusal(file, program, new AppError('machine.vfkit-missing', { params: { places: '' } }))
    expect(isRefused(file)).toBe(false)
    await rememberRefusal(file, program, new AppError('machine.vfkit-not-entitled', { params: { program } }))
    expect(isRefused(file)).toBe(true)
    await writeFile(program, 'another')
    expect(isRefused(file)).toBe(false)
    await writeFile(file, 'damaged')
    expect(isRefused(file)).toBe(false)
  })
})

describe('Rosetta', () => {
  it('is on Apple silicon only', () => {
    expect(rosettaFileOf('darwin', 'arm64')).toMatch(/rosetta$/)
    expect(rosettaFileOf('darwin', 'amd64')).toBeUndefined()
    expect(rosettaFileOf('linux', 'arm64')).toBeUndefined()
  })

  it('is told once when it is missing, and again after it was there', async () => {
    const record = machineRecordFile(join(folder, 'machine.json'))
    const rosettaFile = join(folder, 'rosetta')
    const told: string[] = []
    const start = () => translation({ rosettaFile, record }, ({ code }) => told.push(code))
    expect(await start()).toBe(false)
    expect(await start()).toBe(false)
    expect(told).toEqual(['machine.rosetta-missing'])
    await writeFile(rosettaFile, '')
    expect(await start()).toBe(true)
    await rm(rosettaFile)
    // Without a start there is nobody to tell.
    expect(await translation({ rosettaFile, record })).toBe(false)
    await start()
    expect(told).toHaveLength(2)
  })

  it('is asked by the kernel for programs of Intel processors, and for no others', async () => {
    const script = join(import.meta.dirname, '../../../assets/guest/rootfs/usr/lib/portside/rosetta.sh')
    const { stdout } = await run('sh', ['-c', `. ${script}; rosetta_rule`])
    const [, name, kind, offset, magic = '', mask = '', interpreter, flags] = stdout.split(':')
    expect([name, kind, offset, interpreter, flags]).toEqual([
      'rosetta',
      'M',
      '',
      '/run/rosetta/rosetta',
      'OCF',
    ])
    const matches = (header: Buffer): boolean => {
      const [wanted, care] = [unescaped(magic), unescaped(mask)]
      expect(care).toHaveLength(wanted.length)
      return wanted.every((byte, at) => (byte & (care[at] ?? 0)) === ((header[at] ?? 0) & (care[at] ?? 0)))
    }
    const [intel, arm] = [0x3e, 0xb7]
    for (const type of [2, 3]) {
      expect(matches(elfHeader({ type, machine: intel }))).toBe(true)
      expect(matches(elfHeader({ type, machine: arm }))).toBe(false)
    }
    // An object file is no program; 3 in the class would be no ELF of 64 bits.
    expect(matches(elfHeader({ type: 1, machine: intel }))).toBe(false)
    expect(matches(elfHeader({ type: 2, machine: intel, bits: 1 }))).toBe(false)
    const own = await open(process.execPath)
    const { buffer } = await own.read(Buffer.alloc(64), 0, 64, 0)
    await own.close()
    expect(matches(buffer)).toBe(process.arch === 'x64')
  })
})

/** As the kernel reads it (binfmt_misc): `\xNN` is a byte, everything else itself. */
const unescaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\\x([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** The beginning of an ELF file (elf(5)); `bits` is its class: 2 for 64 bits. */
function elfHeader({ type, machine, bits = 2 }: { type: number; machine: number; bits?: number }): Buffer {
  const header = Buffer.alloc(64)
  header.write('\x7fELF', 'latin1')
  header.set([bits, 1, 1], 4)
  header.writeUInt16LE(type, 16)
  header.writeUInt16LE(machine, 18)
  return header
}
