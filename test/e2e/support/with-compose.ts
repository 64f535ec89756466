// The app with Compose as people have it.
import { composeFolder } from '../../support/compose'
import { test as base } from './fixtures'
import { startPortside } from './portside'

/** Along PATH. */
export const test = base.extend<object, object>({
  portside: [
    async ({ engine }, provide) => {
      const PATH = `${await composeFolder()}:${process.env.PATH}`
      const portside = await startPortside({ engine: engine.socket, env: { PATH } })
      await provide(portside)
      await portside.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})
