// The driver suite on an engine that is already there, and the paths where there is none.
import { writeFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { pathsOf } from '../../main/base/paths'
import { createDriver } from '../../main/machine/create-driver'
import type { Driver } from '../../main/machine/driver'
import { startDockerd } from '../support/dockerd'
import { testImages } from '../support/images/storage'
import { startRegistry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { freshContext } from './driver-probes'
import { describeDriver } from './driver-suite'

const attach = (engineSocket: string): Driver =>
  createDriver({
    kind: 'none',
    paths: pathsOf('/nonexistent'),
    guestImageDir: '',
    toolsDir: '',
    log: silentLog,
    engineSocket,
  })

describeDriver('attaching', async () => {
  const registry = await startRegistry({ storage: await testImages() })
  const engine = await startDockerd({ mirror: registry.url })
  return {
    driver: attach(engine.socket),
    again: () => attach(engine.socket),
    processes: async () => [],
    leftovers: async () => [],
    dispose: async () => {
      await engine.stop()
      await registry.stop()
    },
  }
})

describe('attaching to what is no engine', () => {
  it('names the path when nothing is there', async () => {
    const socket = join(await makeTestFolder('n'), 'no.sock')
    const error = await attach(socket)
      .start(freshContext())
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'machine.engine-not-found', params: { socket } })
  })

  it('does not take a file or another server for an engine', async () => {
    const folder = await makeTestFolder('n')
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(attach(file).start(freshContext())).rejects.toMatchObject({
      code: 'machine.engine-not-found',
    })

    const socket = join(folder, 'web.sock')
    const server = createServer((_request, answer) => answer.writeHead(404).end()).listen(socket)
    await new Promise((resolve) => server.once('listening', resolve))
    await expect(attach(socket).start(freshContext())).rejects.toMatchObject({
      code: 'machine.engine-not-found',
    })
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  })
})
