// Image names as Docker takes them.
import { describe, expect, it } from 'vitest'
import { parseReference } from '../../main/engine/reference'

const digest = `sha256:${'ab'.repeat(32)}`

describe('image names', () => {
  it.each([
    ['redis', 'redis:latest', 'redis'],
    [' redis:7 ', 'redis:7', 'redis'],
    ['library/redis', 'redis:latest', 'redis'],
    ['docker.io/library/redis:7', 'redis:7', 'redis'],
    ['index.docker.io/acme/api', 'acme/api:latest', 'acme/api'],
    ['ghcr.io/acme/team/api:1.2', 'ghcr.io/acme/team/api:1.2', 'ghcr.io/acme/team/api'],
    ['localhost:5000/api', 'localhost:5000/api:latest', 'localhost:5000/api'],
    ['localhost/api:x', 'localhost/api:x', 'localhost/api'],
    ['[::1]:5000/api:x', '[::1]:5000/api:x', '[::1]:5000/api'],
    [`redis:7@${digest}`, `redis@${digest}`, 'redis'],
    ['a_b/c__d/e.f--g:T_1', 'a_b/c__d/e.f--g:T_1', 'a_b/c__d/e.f--g'],
  ])('%s', (input, text, repository) => {
    expect(parseReference(input)).toMatchObject({ text, repository })
  })

  it.each(
    [
      '',
      ' ',
      'Redis',
      'redis:',
      ':7',
      'redis:7:8',
      'redis/',
      '/redis',
      'a//b',
      '../etc',
      'redis@sha256:abc',
      'redis?x=1',
      'redis#x',
      'a b',
      '-x',
      'x-',
      `${'a'.repeat(256)}`,
      `redis:${'t'.repeat(129)}`,
      'ab'.repeat(32),
      'http://ghcr.io/a',
      '한글',
    ].filter((text) => text.trim() !== 'redis'),
  )('refuses %j', (input) => {
    expect(() => parseReference(input)).toThrow(/is not the name of an image/)
  })

  it('gives up on a hostile text instead of trying all ways to read it', () => {
    expect(() => parseReference(`${'a-'.repeat(250)}!`)).toThrow('not the name')
    expect(() => parseReference('a'.repeat(100_000_000))).toThrow('not the name')
  })
})
