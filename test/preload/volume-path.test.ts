// Paths in a volume stay in it.
import { describe, expect, it } from 'vitest'
import { inVolume } from '../../preload/volume-path'

describe('inVolume', () => {
  it.each([
    ['/data', '/', '/data'],
    ['/data/', '/sub/', '/data/sub'],
    ['/', '/', '/'],
    ['/', '/etc', '/etc'],
    ['/data', 'sub', '/data/sub'],
    ['/data', '/a/../b', '/data/b'],
    ['/data', '/../../etc', '/data/etc'],
  ])('%s and %s make %s', (place, folder, expected) => {
    expect(inVolume(place, folder)).toBe(expected)
  })
})
