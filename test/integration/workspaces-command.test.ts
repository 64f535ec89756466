// `portside workspace` over a real engine: each word does what it says, in words and as JSON, and tells what stays.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { workspaceCommand } from '../../main/cli/workspace-command'
import { packArchive } from '../../main/workspaces/archive'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import type { Contract } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import { unusedPort } from '../support/held-port'
import {
  containerOf,
  folder,
  inDb,
  person,
  prepareWorkspaces,
  project,
  session,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

/** The command of a person, by what it prints. */
const commandOf =
  ({ service }: WorkspacesParts) =>
  async (
    words: readonly string[],
    flags: { json?: boolean; dryRun?: boolean } = {},
    ...values: readonly string[]
  ): Promise<string> => {
    const printed: string[] = []
    const services = {
      ...{ workspaces: service, containers: session.containersService, engine: session.service },
    } as Partial<Contract>
    const context = {
      ...{ json: false, wait: false, dryRun: false, options: {}, ...flags },
      print: (text: string) => printed.push(text),
      ask: async () => values,
    }
    await workspaceCommand(services as Contract, context, words)
    return printed.join('\n')
  }

/** Changed, it comes into what is started anew; forgotten, nothing starts without it; and nothing says what it is. */
async function changesItsSecret(
  anna: WorkspacesParts,
  portside: ReturnType<typeof commandOf>,
): Promise<void> {
  expect(await portside(['secrets', project])).toMatch(/SHOP_KEY +Key of the shop +known/)
  await expect(portside(['secret', project, 'SHOP_KEY=new'])).rejects.toMatchObject({
    code: 'workspace.secret-argument',
  })
  await expect(portside(['secret', project, 'OTHER'], {}, 'v')).rejects.toMatchObject({
    code: 'workspace.unknown-secret',
  })
  await expect(portside(['secret', project, 'SHOP_KEY'])).rejects.toMatchObject({
    code: 'workspace.secret-missing',
  })
  expect(await portside(['secret', project, 'SHOP_KEY'], {}, 'k=2')).toBe('Kept: SHOP_KEY')
  await portside(['stop', project])
  await portside(['start', project])
  expect(await inDb(project, 'cat', '/data/key')).toBe('k=2')
  expect(await portside(['forget-secret', project, 'SHOP_KEY'])).toBe('Forgotten: SHOP_KEY')
  expect(await portside(['secrets', project])).toMatch(/SHOP_KEY +Key of the shop +missing/)
  await portside(['stop', project])
  await expect(portside(['start', project])).rejects.toMatchObject({ code: 'workspace.not-ready' })
  const [shop] = [...anna.store.getState().values()]
  expect(JSON.stringify(shop)).not.toContain('k=2')
  await portside(['secret', project, 'SHOP_KEY'], {}, 'k=1')
  await portside(['start', project])
}

it('opens, exports, updates and leaves', async () => {
  const port = await unusedPort()
  const place = join(folder, 'team')
  await writeSample(place, {
    port,
    more: '  scratch: { image: busybox, init: true, command: sleep 600, volumes: [/scratch] }\n',
  })
  const anna = await person('anna')
  const portside = commandOf(anna)
  expect(await portside(['open', place], { dryRun: true })).toBe(
    ['The shop, by acme/shop-env', '  runs busybox', '  runs portside/sample-web:1.0'].join('\n'),
  )
  expect(JSON.parse(await portside([], { json: true }))).toEqual([])
  // Whoever looks at the list of processes reads what stands there.
  await expect(portside(['open', place, 'SHOP_KEY=k=1'])).rejects.toMatchObject({
    code: 'workspace.secret-argument',
  })
  expect(JSON.parse(await portside([], { json: true }))).toEqual([])
  const opened = await portside(['open', place, 'secret=SHOP_KEY'], {}, 'k=1')
  expect(opened).toMatch(/Load data +rows +done [\d.]+ s\n[\s\S]*The shop is up\. Ready after/)
  expect(opened).toContain(`http://localhost:${port}/  The shop`)
  expect(await inDb(project, 'cat', '/data/key', '/data/rows')).toBe('k=1\none\ntwo')
  expect(await portside([])).toMatch(new RegExp(`${project} +The shop +Up +http://localhost:${port}/`))
  expect(await portside(['status', 'The shop'])).toMatch(/^The shop {2}Up\n[\s\S]*\nCan start\.$/)

  await changesItsSecret(anna, portside)
  const file = join(folder, 'shop.portside')
  expect(await portside(['export', project, file], { dryRun: true })).toMatch(
    /Service db {2}busybox {2}fixed content sha256:[\s\S]*Sample data rows {2}Rows\nData of data\n[\s\S]*Data scratch \/scratch: is in a volume without a name/,
  )
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(portside(['export', project, file, 'everything'])).rejects.toThrow(/portside workspace export/)
  await expect(portside(['export', `${project}-none`, file])).rejects.toMatchObject({
    code: 'workspace.no-project',
  })
  const told = await portside(['export', project, file, 'service=web', 'service=db', 'volumes'])
  expect(told).toMatch(/Save data of data +done/)
  expect(told).toMatch(/shop\.portside, [\d.]+ [KM]B\. Its copy was up after [\d.]+ s\./)
  expect(told).toMatch(/fixed by (its digest|their digests)\.\n[\s\S]*portside\/sample-web:1\.0@sha256:/)
  expect((await stat(file)).size).toBeGreaterThan(0)

  await writeSample(place, { port, seed: 'cat >/data/rows; echo new >>/data/rows' })
  const looked = await portside(['update', project], { dryRun: true })
  expect(looked).toMatch(/Data: rows/)
  expect(looked).toMatch(/scratch/)
  const unnamed = session.containers.getState().get(containerOf(project, 'scratch'))?.volumes ?? []
  expect(unnamed).toHaveLength(1)
  expect(await portside(['update', project])).toMatch(/Data: rows[\s\S]*The shop is up\./)
  expect(containerOf(project, 'scratch')).toBe('')
  for (const volume of unnamed) await session.volumesService.remove({ id: volume })
  expect(await portside(['update', project])).toMatch(/^The shop, by acme\/shop-env/)

  await expect(portside(['leave', project, 'now'])).rejects.toThrow(/portside workspace/)
  expect(await portside(['leave', project])).toBe(`Done: ${project}`)
  expect(containerOf(project, 'db')).toBe('')
  expect(session.volumes.getState().has(`${project}_data`)).toBe(true)
  await expect(portside(['start', project])).rejects.toMatchObject({ code: 'workspace.unknown' })
  const again = JSON.parse(await portside(['open', place], { json: true })) as { readonly state: string }
  expect(again.state).toBe('up')
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  expect(JSON.parse(await portside(['leave', project], { json: true }))).toEqual({
    ...{ done: 'leave', project, unnamedVolumes: 0 },
  })
  await portside(['open', place])
  const elsewhere = join(folder, 'elsewhere')
  await rename(place, elsewhere)
  await expect(portside(['open', elsewhere])).rejects.toMatchObject({ code: 'workspace.moved' })
  expect(await portside(['open', elsewhere, 'takeover'])).toContain(
    `  It may be The shop, moved from ${place}: say takeover`,
  )
  expect(JSON.parse(await portside([], { json: true }))).toMatchObject([{ project, folder: elsewhere }])
  expect(await portside(['remove', project])).toBe(`Done: ${project}`)
  expect(await readFile(join(elsewhere, 'compose.yaml'), 'utf8')).toContain('SHOP_KEY')
})

const service = (rest: string, more = ''): string => `services:\n  a: { image: busybox, ${rest} }\n${more}`
const volume = (options: string): string =>
  service('volumes: ["data:/s"]', `volumes: { data: { driver: local, driver_opts: { ${options} } } }\n`)
const red = (danger: string): string => `to allow it: allow=${danger}`
const socket = '/var/run/docker.sock'
const deep = 20_000

/** What the command says of each, in what it prints or by the code of the error. */
const hostile: Readonly<Record<string, readonly [string, string]>> = {
  'bad YAML': ['services:\n  a: [\n', 'workspace.bad-file 5:1'],
  'two documents': [`${service('command: a')}---\n${service('privileged: true')}`, 'workspace.bad-file 5:1'],
  'a key twice': [service('command: a') + service('privileged: true'), 'workspace.bad-file 5:1'],
  'deep nesting': [`x-a: ${'['.repeat(deep)}${']'.repeat(deep)}\n`, 'workspace.bad-file 3:'],
  'endless aliases': [
    `${['a', 'b', 'c', 'd', 'e', 'f', 'g']
      .map((key, at, all) =>
        `x-${key}: &${key} [${`*${all[at - 1] ?? 'z'},`.repeat(9)}]`.replaceAll('*z', '1'),
      )
      .join('\n')}\n`,
    'workspace.bad-file 1:1',
  ],
  'an unknown key': [service('comand: x'), 'compose.unknown-key 4:'],
  'a circle': [service('depends_on: [b]', '  b: { image: busybox, depends_on: [a] }\n'), 'compose.cycle 4:'],
  'no services': ['services: {}\n', 'workspace.bad-file 1:1'],
  'many services': [
    `services:\n${Array.from({ length: 301 }, (_, at) => `  s${at}: { image: busybox }\n`).join('')}`,
    'workspace.too-much',
  ],
  'many containers': [service('scale: 1000000'), 'workspace.too-much'],
  'many ports': [service('ports: ["1-2001:1-2001"]'), 'workspace.too-much'],
  'the socket': [service(`volumes: ["${socket}:/s"]`), red(`docker-socket:a:${socket}`)],
  'the socket by its real path': [
    service('volumes: ["/run/docker.sock:/s"]'),
    red('docker-socket:a:/run/docker.sock'),
  ],
  'the socket with more slashes': [
    service('volumes: ["//var//run/./docker.sock:/s"]'),
    red('docker-socket:a://var//run/./docker.sock'),
  ],
  'the folder above the socket': [service('volumes: ["/var/../run:/s"]'), red('docker-socket:a:/var/../run')],
  'the socket through a link': [service('volumes: ["./link/docker.sock:/s"]'), '→ /run/docker.sock'],
  'the socket behind a volume': [
    volume(`type: none, o: bind, device: ${socket}`),
    red(`docker-socket:a:${socket}`),
  ],
  'the folder above the socket behind a volume': [
    volume('type: none, o: bind, device: "../../../../../../run"'),
    red('docker-socket:a:/run'),
  ],
  'layers behind a volume': [
    volume('type: overlay, device: overlay, o: "lowerdir=/etc,upperdir=/u,workdir=/w"'),
    red('host-folder:a:/etc'),
  ],
  'a network share': [
    volume('type: nfs, o: addr=10.0.0.1, device: ":/e"'),
    red('device:a:volume data: nfs :/e'),
  ],
  'a folder of the computer': [service('volumes: ["~:/h"]'), red('host-folder:a:')],
  'a folder beside': [service('volumes: ["../beside:/h"]'), red('host-folder:a:')],
  everything: [service('privileged: true'), red('privileged:a:')],
  'a right': [service('cap_add: [SYS_ADMIN]'), red('capability:a:SYS_ADMIN')],
  processes: [service('pid: host'), red('host-namespace:a:pid: host')],
  memory: [service('ipc: host'), red('host-namespace:a:ipc: host')],
  users: [service('userns_mode: host'), red('host-namespace:a:users: host')],
  'the network': [service('network_mode: host'), red('host-namespace:a:network: host')],
  'a device': [service('devices: [/dev/kvm]'), red('device:a:/dev/kvm')],
  'no guard': [service('security_opt: ["seccomp:unconfined"]'), red('unconfined:a:seccomp:unconfined')],
  'its own guard': [service('security_opt: ["seccomp=./p.json"]'), red('unconfined:a:seccomp=./p.json')],
  'extends outside': [service('extends: { file: ../x.yaml, service: a }'), 'workspace.refused'],
  'extends from git': [
    service('extends: { file: "https://git.example/a.git", service: a }'),
    'workspace.refused',
  ],
  'include outside': [`include: [../x.yaml]\n${service('command: a')}`, 'workspace.refused'],
  'include from git': [`include: ["git.example/a.git"]\n${service('command: a')}`, 'workspace.refused'],
  'include of an artifact': [`include: ["oci://x.example/a"]\n${service('command: a')}`, 'workspace.refused'],
  'variables outside': [service('env_file: /etc/passwd'), 'workspace.refused'],
  'variables through a merge': [service('<<: { env_file: /etc/passwd }'), 'workspace.refused'],
  'variables by override': [service('env_file: !override [/etc/passwd]'), 'workspace.refused'],
  'a config outside': [
    service('configs: [c]', 'configs: { c: { file: /etc/passwd } }\n'),
    red('host-folder:a:/etc/passwd'),
  ],
  'a secret outside': [service('secrets: [c]', 'secrets: { c: { file: ../id } }\n'), red('host-folder:a:')],
  'another program': [service('provider: { type: x }'), 'workspace.refused'],
}

const sizes: Readonly<Record<string, string>> = {
  'a name': `name: ${'n'.repeat(5_000)}`,
  'a wait': 'name: Bad, readiness: [{ service: a, port: 80, seconds: 99999999 }]',
  'many secrets': `name: Bad, secrets: [${'{ name: A },'.repeat(5_000)}]`,
  memory: 'name: Bad, needs: { memory: 1e400 }',
  'a file outside': 'name: Bad, images: [../../x.tar]',
}

it('tells of every bad file why it is refused, or asks in red; nothing starts, and nothing is left', async () => {
  const eve = await person('eve')
  const portside = commandOf(eve)
  const place = join(folder, 'bad')
  await mkdir(place)
  await symlink('/run', join(place, 'link'))
  const said = async (text: string): Promise<string> => {
    await writeFile(join(place, 'compose.yaml'), text)
    return portside(['open', place], { dryRun: true }).catch((error: unknown) => {
      if (!isAppError(error)) throw error
      const { line, column } = error.params
      return line === undefined ? error.code : `${error.code} ${line}:${column}`
    })
  }
  const block = 'x-portside: { version: 1, name: Bad }\n'
  const answers = new Map<string, string>()
  for (const [name, [text, expected]] of Object.entries(hostile)) {
    const answer = await said(`name: ${project}\n${block}${text}`)
    answers.set(name, answer.includes(expected) ? expected : answer)
  }
  expect(Object.fromEntries(answers)).toEqual(
    Object.fromEntries(Object.entries(hostile).map(([name, [, expected]]) => [name, expected])),
  )
  const large = new Map<string, string>()
  for (const [name, inner] of Object.entries(sizes))
    large.set(name, await said(`x-portside: { version: 1, ${inner} }\n${service('command: a')}`))
  for (const [name, answer] of large) expect(`${name}: ${answer}`).toMatch(/: workspace\.bad-file 1:/)
  expect(eve.store.getState().size).toBe(0)
  expect([...session.containers.getState().values()].filter((one) => one.project === project)).toEqual([])
  expect(await readdir(join(folder, 'eve'), { recursive: true }).catch(() => [])).toEqual([])
})

it('refuses links that lead to this computer or nowhere, and archives that end in the middle', async () => {
  const eve = await person('eve')
  const portside = commandOf(eve)
  for (const url of [
    ...[
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://user:pass@files.example/a',
      'https://localhost/a',
    ],
    ...[
      'https://127.1/a',
      'https://[::1]/a',
      'https://2130706433/a',
      'https://169.254.169.254/latest/meta-data',
    ],
    ...['https://[::ffff:7f00:1]/a', 'https://db.internal/a', 'https://router/a'],
  ])
    await expect(portside(['open', `portside://open?url=${encodeURIComponent(url)}`])).rejects.toMatchObject({
      code: 'workspace.bad-link',
    })
  await expect(
    portside(['open', 'portside://open?file=%2F%2Fserver%2Fshare.portside']),
  ).rejects.toMatchObject({
    code: 'workspace.bad-link',
  })

  const place = join(folder, 'team')
  await writeSample(place, { port: 80 })
  await writeFile(
    join(place, 'noise'),
    Buffer.from(Array.from({ length: 90_000 }, (_, at) => (at * at * 31) >> 3)),
  )
  const file = join(folder, 'shop.portside')
  await packArchive(place, file)
  const whole = await readFile(file)
  for (const end of [1, 10, 200, Math.floor(whole.length / 2), whole.length - 4]) {
    await writeFile(file, whole.subarray(0, end))
    await expect(portside(['open', file])).rejects.toMatchObject({
      code: 'workspace.bad-archive',
      params: { reason: 'broken' },
    })
  }
  await rm(file)
  await expect(portside(['open', file])).rejects.toMatchObject({ code: 'workspace.not-found' })
  expect(eve.store.getState().size).toBe(0)
  const left = await readdir(join(folder, 'eve'), { recursive: true }).catch(() => [])
  expect(left.filter((one) => !/^workspaces(\/\.incoming)?$/.test(one))).toEqual([])
})

it('tells as JSON what differs from the team, and how far its folder is behind', async () => {
  const git = (at: string, ...args: string[]): string =>
    execFileSync('git', ['-C', at, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      ...{ encoding: 'utf8', stdio: 'pipe' },
    })
  const [team, mine] = [join(folder, 'team'), join(folder, 'mine')] as const
  const port = await unusedPort()
  const idle = '  idle: { image: busybox, scale: 0 }\n'
  const commit = async (change: (text: string) => string): Promise<void> => {
    const text = await writeSample(team, { port, more: idle })
    await writeFile(join(team, 'compose.yaml'), change(text))
    git(team, 'add', '.')
    git(team, 'commit', '--quiet', '--message', 'one more')
  }
  git(folder, 'init', '--quiet', '--initial-branch', 'main', team)
  await commit((text) => text)
  git(folder, 'clone', '--quiet', team, mine)
  const anna = await person('anna')
  const portside = commandOf(anna)
  const json = async (...words: string[]): Promise<unknown> =>
    JSON.parse(await portside(words, { json: true }))
  await portside(['open', mine, 'secret=SHOP_KEY'], {}, 'k')
  const same = { changes: [], teamData: '1', ownData: '1' }
  expect(await json('compare', project)).toEqual(same)
  await portside(['stop', project])
  expect(await json('compare', project)).toEqual(same)

  await commit((text) =>
    text
      .replace('image: busybox', 'image: busybox:1.37')
      .replace('SHOP_KEY: "${SHOP_KEY}"', 'SHOP_KEY: "${SHOP_KEY}", COLOUR: blue')
      .replace(`"${port}:80"`, '"20999:80"')
      .replace('data: "1"', 'data: "2"')
      .replace(idle, '  mail: { image: busybox, command: sleep 600 }\n'),
  )
  expect(await json('status', project)).toMatchObject({
    workspace: { changes: [] },
    readiness: { git: { behind: 1, asked: true, branch: 'main' } },
  })
  expect(await portside(['status', project])).toMatch(/Your folder is 1 commit behind: /)
  git(mine, 'merge', '--quiet', '--ff-only', 'origin/main')
  expect(await json('compare', project)).toEqual({
    changes: [
      { kind: 'image', subject: 'db', service: 'db', was: 'busybox:1.37', now: 'busybox' },
      { kind: 'env', subject: 'COLOUR', service: 'db', was: 'blue' },
      { kind: 'service-removed', subject: 'mail', service: 'mail' },
      { kind: 'port', subject: '80/tcp', service: 'web', was: '20999', now: String(port) },
      { kind: 'data', subject: '', was: '2', now: '1' },
    ],
    ...{ teamData: '2', ownData: '1' },
  })
})
