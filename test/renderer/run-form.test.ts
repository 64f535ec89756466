import { willBeSecret } from '../../preload/secret'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Image, RunDefaults } from '../../preload/model'
import { commandOf, commandText } from '../../renderer/run/command'
import { shellQuote } from '../../renderer/run/quote'
import { composeText } from '../../renderer/run/compose-file'
import { formOfContainer } from '../../renderer/run/fill-from-container'
import { lostPlaces, withoutFlag, withValue } from '../../renderer/run/change-also'
import { againRequestOf } from '../../renderer/run/again-request'
import {
  emptyForm,
  newAlso,
  newEnv,
  noMore,
  newPort,
  portNumber,
  requestOf,
  withDefaults,
  type RunForm,
} from '../../renderer/run/form'
import { findLocalImage, nameIn, normalReference } from '../../renderer/run/local-image'
import { isReference, problemsOf, type FormContext } from '../../renderer/run/validate'

const defaults: RunDefaults = {
  reference: 'mysql:8.4',
  imageId: 'sha256:1',
  sizeBytes: 1,
  platform: 'linux/amd64',
  suggestedName: 'mysql-1',
  exposedPorts: [{ port: 3306, protocol: 'tcp' }],
  env: [],
  volumes: ['/var/lib/mysql'],
  command: [],
}
const free: FormContext = { takenNames: new Set(['taken']), answer: () => undefined }
const form = (part: Partial<RunForm>): RunForm => ({ ...emptyForm('nginx'), ...part })
const port = (host: string, container: string): ReturnType<typeof newPort> => ({
  ...newPort(),
  host,
  container,
})
const kinds = (value: RunForm, context = free): string[] =>
  problemsOf(value, context).map((problem) => `${problem.field} ${problem.kind}`)

describe('defaults of an image', () => {
  it('fill name, ports and data', () => {
    const filled = withDefaults(emptyForm('mysql:8.4'), defaults)
    expect(requestOf(filled)).toEqual({
      image: 'mysql:8.4',
      name: 'mysql-1',
      ports: [{ hostAddress: '127.0.0.1', hostPort: 3306, containerPort: 3306, protocol: 'tcp' }],
      env: [],
      volumes: [{ name: 'mysql-data', path: '/var/lib/mysql' }],
      restart: 'no',
    })
  })

  it('leave alone what a person changed', () => {
    const mine = form({ name: 'db', touched: new Set(['name', 'ports']) })
    const filled = withDefaults(mine, defaults)
    expect(filled.name).toBe('db')
    expect(filled.ports).toEqual([])
    expect(filled.data).toHaveLength(1)
  })

  it('tell several volumes apart by their folder', () => {
    const filled = withDefaults(emptyForm('x'), { ...defaults, volumes: ['/data', '/etc/My App'] })
    expect(filled.data.map((row) => row.volume)).toEqual(['mysql-data', 'mysql-MyApp'])
  })
})

describe('request', () => {
  it('opens to the network only when asked, and 0 means any port', () => {
    const value = form({ ports: [port('', '80')], onlyThisComputer: false })
    expect(requestOf(value).ports).toEqual([
      { hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' },
    ])
  })

  it('keeps no volume for data that is thrown away, and no name that was left empty', () => {
    const request = requestOf(form({ data: [{ path: '/data', keep: false, volume: 'x' }] }))
    expect(request.volumes).toEqual([])
    expect(request).not.toHaveProperty('name')
  })
})

describe('problems', () => {
  it('has none in a form that can run', () => {
    expect(
      kinds(form({ name: 'web-1', ports: [port('8080', '80')], env: [newEnv('A', '1'), newEnv()] })),
    ).toEqual([])
  })

  it.each([
    ['', 'image missing'],
    ['Not An Image', 'image bad'],
    ['nginx:', 'image bad'],
    ['../etc', 'image bad'],
  ])('image "%s": %s', (image, kind) => expect(kinds(form({ image }))).toEqual([kind]))

  it.each([
    ['-x', 'name bad'],
    ['a b', 'name bad'],
    ['x', 'name bad'],
    ['taken', 'name taken'],
  ])('name "%s": %s', (name, kind) => expect(kinds(form({ name }))).toEqual([kind]))

  it.each([
    ['0', '80', 'port bad-host'],
    ['65536', '80', 'port bad-host'],
    ['http', '80', 'port bad-host'],
    ['-1', '80', 'port bad-host'],
    ['80.5', '80', 'port bad-host'],
    ['8080', '', 'port bad-container'],
  ])('port "%s" to "%s": %s', (host, inside, kind) =>
    expect(kinds(form({ ports: [port(host, inside)] }))).toEqual([kind]),
  )

  it('sees a port used twice, and not when one of them is UDP', () => {
    const twice = [port('8080', '80'), port('8080', '81')]
    expect(kinds(form({ ports: twice }))).toEqual(['port twice'])
    const udp = { ...port('8080', '81'), protocol: 'udp' as const }
    expect(kinds(form({ ports: [port('8080', '80'), udp] }))).toEqual([])
  })

  it('lets a port be had at several addresses', () => {
    const at = (address: string) => ({ ...port('8080', '80'), address })
    expect(kinds(form({ ports: [at('127.0.0.1'), at('::1'), at('192.168.0.4')] }))).toEqual([])
    expect(kinds(form({ ports: [at('127.0.0.1'), port('8080', '81')] }))).toEqual(['port twice'])
    expect(kinds(form({ ports: [at('0.0.0.0'), at('192.168.0.4')] }))).toEqual(['port twice'])
  })

  it('sees a port that somebody holds, but does not stop while it is still checking', () => {
    const value = form({ ports: [port('3306', '3306')] })
    const answer = { port: 3306, protocol: 'tcp', address: '127.0.0.1', state: 'held' } as const
    expect(kinds(value, { ...free, answer: () => answer })).toEqual(['port held'])
    expect(kinds(value, { ...free, answer: () => 'checking' })).toEqual([])
  })

  it('sees bad and repeated names of variables', () => {
    expect(kinds(form({ env: [newEnv('1A'), newEnv('A=B')] }))).toEqual(['env bad', 'env bad'])
    expect(kinds(form({ env: [newEnv('A', '1'), newEnv('A', '2')] }))).toEqual(['env twice'])
    expect(kinds(form({ env: [newEnv('', 'value')] }))).toEqual(['env bad'])
  })

  it('wants a proper name for a volume that is kept', () => {
    expect(kinds(form({ data: [{ path: '/d', keep: true, volume: '/etc' }] }))).toEqual(['data bad'])
  })
})

describe('references', () => {
  it.each([
    'nginx',
    'nginx:1.27-alpine',
    'acme/api:dev',
    'localhost:5000/a/b:1',
    'ghcr.io/x/y@sha256:' + 'a'.repeat(64),
    'a__b/c--d',
  ])('%s is one', (text) => expect(isReference(text)).toBe(true))

  it.each(['', 'a:', ':a', 'A', 'a//b', 'a b', 'a:b:c', '-a', 'x'.repeat(600)])('%s is none', (text) =>
    expect(isReference(text)).toBe(false),
  )

  it('answers at once for a long hostile text', () => {
    expect(isReference(`${'a-'.repeat(250)}!`)).toBe(false)
  })

  it('finds the image on this computer however it is written', () => {
    const image: Image = { id: 'sha256:1', tags: ['nginx:latest'], digests: [], sizeBytes: 1, createdAt: 1 }
    for (const text of ['nginx', ' nginx:latest ', 'docker.io/library/nginx', 'library/nginx', 'sha256:1']) {
      expect(findLocalImage([image], text)).toBe(image)
    }
    expect(findLocalImage([image], 'nginx:1.27')).toBeUndefined()
    expect(findLocalImage([image], '')).toBeUndefined()
    expect(normalReference('localhost:5000/a')).toBe('localhost:5000/a:latest')
  })
})

describe('port numbers', () => {
  it.each([
    ['1', 1],
    ['65535', 65_535],
    [' 80 ', 80],
    ['0', undefined],
    ['1e3', undefined],
    ['0x50', undefined],
  ])('"%s"', (text, number) => expect(portNumber(text)).toBe(number))
})

it('calls an image with several names by the one that was typed', () => {
  const image = { id: 'sha256:a', tags: ['acme/app:1', 'nginx:latest'], digests: [] } as unknown as Image
  expect(nameIn(image, 'docker.io/nginx')).toBe('nginx:latest')
  expect(nameIn(image, 'sha256:a')).toBe('acme/app:1')
  expect(nameIn({ ...image, tags: [] }, 'nginx')).toBe('sha256:a')
})

describe('labels', () => {
  const labelled = (...labels: ReturnType<typeof newEnv>[]): string[] =>
    kinds(form({ more: { ...noMore, labels } }))
  it('have a name without spaces, unless a container has it already', () => {
    expect(labelled(newEnv('a', '1'), newEnv('한글', '2'), newEnv())).toEqual([])
    expect(labelled(newEnv('', 'x'))).toEqual(['more bad'])
    expect(labelled(newEnv('a b', 'x'))).toEqual(['more bad'])
    expect(labelled({ ...newEnv('a b', 'x'), given: 'a b' })).toEqual([])
  })
})

describe('secrets', () => {
  it.each([
    ['MYSQL_ROOT_PASSWORD', true],
    ['MYSQL_PWD', true],
    ['API_TOKEN', true],
    ['APIKEY', true],
    ['client_secret', true],
    ['AWS_KEY', true],
    ['PRIVATE_KEY_PEM', true],
    ['KEYBOARD', false],
    ['MYSQL_DATABASE', false],
  ])('%s', (name, secret) => expect(willBeSecret({ name, value: '' })).toBe(secret))

  it('stand in addresses of any name', () =>
    expect(willBeSecret({ name: 'DATABASE_URL', value: 'postgres://u:p@h/db' })).toBe(true))
})

describe('the same as a command', () => {
  const text = (value: RunForm): string => commandText(commandOf(value, []))
  /** What a real shell makes of the words. */
  const words = (command: string): string[] =>
    execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1)

  it('says everything that the form says', () => {
    const value = form({
      name: 'web',
      ports: [port('8080', '80'), { ...port('', '53'), protocol: 'udp' }],
      env: [newEnv('A', '1')],
      data: [{ path: '/data', keep: true, volume: 'web-data' }],
      restart: 'unless-stopped',
    })
    expect(words(text(value))).toEqual(
      'docker run -d --name web -e A=1 -p 127.0.0.1:8080:80 -p 127.0.0.1::53/udp -v web-data:/data --restart unless-stopped nginx'.split(
        ' ',
      ),
    )
  })

  it('publishes to every address without "only this computer"', () => {
    const value = form({ ports: [port('8080', '80'), port('', '81')], onlyThisComputer: false })
    expect(words(text(value))).toEqual('docker run -d -p 8080:80 -p 81 nginx'.split(' '))
  })

  it.each(['it\'s $HOME `id` "x" \\ ; rm -rf /', '', ' ', '한국어', 'a\nb', "''", '*', '~', '-x', '!!'])(
    'quotes %j so that a shell gives it back',
    (value) => {
      expect(words(`x ${shellQuote(value)}`)).toEqual(['x', value])
      const value2 = form({ env: [newEnv('NAME', value)] })
      expect(words(text(value2))).toContain(`NAME=${value}`)
    },
  )

  it('hides the value of a secret on screen but not in the copy', () => {
    const value = form({ env: [newEnv('DB_PASSWORD', 'hunter 2')] })
    const pieces = commandOf(value, []).flat()
    expect(pieces.filter((piece) => piece.text.includes('hunter')).map((piece) => piece.kind)).toEqual([
      'secret',
    ])
    expect(text(value)).toContain('hunter 2')
  })

  it('hides those of labels, checks and programs, too', () => {
    const value = form({
      more: {
        ...noMore,
        labels: [newEnv('db.password', 'hunter1'), newEnv('team', 'blue')],
        health: 'PGPASSWORD=hunter2 psql',
        command: "redis-server --requirepass 'hunter 3' --port 6379",
      },
    })
    const pieces = commandOf(value, []).flat()
    const hidden = pieces.filter(({ kind }) => kind === 'secret').map((piece) => piece.text)
    expect(hidden.join(' ').match(/hunter ?\d/g)).toEqual(['hunter1', 'hunter2', 'hunter 3'])
    const shown = pieces.filter(({ kind }) => kind !== 'secret').map((piece) => piece.text)
    expect(shown.join(' ')).not.toContain('hunter')
    expect(shown).toEqual(expect.arrayContaining(['blue', '--requirepass', '6379']))
    expect(text(value)).toContain(`--requirepass 'hunter 3' --port 6379`)
  })
})

describe('the form of a container', () => {
  const json = JSON.stringify({
    Id: 'a'.repeat(64),
    Name: '/web',
    Config: {
      Image: `sha256:${'b'.repeat(64)}`,
      Env: ['이름=1', '%X=2', 'A B=3', 'TWICE=1', 'TWICE=2'],
      Labels: { 'dev.portside.image': 'nginx:1', 'dev.portside.image.base': 'sha256:c', own: '1' },
    },
    HostConfig: {
      NetworkMode: 'container:vpn',
      CapAdd: ['NET_ADMIN'],
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    },
    Mounts: [],
  })
  const form = formOfContainer(json, undefined)

  it('can be sent as it is, whatever its variables are called, and the image has the name that people know', () => {
    expect(form.image).toBe('nginx:1')
    expect(form.env.map(({ name, value }) => `${name}=${value}`)).toEqual([
      '이름=1',
      '%X=2',
      'A B=3',
      'TWICE=2',
    ])
    expect(form.more.labels.map(({ name }) => name)).toEqual(['own'])
    const context: FormContext = { takenNames: new Set(), answer: () => undefined }
    expect(problemsOf(form, context)).toEqual([])
    const typed = { ...form, env: [...form.env, newEnv('MY VAR', '1')] }
    expect(problemsOf(typed, context)).toMatchObject([{ field: 'env', kind: 'bad' }])
  })

  it('has a signal to stop that is not the one of its image, and a variable that the image does not get', () => {
    const json = JSON.stringify({
      ...{ Id: 'abc', Name: '/web', HostConfig: {}, Mounts: [] },
      Config: { Image: 'nginx:1', StopSignal: 'SIGTERM', Env: ['A', 'B=2'] },
    })
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ]
    const stopsBy = (stopSignal: string) => formOfContainer(json, { ...defaults, env, stopSignal })
    expect(commandText(commandOf(stopsBy('SIGQUIT'), []))).toContain('--stop-signal SIGTERM')
    expect(composeText(stopsBy('SIGQUIT'))).toContain('stop_signal: "SIGTERM"')
    for (const same of [stopsBy('SIGTERM'), formOfContainer(json, defaults)])
      expect(composeText(same)).not.toContain('stop_signal')
    const made = stopsBy('SIGQUIT')
    expect(againRequestOf(made, made)).toMatchObject({ env: [], withoutEnv: ['A'] })
    expect(commandText(commandOf(made, []))).toMatch(/-e A \\/)
    expect(composeText(made)).toContain('environment:\n      - "A"')
  })

  it('asks only for what changed when it is made again', () => {
    expect(againRequestOf(form, form)).not.toHaveProperty('extras')
    const without = { ...form, also: form.also.filter(({ name }) => name !== 'cap-add') }
    expect(againRequestOf(without, form)).toMatchObject({ withoutExtras: ['CapAdd'] })
    const more = { ...form, also: [...form.also, newAlso('dns', '1.1.1.1')] }
    expect(againRequestOf(more, form).extras).toEqual({ host: { Dns: ['1.1.1.1'] } })
    const uncounted = { ...form, also: form.also.filter(({ name }) => name !== 'restart') }
    expect(againRequestOf(uncounted, form)).toMatchObject({ withoutExtras: ['retries'] })
  })

  it('asks for networks and data anew where they were taken out or changed, and for nothing else', () => {
    const json = JSON.stringify({
      ...{ Id: 'abc', Name: '/web', Config: { Image: 'nginx:1', Volumes: { '/scratch': {} } } },
      HostConfig: {
        NetworkMode: 'front',
        Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 1024 } }],
      },
      Mounts: [{ Type: 'volume', Name: 'a'.repeat(64), Source: '/x', Destination: '/scratch', RW: true }],
      NetworkSettings: { Networks: { front: { Aliases: ['api'] }, back: { Aliases: ['behind'] } } },
    })
    const made = formOfContainer(json, undefined)
    const flag = (start: string) => {
      const found = made.also.find(({ name, value }) => `${name} ${value}`.startsWith(start))
      if (!found) throw new Error(start)
      return found
    }
    // Whoever reads the container once more finds the same.
    expect(againRequestOf(made, formOfContainer(json, undefined))).not.toHaveProperty('withoutExtras')
    const left = againRequestOf(withoutFlag(made, flag('network name=back')), made)
    expect(left).toMatchObject({
      ...{ networks: ['front'], withoutExtras: ['endpoints'] },
      extras: { endpoints: { front: { Aliases: ['api'] } } },
    })
    const changed = withValue(made, flag('network name=front'), 'name=front,alias=web,ip=10.0.0.9')
    expect(againRequestOf(changed ?? made, made).extras?.endpoints?.front).toEqual({
      ...{ Aliases: ['web'], IPAMConfig: { IPv4Address: '10.0.0.9' } },
    })
    expect(withValue(made, flag('network name=front'), 'name=front,colour=red')).toBeUndefined()
    const bare = withoutFlag(withoutFlag(made, flag('volume /scratch')), flag('mount type=tmpfs'))
    expect(againRequestOf(bare, made)).toMatchObject({ withoutPlaces: ['/scratch', '/t'] })
    expect(lostPlaces(made, bare)).toEqual(['/scratch'])
    const larger = withValue(made, flag('mount type=tmpfs'), 'type=tmpfs,dst=/t,tmpfs-size=2048')
    expect(againRequestOf(larger ?? made, made)).toMatchObject({
      withoutPlaces: ['/t'],
      extras: { host: { Mounts: [{ Type: 'tmpfs', Target: '/t', TmpfsOptions: { SizeBytes: 2048 } }] } },
    })
  })

  it('shows with the command what it has no field for, and a network of another container as Compose has it', () => {
    const command = commandText(commandOf(form, []))
    expect(command).toContain('--cap-add NET_ADMIN')
    expect(command).toContain('--restart on-failure:3')
    expect(commandText(commandOf({ ...form, restart: 'always' }, []))).not.toContain('on-failure')
    const compose = composeText(form)
    expect(compose).toContain('network_mode: "container:vpn"')
    expect(compose).not.toContain('external')
    expect(compose).toContain('restart: "on-failure:3"')
    expect(compose).toContain('cap_add:\n      - "CAP_NET_ADMIN"')
  })
})
