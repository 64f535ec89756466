// Where a file of a container really is, from what the engine tells of its mounts and changes.
import { describe, expect, it } from 'vitest'
import type { ContainerData } from '../../preload/model'
import { holdsChange, homeOf } from '../../renderer/files/file-home'

const data: ContainerData = {
  layerBytes: 1,
  imageBytes: 1,
  changes: [
    { path: '/app/uploads/', kind: 'added', files: 3 },
    { path: '/app/package.json', kind: 'modified', files: 1 },
    { path: '/app/old.txt', kind: 'deleted', files: 1 },
    { path: '/srv/', kind: 'added', files: 7, someOf: true },
  ],
  changedFiles: 12,
  complete: true,
  places: [
    { kind: 'folder', source: '/home/mina/src', path: '/app/src', writable: true, anonymous: false },
    { kind: 'volume', source: 'a'.repeat(64), path: '/app/src/cache', writable: true, anonymous: true },
    { kind: 'volume', source: 'data', path: '/data', writable: true, anonymous: false },
    { kind: 'memory', source: '', path: '/tmp', writable: true, anonymous: false },
  ],
}

describe('a file', () => {
  it.each([
    ['/app/src/index.ts', 'computer'],
    ['/app/src', 'computer'],
    ['/app/src/cache/x', 'unnamed'],
    ['/app/srcs', 'image'],
    ['/data/base', 'volume'],
    ['/tmp/x', 'memory'],
    ['/app/uploads', 'here'],
    ['/app/uploads/a/b.webp', 'here'],
    ['/app/package.json', 'here'],
    ['/app/index.js', 'image'],
    ['/srv/one', undefined],
    ['/srv/deep/one', 'image'],
    ['/proc/1', undefined],
    ['/etc/hosts', undefined],
    ['/etc/passwd', 'image'],
  ])('%s lives in %s', (path, home) => expect(homeOf(path, data)).toBe(home))

  it('is not said to be of the image where not all changes are known', () => {
    expect(homeOf('/app/index.js', { ...data, complete: false })).toBeUndefined()
    expect(homeOf('/app/package.json', { ...data, complete: false })).toBe('here')
  })
})

describe('what changed', () => {
  it.each([
    ['/app', true],
    ['/app/uploads', true],
    ['/app/uploads/a/b.webp', true],
    ['/app/package.json', true],
    ['/app/index.js', false],
    ['/app/old.txt', false],
    ['/srv', true],
    ['/srv/one', true],
    ['/srv/deep/one', false],
    ['/etc', false],
    ['/data/base', false],
    ['/ap', false],
  ])('has %s in it: %s', (path, has) => expect(holdsChange(path, data)).toBe(has))
})
