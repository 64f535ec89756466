// Links and files that are opened with Portside: what is let in, and what is refused.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseLink, parseTarget, targetsIn } from '../../main/desktop/links'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pslinks-'))
  await mkdir(join(folder, 'shop'))
  await mkdir(join(folder, 'team'))
  await writeFile(join(folder, 'team/docker-compose.yml'), '')
  for (const name of ['compose.yaml', 'docker-compose.override.yml', 'Dockerfile', 'x.portside', 'notes.txt'])
    await writeFile(join(folder, name), '')
  await mkdir(join(folder, 'office'))
  await writeFile(join(folder, 'office/compose.yml'), 'name: office\nx-portside: { version: 1 }\n')
  await writeFile(join(folder, 'compose.flow.yaml'), '{services: {}, "x-portside" : {version: 1}}')
  await writeFile(join(folder, 'compose.plain.yaml'), 'services: { web: { image: my-x-portside } }\n')
})
afterAll(() => rm(folder, { recursive: true }))

describe('a link', () => {
  it.each([
    ['portside://ports', { kind: 'section', section: 'ports' }],
    ['portside://open', { kind: 'section', section: '' }],
    ['PORTSIDE://container/shop-db-1/logs', { kind: 'container', name: 'shop-db-1', tab: 'logs' }],
    [
      'portside://open?url=https://acme.dev/shop.portside',
      { kind: 'workspace-link', link: 'portside://open?url=https%3A%2F%2Facme.dev%2Fshop.portside' },
    ],
    ['portside://project/shop', { kind: 'project-logs', project: 'shop' }],
    ['portside://run?image=ghcr.io/acme/api:1.2', { kind: 'run', image: 'ghcr.io/acme/api:1.2' }],
    ['portside://settings/machine', { kind: 'settings', part: 'machine' }],
  ])('%s shows something', (link, request) => {
    expect(parseLink(link)).toEqual(request)
  })

  it.each([
    'portside://',
    'portside:ports',
    'portside://user@ports',
    'portside://ports:80',
    'portside://ports#x',
    'portside://open?url=http://acme.dev/x.portside',
    'portside://open?file=relative.portside',
    'portside://open?url=https://a.dev&file=/etc/passwd',
    'portside://ports?x=1',
    'portside://ports/extra',
    'portside://run?image=a%20--privileged',
    'portside://run?image=x&command=rm',
    'portside://container/..%2f..%2fetc',
    'portside://container/a/b/c',
    'portside://%3Cimg%20onerror%3E',

    'https://ports',
    'portside://__proto__/x',
  ])('%s is refused', (link) => {
    expect(() => parseLink(link)).toThrow(expect.objectContaining({ code: 'host.bad-link' }))
  })
})

describe('a path', () => {
  it.each([
    ['shop', 'folder'],
    ['team', 'compose'],
    ['compose.yaml', 'compose'],
    ['docker-compose.override.yml', 'compose'],
    ['Dockerfile', 'dockerfile'],
    ['x.portside', 'workspace'],
    ['office', 'workspace'],
    ['office/compose.yml', 'workspace'],
    ['compose.flow.yaml', 'workspace'],
    ['compose.plain.yaml', 'compose'],
  ])('%s is taken as a %s', async (name, what) => {
    expect(await parseTarget(join(folder, name))).toEqual({ kind: 'path', path: join(folder, name), what })
  })

  it.each([
    ['notes.txt', 'host.cannot-open'],
    ['missing', 'host.open-missing'],
  ])('%s is refused with %s', async (name, code) => {
    await expect(parseTarget(join(folder, name))).rejects.toMatchObject({ code })
  })

  it('has to be whole', async () => {
    await expect(parseTarget('shop')).rejects.toMatchObject({ code: 'host.cannot-open' })
    await expect(parseTarget('/dev/null')).rejects.toMatchObject({ code: 'host.cannot-open' })
    await expect(parseTarget(`${folder}\0/shop`)).rejects.toMatchObject({ code: 'host.cannot-open' })
  })
})

it('finds what to open among the words of a second start', () => {
  for (const engine of [
    ['--engine', '/run/x.sock'],
    ['--context', 'team'],
  ]) {
    const argv = ['/usr/bin/portside', '.', ...engine, '--hidden', 'portside://ports', 'shop']
    expect(targetsIn(argv, 2, '/home/kim')).toEqual(['portside://ports', '/home/kim/shop'])
  }
})

it('is refused when it is endless, and told in few words', () => {
  const error = { code: 'host.bad-link', params: { link: expect.stringMatching(/^portside:\/\/a{69}…$/) } }
  expect(() => parseLink(`portside://${'a'.repeat(3000)}`)).toThrow(expect.objectContaining(error))
})
