// What is found about computers of all three systems.
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import type { Computer } from '../../main/readiness/computer'
import { ourContext } from '../../main/readiness/docker-config'
import { createReadiness } from '../../main/readiness/readiness'
import { AppError } from '../../preload/errors'
import type { ReadinessId } from '../../preload/model'
import { errorTexts } from '../../preload/error-texts'
import { readinessTexts } from '../../preload/readiness-texts'
import { readinessWords } from '../../preload/readiness-texts/readiness-words'
import { fillTemplate } from '../../preload/text'
import { linux, macos, missingWsl, oldWsl, windows, wsl } from './computers'
import { find, findings, reject } from './find'

describe('a computer in order', () => {
  it.each([
    ['Windows', windows(), ['platform', 'wsl', 'wsl-memory']],
    ['macOS', macos(), []],
    ['Linux', linux(), []],
  ] as const)('has nothing in the way on %s, and only its own checks', async (_name, computer, own) => {
    if (computer.platform === 'linux') computer.files.set('/dev/kvm', '')
    const checks = await findings(computer)
    expect(checks.filter(({ state }) => state === 'bad' || state === 'unknown')).toEqual([])
    const ids = checks.map(({ id }) => id)
    expect(ids.filter((id) => ['platform', 'wsl', 'wsl-memory'].includes(id))).toEqual(own)
    expect(ids.slice(0, 2)).toEqual(['system', 'virtualization'])
  })

  it('needs no virtualization where an engine that is there already is used', async () => {
    const ids = (await findings(windows({ ownMachine: false }))).map(({ id }) => id)
    expect(ids).not.toContain('virtualization')
    expect(ids).not.toContain('wsl')
  })
})

describe('what is in the way', () => {
  const said = (stdout: string): Partial<Computer> => ({ run: async () => ({ exitCode: 0, stdout }) })
  it.each<[ReadinessId, string, Computer]>([
    ['system', 'system.old', windows({ kernel: '10.0.18363' })],
    ['system', 'system.old', macos({ kernel: '20.6.0' })],
    ['virtualization', 'virtualization.off', windows(said('False\r\nFalse\r\n'))],
    ['virtualization', 'virtualization.ok', windows(said('False\r\nTrue\r\n'))],
    ['virtualization', 'check.failed', windows(said(''))],
    ['virtualization', 'virtualization.missing', macos(said('0\n'))],
    ['virtualization', 'virtualization.emulated', linux()],
    [
      'virtualization',
      'virtualization.denied',
      linux({ exists: async (path) => path === '/dev/kvm', mayUse: async () => false }),
    ],
    [
      'ports',
      'ports.taken',
      linux({ portHolder: async (port) => (port === 3306 ? { name: 'mysqld' } : undefined) }),
    ],
    ['ports', 'ports.chosen', linux({ chosenPort: (port) => port + 1 })],
    ['ports', 'ports.several', linux({ portHolder: async () => ({ name: 'x' }) })],
    ['platform', 'platform.missing', windows({ wsl: wsl({ hasPlatform: async () => false }) })],
    ['wsl', 'wsl.missing', windows({ wsl: wsl({ version: reject(missingWsl) }) })],
    ['wsl', 'wsl.old', windows({ wsl: wsl({ version: reject(oldWsl) }) })],
    ['wsl', 'wsl.restart', windows({ wsl: wsl({ restartIsDue: async () => true }) })],
    ['wsl', 'wsl.failed', windows({ wsl: wsl({ version: reject(new AppError('machine.wsl-policy')) }) })],
    [
      'wsl-memory',
      'wsl-memory.little',
      windows({ wsl: wsl({ getLimits: async () => ({ memoryBytes: 2 * 1024 ** 3 }) }) }),
    ],
    // Half of it is all that may be asked for, and WSL takes that by itself.
    ['wsl-memory', 'wsl-memory.ok', windows({ memoryBytes: 4 * 1024 ** 3 })],
    ['disk', 'disk.full', linux({ freeBytes: async () => 1.2e9 })],
    ['disk', 'disk.little', linux({ freeBytes: async () => 6e9 })],
    ['disk', 'check.failed', linux({ freeBytes: reject(new Error('EIO')) })],
    ['memory', 'memory.little', linux({ memoryBytes: 2 * 1024 ** 3 })],
    ['proxy', 'proxy.silent', linux({ proxy: async () => 'http://proxy.example:3128' })],
    ['vpn', 'vpn.on', linux({ interfaces: () => ['eth0', 'wg0'] })],
    ['vpn', 'vpn.on', windows({ interfaces: () => ['Ethernet', 'Cisco AnyConnect'] })],
    ['vpn', 'vpn.none', macos({ interfaces: () => ['en0', 'utun3'] })],
    ['clock', 'clock.unknown', linux({ remoteTime: async () => undefined })],
    ['clock', 'clock.wrong', linux({ builtAt: 9e12 })],
    ['clock', 'clock.wrong', linux({ remoteTime: async () => 9e6 })],
  ])('%s finds %s', async (id, outcome, computer) => {
    expect(await find(computer, id)).toBe(outcome)
  })

  it('asks the proxy itself', async () => {
    const computer = linux({ proxy: async () => 'http://proxy.example:3128' })
    computer.live.add('proxy.example:3128')
    expect(await find(computer, 'proxy')).toBe('proxy.ok')
  })

  it('knows other products that run from those that are only there', async () => {
    const computer = macos()
    computer.files.set('/Users/mina/.orbstack/run/docker.sock', '')
    expect(await find(computer, 'other-docker')).toBe('other-docker.left')
    computer.live.add('/Users/mina/.orbstack/run/docker.sock')
    expect(await find(computer, 'other-docker')).toBe('other-docker.running')
    const other = windows()
    other.live.add('\\\\.\\pipe\\docker_engine')
    expect(await find(other, 'other-docker')).toBe('other-docker.running')
  })

  it('has words for everything, with every value filled in, in both languages', async () => {
    const all = await Promise.all([windows(), macos(), linux()].map((computer) => findings(computer)))
    for (const { outcome, params } of all.flat()) {
      expect(outcome).toBeDefined()
      const { en, ko } = readinessTexts[outcome ?? 'check.failed']
      for (const text of [en.title, en.text, ko.title, ko.text])
        expect(fillTemplate(text, params)).not.toMatch(/\{/)
    }
  })

  it('says how wrong a clock is in the units of the language', async () => {
    const wrongBy = async (ms: number): Promise<readonly (string | undefined)[]> => {
      const found = await findings(linux({ now: () => 1e12, remoteTime: async () => 1e12 + ms }))
      const check = found.find(({ id }) => id === 'clock')
      return (['en', 'ko'] as const).map((language) => check && readinessWords(check, language)?.title)
    }
    const minute = 60_000
    expect(await wrongBy(12 * minute)).toEqual([
      'The clock is wrong by 12 minutes',
      '시계가 12분 어긋나 있어요',
    ])
    expect(await wrongBy(180 * minute)).toEqual([
      'The clock is wrong by 3 hours',
      '시계가 3시간 어긋나 있어요',
    ])
    expect(await wrongBy(-40 * 1440 * minute)).toEqual([
      'The clock is wrong by 40 days',
      '시계가 40일 어긋나 있어요',
    ])
  })

  it('has no English units or sentences in what is told in Korean', async () => {
    // Names of programs, files and units of size are the same in both languages.
    const english =
      /\d ?(s|sec|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\b|[a-z]+ [a-z]+ [a-z]+/
    const late = new AppError('machine.wsl-policy')
    const computers = [
      ...[windows(), macos(), linux()],
      windows({
        wsl: wsl({ version: reject(late) }),
        freeBytes: async () => 1.2e9,
        memoryBytes: 2 * 1024 ** 3,
      }),
      windows({ wsl: wsl({ getLimits: reject(late) }) }),
      linux({ remoteTime: async () => 9e6, portHolder: async () => ({ name: 'mysqld (PID 1)' }) }),
      macos({ freeBytes: async () => 6e9, proxy: async () => 'http://proxy.example:3128' }),
    ]
    const all = (await Promise.all(computers.map(findings))).flat()
    expect(new Set(all.map(({ outcome }) => outcome)).size).toBeGreaterThan(20)
    for (const check of all) {
      const { title, text } = readinessWords(check, 'ko') ?? { title: '', text: '' }
      const words = `${title} ${text}`.replace(/sudo [\w -]+/, '')
      expect(words).not.toMatch(english)
    }
    for (const [outcome, { ko }] of Object.entries(readinessTexts))
      expect(`${outcome} ${ko.title} ${ko.text.replace(/sudo [\w -]+/, '')}`).not.toMatch(english)
  })

  it('says in the language of the person why something could not be checked', async () => {
    const failing = windows({ wsl: wsl({ getLimits: reject(new AppError('machine.wsl-policy')) }) })
    const check = (await findings(failing)).find(({ id }) => id === 'wsl-memory')
    expect(check && readinessWords(check, 'ko')).toEqual({
      title: '확인하지 못했어요: Linux가 쓸 메모리',
      text: `계속할 수 있어요. ${errorTexts['machine.wsl-policy'].ko.title}`,
    })
  })
})

describe('shared folders', () => {
  it('are asked about where containers see none, and the home folder is shared by one click', async () => {
    const shared: string[] = []
    const computer = macos({
      folders: {
        shared: () => shared,
        way: async () => '9p',
        share: async (folder) => void shared.push(folder),
      },
    })
    const { service } = createReadiness(computer, silentLog)
    const found = (await service.check()).checks.find(({ id }) => id === 'folders')
    expect(found).toMatchObject({ state: 'note', outcome: 'folders.none', params: { home: '/Users/mina' } })
    await service.fix({ id: 'folders', kind: 'share-home' })
    expect(shared).toEqual(['/Users/mina'])
    expect(await find(computer, 'folders')).toBe('folders.shared')
  })

  it('are told to be slow where a program is missing that a person can install', async () => {
    const folders = (way: 'virtiofs' | '9p') => ({
      shared: () => ['/home/mina'],
      way: async () => way,
      share: async () => {},
    })
    expect(await find(linux({ folders: folders('9p') }), 'folders')).toBe('folders.shared-slowly')
    expect(await find(linux({ folders: folders('virtiofs') }), 'folders')).toBe('folders.shared')
  })

  it('are nothing to ask about where containers see all of them', async () => {
    expect((await findings(linux())).map(({ id }) => id)).not.toContain('folders')
  })
})

describe('where docker goes', () => {
  const config = '/home/mina/.docker/config.json'
  it('is told when a variable decides', async () => {
    expect(await find(linux({ env: { DOCKER_HOST: 'tcp://10.0.0.5:2375' } }), 'docker-context')).toBe(
      'docker-context.variable',
    )
  })

  it('names a context that is gone, mends it, and keeps what was there', async () => {
    const computer = linux()
    const before = '{"auths":{"r.example":{}},"currentContext":"gone"}'
    computer.files.set(config, before)
    const { service } = createReadiness(computer, silentLog)
    const { checks } = await service.check()
    expect(checks.find(({ id }) => id === 'docker-context')).toMatchObject({
      outcome: 'docker-context.broken',
      params: { name: 'gone' },
    })
    await service.fix({ id: 'docker-context', kind: 'use-portside-context' })
    expect(JSON.parse(computer.files.get(config) ?? '')).toEqual({
      auths: { 'r.example': {} },
      currentContext: ourContext,
    })
    expect(computer.files.get(`${config}.before-portside`)).toBe(before)
    expect(await find(computer, 'docker-context')).toBe('docker-context.ours')
  })

  it('chooses free ports in place of taken ones, and goes back to the usual ones', async () => {
    let chosen: readonly { readonly port: number; readonly use: number }[] = []
    const holders = new Map([
      [3306, { name: 'mysqld (PID 4312)', next: 3307 }],
      [6379, { name: 'redis', next: 6381 }],
    ])
    const computer = linux({
      portHolder: async (port) => holders.get(port),
      chosenPort: (port) => chosen.find((one) => one.port === port)?.use ?? port,
      choosePorts: async (ports) => void (chosen = ports),
    })
    const { service } = createReadiness(computer, silentLog)
    const found = async () => (await service.check()).checks.find(({ id }) => id === 'ports')
    expect(await found()).toMatchObject({ outcome: 'ports.several', fixes: [{ kind: 'choose-ports' }] })
    await service.fix({ id: 'ports', kind: 'choose-ports' })
    expect(chosen).toEqual([
      { port: 3306, use: 3307 },
      { port: 6379, use: 6381 },
    ])
    expect(await found()).toMatchObject({
      state: 'ok',
      outcome: 'ports.chosen',
      params: { list: 'MySQL: 3307 (3306), Redis: 6381 (6379)' },
    })

    // What was chosen may be taken, too; what is still free stays chosen.
    holders.set(3307, { name: 'other', next: 3308 })
    expect(await found()).toMatchObject({
      outcome: 'ports.taken',
      params: { port: 3307, service: 'MySQL', name: 'other', next: 3308 },
    })
    await service.fix({ id: 'ports', kind: 'choose-ports' })
    expect(chosen).toEqual([
      { port: 3306, use: 3308 },
      { port: 6379, use: 6381 },
    ])
    await service.fix({ id: 'ports', kind: 'use-usual-ports' })
    expect(chosen).toEqual([])
    expect(await found()).toMatchObject({ outcome: 'ports.several' })
  })

  it('takes ports that a person types, if they are free and told apart', async () => {
    let chosen: readonly { readonly port: number; readonly use: number }[] = [{ port: 6379, use: 6381 }]
    const computer = linux({
      portHolder: async (port) =>
        port === 27017 || port === 3306 ? { name: 'mongod (PID 7)', next: port + 1 } : undefined,
      chosenPort: (port) => chosen.find((one) => one.port === port)?.use ?? port,
      choosePorts: async (ports) => void (chosen = ports),
    })
    const { service } = createReadiness(computer, silentLog)
    const { checks } = await service.check()
    expect(checks.find(({ id }) => id === 'ports')?.taken).toEqual([
      { service: 'MySQL', port: 3306, wanted: 3306, holder: 'mongod (PID 7)', next: 3307 },
      { service: 'MongoDB', port: 27017, wanted: 27017, holder: 'mongod (PID 7)', next: 27018 },
    ])
    const choose = (ports: { port: number; use: number }[]): Promise<void> =>
      service.fix({ id: 'ports', kind: 'choose-ports', ports })
    await expect(choose([{ port: 27017, use: 3306 }])).rejects.toMatchObject({
      code: 'port.taken-by-process',
      params: { port: 3306, holder: 'mongod (PID 7)' },
    })
    await expect(choose([{ port: 27017, use: 0 }])).rejects.toMatchObject({ code: 'port.bad-port' })
    await expect(choose([{ port: 8080, use: 8081 }])).rejects.toMatchObject({ code: 'readiness.fix-gone' })
    const same = [3306, 27017].map((port) => ({ port, use: 30_000 }))
    await expect(choose(same)).rejects.toMatchObject({ code: 'port.twice' })
    expect(chosen).toEqual([{ port: 6379, use: 6381 }])

    // What was chosen before, and what was left as it is, stay so.
    await choose([{ port: 27017, use: 30_000 }])
    expect(chosen).toEqual([
      { port: 6379, use: 6381 },
      { port: 27017, use: 30_000 },
    ])
  })

  it('keeps the first copy of settings that cannot be read', async () => {
    const computer = linux()
    computer.files.set(config, '{ broken')
    computer.files.set(`${config}.before-portside`, 'the first')
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    expect(await find(computer, 'docker-context')).toBe('docker-context.unreadable')
    await service.fix({ id: 'docker-context', kind: 'use-portside-context' })
    expect(computer.files.get(`${config}.before-portside`)).toBe('the first')
    expect(computer.files.get(`${config}.portside-backup`)).toBe('{ broken')
  })

  it('keeps logins when it takes away the mark before the settings over which docker stumbles', async () => {
    const computer = linux()
    const { service } = createReadiness(computer, silentLog)
    computer.files.set(config, '\uFEFF{"credsStore":"pass"}')
    await service.check()
    expect(await find(computer, 'docker-context')).toBe('docker-context.unreadable')
    await service.fix({ id: 'docker-context', kind: 'use-portside-context' })
    expect(JSON.parse(computer.files.get(config) ?? '')).toEqual({
      credsStore: 'pass',
      currentContext: 'portside',
    })
    expect(await find(computer, 'docker-context')).toBe('docker-context.ours')
  })

  it('tells a product that runs from one that is gone', async () => {
    const computer = linux()
    const [meta] = await chosen(computer, 'rancher', 'unix:///home/mina/.rd/docker.sock')
    expect(meta).toBeDefined()
    expect(await find(computer, 'docker-context')).toBe('docker-context.dead')
    computer.live.add('/home/mina/.rd/docker.sock')
    expect(await find(computer, 'docker-context')).toBe('docker-context.other')
  })

  async function chosen(
    computer: ReturnType<typeof linux>,
    name: string,
    host: string,
  ): Promise<readonly string[]> {
    // The fix writes a context where docker looks for it; the same place serves another one.
    const { service } = createReadiness(computer, silentLog)
    await service.check()
    await service.fix({ id: 'docker-context', kind: 'use-portside-context' })
    const { createHash } = await import('node:crypto')
    const folder = (one: string): string =>
      `/home/mina/.docker/contexts/meta/${createHash('sha256').update(one).digest('hex')}/meta.json`
    expect(computer.files.has(folder(ourContext))).toBe(true)
    computer.files.set(folder(name), JSON.stringify({ Endpoints: { docker: { Host: host } } }))
    computer.files.set(config, JSON.stringify({ currentContext: name }))
    return [folder(name)]
  }
})
