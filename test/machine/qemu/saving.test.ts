// Saving over QEMU's control channel: what was written is told exactly, and a QEMU that ends is not waited for.
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pathsOf } from '../../../main/base/paths'
import { saveState } from '../../../main/machine/qemu/saving'
import { machineFiles, type MachineFiles } from '../../../main/machine/vm/machine-files'

const state = Buffer.from('what the machine was')

let folder: string
let files: MachineFiles
let control: Server
let connections: Socket[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'save-'))
  const own = (name: string) => join(folder, name)
  files = {
    ...machineFiles(pathsOf(folder)),
    ...{ controlSocket: own('qmp'), stateSocket: own('state'), savedState: own('saved') },
  }
})
afterEach(async () => {
  for (const connection of connections) connection.destroy()
  await new Promise((resolve) => control.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

/** A QEMU that answers commands, and sends its state when it is told to; `asked` answers how far it is. */
async function speakQmp(asked: (connection: Socket) => object | undefined): Promise<void> {
  connections = []
  control = createServer((connection) => {
    connections.push(connection)
    connection.on('error', () => {})
    connection.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trim().split('\n')) {
        const { execute, id } = JSON.parse(line) as { execute: string; id: number }
        if (execute === 'migrate') connect(files.stateSocket).end(state)
        const answer = execute === 'query-migrate' ? asked(connection) : {}
        if (answer) connection.write(`${JSON.stringify({ id, return: answer })}\n`)
      }
    })
  })
  await new Promise<void>((resolve) => control.listen(files.controlSocket, resolve))
}

it('writes the state whole and tells its hash', async () => {
  let questions = 0
  await speakQmp(() => ({ status: (questions += 1) > 2 ? 'completed' : 'active', ram: { questions } }))
  const sha256 = createHash('sha256').update(state).digest('hex')
  expect(await saveState(files)).toEqual({ bytes: state.length, sha256 })
  expect(await readFile(files.savedState)).toEqual(state)
})

it('fails at once when QEMU ends meanwhile, although all that it had sent arrived', async () => {
  await speakQmp((connection) => void connection.destroy())
  await expect(saveState(files)).rejects.toThrow('QEMU closed its control channel')
})

it('fails with QEMU’s own words', async () => {
  await speakQmp(() => ({ status: 'failed', 'error-desc': 'no such device' }))
  await expect(saveState(files)).rejects.toThrow('no such device')
})

it('fails when the disk of this computer is full', async ({ skip }) => {
  await speakQmp(() => ({ status: 'active' }))
  if (process.platform !== 'linux') return skip('needs /dev/full')
  await expect(saveState({ ...files, savedState: '/dev/full' })).rejects.toMatchObject({ code: 'ENOSPC' })
})
