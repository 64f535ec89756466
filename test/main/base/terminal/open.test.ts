// A terminal program of this computer is opened with docker in it, or it is told why not.
import { spawnSync } from 'node:child_process'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { terminalOpener, type TerminalOptions } from '../../../../main/base/terminal/open'
import type { Started } from '../../../../main/base/terminal/programs'
import { isAppError } from '../../../../preload/errors'
import { makeTestFolder } from '../../../support/test-folder'

const hostile = [`--user=a;b' "c" $(touch oops) \`touch oops\` %PATH% & | \\`, '--', '한글', '']
let folder: string
let kept: string

beforeEach(async () => {
  folder = await makeTestFolder('terminal')
  kept = join(folder, 'kept')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A program that says its words one below the other. */
const program = (name: string, script = `printf '%s\\n' "$@"`): Promise<void> =>
  writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })

const opener = (more: Partial<TerminalOptions>) =>
  terminalOpener({ folders: [folder], folder: kept, env: { PATH: folder }, ...more })

it('runs the file for macOS as it is meant, whatever is in the words, and leaves nothing of it', async () => {
  await program('docker', `printf '%s\\n' "$@"; env | grep ^DOCKER_ || :`)
  let said = ''
  let file = ''
  await opener({
    platform: 'darwin',
    start: async ({ program: opens, args }) => {
      expect(opens).toBe('/usr/bin/open')
      file = args[0] ?? ''
      const env = { PATH: process.env.PATH, DOCKER_TLS_VERIFY: '1', DOCKER_HOST: 'tcp://elsewhere' }
      said = spawnSync(file, { encoding: 'utf8', env, cwd: folder }).stdout
    },
  })({ title: `we'b; $(touch oops)/../..`, args: hostile })
  expect(file).toMatch(/\/web touch oops\.+\.command$/)
  expect(said).toContain('\u001b]0;web touch oops')
  expect(said.endsWith(`${hostile.join('\n')}\n`)).toBe(true)
  expect(await readdir(kept)).toEqual([])
  expect((await readdir(folder)).toSorted()).toEqual(['docker', 'kept'])
})

it('unsets what would send docker elsewhere, in a terminal that runs already, too', async () => {
  await program('docker')
  await program('xterm')
  let started: Started | undefined
  let given: Readonly<Record<string, string | undefined>> = {}
  await opener({
    platform: 'linux',
    env: { PATH: folder, DOCKER_HOST: 'tcp://elsewhere', DOCKER_CONTEXT: 'other', DOCKER_CONFIG: '/mine' },
    start: async (what, env) => {
      started = what
      given = env
    },
  })({ title: 'web', args: hostile })
  const args = started?.args ?? []
  expect(args.slice(0, 6)).toEqual(['-T', 'web', '-e', 'env', '-u', 'DOCKER_HOST'])
  expect(args).toEqual(expect.arrayContaining(['DOCKER_CONTEXT', 'DOCKER_TLS_VERIFY']))
  expect(args.slice(-hostile.length - 1)).toEqual([join(folder, 'docker'), ...hostile])
  expect(given).toEqual({ PATH: folder, DOCKER_CONFIG: '/mine' })
})

it('prefers the docker that comes with Portside, and tells when there is none', async () => {
  const asked = { title: 'web', args: [] }
  const none = opener({ platform: 'linux' })(asked)
  await expect(none).rejects.toSatisfy((error) => isAppError(error, 'host.docker-missing'))
  await program('docker')
  const noTerminal = opener({ platform: 'linux' })(asked)
  await expect(noTerminal).rejects.toSatisfy((error) => isAppError(error, 'host.no-terminal'))
  await program('docker.exe')
  let words: readonly string[] = []
  const start = async ({ args }: Started): Promise<void> => void (words = args)
  await opener({ platform: 'win32', env: { Path: 'C:\\other' }, start })(asked)
  expect(words).toEqual([join(folder, 'docker.exe')])
})

it('tells what a terminal said that ended at once, and takes one that told another as opened', async () => {
  await program('docker')
  await program('xterm', 'echo cannot open display >&2; exit 1')
  const failed = opener({ platform: 'linux' })({ title: 'web', args: [] })
  await expect(failed).rejects.toMatchObject({
    code: 'host.terminal-failed',
    params: { program: join(folder, 'xterm') },
    detail: 'cannot open display',
  })
  await program('xterm', 'exit 0')
  await opener({ platform: 'linux' })({ title: 'web', args: [] })
  expect(await readdir(kept)).toEqual([])
})
