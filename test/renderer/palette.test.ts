// @vitest-environment happy-dom
// Everything by its name, in either language: what is typed finds the action first that people mean.
import { beforeEach, describe, expect, it } from 'vitest'
import type { PortConflict } from '../../preload/model'
import { appActions } from '../../renderer/actions/app-actions'
import { objectActions } from '../../renderer/actions/object-actions'
import { search } from '../../renderer/actions/search'
import { groupFound } from '../../renderer/palette/groups'
import { translator } from '../../renderer/i18n/translate'
import { conflicts, containers, images, networks, volumes } from '../../renderer/stores/mirrors'
import { containerOf } from './fake-app/fake-app'

const bind = (hostPort: number) => ({
  ...{ hostAddress: '127.0.0.1', hostPort, containerPort: 80, protocol: 'tcp' as const },
})
const conflict: PortConflict = {
  ...{ id: 'tcp-3306', kind: 'process', when: 'now', wantedBy: 'container', binding: bind(3306), since: 0 },
  ...{ containerId: 'db', containerName: 'shop-db-1', containerUp: true },
  holder: { kind: 'process', name: 'mysqld', pid: 4312, address: '127.0.0.1' },
  fixes: [{ id: 'move', kind: 'move', toPort: 3307 }],
}
const mapOf = <T extends { readonly id: string }>(...all: T[]): Map<string, T> =>
  new Map(all.map((one) => [one.id, one]))

beforeEach(() => {
  containers.use.setState({
    loaded: true,
    items: mapOf(
      containerOf({ id: 'web', name: 'shop-web-1', project: 'shop', ports: [bind(8080)] }),
      containerOf({ id: 'db', name: 'shop-db-1', project: 'shop', ports: [bind(3306)] }),
      containerOf({ id: 'api', name: 'shop-api-1', project: 'shop' }),
      containerOf({ id: 'old', name: 'blog-web-1', project: 'blog', state: 'exited', exitCode: 0 }),
    ),
  })
  conflicts.use.setState({ loaded: true, items: mapOf(conflict) })
  images.use.setState({ loaded: true, items: new Map() })
  networks.use.setState({ loaded: true, items: new Map() })
  volumes.use.setState({ loaded: true, items: new Map() })
})

const first = (typed: string, recent: readonly string[] = []): string | undefined =>
  search([...objectActions(), ...appActions], typed, recent)[0]?.action.id

describe('the command palette', () => {
  it.each([
    ['stop shop-db', 'container:stop:shop-db-1'],
    ['open 8080', 'open:8080'],
    ['logs api', 'container:logs:shop-api-1'],
    ['start blog-web', 'container:start:blog-web-1'],
    ['use 3307', 'fix:tcp-3306:move'],
    ['shop-db 중지', 'container:stop:shop-db-1'],
    ['8080 열기', 'open:8080'],
    ['api 로그', 'container:logs:shop-api-1'],
  ])('finds what “%s” means', (typed, id) => {
    expect(first(typed)).toBe(id)
  })

  it('puts what was used last first, and finds by letters with gaps', () => {
    const used = 'container:restart:shop-api-1'
    expect(first('', [used])).toBe(used)
    expect(first('rstrt api')).toBe(used)
  })

  it('shows what it found under headings, the best first, and all of it', () => {
    const found = search([...objectActions(), ...appActions], 'shop', ['project:logs:shop'])
    const groups = groupFound(found, true)
    expect(groups[0]?.members[0]).toBe(found[0])
    expect(groups.map(({ id }) => id)).toEqual([...new Set(found.map(({ action }) => action.group))])
    for (const { id, members } of groups)
      expect(new Set(members.map(({ action }) => action.group))).toEqual(new Set([id]))
    expect(new Set(groups.flatMap(({ members }) => members))).toEqual(new Set(found))
  })

  it('has what was used last under a heading of its own until something is typed', () => {
    const used = 'container:logs:shop-api-1'
    const found = search([...objectActions(), ...appActions], '', [used])
    const [first, ...rest] = groupFound(found, false)
    expect(first?.id).toBe('recent')
    expect(first?.members.map(({ action }) => action.id)).toEqual([used])
    expect(rest.flatMap(({ members }) => members).some(({ recent }) => recent)).toBe(false)
  })

  it('has a name in both languages for everything, once each', () => {
    const all = [...objectActions(), ...appActions]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const [en, ko] = [translator('en'), translator('ko')]
    for (const action of all) {
      expect(`${action.id}: ${action.name(en)}`).toMatch(/: .*\S/)
      expect(`${action.id}: ${action.name(ko)}`).toMatch(/: .*\S/)
    }
    // What both languages call the same are names of programs and of languages.
    const same = all.filter((action) => action.name(en) === action.name(ko)).map((action) => action.name(en))
    expect(same.filter((name) => !/^(English|한국어)/.test(name))).toEqual([])
  })
})
