// What is read from a Debian archive: its mirror, its release file, its package index.
import { describe, expect, it } from 'vitest'
import { parsePackages, releaseHash } from '../../../assets/guest/debian-index.mjs'
import { pickMirror } from '../../../assets/guest/debian-mirror.mjs'
import { pinPackages } from '../../../assets/guest/lock.mjs'
import { PACKAGES, TOOLS } from '../../../assets/guest/recipe.mjs'

const stanza = (name: string, depends = 'libc6'): string =>
  `Package: ${name}\nVersion: 1:2.0-1\nDepends: ${depends}\nDescription: says\n Filename: pool/fake.deb\n` +
  `Filename: pool/main/x/${name}_2.0-1_amd64.deb\nSize: 42\nSHA256: ${'b'.repeat(64)}\n`

describe('pickMirror', () => {
  it('takes the main archive, not security or a vendor', () => {
    const repositories = [
      'https://example.com/apt/',
      'http://mirror.example.org/debian-security/',
      'http://mirror.example.org/debian/',
    ]
    expect(pickMirror(repositories)).toBe('http://mirror.example.org/debian')
  })

  it('finds none among local folders', () => expect(pickMirror(['file:/srv/debian'])).toBeUndefined())
})

describe('releaseHash', () => {
  const release = `MD5Sum:\n ${'0'.repeat(32)} 5 main/a\nSHA256:\n ${'1'.repeat(64)} 5 main/a\n ${'2'.repeat(64)} 6 main/b\n-----\n`

  it('reads the SHA-256 list, not the MD5 one', () =>
    expect(releaseHash(release, 'main/a')).toBe('1'.repeat(64)))
  it('names a file that is not listed', () => expect(() => releaseHash(release, 'main/c')).toThrow(/main\/c/))
})

describe('parsePackages', () => {
  it('reads fields at the start of a line only', () => {
    const packages = parsePackages(`${stanza('first')}\n${stanza('second')}\n`)
    expect([...packages.keys()]).toEqual(['first', 'second'])
    expect(packages.get('second')).toEqual({
      name: 'second',
      version: '1:2.0-1',
      path: 'pool/main/x/second_2.0-1_amd64.deb',
      bytes: 42,
      sha256: 'b'.repeat(64),
      depends: 'libc6',
    })
  })
})

describe('pinPackages', () => {
  const kernel = 'linux-image-6.12.1+deb13-cloud-amd64'
  const index = (names: readonly string[]): ReturnType<typeof parsePackages> =>
    parsePackages(
      [
        ...names.map((name) => stanza(name)),
        stanza('linux-image-cloud-amd64', `${kernel} (= 6.12.1-1)`),
      ].join('\n'),
    )

  it('follows the metapackage to the kernel', () => {
    const { packages } = pinPackages(index([...PACKAGES, ...TOOLS, kernel]), 'amd64')
    expect(packages.map(({ name }) => name)).toContain(kernel)
  })

  it('names a package that the suite has not', () => {
    expect(() => pinPackages(index([...PACKAGES.slice(1), ...TOOLS, kernel]), 'amd64')).toThrow(PACKAGES[0])
  })
})
