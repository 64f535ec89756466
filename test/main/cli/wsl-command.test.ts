// The words of `portside wsl limits`.
import { describe, expect, it } from 'vitest'
import { parseLimit } from '../../../main/cli/wsl-command'

describe('a limit', () => {
  it.each([
    ['processors=4', { processors: 4 }],
    ['processors=default', { processors: null }],
    ['memory=8GB', { memoryBytes: 8 * 1024 ** 3 }],
    ['memory=512m', { memoryBytes: 512 * 1024 ** 2 }],
    ['swap=0', { swapBytes: 0 }],
    ['swap=default', { swapBytes: null }],
    ['reclaim=dropcache', { autoMemoryReclaim: 'dropCache' }],
    ['reclaim=default', { autoMemoryReclaim: null }],
  ])('%s is read', (word, expected) => {
    expect(parseLimit(word)).toEqual(expected)
  })

  it.each([
    'memory',
    'memory=',
    'memory=much',
    'processors=0',
    'processors=1.5',
    'reclaim=fast',
    'disk=1GB',
    '=1',
  ])('%s is refused', (word) => {
    expect(() => parseLimit(word)).toThrow(TypeError)
  })
})
