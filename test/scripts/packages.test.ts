// Which Debian and npm packages are missing.
import { describe, expect, it } from 'vitest'
import { aptStatus, installCommand, missingFrom, packagesFor } from '../../scripts/setup/debian-packages.mjs'
import { npmCommand, satisfies } from '../../scripts/setup/npm-packages.mjs'

describe('Debian packages', () => {
  const lists = { start: ['qemu-x [amd64]', 'qemu-a [arm64]', 'xz-utils'], test: ['chromium', 'xz-utils'] }

  it('keeps to the architecture', () => {
    expect(packagesFor('start', 'amd64', lists)).toEqual(['qemu-x', 'xz-utils'])
    expect(packagesFor('start', 'arm64', lists)).toEqual(['qemu-a', 'xz-utils'])
  })

  it('adds for tests what start needs, each once', () => {
    expect(packagesFor('test', 'amd64', lists)).toEqual(['qemu-x', 'xz-utils', 'chromium'])
  })

  it('refuses an entry that it cannot read', () => {
    expect(() => packagesFor('start', 'amd64', { start: ['a | b'], test: [] })).toThrow('cannot read "a | b"')
  })

  it('reads the lists of this checkout', () => {
    expect(packagesFor('start', 'amd64')).toContain('qemu-system-x86')
    expect(packagesFor('start', 'arm64')).not.toContain('qemu-system-x86')
  })

  it('counts a package that was removed but not purged as missing', () => {
    const listing = 'xz-utils installed\nchromium config-files\n'
    expect(missingFrom(['xz-utils', 'chromium', 'qemu-x'], listing)).toEqual(['chromium', 'qemu-x'])
  })

  it('installs without a question and without recommended packages', () => {
    expect(installCommand(['a', 'b']).join(' ')).toBe('apt-get install -y --no-install-recommends a b')
  })

  it.each([
    [
      'Get:3 http://example.org/debian bookworm/main amd64 libaio1 amd64 0.3.113-4 [13 kB]',
      'downloading libaio1',
    ],
    ['Get:1 http://example.org/debian bookworm InRelease [151 kB]', undefined],
    ['Unpacking libaio1:amd64 (0.3.113-4) ...', 'unpacking libaio1'],
    ['Setting up xz-utils (5.4.1-1) ...', 'configuring xz-utils'],
    ['Reading package lists...', undefined],
  ])('tells what apt-get does from %j', (line, words) => {
    expect(aptStatus(line)).toBe(words)
  })
})

describe('npm packages', () => {
  const wanted = {
    '': { name: 'portside' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win32': { version: '2.0.0', optional: true, os: ['win32'] },
  }

  it('are there when each has its version, ones for other systems aside', () => {
    expect(satisfies({ 'node_modules/a': { version: '1.0.0' } }, wanted)).toBe(true)
  })

  it.each([
    ['one is absent', {}],
    ['one has another version', { 'node_modules/a': { version: '1.0.1' } }],
    [
      'an optional one has another version',
      {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b-win32': { version: '1.0.0' },
      },
    ],
    ['npm never ran', undefined],
  ])('are missing when %s', (_, installed) => {
    expect(satisfies(installed, wanted)).toBe(false)
  })

  it('are installed by the npm that runs the script', () => {
    expect(npmCommand({ npm_execpath: '/lib/npm-cli.js' }).args).toEqual(['/lib/npm-cli.js'])
    expect(npmCommand({}).command).toBe('npm')
  })
})
