// What is kept of builds for the next run of the app, and what is made of a file that somebody spoiled.
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../main/base/log'
import { createBuildHistory } from '../../../main/engine/builds/build-history'
import type { Build } from '../../../preload/model'
import { makeTestFolder } from '../../support/test-folder'

let folder: string
let file: string
beforeEach(async () => {
  folder = await makeTestFolder('history')
  file = join(folder, 'builds.json')
})
afterEach(() => rm(folder, { recursive: true }))

const build = (more: Partial<Build> = {}): Build => ({
  id: 'a',
  state: 'done',
  startedAt: 1000,
  endedAt: 5000,
  request: { folder: '/shop', dockerfile: 'Dockerfile', args: [] },
  sentBytes: 10,
  steps: [{ id: '1', name: '[1/1] FROM busybox', state: 'done', startedAt: 1000, endedAt: 2000 }],
  ...more,
})

async function written(builds: readonly Build[]): Promise<string> {
  const history = createBuildHistory(file, silentLog)
  history.write(builds.map((one) => ({ build: one, whole: true })))
  await history.dispose()
  return readFile(file, 'utf8')
}

const read = () => createBuildHistory(file, silentLog).read()

describe('the history of builds', () => {
  it('has what was asked for, the steps and their times, for this person alone', async () => {
    await written([
      build(),
      build({ id: 'b', state: 'failed', error: { code: 'build.failed', params: {}, message: 'm' } }),
    ])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await read()).toEqual([
      { whole: true, build: { ...build(), earlier: true } },
      {
        whole: true,
        build: {
          ...build({ id: 'b', state: 'failed', error: { code: 'build.failed', params: {}, message: 'm' } }),
          earlier: true,
        },
      },
    ])
  })

  it('has no secret, and says that such a build is not whole', async () => {
    const args = [
      { name: 'NPM_TOKEN', value: 'tok3n' },
      { name: 'URL', value: 'https://mina:hunter2@example.com' },
      { name: 'VERSION', value: '1.2' },
    ]
    const request = { ...build().request, args }
    const text = await written([build({ request })])
    expect(text).not.toMatch(/tok3n|hunter2/)
    const [kept] = await read()
    expect(kept).toMatchObject({ whole: false })
    expect(kept?.build.request.args).toEqual([
      { name: 'NPM_TOKEN', value: '' },
      { name: 'URL', value: '' },
      { name: 'VERSION', value: '1.2' },
    ])
    await written([build({ request: { ...build().request, secrets: [{ id: 'a', file: '/a' }] } })])
    expect(await read()).toMatchObject([{ whole: true }])
    await written([build({ request: { ...build().request, secrets: [{ id: 'a' }] } })])
    expect(await read()).toMatchObject([{ whole: false }])
  })

  it('begins anew where the file is missing or spoiled, and leaves out what it does not know', async () => {
    expect(await read()).toEqual([])
    await writeFile(file, '{"half":')
    expect(await read()).toEqual([])
    await writeFile(file, '{}')
    expect(await read()).toEqual([])
    const odd = [
      null,
      5,
      {},
      { build: build({ state: 'active' }) },
      { build: { ...build(), steps: 'x' } },
      {
        build: { ...build({ id: 'c' }), error: { code: 'of.another-version', params: {}, message: '' } },
        whole: 'yes',
      },
    ]
    await writeFile(file, JSON.stringify(odd))
    expect(await read()).toEqual([{ whole: false, build: { ...build({ id: 'c' }), earlier: true } }])
  })

  it('is written once for several that end together, and not at all without a file', async () => {
    const history = createBuildHistory(file, silentLog)
    history.write([{ build: build(), whole: true }])
    history.write([{ build: build({ id: 'z' }), whole: true }])
    await history.dispose()
    expect((await read()).map(({ build: { id } }) => id)).toEqual(['z'])
    const none = createBuildHistory(undefined, silentLog)
    none.write([{ build: build(), whole: true }])
    await none.dispose()
    expect(await none.read()).toEqual([])
  })
})
