// The rows of a tree of files, and where right and left lead in it.
import { describe, expect, it } from 'vitest'
import type { SerialisedError } from '../../preload/errors'
import type { ContainerFile, FolderListing } from '../../preload/model'
import { rowsOf, sideStep, type Branches, type TreeRow } from '../../renderer/files/tree'

const one = (name: string, kind: ContainerFile['kind']): ContainerFile => ({
  ...{ name, kind, sizeBytes: 1, modifiedAt: 1, mode: 0o644 },
})
const folderOf = (...names: string[]): FolderListing => ({
  files: names.map((name) => (name.endsWith('/') ? one(name.slice(0, -1), 'folder') : one(name, 'file'))),
  complete: true,
})
const app = folderOf('src/', 'test/', 'Dockerfile')
const words = (rows: readonly TreeRow[]): string[] =>
  rows.map(
    (row) =>
      `${'  '.repeat(row.level)}${row.kind === 'note' ? JSON.stringify(row.note) : row.id}${row.kind === 'file' && row.open ? ' open' : ''}`,
  )

describe('a tree of files', () => {
  it('has what is in open folders below them', () => {
    const branches: Branches = new Map([
      ['/app/src', { listing: folderOf('reports/', 'config.ts') }],
      ['/app/src/reports', { listing: folderOf('daily.ts') }],
      // Of another folder that is not in sight.
      ['/srv/x', { listing: folderOf('y') }],
    ])
    expect(words(rowsOf('/app', app, branches))).toEqual([
      '/app/src open',
      '  /app/src/reports open',
      '    /app/src/reports/daily.ts',
      '  /app/src/config.ts',
      '/app/test',
      '/app/Dockerfile',
    ])
  })

  it('says what there is to say of an open folder', () => {
    const error: SerialisedError = { code: 'file.not-found', message: 'gone', params: {} }
    const branches: Branches = new Map([
      ['/a', {}],
      ['/b', { listing: folderOf() }],
      ['/c', { listing: { ...folderOf('x'), complete: false } }],
      ['/d', { error }],
    ])
    const rows = rowsOf('/', folderOf('a/', 'b/', 'c/', 'd/'), branches)
    expect(words(rows)).toEqual([
      ...['/a open', '  "loading"', '/b open', '  "empty"', '/c open', '  /c/x', '  "incomplete"'],
      ...['/d open', `  ${JSON.stringify(error)}`],
    ])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  it('leaves out what nobody wants to see', () => {
    const branches: Branches = new Map([['/app/src', { listing: folderOf('a', 'b') }]])
    const rows = rowsOf('/app', app, branches, (path) => path === '/app/src' || path === '/app/src/b')
    expect(words(rows)).toEqual(['/app/src open', '  /app/src/b'])
  })
})

describe('right and left', () => {
  const rows = rowsOf('/app', app, new Map([['/app/src', { listing: folderOf('lib/', 'a') }]]))
  it.each([
    ['/app/test', 'in', { do: 'toggle', path: '/app/test' }],
    ['/app/src', 'in', { do: 'go', id: '/app/src/lib' }],
    ['/app/src', 'out', { do: 'toggle', path: '/app/src' }],
    ['/app/src/a', 'out', { do: 'go', id: '/app/src' }],
    ['/app/src/lib', 'out', { do: 'go', id: '/app/src' }],
    ['/app/src/a', 'in', undefined],
    ['/app/test', 'out', undefined],
    ['/app/none', 'in', undefined],
  ] as const)('on %s, %s', (id, side, step) => expect(sideStep(rows, id, side)).toEqual(step))

  it('lead from a word about a folder to the folder, and from an empty one to the word', () => {
    const noted = rowsOf('/', folderOf('a/'), new Map([['/a', { listing: folderOf() }]]))
    expect(sideStep(noted, '/a\0', 'out')).toEqual({ do: 'go', id: '/a' })
    expect(sideStep(noted, '/a', 'in')).toEqual({ do: 'go', id: '/a\0' })
  })
})
