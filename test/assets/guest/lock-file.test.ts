// The pinned packages: the committed file is complete, and a damaged one is refused by name.
import { describe, expect, it } from 'vitest'
import { parseLock, readLock } from '../../../assets/guest/lock-file.mjs'
import { headerPackages, kernelBuildPackage, versionInName } from '../../../assets/guest/kernel.mjs'
import { ARCHES, COMPILER_PACKAGES, PACKAGES, TOOLS } from '../../../assets/guest/recipe.mjs'

const good = {
  name: 'runc',
  version: '1.1.15+ds1-2+b4',
  path: 'pool/main/r/runc/runc_1.1.15+ds1-2+b4_amd64.deb',
  bytes: 10,
  sha256: 'a'.repeat(64),
}
const source = {
  path: 'pool/main/l/linux/linux_6.12.orig.tar.xz',
  parts: [{ offset: 12, bytes: 10, unpacked: 20, sha256: 'b'.repeat(64) }],
}
const lockWith = (changed: object, changedSource: object = {}): string =>
  JSON.stringify({
    format: 1,
    epoch: 1,
    extra: {
      source: { ...source, ...changedSource },
      headers: { amd64: [good] },
      compiler: { amd64: [good] },
    },
    arches: { amd64: { packages: [{ ...good, ...changed }], tools: [] } },
  })

describe('packages.lock.json', () => {
  it.each(ARCHES)('pins every package, one kernel and the tools for %s', async (arch) => {
    const { packages, tools } = (await readLock()).arches[arch]
    const names = packages.map(({ name }) => name)
    expect(names.filter((name) => name.startsWith('linux-image-'))).toHaveLength(1)
    expect(names.filter((name) => !name.startsWith('linux-image-'))).toEqual(PACKAGES)
    expect(tools.map(({ name }) => name)).toEqual(TOOLS)
  })

  it.each(ARCHES)('pins source, headers and compiler of that very kernel for %s', async (arch) => {
    const { arches, extra } = await readLock()
    const kernel = arches[arch].packages.find(({ name }) => name.startsWith('linux-image-'))
    const release = versionInName(kernel?.name ?? '')
    expect(extra.source.version).toBe(kernel?.version)
    expect(extra.headers[arch].map(({ name }) => name)).toEqual(headerPackages(release, arch))
    for (const { version } of extra.headers[arch]) expect(version).toBe(kernel?.version)
    const compiler = extra.compiler[arch].map(({ name }) => name)
    expect(compiler).toEqual([...COMPILER_PACKAGES, kernelBuildPackage(release)].sort())
  })
})

describe('parseLock', () => {
  it('accepts a sound entry', () => expect(parseLock(lockWith({})).epoch).toBe(1))

  it.each([
    ['a path out of the pool', { path: 'pool/../../etc/passwd.deb' }, /runc: no path in the pool/],
    ['another host', { path: 'http://example.org/runc.deb' }, /runc: no path in the pool/],
    ['a missing hash', { sha256: '' }, /runc: no SHA-256/],
    ['no size', { bytes: 0 }, /runc: no size/],
    ['no version', { version: '' }, /runc: no version/],
  ])('refuses %s', (_what, changed, message) => {
    expect(() => parseLock(lockWith(changed))).toThrow(message)
  })

  it.each([
    ['of another host', { path: 'http://example.org/linux.orig.tar.xz' }],
    ['without parts', { parts: [] }],
    ['without a hash', { parts: [{ ...source.parts[0], sha256: '' }] }],
  ])('refuses a source %s', (_what, changed) => {
    expect(() => parseLock(lockWith({}, changed))).toThrow(/source of the kernel/)
  })

  it('refuses another format', () => {
    expect(() => parseLock('{"format":2}')).toThrow(/unknown format/)
  })
})
