// What the specs share per worker: a registry with the test images, an engine at native speed, the app on it.
import { test as base, expect, type Page } from '@playwright/test'
import { startDockerd, type Dockerd } from '../../support/dockerd'
import { testImages } from '../../support/images/storage'
import { startRegistry, type Registry } from '../../support/registry'
import { placeCompose } from './compose-tool'
import { startPortside, type Portside } from './portside'
import { placeTerminalProgram, type TerminalProgram } from './terminal-program'
import { networkChanged, visit } from './visit'

interface WorkerFixtures {
  readonly registry: Registry
  readonly engine: Dockerd
  /** What the app opens in place of a terminal program. */
  readonly terminalProgram: TerminalProgram
  readonly portside: Portside
}

interface TestFixtures {
  /** The window, open, connected; fails the test on any error of the page. */
  readonly window: Page
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  registry: [
    async ({}, provide) => {
      const registry = await startRegistry({ storage: await testImages() })
      await provide(registry)
      await registry.stop()
    },
    // Where nobody built the images before, that is done here.
    { scope: 'worker', timeout: 900_000 },
  ],
  engine: [
    async ({ registry }, provide) => {
      const [engine] = await Promise.all([startDockerd({ mirror: registry.url }), placeCompose()])
      await provide(engine)
      await engine.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  terminalProgram: [
    async ({}, provide) => {
      const program = await placeTerminalProgram()
      await provide(program)
      await program.remove()
    },
    { scope: 'worker' },
  ],
  portside: [
    async ({ engine, terminalProgram }, provide) => {
      const portside = await startPortside({ engine: engine.socket, env: terminalProgram.env })
      await provide(portside)
      await portside.stop()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  window: async ({ page, portside }, provide) => {
    const errors = watchErrors(page)
    await visit(page, portside.url)
    // Most of them are about a section; the first screen has a spec of its own.
    await openContainers(page)
    await provide(page)
    expect(errors).toEqual([])
  },
})

export { expect }

/** Everything that the page's console calls an error, and every exception that nobody caught. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().endsWith(networkChanged)) errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return errors
}

/** From the first screen, in either language. */
export const openContainers = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^(Containers|컨테이너)$/ }).click()
