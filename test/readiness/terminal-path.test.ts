// The PATH of a real login shell, and a real docker with a real Compose that a terminal finds after the fix.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { isProgram } from '../../main/base/docker-plugins'
import { hostComputer } from '../../main/readiness/host-computer'
import { loginPath, pathIn } from '../../main/readiness/login-shell'
import { createReadiness } from '../../main/readiness/readiness'
import { composeFolder } from '../support/compose'
import { makeTestFolder } from '../support/test-folder'
import { linux } from './computers'

const shell = '/bin/bash'
const { signal } = new AbortController()

async function withHome(profile: string, work: (home: string) => Promise<void>): Promise<void> {
  const home = await makeTestFolder('tp')
  try {
    await writeFile(join(home, '.bash_profile'), profile)
    await work(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

const ask = (home: string): Promise<string | undefined> =>
  loginPath({ HOME: home, PATH: '/usr/bin:/bin' }, shell, signal)

describe.runIf(process.platform === 'linux')('a login shell', () => {
  it('is asked for its PATH, whatever else its files print', async () => {
    await withHome('echo PATH=/wrong; echo 안녕; export PATH="/own/한글 폴더:$PATH"', async (home) => {
      // What the system's own files make of the rest is its business.
      expect(await ask(home)).toMatch(/^\/own\/한글 폴더:.*\/bin/)
    })
  })

  it('that waits for ever is not waited for', async () => {
    const begun = Date.now()
    await withHome('sleep 600', async (home) => expect(await ask(home)).toBeUndefined())
    expect(Date.now() - begun).toBeLessThan(20_000)
  }, 30_000)

  it('that leaves something running in the background, or is not there, is not waited for either', async () => {
    await withHome('sleep 20 & export PATH=/own', async (home) => expect(await ask(home)).toBe('/own'))
    expect(await loginPath({}, '/nowhere/sh', signal)).toBeUndefined()
  })
})

it('nothing but what stands between the marks is read', () => {
  expect(pathIn('m\nPATH=/a\nm\n', 'm')).toBe('/a')
  expect(pathIn('PATH=/b\nm\nX=1\nPATH=/a\nm\nPATH=/c', 'm')).toBe('/a')
  for (const text of ['', 'm\nPATH=/a\n', 'PATH=/a', 'm\nPATH=\nm\n'])
    expect(pathIn(text, 'm')).toBeUndefined()
})

describe.runIf(process.platform === 'linux')('docker in a terminal', () => {
  it('knows docker compose after the fix, and neither after it was taken away', async () => {
    const docker = await programOnPath('docker')
    await withHome('PATH="$HOME/.local/bin"', async (home) => {
      const tools = join(home, 'tools')
      await mkdir(tools)
      const compose = join(await composeFolder(), 'docker-compose')
      await symlink(docker, join(tools, 'docker'))
      await symlink(compose, join(tools, 'docker-compose'))
      const isOfTest = (path: string): boolean => path.startsWith(home) || path === docker || path === compose
      const env = { HOME: home, PATH: '/usr/bin:/bin' }
      const { platform: _, ...fake } = linux()
      const real = hostComputer({ ...fake, userHome: home, toolFolders: [tools] })
      const computer = {
        ...real,
        env,
        terminalPath: () => loginPath(env, shell, signal),
        // What this computer has for all its users would be found as well.
        exists: async (path: string) => isOfTest(path) && (await real.exists(path)),
      }
      const { service } = createReadiness(computer, silentLog)
      const outcome = async (): Promise<string | undefined> =>
        (await service.check()).checks.find(({ id }) => id === 'path')?.outcome
      const terminal = (line: string): string => {
        const run = { env: { HOME: home }, encoding: 'utf8' as const, stdio: 'pipe' as const }
        return execFileSync(shell, ['-lc', line], run)
      }
      expect(await outcome()).toBe('path.missing')
      expect(() => terminal('docker --version')).toThrow(/not found/)
      await service.fix({ id: 'path', kind: 'add-docker-to-path' })
      expect(await outcome()).toBe('path.ok')
      expect(terminal('docker --version')).toMatch(/^Docker version/)
      expect(terminal('docker compose version')).toMatch(/^Docker Compose version/)
      await service.fix({ id: 'path', kind: 'remove-docker-from-path' })
      expect(await outcome()).toBe('path.missing')
      expect(await readdir(join(home, '.docker', 'cli-plugins'))).toEqual([])
      expect(await readdir(join(home, '.local', 'bin'))).toEqual([])
      expect((await readdir(tools)).sort()).toEqual(['docker', 'docker-compose'])
    })
  })
})

async function programOnPath(name: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    if (await isProgram(join(folder, name))) return join(folder, name)
  throw new Error(`${name} is not installed`)
}
