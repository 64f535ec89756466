// Bundles in ASCII mean what they meant before.
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { asciiOf } from '../../scripts/package/ascii-code.mjs'

it.each([
  `'한글 \u{1F600}'`,
  String.raw`'a\é b\\é c\\\é'`,
  String.raw`'é'.replace(/\é|[\–—]/, 'x')`,
  "`ä${'ö'}`",
  `((größe) => größe)(1)`,
  `/^\u{1F600}$/u.test('\u{1F600}')`,
])('%s', (code) => {
  const ascii = asciiOf(code)
  expect(ascii).toMatch(/^[\0-\x7f]+$/)
  expect(runInNewContext(ascii)).toEqual(runInNewContext(code))
})
