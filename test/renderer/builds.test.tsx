// @vitest-environment happy-dom
// Builds in the window: what is said before, how steps are shown, errors at their line, timing compared.
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serialiseError, AppError } from '../../preload/errors'
import type { Build } from '../../preload/model'
import { previousOf, stepBeforeMs } from '../../renderer/builds/build-words'
import { BuildsScreen } from '../../renderer/builds/builds-screen'
import { Dialogs } from '../../renderer/shell/dialogs'
import { useUi } from '../../renderer/stores/ui'
import { FakeApp } from './fake-app/fake-app'
import { emptyPlan } from './fake-app/fake-images'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  useUi.setState({ dialog: undefined, section: 'builds' })
  shown = await openWindow(
    app,
    <>
      <BuildsScreen />
      <Dialogs />
    </>,
  )
})
afterEach(() => shown.close())

const called = (method: string): readonly unknown[] =>
  app.calls.filter((call) => call.method === method).map(({ args }) => args)

const buildOf = (part: Partial<Build> & { id: string }): Build => ({
  request: { folder: '/home/you/shop', dockerfile: 'Dockerfile', args: [] },
  state: 'done',
  startedAt: 1000,
  endedAt: 21_000,
  sentBytes: 0,
  steps: [],
  ...part,
})

describe('builds in the window', () => {
  it('offer a Dockerfile to begin with where there is none, and write it when asked', async () => {
    app.imageParts.plan = { ...emptyPlan, found: false, project: 'java-gradle' }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    expect((await dialog.findByLabelText('Dockerfile', { selector: 'pre' })).textContent).toContain(
      'java-gradle',
    )
    fireEvent.change(dialog.getByLabelText('Kind of project'), { target: { value: 'go' } })
    await settle()
    fireEvent.click(dialog.getByRole('button', { name: 'Write Dockerfile and .dockerignore' }))
    await settle()
    expect(called('builds.writeStarter')).toEqual([
      expect.objectContaining({ folder: '/home/you/shop', kind: 'go', language: 'en' }),
    ])
    expect(dialog.queryByText('A Dockerfile to begin with')).toBeNull()
    expect(document.activeElement).toBe(dialog.getByLabelText('Dockerfile'))
    expect(dialog.getByRole('button', { name: 'Build' }).hasAttribute('disabled')).toBe(false)
  })

  it('offer what may be meant where there is no Dockerfile: another file, or a folder below', async () => {
    const below = [
      { name: 'api', folder: '/home/you/shop/api', kind: 'go', hasDockerfile: false },
      { name: 'infra', folder: '/home/you/shop/infra', hasDockerfile: true },
    ] as const
    app.imageParts.plan = { ...emptyPlan, found: false, otherDockerfiles: ['Dockerfile.txt'], below }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '"/home/you/shop"' } })
    fireEvent.click(await dialog.findByRole('button', { name: 'Use Dockerfile.txt' }))
    expect(dialog.getByLabelText<HTMLInputElement>('Dockerfile').value).toBe('Dockerfile.txt')
    // One is not to be written where the program lies in a folder below.
    expect(dialog.queryByText('A Dockerfile to begin with')).toBeNull()
    expect((await dialog.findByRole('button', { name: 'infra (Dockerfile)' })).tagName).toBe('BUTTON')
    fireEvent.click(dialog.getByRole('button', { name: 'api (Go)' }))
    await settle()
    expect(called('builds.plan').at(-1)).toMatchObject({
      folder: '/home/you/shop/api',
      dockerfile: 'Dockerfile',
    })
    // Windows copies paths in quotes.
    expect(called('builds.plan')[0]).toMatchObject({ folder: '/home/you/shop' })
  })

  it('ask for the kind of a project that nothing tells, and write nothing into an empty folder', async () => {
    app.imageParts.plan = { ...emptyPlan, found: false }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    const write = await dialog.findByRole('button', { name: 'Write Dockerfile and .dockerignore' })
    expect(write.hasAttribute('disabled')).toBe(true)
    expect(called('builds.starter')).toEqual([])
    fireEvent.change(dialog.getByLabelText('Kind of project'), { target: { value: 'python' } })
    await settle(() => !write.hasAttribute('disabled'))
    app.imageParts.plan = { ...emptyPlan, found: false, files: 0, trouble: 'folder' }
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/empty' } })
    await dialog.findByText(/^The folder is empty/)
    expect(dialog.getByText(/^Dockerfile is a folder here/)).toBeTruthy()
    expect(dialog.queryByText('A Dockerfile to begin with')).toBeNull()
  })

  it('give a script the line ends of Linux', async () => {
    app.imageParts.plan = { ...emptyPlan, hints: [{ kind: 'windows-lines', path: 'start.sh' }] }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    fireEvent.click(await dialog.findByRole('button', { name: 'Save it with LF' }))
    await settle()
    expect(called('builds.convertLines')).toEqual([
      expect.objectContaining({ folder: '/home/you/shop', path: 'start.sh' }),
    ])
    expect(dialog.queryByRole('button', { name: 'Save it with LF' })).toBeNull()
  })

  it('show what .dockerignore would leave out, and write it only when asked', async () => {
    const leavesOut = [
      { line: 'node_modules', sizeBytes: 300e6, sure: true },
      { line: '.git', sizeBytes: 100e6, sure: true },
      { line: 'videos', sizeBytes: 90e6, sure: false },
    ]
    app.imageParts.plan = { ...emptyPlan, sizeBytes: 500e6, leavesOut }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    const lines = await dialog.findByRole('group', { name: 'Lines for .dockerignore' })
    expect(lines.textContent).toContain('node_modules')
    expect(called('builds.addIgnoreLines')).toEqual([])
    fireEvent.click(dialog.getByRole('checkbox', { name: '.git' }))
    fireEvent.click(dialog.getByRole('checkbox', { name: 'videos' }))
    fireEvent.click(dialog.getByRole('button', { name: 'Leave out 390 MB: write to .dockerignore' }))
    await settle()
    expect(called('builds.addIgnoreLines')).toEqual([
      expect.objectContaining({ dockerfile: 'Dockerfile', lines: ['node_modules', 'videos'] }),
    ])
    expect(dialog.queryByRole('group', { name: 'Lines for .dockerignore' })).toBeNull()
  })

  it('ask for the secrets and keys that the Dockerfile names, and hand over what was given', async () => {
    app.imageParts.plan = { ...emptyPlan, secrets: ['token', 'npmrc', 'left'], ssh: ['default', 'work'] }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    const token = await dialog.findByLabelText('token')
    expect(token.getAttribute('type')).toBe('password')
    fireEvent.change(token, { target: { value: ' typed ' } })
    const from = within(dialog.getByRole('group', { name: 'Where the secret npmrc comes from' }))
    fireEvent.click(from.getByRole('button', { name: 'From a file' }))
    fireEvent.change(dialog.getByLabelText('npmrc'), { target: { value: ' /home/you/.npmrc ' } })
    fireEvent.click(dialog.getByRole('switch', { name: 'Let steps sign with your SSH key' }))
    fireEvent.change(dialog.getByLabelText('Platform'), { target: { value: 'linux/amd64, linux/arm64' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Build' }))
    await settle()
    expect(called('builds.build')).toEqual([
      expect.objectContaining({
        request: {
          folder: '/home/you/shop',
          dockerfile: 'Dockerfile',
          args: [],
          platform: 'linux/amd64,linux/arm64',
          secrets: [
            { id: 'token', value: ' typed ' },
            { id: 'npmrc', file: '/home/you/.npmrc' },
          ],
          ssh: [{ id: 'default' }],
        },
      }),
    ])
  })

  it('say what would be sent and what is odd, and begin with what was chosen', async () => {
    app.imageParts.plan = {
      ...emptyPlan,
      files: 12,
      sizeBytes: 300e6,
      largest: [
        { path: '.git/pack', sizeBytes: 200e6, files: 1 },
        { path: 'data/', sizeBytes: 90e6, files: 1200 },
      ],
      stages: ['test'],
      args: [
        { name: 'NODE', value: '22' },
        { name: 'NPM_TOKEN', value: 'of-old' },
      ],
      hints: [
        { kind: 'windows-lines', path: 'start.sh' },
        { kind: 'localhost-database', path: '.env', line: 3 },
      ],
    }
    fireEvent.click(screen.getAllByRole('button', { name: 'Build…' })[0] as HTMLElement)
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByRole('button', { name: 'Build' }).hasAttribute('disabled')).toBe(true)
    fireEvent.change(dialog.getByLabelText('Folder'), { target: { value: '/home/you/shop' } })
    await dialog.findByText('12 files, 300 MB, go to the engine.')
    const token = dialog.getByLabelText('NPM_TOKEN')
    expect([token.getAttribute('type'), token.getAttribute('placeholder')]).toEqual(['password', '••••••'])
    expect(dialog.getByLabelText('NODE').getAttribute('type')).toBe('text')
    expect(dialog.getAllByText(/^Arguments stay in the image/)).toHaveLength(1)
    expect(dialog.getByText(/The largest: .git\/pack \(200 MB\), data\/ \(90 MB, 1,200 files\)/)).toBeTruthy()
    expect(dialog.getByText(/start.sh has Windows line ends/)).toBeTruthy()
    expect(dialog.getByText(/.env, line 3, looks for a database on localhost/)).toBeTruthy()
    fireEvent.change(dialog.getByLabelText('Name of the image'), { target: { value: 'shop:1' } })
    fireEvent.change(dialog.getByLabelText('Stage'), { target: { value: 'test' } })
    fireEvent.change(dialog.getByLabelText('NODE'), { target: { value: '23' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Build' }))
    await settle(() => app.imageParts.builds.items.size === 1)
    expect(called('builds.build')).toEqual([
      {
        request: {
          folder: '/home/you/shop',
          dockerfile: 'Dockerfile',
          tag: 'shop:1',
          target: 'test',
          args: [{ name: 'NODE', value: '23' }],
        },
      },
    ])
    await screen.findByText('Building shop:1')
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await screen.findByText('Stopped building shop:1')
  })

  it('show a step that was under way when its build was stopped as that, and its clock stands still', async () => {
    const startedAt = Date.now() - 60_000
    app.imageParts.builds.upsert(
      buildOf({
        id: 'b1',
        state: 'cancelled',
        endedAt: startedAt + 1000,
        steps: [
          { id: 's1', name: '[1/2] FROM busybox', state: 'done', startedAt, endedAt: startedAt + 10 },
          { id: 's2', name: '[2/2] RUN sleep 600', state: 'running', startedAt },
        ],
      }),
    )
    const steps = await screen.findByRole('list', { name: 'Steps' })
    const last = within(steps).getAllByRole('listitem')[1]
    expect(last?.textContent).toMatch(/RUN sleep 600.*Stopped$/)
    expect(last?.textContent).not.toMatch(/Running|\d (?:s|min)/)
  })

  it('show steps, output and the line that failed', async () => {
    const error = serialiseError(
      new AppError('build.step-failed', {
        params: { step: '[2/2] RUN make', code: 2 },
        detail: 'make: no rule',
      }),
    )
    app.imageParts.builds.upsert(
      buildOf({
        id: 'b1',
        state: 'failed',
        error,
        failedLine: { number: 7, text: 'RUN make' },
        steps: [
          { id: 's1', name: '[1/2] COPY . .', state: 'cached' },
          { id: 's2', name: '[2/2] RUN make', state: 'failed', startedAt: 1000, endedAt: 3000 },
        ],
      }),
    )
    const card = within(await screen.findByRole('region', { name: /^Could not build shop, / }))
    expect(card.getByText('Line 7').parentElement?.textContent).toBe('Line 7 RUN make')
    expect(card.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '[1/2] COPY . .From the cache',
      '[2/2] RUN make2 s',
    ])
    await settle(() => app.imageParts.buildLog.watchers === 1)
    app.imageParts.buildLog.send([{ step: 's2', text: 'make: <b>no</b> \u001b[31mrule\u001b]0;title\u0007' }])
    const red = await card.findByText('rule')
    expect(red.className).toBe('ansi-1')
    expect(card.getByLabelText('Output').textContent).toBe('#2 make: <b>no</b> rule\n')
    fireEvent.click(card.getByRole('button', { name: 'Could not build shop' }))
    await settle(() => app.imageParts.buildLog.watchers === 0)
  })

  it('compare their time with the last one of the same folder', async () => {
    app.imageParts.builds.upsert(
      buildOf({ id: 'b1' }),
      buildOf({ id: 'b2', startedAt: 100_000, endedAt: 108_000 }),
      buildOf({
        id: 'b3',
        startedAt: 200_000,
        endedAt: 230_000,
        request: { folder: '/x', dockerfile: 'D', args: [] },
      }),
    )
    await screen.findByText('took 8 s · 12 s faster than the last time')
    expect(screen.getByText('took 30 s')).toBeTruthy()
    app.imageParts.builds.upsert(
      buildOf({
        id: 'b4',
        startedAt: 300_000,
        endedAt: 301_000,
        steps: [{ id: 's', name: '[2/2] RUN make', state: 'cached' }],
      }),
    )
    await screen.findByText('took 1 s · every step from the cache')
  })

  it('compare like with like only, each step with the same one before', () => {
    const request = buildOf({ id: 'x' }).request
    const withArg = (name: string, value: string): Build =>
      buildOf({ id: `${name}${value}`, request: { ...request, args: [{ name, value }] } })
    const now = (more: object): Build =>
      buildOf({ id: 'now', startedAt: 99_000, request: { ...request, ...more } })
    const all = [
      buildOf({ id: 'plain' }),
      buildOf({ id: 'fresh', request: { ...request, noCache: true } }),
      buildOf({ id: 'arm', request: { ...request, platform: 'linux/arm64' } }),
      buildOf({ id: 'failed', startedAt: 2000, state: 'failed' }),
      withArg('VERSION', '1'),
      withArg('TOKEN', ''),
    ]
    expect(previousOf(now({}), all)?.id).toBe('plain')
    expect(previousOf(now({ noCache: true }), all)?.id).toBe('fresh')
    expect(previousOf(now({ platform: 'linux/arm64' }), all)?.id).toBe('arm')
    expect(previousOf(now({ args: [{ name: 'VERSION', value: '1' }] }), all)?.id).toBe('VERSION1')
    expect(previousOf(now({ args: [{ name: 'VERSION', value: '2' }] }), all)).toBeUndefined()
    // The value of a secret is not kept.
    expect(previousOf(now({ args: [{ name: 'TOKEN', value: 'a' }] }), all)?.id).toBe('TOKEN')

    const cachedSteps: Build['steps'] = [
      { id: '1', name: '[internal] load build definition from Dockerfile', state: 'done' },
      { id: '2', name: '[1/2] FROM docker.io/library/busybox', state: 'done' },
      { id: '3', name: '[2/2] RUN make', state: 'cached' },
      { id: '4', name: 'exporting to image', state: 'done' },
    ]
    const cached = buildOf({ id: 'cached', startedAt: 98_000, endedAt: 98_500, steps: cachedSteps })
    expect(previousOf(now({}), [...all, cached])?.id).toBe('plain')
    const cachedNow = { ...now({}), steps: cachedSteps }
    expect(previousOf(cachedNow, all)).toBeUndefined()
    expect(previousOf(cachedNow, [...all, cached])?.id).toBe('cached')

    const step = (name: string, state: 'done' | 'cached', ms: number) =>
      ({ id: name, name, state, startedAt: 1000, endedAt: 1000 + ms }) as const
    const before = buildOf({
      id: 'before',
      steps: [step('[build 2/3] RUN npm ci', 'done', 7000), step('[2/2] COPY . .', 'cached', 10)],
    })
    expect(stepBeforeMs(step('[build 2/4] RUN npm ci', 'done', 1), before)).toBe(7000)
    expect(stepBeforeMs(step('[other 2/4] RUN npm ci', 'done', 1), before)).toBeUndefined()
    expect(stepBeforeMs(step('[2/2] COPY . .', 'done', 1), before)).toBeUndefined()
    expect(stepBeforeMs(step('[2/2] COPY . .', 'done', 1), undefined)).toBeUndefined()
  })
})
