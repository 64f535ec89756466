// @vitest-environment happy-dom
// One container in detail: what is asked while what is shown, secrets, exit codes, and actions on many.
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitingSuffix } from '../../preload/container-state'
import { AppError } from '../../preload/errors'
import { ContainersScreen } from '../../renderer/containers/containers-screen'
import { actOnMany } from '../../renderer/containers/actions'
import { binaryTop, niceTop } from '../../renderer/details/chart'
import { formatMemory } from '../../renderer/i18n/format'
import { explainExit } from '../../renderer/details/explain-exit'
import { hiddenValue, hideInText, hideSecrets, isSecret } from '../../renderer/details/secret'
import { Toasts } from '../../renderer/components/toasts'
import { useToasts } from '../../renderer/stores/toasts'
import { openDetails, useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(
    containerOf({ id: 'a', name: 'alpha' }),
    containerOf({ id: 'b', name: 'beta' }),
    containerOf({ id: 'c', name: 'gone', state: 'exited', exitCode: 1 }),
  )
  useUi.setState({ dialog: undefined, details: undefined, section: 'containers' })
  useToasts.setState({ toasts: [] })
  shown = await openWindow(
    app,
    <>
      <ContainersScreen />
      <Toasts />
    </>,
  )
})
afterEach(() => shown.close())

describe('details', () => {
  it('follows figures only while they are shown', async () => {
    openDetails('a', 'stats')
    await settle(() => app.stats.watchers === 1)
    openDetails('a', 'inspect')
    await settle(() => app.stats.watchers === 0)
    openDetails('a', 'stats')
    await settle(() => app.stats.watchers === 1)
    useUi.setState({ details: undefined })
    await settle(() => app.stats.watchers === 0)
    expect(screen.queryByRole('tab')).toBeNull()
  })

  it('goes on with the container that takes the place of its own', async () => {
    openDetails('a', 'inspect')
    await settle(() => screen.queryByRole('complementary', { name: 'Details of alpha' }) !== null)
    app.containers.change('a', { name: `alpha${waitingSuffix}` })
    app.containers.upsert(containerOf({ id: 'new', name: 'alpha' }))
    await settle(
      () => screen.queryByRole('complementary', { name: `Details of alpha${waitingSuffix}` }) !== null,
    )
    expect(useUi.getState().details).toEqual({ id: 'a', tab: 'inspect' })
    app.containers.remove('a')
    await settle(() => useUi.getState().details?.id === 'new')
    expect(useUi.getState().details).toEqual({ id: 'new', tab: 'inspect' })
    app.containers.remove('b')
    app.containers.remove('new')
    await settle(() => screen.queryByText('Removed') !== null)
    expect(useUi.getState().details).toEqual({ id: 'new', tab: 'inspect' })
    expect(screen.queryByRole('complementary', { name: 'Details of alpha' })).not.toBeNull()
    // As Compose brings it up again, a while after it took it down.
    app.containers.upsert(containerOf({ id: 'newer', name: 'alpha' }))
    await settle(() => useUi.getState().details?.id === 'newer')
    app.containers.remove('newer')
    await settle(() => screen.queryByText('Removed') !== null)
    fireEvent.click(screen.getByRole('button', { name: 'Close details' }))
    await settle(() => screen.queryByRole('tab') === null)
  })

  it('leaves what a container said when somebody removes it, and asks for nothing more of it', async () => {
    const asked = vi.spyOn(app.liveLogs, 'watch')
    openDetails('a', 'logs')
    await settle(() => app.liveLogs.watchers === 1)
    app.containers.remove('a')
    await settle(() => screen.queryByText('Removed') !== null)
    expect(asked).toHaveBeenCalledTimes(1)
    expect(useToasts.getState().toasts).toEqual([])
  })

  it('says of one that is gone only that it is, and of one that starts again what comes', async () => {
    openDetails('a', 'env')
    app.containers.remove('a')
    await settle(() => screen.queryByText('The container was removed') !== null)
    expect(screen.queryByRole('alert')).toBeNull()
    openDetails('a', 'logs')
    await settle(() => screen.getByRole('tab', { name: 'Logs' }).getAttribute('aria-selected') === 'true')
    expect(screen.getByText('The container was removed')).toBeTruthy()
    app.containers.change('b', { state: 'restarting' })
    vi.spyOn(app.liveLogs, 'watch').mockImplementation(async function* () {})
    openDetails('b', 'logs')
    await settle(() => screen.queryByText('The container starts again in a moment') !== null)
    expect(screen.queryByText(/^The container stopped/)).toBeNull()
    const asked = app.calls.length
    openDetails('b', 'processes')
    await settle(() => screen.queryByText('Shown as soon as the container runs again.') !== null)
    expect(app.calls.slice(asked).map(({ method }) => method)).not.toContain('containers.getProcesses')
    openDetails('b', 'stats')
    await settle(() => screen.queryByText('No figures') !== null)
    expect(screen.getByText('Shown as soon as the container runs again.')).toBeTruthy()
  })

  it('folds a value of 64 KB, and marks one that leads to the container itself', async () => {
    app.details.set('a', {
      env: [
        { name: 'BIG', value: 'x'.repeat(64_000) },
        { name: 'DB_HOST', value: 'localhost' },
      ],
    })
    openDetails('a', 'env')
    await settle(() => screen.queryByText('localhost') !== null)
    const length = (): number => document.querySelector('dd')?.textContent?.length ?? 0
    expect(screen.getByText('this container itself')).toBeTruthy()
    expect(length()).toBeLessThan(2000)
    fireEvent.click(screen.getByRole('button', { name: 'Show all 64,000 characters: BIG' }))
    expect(length()).toBeGreaterThan(64_000)
    fireEvent.click(screen.getByRole('button', { name: 'Show less: BIG' }))
    expect(length()).toBeLessThan(2000)
  })

  it('hides secrets until somebody asks for one', async () => {
    app.details.set('a', {
      env: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'PATH', value: '/bin' },
      ],
    })
    openDetails('a', 'env')
    await settle(() => screen.queryByText('/bin') !== null)
    expect(screen.queryByText('hunter2')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Show DB_PASSWORD' }))
    expect(screen.getByText('hunter2')).toBeTruthy()
  })

  it('shows how it is set up in cards, finds a field, and says what leads to itself', async () => {
    app.details.set('a', {
      restart: 'unless-stopped',
      memoryLimitBytes: 512 * 1024 ** 2,
      capabilities: ['NET_ADMIN'],
      networks: [{ name: 'shop', address: '172.20.0.5', names: ['api'] }],
      env: [
        { name: 'DB_HOST', value: 'localhost' },
        { name: 'TOKEN', value: 'hunter2' },
      ],
    })
    openDetails('a', 'inspect')
    await settle(() => screen.queryByText('Starts again, unless you stopped it') !== null)
    const card = (name: string): HTMLElement => screen.getByRole('region', { name })
    expect(card('Limits').textContent).toContain('then it is stopped')
    expect(card('Network').textContent).toContain('172.20.0.5')
    expect(card('Permissions').textContent).toContain('NET_ADMIN')
    expect(card('Environment').textContent).toContain('localhost this container itself')
    expect(screen.queryByText('hunter2')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Show: Environment' }))
    expect(screen.getByText('hunter2')).toBeTruthy()
    const search = screen.getByLabelText('Find a field')
    fireEvent.change(search, { target: { value: 'net_admin' } })
    const titles = [...document.querySelectorAll('.inspect-card h2')].map(({ textContent }) => textContent)
    expect(titles).toEqual(['Permissions'])
    fireEvent.change(search, { target: { value: 'no such thing' } })
    fireEvent.click(screen.getByRole('button', { name: 'Show everything' }))
    expect(card('Run')).toBeTruthy()
  })

  it('explains a bad end with the last line that was printed', async () => {
    app.logs.set('c', [{ stream: 'stderr', at: '', text: 'boom: \u001b[31mno config\u001b[0m' }])
    openDetails('c', 'inspect')
    await settle(() => screen.queryByText('Exit code 1.') !== null)
    await settle(() => screen.queryByText('boom: no config') !== null)
    expect(screen.getByRole('note').textContent).toContain('Its program ended with an error')
  })
})

describe('actions on many', () => {
  it('tells in one message what worked and what did not', async () => {
    app.failWhen('containers.stop', 'b', new AppError('engine.refused', { detail: 'no' }))
    void actOnMany(['a', 'b', 'c'], 'stop')
    await settle(() => screen.queryByRole('alert') !== null)
    expect(screen.getByRole('alert').textContent).toContain('1 done, 1 failed')
    expect(screen.getByRole('alert').textContent).toContain('beta')
    expect(app.calls.filter(({ method }) => method === 'containers.stop')).toHaveLength(2)
    expect(screen.getByRole('alert').textContent).toContain('Done: alpha')
    expect(useToasts.getState().toasts).toHaveLength(1)
  })

  it('tells in one message that all worked', async () => {
    void actOnMany(['a', 'b', 'c'], 'stop')
    await settle(() => screen.queryByText('Stopped 2 containers') !== null)
    expect(useToasts.getState().toasts).toHaveLength(1)
  })
})

describe('exit codes', () => {
  const ended = (exitCode: number, oomKilled = false) =>
    explainExit(containerOf({ id: 'x', state: 'exited', exitCode, oomKilled }))

  it.each([
    [1, 'exit.other'],
    [126, 'exit.126'],
    [127, 'exit.127'],
    [137, 'exit.137'],
    [139, 'exit.139'],
    [0, undefined],
  ])('explains %i', (code, key) => expect(ended(code)).toBe(key))

  it('tells a lack of memory from a kill', () => {
    expect(ended(137, true)).toBe('exit.memory')
    expect(explainExit(containerOf({ id: 'x', exitCode: 137 }))).toBeUndefined()
  })

  it('says that a program is made for another processor, whatever code the engine gave it', () => {
    const ended = containerOf({ id: 'x', state: 'exited', exitCode: 255 })
    expect(explainExit(ended, 'exec /bin/sh: exec format error')).toBe('exit.format')
    expect(explainExit(ended, 'something else')).toBe('exit.other')
    expect(explainExit(ended, 'cat: write error: No space left on device')).toBe('exit.space')
    expect(explainExit(containerOf({ id: 'x', state: 'dead', exitCode: 0 }))).toBe('exit.dead')
    expect(
      explainExit(containerOf({ id: 'x', state: 'exited', exitCode: 0 }), 'exec format error'),
    ).toBeUndefined()
  })
})

describe('a start that failed', () => {
  it.each([
    [127, 'exec: "nosuch": executable file not found in $PATH', 'exit.127'],
    [126, 'exec: "/etc/passwd": permission denied', 'exit.126'],
    [126, 'exec /bin/app: exec format error', 'exit.format'],
    [128, 'driver failed programming external connectivity', 'exit.start'],
    [137, 'driver failed programming external connectivity', 'exit.start'],
  ])('with code %i and %j is explained', (exitCode, startError, key) => {
    expect(explainExit(containerOf({ id: 'x', state: 'created', exitCode, startError }))).toBe(key)
  })

  it('needs no words where nobody tried', () => {
    expect(explainExit(containerOf({ id: 'x', state: 'created' }))).toBeUndefined()
  })
})

describe('secrets', () => {
  it.each([
    ['POSTGRES_PASSWORD', 'x', true],
    ['API_KEY', 'x', true],
    ['DATABASE', 'postgres://me:pw@db/app', true],
    ['DATABASE', 'postgres://db/app', false],
    ['API_KEY', '', false],
    ['LANG', 'C.UTF-8', false],
  ])('%s=%s', (name, value, secret) => expect(isSecret({ name, value })).toBe(secret))

  it('hides them in JSON, whatever characters they have', () => {
    const json = JSON.stringify({ Env: ['TOKEN=a"b\n$& c', 'X=1', 'ALONE'] })
    expect(JSON.parse(hideSecrets(json))).toEqual({ Env: [`TOKEN=${hiddenValue}`, 'X=1', 'ALONE'] })
  })

  it('hides them in labels, commands, checks and options, and leaves the rest as it is', () => {
    const rest = {
      Id: 'abc',
      Created: null,
      Pid: 12,
      SandboxKey: '/var/run/docker/netns/1',
      Names: ['a,b', ''],
    }
    const json = JSON.stringify({
      ...rest,
      Args: [
        '--requirepass',
        'hunter2!',
        '--port',
        '6379',
        '--password=hunter3!',
        'postgres://me:hunter4@db',
      ],
      Config: {
        Env: ['MYSQL_ROOT_PASSWORD=hunter2!'],
        Labels: { 'db.password': 'hunter5', team: 'blue', url: 'https://me:hunter6@x/y' },
        Healthcheck: { Test: ['CMD-SHELL', 'mysqladmin -phunter7 ping && echo hunter2!'] },
      },
      HostConfig: { LogConfig: { Config: { 'splunk-token': 'hunter8', 'max-size': '1m' } } },
      Options: { o: 'addr=10.0.0.1,username=me,password=hunter9' },
    })
    const hidden = hideSecrets(json)
    expect(hidden).not.toContain('hunter')
    expect(JSON.parse(hidden)).toMatchObject({
      ...rest,
      Args: ['--requirepass', hiddenValue, '--port', '6379', `--password=${hiddenValue}`, expect.any(String)],
      Config: { Labels: { 'db.password': hiddenValue, team: 'blue' } },
      HostConfig: { LogConfig: { Config: { 'max-size': '1m' } } },
      Options: { o: `addr=10.0.0.1,username=me,password=${hiddenValue}` },
    })
  })

  it('hides no names that anybody may see because a password is called like them', () => {
    const json = (image: string, password: string, user: string): string =>
      JSON.stringify({
        ...{ Name: '/db', Args: ['postgres'], Mounts: [{ Source: '/run/secrets/db_password' }] },
        Config: { Image: image, Env: [`POSTGRES_PASSWORD=${password}`, `POSTGRES_USER=${user}`] },
      })
    const hidden = hideSecrets(json('postgres:16', 'postgres', 'postgres'))
    expect(JSON.parse(hidden)).toMatchObject({
      Args: ['postgres'],
      Config: { Image: 'postgres:16', Env: [`POSTGRES_PASSWORD=${hiddenValue}`, 'POSTGRES_USER=postgres'] },
    })
    for (const word of ['secret', 'password'])
      expect(hideSecrets(json('postgres:16', word, 'me'))).toContain('/run/secrets/db_password')
    // Alone it is still the same word.
    expect(hideSecrets(json('postgres:16', 'opensesame', 'opensesame'))).not.toContain('opensesame')
  })

  it('looks through long texts of anybody without a wait', () => {
    const long = (text: string): string => text.repeat(2 ** 18 / text.length)
    const Labels = { a: long('a'), b: long('mysql '), c: long('a://b:'), d: long('curl -u'), e: long('a=b,') }
    const begun = performance.now()
    expect(hideSecrets(JSON.stringify({ Labels }))).toContain('mysql mysql')
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('hides them in the steps of an image', () => {
    expect(hideInText('RUN |2 API_TOKEN=abcdefgh VERSION=1.2 /bin/sh -c make')).toBe(
      `RUN |2 API_TOKEN=${hiddenValue} VERSION=1.2 /bin/sh -c make`,
    )
    expect(hideInText('/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2')).not.toContain('hunter')
  })
})

it.each([
  [0.05, 0.05],
  [0.07, 0.1],
  [130, 200],
  [1e9, 1e9],
])('the top of a scale over %f is %f', (value, top) => expect(niceTop(value)).toBeCloseTo(top))

it.each([
  [1, '16 MB'],
  [300e6, '512 MB'],
  [1e9, '1 GB'],
  [1024 ** 3, '1 GB'],
  [1024 ** 3 + 1, '2 GB'],
])('the top of a scale of memory over %d reads %s', (value, top) =>
  expect(formatMemory(binaryTop(Math.max(16 * 1024 ** 2, value)))).toBe(top),
)
