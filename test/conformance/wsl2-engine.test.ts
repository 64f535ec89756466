// An engine in a distribution that does not come up: told soon and by its own words, as in a VM.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { createDriver } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows } from '../support/wsl-windows'
import { freshContext } from './driver-probes'

let windows: EmulatedWindows
let home: string
beforeEach(async () => {
  windows = await startWindows({ language: 'ko' })
  home = await makeTestFolder('m')
  await prepareHome(pathsOf(home))
})
afterEach(async () => {
  await windows.stop()
  await rm(home, { recursive: true, force: true })
})

it('An engine that does not take its settings is told with its words, and nothing of it runs on', async () => {
  const driver = createDriver({
    kind: 'wsl2',
    paths: pathsOf(home),
    guestImageDir: join(import.meta.dirname, '../../out/guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: '',
    log: silentLog,
    env: { ...windows.env, PORTSIDE_HOME: home },
    config: async () => defaultConfig({ daemon: { 'storage-driver': 'no-such-driver' } }),
  })
  await expect(driver.start(freshContext())).rejects.toMatchObject({
    code: 'machine.engine-ends',
    detail: expect.stringContaining('no-such-driver') as string,
  })
  expect((await windows.processes()).filter(({ name }) => name === 'dockerd')).toEqual([])
  await driver.delete()
})
