// @vitest-environment happy-dom
// A workspace in the window: trust with its red lines, what is missing here, the choice of sample data, and Home.
import { fireEvent, render, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { App } from '../../renderer/app'
import { closeDialog, openDialog, showSection, useUi } from '../../renderer/stores/ui'
import { SideCards } from '../../renderer/workspaces/side-cards'
import { showList } from '../../renderer/workspaces/view-state'
import { containers } from '../../renderer/stores/mirrors'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { shopReadiness, shopWorkspace } from './fake-app/fake-workspaces'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow
const has = (text: string): boolean => document.body.textContent.includes(text)
const asked = (method: string) => app.calls.filter((one) => one.method === method).map(({ args }) => args)
const button = (name: string): HTMLButtonElement => shown.getByRole('button', { name }) as HTMLButtonElement
const click = (name: string): void => void fireEvent.click(button(name))

beforeEach(async () => {
  app = new FakeApp()
  app.machine.value = { ...app.machine.value, state: 'running' }
  app.engine.value = { state: 'connected', version: '26.1' }
  app.settings.value = { ...app.settings.value, welcomeSeen: true }
  useUi.setState({ welcome: 'auto', dialog: undefined, section: 'home' })
  showList()
  shown = await openWindow(app, <App />)
  await settle(() => has('Home'))
})
afterEach(() => shown.close())

it('says beside the path why a file cannot be opened, until another one is typed', async () => {
  showSection('workspaces')
  await settle(() => has('No workspace yet'))
  app.failures.set('workspaces.review', new AppError('workspace.not-found', { params: { path: '/nowhere' } }))
  const path = shown.getByLabelText('Path of a compose file, its folder, or a .portside archive')
  fireEvent.change(path, { target: { value: '/nowhere' } })
  click('Look at it')
  await settle(() => has('There is no workspace at /nowhere.'))
  fireEvent.change(path, { target: { value: '/home/user/shop/compose.yaml' } })
  await settle(() => !has('There is no workspace at /nowhere.'))
  app.failures.clear()
  click('Look at it')
  await settle(() => has('Do you trust shop?'))
  expect(shown.queryByRole('alert')).toBeNull()
})

describe('a file that is looked at', () => {
  beforeEach(async () => {
    showSection('workspaces')
    await settle(() => has('No workspace yet'))
    fireEvent.change(shown.getByLabelText('Path of a compose file, its folder, or a .portside archive'), {
      target: { value: '/home/user/shop/compose.yaml' },
    })
    click('Look at it')
    await settle(() => has('Do you trust shop?'))
  })

  it('says who made it and where images come from, and waits until each red line is allowed', async () => {
    for (const text of [
      'by acme/shop-env',
      'postgres:17',
      'Docker Hub',
      'None of this computer.',
      'The shop',
    ])
      expect(has(text)).toBe(true)
    expect(button('Trust and go on').disabled).toBe(true)
    fireEvent.click(shown.getByRole('checkbox', { name: 'web may control Docker: /var/run/docker.sock' }))
    expect(button('Trust and go on').disabled).toBe(false)
    click('Trust and go on')
    await settle(() => has('Everything shop uses, on this computer'))
    expect(asked('workspaces.accept')).toEqual([
      { reviewId: 'r1', allow: ['docker-socket:web:/var/run/docker.sock'] },
    ])
  })

  it('is forgotten when nobody wants it', async () => {
    click('Do not open')
    await settle(() => has('No workspace yet'))
    expect(asked('workspaces.decline')).toEqual([{ reviewId: 'r1' }])
  })
})

const withSecrets = {
  ...shopWorkspace,
  secrets: shopWorkspace.secrets.map((one) => ({ ...one, known: true })),
}

describe('a workspace', () => {
  beforeEach(async () => {
    app.workspaces.upsert(shopWorkspace)
    await settle(() => has('2 services with sample data.'))
    click('Review shop')
    await settle(() => has('node (PID 71)'))
  })

  it('says what differs here, and starts without the sample data that nobody wants', async () => {
    for (const text of [
      ...['8080 is used by node (PID 71), so web gets 8081.', 'was 8080', 'STRIPE_KEY is missing'],
      ...['Your folder is 3 commits behind', '96 MB to download in about 25 s', 'sample data included'],
      ...['Needs 440 MB. 4.9 GB is free.', 'Already here', 'The shop'],
      ...['Everything that the shop needs.', 'JavaSet spring.profiles.active=local.'],
    ])
      expect(`${has(text) ? '' : 'no '}${text}`).toBe(text)
    expect(has('채널')).toBe(false)
    app.workspaces.upsert(withSecrets)
    await settle(() => !has('STRIPE_KEY is missing'))
    fireEvent.click(shown.getByRole('checkbox', { name: 'Customers' }))
    // As people click who are used to icons.
    click('Start shop')
    click('Start shop')
    await settle(() => asked('workspaces.start').length > 0)
    expect(asked('workspaces.start')).toEqual([{ id: shopWorkspace.id, seeds: [] }])
  })

  it('says what keeps it from starting that no button mends: no free port, and a folder that is not there', () => {
    const readiness = {
      ...{ ...shopReadiness, moves: [] },
      blocked: [
        { service: 'web', port: 8080, holder: 'node (PID 71)' },
        { service: 'db', port: 5432, holder: '' },
      ],
      missingFolders: ['/srv/team/pictures'],
    }
    const { git: _, ...rest } = readiness
    const { container, unmount } = render(<SideCards workspace={withSecrets} readiness={rest} />)
    for (const text of [
      'web gets no port8080 is used by node (PID 71), and no port near it is free.',
      'db gets no port5432 is taken, and no port near it is free.',
      'There is no folder /srv/team/picturesIt lies outside of the workspace.',
    ])
      expect(container.textContent).toContain(text)
    expect(container.textContent).not.toContain('Nothing: all ports')
    unmount()
  })

  it('says what goes on with it: a stop, a start that waits for that, a reset', async () => {
    app.workspaces.upsert({ ...withSecrets, state: 'up', doing: 'stops' })
    await settle(() => has('shop is stopping'))
    expect(button('Stop shop').disabled).toBe(true)
    click('Start shop')
    await settle(() => asked('workspaces.start').length > 0)
    app.workspaces.upsert({ ...shopWorkspace, state: 'starting', doing: 'waits' })
    await settle(() => has('It begins as soon as it has stopped.'))
    click('Cancel')
    await settle(() => asked('workspaces.cancel').length > 0)
    app.workspaces.upsert({ ...shopWorkspace, state: 'stopped', doing: 'resets' })
    await settle(() => has('shop gets the team’s data again'))
    expect(shown.queryByRole('button', { name: 'Start shop' })).toBeNull()
  })

  it('asks for a secret that it cannot start without, instead of refusing', async () => {
    click('Start shop')
    const dialog = within(await shown.findByRole('dialog'))
    expect(dialog.getByText('Value for STRIPE_KEY')).toBeTruthy()
    expect(asked('workspaces.start')).toEqual([])
  })

  it('shows how its start went while it is up, and calls nothing ready once it is stopped', async () => {
    const run = { state: 'done' as const, steps: [], startedAt: 1, endedAt: 2 }
    app.workspaces.upsert({ ...withSecrets, state: 'up', run })
    await settle(() => has('How the start goes'))
    app.workspaces.upsert({ ...withSecrets, state: 'stopped', run })
    await settle(() => has('Everything shop uses, on this computer'))
    expect(has('How the start goes')).toBe(false)
  })

  it('keeps all data when it is left, and says which of it does not come back by itself', async () => {
    const ask = async (): Promise<string> => {
      openDialog({ kind: 'workspace', id: shopWorkspace.id, title: 'shop', what: 'leave' })
      const text = (await shown.findByRole('alertdialog')).textContent
      closeDialog()
      await settle(() => shown.queryByRole('alertdialog') === null)
      return text
    }
    const stays = 'Its containers and networks go. Data, snapshots and secrets stay for when you come back.'
    expect(await ask()).toMatch(new RegExp(`^Leave shop\\?${stays}Keep it`))
    const { project } = shopWorkspace
    app.containers.upsert(containerOf({ id: 'c1', project, anonymousVolumes: ['/data', '/log'] }))
    app.containers.upsert(containerOf({ id: 'c2', project: 'other', anonymousVolumes: ['/data'] }))
    await settle(() => containers.use.getState().items.size === 2)
    expect(await ask()).toContain(
      `${stays} 2 volumes without a name stay too, under Volumes: their data does not come back by itself.`,
    )
  })

  it('removes a snapshot only after it has said what is lost with it', async () => {
    const snapshot = { id: '5', at: Date.now(), sizeBytes: 2_000_000, volumes: ['data', 'db:/var/lib/mysql'] }
    app.workspaces.upsert({ ...withSecrets, snapshots: [snapshot] })
    await settle(() => has('data, db:/var/lib/mysql'))
    click('Remove snapshot (just now)…')
    const dialog = within(await shown.findByRole('alertdialog'))
    expect(dialog.getByText(/2 MB, the data of data and db:\/var\/lib\/mysql\./)).toBeTruthy()
    expect(asked('workspaces.removeSnapshot')).toEqual([])
    fireEvent.click(dialog.getByRole('button', { name: 'Remove' }))
    await settle(() => asked('workspaces.removeSnapshot').length > 0)
    expect(asked('workspaces.removeSnapshot')).toEqual([{ id: shopWorkspace.id, snapshotId: '5' }])
  })

  it('opens an address that answers already while other services still start', async () => {
    const step = { subject: '', startedAt: 1, endedAt: 2 }
    const run = {
      ...{ state: 'active' as const, startedAt: 1 },
      steps: [
        {
          ...step,
          id: 'answer:web:80',
          kind: 'answer' as const,
          services: ['web'],
          state: 'active' as const,
        },
        { ...step, id: 'start:db', kind: 'start' as const, services: ['db'], state: 'active' as const },
      ],
    }
    const url = 'http://localhost:8081/'
    const ports = withSecrets.ports.map((one) => ({ ...one, url }))
    app.workspaces.upsert({ ...withSecrets, ports, state: 'starting', run })
    await settle(() => has('shop is starting'))
    expect(shown.queryByRole('link', { name: `Open ${url}` })).toBeNull()
    const steps = run.steps.map((one) => (one.kind === 'answer' ? { ...one, state: 'done' as const } : one))
    app.workspaces.upsert({ ...withSecrets, ports, state: 'starting', run: { ...run, steps } })
    await settle(() => has('1 of 2 services are ready.'))
    expect(shown.getByRole('link', { name: `Open ${url}` }).getAttribute('href')).toBe(url)
  })

  it('calls a start that somebody cancelled not finished, and a service that the team added since nothing', async () => {
    const step = { subject: 'web', kind: 'start' as const, services: ['web'], startedAt: 1, endedAt: 2 }
    const run = { state: 'cancelled' as const, startedAt: 1, endedAt: 2 }
    const steps = [{ ...step, id: 'start:web', state: 'failed' as const }]
    const image = `postgres@sha256:${'a'.repeat(64)}`
    const services = withSecrets.services.map((one) => ({ ...one, image }))
    app.workspaces.upsert({ ...withSecrets, services, state: 'failed', run: { ...run, steps } })
    await settle(() => has('The start of shop was not finished'))
    expect([has('Not finished'), has('Failed'), has('Ready')]).toEqual([true, false, false])
    // The whole digest is in no line.
    expect([has('postgres@aaaaaaaaaaaa…'), has(image)]).toEqual([true, false])
  })

  it('takes a secret once, hidden, and follows its remote', async () => {
    click('Paste…')
    const dialog = within(await shown.findByRole('dialog'))
    const field = dialog.getByLabelText<HTMLInputElement>('Value')
    expect(field.type).toBe('password')
    fireEvent.change(field, { target: { value: 'sk_test' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Keep' }))
    await settle(() => asked('workspaces.setSecret').length > 0)
    expect(asked('workspaces.setSecret')).toEqual([
      { id: shopWorkspace.id, name: 'STRIPE_KEY', value: 'sk_test' },
    ])
    await settle(() => shown.queryByRole('dialog') === null)
    click('Update')
    await settle(() => has('Do you trust shop?'))
    expect(asked('workspaces.update')).toEqual([{ id: shopWorkspace.id, pull: true }])
  })

  it('changes and forgets the secrets that it knows, and shows none', async () => {
    app.workspaces.upsert({ ...withSecrets, unasked: ['OLD_KEY'] })
    await settle(() => has('Its secrets'))
    const card = within(shown.getByRole('region', { name: 'Its secrets' }))
    expect(card.getByText('Stripe · Kept in the keychain')).toBeTruthy()
    fireEvent.click(card.getByRole('button', { name: 'Change STRIPE_KEY…' }))
    const dialog = within(await shown.findByRole('dialog'))
    expect(dialog.getByText('New value for STRIPE_KEY')).toBeTruthy()
    const field = dialog.getByLabelText<HTMLInputElement>('Value')
    expect([field.type, field.value]).toEqual(['password', ''])
    fireEvent.change(field, { target: { value: 'sk_new' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Keep' }))
    await settle(() => asked('workspaces.setSecret').length > 0)
    await settle(() => shown.queryByRole('dialog') === null)
    // Nobody asks for it any more: there is nothing to change.
    expect(card.queryByRole('button', { name: 'Change OLD_KEY…' })).toBeNull()
    fireEvent.click(card.getByRole('button', { name: 'Forget OLD_KEY…' }))
    const question = within(await shown.findByRole('alertdialog'))
    expect(question.getByText(/does not ask for it any more/)).toBeTruthy()
    expect(asked('workspaces.forgetSecret')).toEqual([])
    fireEvent.click(question.getByRole('button', { name: 'Forget' }))
    await settle(() => asked('workspaces.forgetSecret').length > 0)
    expect(asked('workspaces.forgetSecret')).toEqual([{ id: shopWorkspace.id, name: 'OLD_KEY' }])
  })

  it('that the team changed says so in words, and is looked at before it starts again', async () => {
    app.workspaces.upsert({
      ...shopWorkspace,
      changes: [
        { kind: 'image', subject: 'web', service: 'web', was: 'acme/web:2.8', now: 'acme/web:2.9' },
        { kind: 'secret-added', subject: 'MAIL_KEY' },
      ],
    })
    await settle(() => has('The team changed shop'))
    expect(has('web: image acme/web:2.8 → acme/web:2.9')).toBe(true)
    expect(has('Asks for MAIL_KEY')).toBe(true)
    expect(shown.queryByRole('button', { name: 'Start shop' })).toBeNull()
    showSection('home')
    await settle(() => has('The team changed shop'))
  })
})

describe('a compose file', () => {
  it('is opened from Home', async () => {
    click('Open compose file…')
    expect(await shown.findByRole('dialog', { name: 'Open a compose file' })).toBeTruthy()
  })
})
