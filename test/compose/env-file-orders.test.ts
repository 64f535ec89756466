// What a project's `.env` may not tell Compose and the programs that it runs; with real programs in workspace-project.test.ts.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withoutOrders } from '../../main/compose/env-file-orders'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'psorders-'))
  await mkdir(join(home, 'team'))
})
afterEach(() => rm(home, { recursive: true }))

const team = (text: string): Promise<void> => writeFile(join(home, 'team', '.env'), text)
const askOf = (env: NodeJS.ProcessEnv = {}, takesAll = true) =>
  withoutOrders({ folder: join(home, 'team'), envFiles: [] }, env, takesAll)

it('takes nothing from a variable that is there already, and leaves what only fills in', async () => {
  await team(
    '\uFEFFDOCKER_HOST=tcp://far\n  BUILDX_BUILDER: far\nDOCKER_TAG=1\nDOCKER_DEFAULT_PLATFORM=linux/amd64\nX=1\n',
  )
  expect(await askOf()).toEqual({ DOCKER_HOST: '', BUILDX_BUILDER: '' })
  expect(await askOf({ docker_host: 'unix:///own', BUILDX_BUILDER: 'mine' })).toEqual({})
})

it('leaves programs alone where Compose takes only its own variables, and answers those in all versions', async () => {
  await team(
    'NODE_OPTIONS=--x\nCOMPOSE_IGNORE_ORPHANS=1\nCOMPOSE_ANSI=always\nCOMPOSE_PARALLEL_LIMIT=x\nCOMPOSE_PROFILES=a\n',
  )
  const ours = { COMPOSE_IGNORE_ORPHANS: '', COMPOSE_ANSI: 'never', COMPOSE_PARALLEL_LIMIT: '-1' }
  expect(await askOf({}, false)).toEqual(ours)
  expect(await askOf()).toEqual({ ...ours, NODE_OPTIONS: '' })
})

it('reads no file that is too large to be one', async () => {
  await team(`X=${'y'.repeat(1024 * 1024)}\n`)
  await expect(askOf()).rejects.toMatchObject({ code: 'compose.file-too-large', params: { path: '.env' } })
})
