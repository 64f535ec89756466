// What the specs of the real machine share per worker: somebody new, the app in their home folder, and one machine.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { composeFolder } from '../../support/compose'
import { testImages } from '../../support/images/storage'
import { mirrorForGuest, startRegistry } from '../../support/registry'
import { startPortside, type Portside } from './portside'

export interface Newcomer {
  /** Nothing is started until somebody answers the window's first question. */
  readonly portside: Portside
  /** The home folder of somebody new; `opened` in it notes the address that was opened. */
  readonly home: string
}

interface WorkerFixtures {
  readonly newcomer: Newcomer
  /** The same app with its engine running, once the first five minutes are over. */
  readonly portside: Portside
}

export const test = base.extend<object, WorkerFixtures>({
  newcomer: [
    async ({}, provide) => {
      const registry = await startRegistry({ storage: await testImages() })
      const home = await mkdtemp(join(tmpdir(), 'pse2e-user-'))
      await mkdir(join(home, 'bin'))
      const opener = '#!/bin/sh\necho "$1" >"$HOME/opened"\n'
      await writeFile(join(home, 'bin/xdg-open'), opener, { mode: 0o755 })
      const portside = await startPortside({
        ...{ welcome: true, open: true },
        env: { HOME: home, PATH: `${home}/bin:${await composeFolder()}:${process.env.PATH}`, DISPLAY: ':0' },
        prepare: async (state) => {
          await writeFile(join(state, 'daemon.json'), JSON.stringify(mirrorForGuest(registry.port)))
          // Two emulated processors take half as much time again for the same work.
          await writeFile(join(state, 'settings.json'), JSON.stringify({ version: 1, cpus: 1 }))
        },
      })
      await provide({ portside, home })
      await portside.stop()
      await registry.stop()
      await rm(home, { recursive: true })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  portside: [
    async ({ newcomer: { portside } }, provide) => {
      for (const words of [
        ['settings', 'set', 'welcomeSeen', 'true'],
        ['start', '--wait'],
      ])
        expect(await portside.command(...words)).toMatchObject({ exitCode: 0 })
      await provide(portside)
    },
    { scope: 'worker', timeout: 480_000 },
  ],
})

export { expect }
