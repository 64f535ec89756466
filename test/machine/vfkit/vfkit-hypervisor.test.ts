// How vfkit is controlled over its API, what its failures mean, and when it is chosen.
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { ownMachine } from '../../../main/machine/create-driver'
import { machineFiles } from '../../../main/machine/vm/machine-files'
import { readTerminalName } from '../../../main/machine/vfkit/rest'
import { vfkit } from '../../../main/machine/vfkit/vfkit-hypervisor'
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

it('finds the terminal among the devices', async () => {
  const devices = [
    { kind: 'virtioblk', path: '/d' },
    { kind: 'virtioserial', ptyName: '/dev/ttys004' },
  ]
  answers['GET /vm/inspect'] = { body: { cpus: 2, devices } }
  expect(await readTerminalName(socket())).toBe('/dev/ttys004')
  answers['GET /vm/inspect'] = { body: { devices: [{ kind: 'virtiorng' }] } }
  await expect(readTerminalName(socket())).rejects.toThrow('no terminal')
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

it('is the program of macOS 13 and later', () => {
  expect(ownMachine('darwin', '22.1.0')).toBe('vfkit')
  expect(ownMachine('darwin', '21.6.0')).toBe('qemu')
  expect(ownMachine('linux', '22.0.0')).toBe('qemu')
})
