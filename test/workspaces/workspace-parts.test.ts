import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { isAppError } from '../../preload/errors'
import { composeJson } from '../../main/base/compose-json'
import { looksLocal } from '../../main/workspaces/left-out'
import { looksSecret } from '../../preload/secret'
import { isPublicAddress, readWorkspaceLink } from '../../main/workspaces/link'
import { runsOn } from '../../main/base/platforms'
import { newStep, stepsToGoOn } from '../../main/workspaces/steps'
import { judge, splitImage } from '../../main/workspaces/trust'
import { readWorkspaceFile } from '../../main/workspaces/workspace-file'
import { sizeInBytes, workspaceJsonSchema } from '../../main/workspaces/workspace-schema'

const refusalOf = (work: () => unknown): { code: string; params: object } | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    if (!isAppError(error)) throw error
    return { code: error.code, params: error.params }
  }
}

describe('the file of a workspace', () => {
  it('has the published JSON Schema', async () => {
    const published = JSON.parse(await readFile('assets/workspace.schema.json', 'utf8')) as unknown
    expect(published).toEqual(JSON.parse(JSON.stringify(workspaceJsonSchema())))
  })

  it('is as the documentation shows it, three times', async () => {
    const text = await readFile('docs/workspaces.md', 'utf8')
    const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, one = '']) => one)
    const whole = examples.filter((one) => one.includes('x-portside:') && one.includes('\nservices:'))
    expect(whole).toHaveLength(3)
    for (const one of whole) expect(readWorkspaceFile(one, 'docs').block.version).toBe(1)
  })

  it.each([
    ['services: [', 1, 12],
    ['x-portside:\n  version: 1\n  name: A\n  colour: red\nservices: {}', 4, 3],
    ['x-portside:\n  version: 2\n  name: A\nservices: {}', 2, 3],
    ['x-portside:\n  version: 1\n  name: A\n  ports:\n    - { service: web, port: 0 }\nservices: {}', 5, 23],
    ['x-portside:\n  version: 1\n  name: A\n  images: [../a.tar]\nservices: {}', 4, 12],
  ])('tells line and column of the mistake in %j', (text, line, column) => {
    expect(refusalOf(() => readWorkspaceFile(text, 'f'))).toMatchObject({
      code: 'workspace.bad-file',
      params: { line, column },
    })
  })

  it('reads sizes', () => {
    expect([sizeInBytes('3.2 GB'), sizeInBytes('512M'), sizeInBytes(7)]).toEqual([3.2e9, 512e6, 7])
  })
})

describe('trust', () => {
  const judged = (service: object, more: object = {}) =>
    judge(composeJson.parse({ name: 'p', services: { a: service }, ...more }), { folder: '/team' })
  const bind = (source: string) => ({ volumes: [{ type: 'bind', source, target: '/x' }] })

  it.each([
    [{ privileged: true }, 'privileged'],
    [{ use_api_socket: true }, 'docker-socket'],
    [bind('/var/run/docker.sock'), 'docker-socket'],
    [bind('/run'), 'docker-socket'],
    [bind('/'), 'docker-socket'],
    [bind('//./pipe/docker_engine'), 'docker-socket'],
    [bind('/etc'), 'host-folder'],
    [bind('/team/../home'), 'host-folder'],
    [bind('/teammate'), 'host-folder'],
    [{ network_mode: 'host' }, 'host-namespace'],
    [{ pid: 'container:x' }, 'host-namespace'],
    [{ cap_add: ['SYS_ADMIN'] }, 'capability'],
    [{ devices: ['/dev/kmsg:/dev/kmsg'] }, 'device'],
    [{ security_opt: ['seccomp:unconfined'] }, 'unconfined'],
    [{ security_opt: ['seccomp=./profile.json'] }, 'unconfined'],
    [{ security_opt: ['label=type:spc_t'] }, 'unconfined'],
    [{ post_start: [{ privileged: true }] }, 'privileged'],
    [{ build: { context: '/etc' } }, 'host-folder'],
    [{ volumes_from: ['container:x'] }, 'other-project'],
    [{ external_links: ['other-db-1:db'] }, 'other-project'],
    [{ deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'] }] } } } }, 'device'],
    [{ develop: { watch: [{ path: '/etc', action: 'sync', target: '/x' }] } }, 'host-folder'],
  ])('sees the danger of %j', (service, kind) => {
    const { dangers } = judged(service)
    expect(dangers.map((one) => one.kind)).toEqual([kind])
    expect(dangers[0]?.severe).toBe(true)
  })

  it.each([
    [{ privileged: true }, 'privileged'],
    [{ entitlements: ['security.insecure'] }, 'privileged'],
    [{ network: 'host' }, 'host-namespace'],
    [{ ssh: ['default'] }, 'ssh-keys'],
    [{ ssh: { default: null } }, 'ssh-keys'],
    [{ secrets: [{ source: 's' }] }, 'host-folder'],
    [{ dockerfile: '../../Dockerfile' }, 'host-folder'],
    [{ cache_to: ['type=local,dest=/home/u/cache'] }, 'host-folder'],
    [{ cache_from: ['type=local,src=../x'] }, 'host-folder'],
    [{ cache_to: ['type=registry,ref=evil.example/x'] }, 'build-upload'],
    [{ additional_contexts: { x: 'oci-layout:///home/u/x' } }, 'host-folder'],
  ])('sees the danger of a build with %j', (build, kind) => {
    const secrets = { s: { file: '/home/u/.ssh/id' } }
    const { dangers } = judged({ build: { context: '/team/app', ...build } }, { secrets })
    expect(dangers.filter(({ severe }) => severe).map((one) => one.kind)).toEqual([kind])
  })

  it('sees what another project may have: by name, and the network of the computer itself', () => {
    const mount = {
      volumes: [{ type: 'volume', source: 'v', target: '/x' }],
      networks: { n: null, lan: null },
    }
    const more = {
      volumes: { v: { name: 'other_db' } },
      networks: { n: { name: 'other_net' }, lan: { name: 'p_lan', driver: 'macvlan' } },
    }
    const config = composeJson.parse({ name: 'p', services: { a: mount }, ...more })
    const named = new Set(['other_db', 'other_net'])
    expect(judge(config, { folder: '/team', named }).dangers.map(({ id }) => id)).toEqual([
      'host-namespace:a:network lan: macvlan',
      'other-project:a:other_db',
      'other-project:a:other_net',
    ])
    expect(judge(config, { folder: '/team' }).dangers).toHaveLength(1)
  })

  it('sees where links in the folder lead', () => {
    const config = composeJson.parse({ name: 'p', services: { a: bind('/team/data') } })
    const to = (target: string) => judge(config, { folder: '/team', real: () => target })
    expect(to('/team/elsewhere').dangers).toEqual([])
    expect(to('/home/u')).toMatchObject({
      dangers: [{ kind: 'host-folder', subject: '/team/data → /home/u', severe: true }],
      folders: [{ path: '/team/data', outside: true }],
    })
    expect(to('/run/docker.sock').dangers).toMatchObject([{ kind: 'docker-socket' }])
  })

  it('sees a folder behind a volume and a secret', () => {
    const volumes = { v: { driver_opts: { type: 'none', o: 'bind', device: '/etc' } } }
    const mount = { volumes: [{ type: 'volume', source: 'v', target: '/x' }] }
    expect(judged(mount, { volumes }).dangers).toMatchObject([{ kind: 'host-folder', subject: '/etc' }])
    const layers = { v: { driver_opts: { type: 'overlay', device: 'overlay', o: 'lowerdir=/etc:/team/x' } } }
    expect(judged(mount, { volumes: layers }).dangers).toMatchObject([{ subject: '/etc' }])
    const handed = judged({ secrets: [{ source: 's' }] }, { secrets: { s: { file: '/home/u/.ssh/id' } } })
    expect(handed.dangers).toMatchObject([{ kind: 'host-folder' }])
  })

  it('sees a volume that mounts something else, a plug-in, and a bridge that is there already', () => {
    const mount = { volumes: [{ type: 'volume', source: 'v', target: '/x' }], networks: { n: null } }
    const idsOf = (volume: object, network: object = {}): string[] =>
      judged(mount, { volumes: { v: volume }, networks: { n: network } }).dangers.map(({ id }) => id)
    expect(idsOf({ driver_opts: { type: 'nfs', o: 'addr=10.0.0.1', device: ':/export' } })).toEqual([
      'device:a:volume v: nfs :/export',
    ])
    expect(idsOf({ driver_opts: { type: 'proc', device: 'proc' } })).toEqual(['device:a:volume v: proc proc'])
    expect(idsOf({ driver: 'acme/plug-in' })).toEqual(['device:a:volume v: acme/plug-in'])
    expect(idsOf({ driver: 'local', driver_opts: { type: 'tmpfs', device: 'tmpfs' } })).toEqual([])
    const bridge = { driver: 'bridge', driver_opts: { 'com.docker.network.bridge.name': 'docker0' } }
    expect(idsOf({}, bridge)).toEqual(['host-namespace:a:network n: docker0'])
    expect(idsOf({}, { driver: 'acme/net' })).toEqual(['host-namespace:a:network n: acme/net'])
  })

  it('tells long paths apart that begin alike', () => {
    const long = `/${'x'.repeat(290)}`
    const mounts = ['a', 'b'].map((name) => bind(`${long}/${name}`).volumes[0])
    const { dangers } = judged({ volumes: mounts })
    expect(dangers).toHaveLength(2)
    for (const { id } of dangers) expect(id.length).toBeLessThanOrEqual(300)
  })

  it('finds nothing in a plain project', () => {
    expect(judged({ security_opt: ['no-new-privileges:true'] }).dangers).toEqual([])
    expect(judged({ image: 'redis', ...bind('/team/src') }).dangers).toEqual([])
    expect(judged({ build: { context: '/team/app' } }).dangers).toMatchObject([
      { kind: 'build', severe: false },
    ])
  })

  it('knows where images come from', () => {
    expect(splitImage('redis:7')).toEqual({ registry: 'docker.io', repository: 'library/redis' })
    expect(splitImage('ghcr.io/a/b:1@sha256:00')).toEqual({ registry: 'ghcr.io', repository: 'a/b' })
    expect(splitImage('localhost:5000/x')).toEqual({ registry: 'localhost:5000', repository: 'x' })
  })
})

describe('a link', () => {
  const link = (name: string, value: string): string => `portside://open?${name}=${encodeURIComponent(value)}`

  it('leads to https, or to one file', () => {
    expect(readWorkspaceLink(link('url', 'https://acme.example.com/a.portside#x'))).toEqual({
      kind: 'link',
      url: 'https://acme.example.com/a.portside',
    })
    expect(readWorkspaceLink(link('file', '/home/u/a.portside'))).toMatchObject({ kind: 'archive' })
  })

  it.each([
    'portside://run?url=https://a.example.com/',
    'portside://user@open?url=https://a.example.com/',
    'http://open?url=https://a.example.com/',
    'portside://open?url=https://a.example.com/&url=https://b.example.com/',
    link('url', 'http://a.example.com/'),
    link('url', 'file:///etc/passwd'),
    link('url', 'javascript:alert(1)'),
    link('url', 'https://u:p@a.example.com/'),
    link('url', 'https://127.0.0.1/'),
    link('url', 'https://2130706433/'),
    link('url', 'https://[::1]/'),
    link('url', 'https://[::ffff:10.0.0.1]/'),
    link('url', 'https://192.168.1.1/'),
    link('url', 'https://router/'),
    link('url', 'https://printer.local/'),
    link('file', '//server/share/a.portside'),
    link('file', '\\\\server\\share\\a.portside'),
    link('file', 'a.portside'),
    link('file', '/etc/passwd'),
    `portside://open?url=https://a.example.com/${'x'.repeat(3_000)}`,
  ])('is refused: %s', (text) => {
    expect(refusalOf(() => readWorkspaceLink(text))).toMatchObject({ code: 'workspace.bad-link' })
  })

  it('tells addresses of the Internet from others', () => {
    expect(['8.8.8.8', '2606:4700::1111'].map(isPublicAddress)).toEqual([true, true])
    expect(['10.1.1.1', '169.254.169.254', 'fe80::1', 'fd00::1', '0.0.0.0', '::'].some(isPublicAddress)).toBe(
      false,
    )
  })
})

describe('an export', () => {
  it('leaves out what looks like a secret or is only here', () => {
    expect(looksSecret('POSTGRES_PASSWORD', 'x')).toBe(true)
    expect(looksSecret('URL', 'postgres://u:p@db/x')).toBe(true)
    expect(looksSecret('API_TOKEN', '')).toBe(false)
    expect(looksSecret('MYSQL_DATABASE', 'shop')).toBe(false)
    expect(looksLocal('/home/anna/x', '/srv/team')).toBe(true)
    expect(looksLocal('/srv/team/data', '/srv/team')).toBe(true)
    expect(looksLocal('/data', '/srv/team')).toBe(false)
  })
})

describe('a start', () => {
  it('goes on without repeating what lasts', () => {
    const planned = [newStep('pull', ['a'], 'x'), newStep('start', ['a'], 'a'), newStep('seed', ['a'], 's')]
    const before = planned.map((step) => ({ ...step, state: 'done' as const, startedAt: 1, endedAt: 2 }))
    const steps = stepsToGoOn(planned, { state: 'failed', startedAt: 1, steps: before })
    expect(steps.map(({ state }) => state)).toEqual(['done', 'waiting', 'done'])
  })

  it('knows processors by all their names', () => {
    expect(runsOn('linux/arm64/v8', 'linux/aarch64')).toBe(true)
    expect(runsOn('linux/amd64', 'linux/arm64')).toBe(false)
  })
})
