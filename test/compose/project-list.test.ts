// Where the files of a project are: as it was opened, unless it runs from somewhere else since.
import { expect, it } from 'vitest'
import { listProjects } from '../../main/compose/project-list'
import type { Container } from '../../preload/model'

const opened = {
  ...{ name: 'shop', folder: '/old', files: ['/old/compose.yaml'], envFiles: ['/old/dev.env'] },
  ...{ profiles: ['mail'], usedAt: 1 },
}
const container = {
  ...{ id: '1', name: 'shop-web-1', project: 'shop', service: 'web', state: 'running' },
  ...{ composeFolder: '/new', composeFiles: ['/new/compose.yaml', '/own/shop/ports.yaml'] },
} as unknown as Container

const listed = (there: readonly string[], containers = [container]) =>
  listProjects(containers, [opened], '/own', (path) => there.includes(path))[0]

it('is where its containers were started from once it is not where it was opened any more', () => {
  expect(listed(['/new/compose.yaml'])).toMatchObject({
    ...{ opened: true, missing: [] },
    files: { folder: '/new', files: ['/new/compose.yaml'], profiles: ['mail'], envFiles: [] },
  })
})

it.each([
  ['it is there', ['/old/compose.yaml', '/old/dev.env', '/new/compose.yaml'], []],
  ['its containers were started from what is gone, too', [], ['/old/compose.yaml', '/old/dev.env']],
])('is where it was opened as long as %s', (_, there, missing) => {
  expect(listed(there)).toMatchObject({ missing, files: { folder: '/old', envFiles: ['/old/dev.env'] } })
})

it('is where it was opened when it has no containers', () => {
  expect(listed([], [])).toMatchObject({ files: { folder: '/old' }, state: 'absent' })
})
