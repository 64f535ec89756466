// The pinned packages: the committed file is complete, and a damaged one is refused by name.
import { describe, expect, it } from 'vitest'
import { parseLock, readLock } from '../../../assets/guest/lock-file.mjs'
import { ARCHES, PACKAGES, TOOLS } from '../../../assets/guest/recipe.mjs'

const good = {
  name: 'runc',
  version: '1.1.15+ds1-2+b4',
  path: 'pool/main/r/runc/runc_1.1.15+ds1-2+b4_amd64.deb',
  bytes: 10,
  sha256: 'a'.repeat(64),
}
const lockWith = (changed: object): string =>
  JSON.stringify({
    format: 1,
    epoch: 1,
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

  it('refuses another format', () => {
    expect(() => parseLock('{"format":2}')).toThrow(/unknown format/)
  })
})
