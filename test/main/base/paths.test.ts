// Where state lives on each system, and socket paths that the system would refuse.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultHome } from '../../../main/base/home'
import { checkSocketPath, pathsOf, prepareHome } from '../../../main/base/paths'

describe('paths', () => {
  it.each([
    ['linux', {}, '/u', '/u/.local/share/portside'],
    ['linux', { XDG_DATA_HOME: '/d' }, '/u', '/d/portside'],
    ['darwin', {}, '/Users/u', '/Users/u/Library/Application Support/Portside'],
    ['linux', { PORTSIDE_HOME: '/p' }, '/u', '/p'],
  ] as const)('on %s with %j is under %s', (platform, env, userHome, expected) => {
    expect(defaultHome(platform, env, userHome)).toBe(expected)
  })

  it('keeps logs on a Mac where Console looks for them, unless the home was moved', () => {
    const home = defaultHome('darwin', {}, '/Users/u')
    expect(pathsOf(home, 'darwin').log).toBe('/Users/u/Library/Logs/Portside')
    expect(pathsOf('/p', 'darwin').log).toBe('/p/log')
    expect(pathsOf('/home/u/.local/share/portside', 'linux').log).toBe('/home/u/.local/share/portside/log')
  })

  it('has room for sockets without a space in their path on a Mac, too', () => {
    const home = defaultHome('darwin', {}, '/Users/u')
    expect(pathsOf(home, 'darwin').spacelessRun).toBe('/Users/u/Library/Caches/Portside')
    for (const platform of ['darwin', 'linux'] as const)
      expect(pathsOf('/p', platform).spacelessRun).toBe('/p/run')
  })

  it('uses named pipes on Windows', () => {
    expect(pathsOf('C:\\x', 'win32').dockerEndpoint).toBe('\\\\.\\pipe\\portside-docker')
  })

  it('refuses a socket path that is too long, counting bytes', () => {
    expect(() => checkSocketPath('/'.padEnd(107, 'x'), 'linux')).not.toThrow()
    const tooLong = '/'.padEnd(50, '한')
    expect(() => checkSocketPath(tooLong, 'linux')).toThrow(
      expect.objectContaining({
        code: 'host.socket-path-too-long',
        params: expect.objectContaining({ limit: 107 }),
      }),
    )
  })

  it('makes folders that only this user can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portside-paths-'))
    const paths = pathsOf(join(folder, 'home'))
    await prepareHome(paths)
    expect((await stat(paths.run)).mode & 0o777).toBe(0o700)
    await rm(folder, { recursive: true })
  })

  it('says when the home is unusable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portside-paths-'))
    await writeFile(join(folder, 'file'), '')
    await expect(prepareHome(pathsOf(join(folder, 'file/home')))).rejects.toMatchObject({
      code: 'host.home-unusable',
    })
    await rm(folder, { recursive: true })
  })
})
