// One engine for a whole run that speaks newer versions of the API than any that is packaged: whole files of tests run
// against it by `npm run test:newer-api`.
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { globalEngine } from '../global-engine'
import { startNewerApi } from './proxy'

/**
 * `PORTSIDE_TEST_API`: what it tells as the oldest, which is what the app then speaks; 1.56 unless told. With 1.44, as
 * Docker 29 tells, the app speaks 1.51, and what asks without a version gets the newest.
 */
export default (project: TestProject): Promise<() => Promise<void>> =>
  globalEngine(project, (engine) =>
    startNewerApi(engine, join(dirname(engine), 'newer.sock'), {
      newest: '1.56',
      oldest: process.env.PORTSIDE_TEST_API ?? '1.56',
    }),
  )
