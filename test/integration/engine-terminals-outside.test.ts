// A shell in another window: the command for the computer's own terminal program, run by one that has no window.
import { execFile } from 'node:child_process'
import { chmod, copyFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { terminalOpener, type OpenTerminal } from '../../main/base/terminal/open'
import { until } from '../../main/base/until'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const name = 'outside-shell'
const hostile = `a;b' "c" $(touch oops)`
let session: Session
let folder: string
let open: OpenTerminal
let id: string

beforeAll(async () => {
  folder = await makeTestFolder('outside')
  session = await startSession(inject('engineSocket'), undefined, undefined, [], {
    openOutside: (asked) => open(asked),
  })
  await session.listen()
  await pull(session, 'busybox')
  const command = `echo "$LINE" >> /etc/passwd; mkdir -m 777 /made; exec sleep 600`
  const made = await docker.createContainer({
    ...{ Image: 'busybox', name, StopTimeout: 0, Cmd: ['sh', '-c', command] },
    Env: [`LINE=${hostile}:x:1234:1234::/:/bin/sh`],
  })
  await made.start()
  id = made.id
  await copyFile(resolve('test/support/pty-terminal.py'), join(folder, 'xterm'))
  await chmod(join(folder, 'xterm'), 0o755)
})
afterAll(async () => {
  if (id) await docker.getContainer(id).remove({ force: true, v: true })
  await session.dispose()
  await rm(folder, { recursive: true, force: true })
})

/** As on a computer whose own docker goes elsewhere. */
const opened = (platform: 'linux' | 'darwin', typed: string): OpenTerminal => {
  const env = {
    ...{ PATH: `${folder}:${process.env.PATH}`, HOME: folder, TYPED: typed, TERMINAL: join(folder, 'xterm') },
    ...{ DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_CONTEXT: 'elsewhere', DOCKER_TLS_VERIFY: '1' },
  }
  return terminalOpener({
    ...{ folders: [], folder: join(folder, 'run'), platform, env },
    ...(platform === 'linux'
      ? {}
      : {
          // What macOS does with the file: its terminal runs it, in an environment of its own.
          start: async ({ args }) => {
            await promisify(execFile)(join(folder, 'xterm'), ['-e', ...args], { env })
          },
        }),
  })
}

const madeIs = (file: string): Promise<string> =>
  until(
    async () => {
      const exec = await docker.getContainer(id).exec({ Cmd: ['cat', `/made/${file}`], AttachStdout: true })
      const output: Buffer[] = []
      for await (const chunk of await exec.start({})) output.push(chunk as Buffer)
      const text = Buffer.concat(output).subarray(8).toString()
      return text.endsWith('over\n') ? text : undefined
    },
    { deadlineMs: 30_000, waitingFor: `the shell to write ${file}` },
  )

it.each([
  ['linux', undefined, 'root'],
  ['linux', hostile, hostile],
  ['darwin', undefined, 'root'],
  ['darwin', hostile, hostile],
] as const)('on %s as %s, whatever docker the person uses', async (platform, user, shownAs) => {
  const file = `${platform}-${user === undefined ? 'own' : 'other'}`
  const typed = join(folder, file)
  const facts = '$(id -un); $TERM; ${LANG:-none}; $([ -t 0 ] && echo terminal)'
  await writeFile(typed, `echo "${facts}" > /made/${file}; echo over >> /made/${file}; exit\n`)
  open = opened(platform, typed)
  await session.terminalsService.openOutside({ containerId: id, ...(user === undefined ? {} : { user }) })
  expect(await madeIs(file)).toBe(`${shownAs}; xterm-256color; C.UTF-8; terminal\nover\n`)
  expect(await readdir(join(folder, 'run'))).toEqual([])
  expect(await readdir(folder)).not.toContain('oops')
})

it('says what stands in the way before any window opens', async () => {
  open = () => Promise.reject(new Error('a window was opened'))
  const asked = (containerId: string, user?: string): Promise<void> =>
    session.terminalsService.openOutside({ containerId, ...(user ? { user } : {}) })
  await expect(asked(id, 'nobody-here')).rejects.toMatchObject({ code: 'container.unknown-user' })
  await expect(asked('../x')).rejects.toMatchObject({ code: 'container.bad-id' })
  await expect(asked('f'.repeat(64))).rejects.toMatchObject({ code: 'container.not-found' })
  await docker.getContainer(id).kill()
  await expect(asked(id)).rejects.toMatchObject({ code: 'container.not-running' })
})
