// @vitest-environment happy-dom
// Images in the window: real sizes, filter, one image in detail, wasted space, cleaning up.
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, serialiseError } from '../../preload/errors'
import { ImagesScreen } from '../../renderer/images/images-screen'
import { useUsage } from '../../renderer/images/usage'
import { useImageView } from '../../renderer/images/view-state'
import { Dialogs } from '../../renderer/shell/dialogs'
import { useToasts } from '../../renderer/stores/toasts'
import { useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { imageOf } from './fake-app/fake-images'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.images.upsert(
    imageOf({ id: 'shop', tags: ['shop/api:dev', 'shop/api:1'], sizeBytes: 600e6, digests: [] }),
    imageOf({ id: 'node', tags: ['node:22'], sizeBytes: 400e6 }),
    imageOf({ id: 'sha256:'.padEnd(71, 'a'), tags: [], digests: [], sizeBytes: 5e6 }),
  )
  app.imageParts.sharedBytes = { shop: 400e6, node: 400e6 }
  app.imageParts.details.set('shop', {
    layerCount: 3,
    base: { image: 'node:22', steps: 2, layers: 1, sizeBytes: 400e6 },
    steps: [
      { instruction: 'ADD rootfs.tar /', sizeBytes: 400e6 },
      { instruction: 'CMD ["node"]', sizeBytes: 0 },
      { instruction: 'COPY . .', sizeBytes: 150e6 },
      { instruction: 'RUN npm ci', sizeBytes: 50e6 },
    ],
  })
  app.containers.upsert(containerOf({ id: 'c1', name: 'shop-api', imageId: 'shop' }))
  useUi.setState({ dialog: undefined, section: 'images', image: undefined })
  useImageView.setState({ filter: 'all', sort: 'size', descending: false, search: '' })
  useUsage.setState({ usage: undefined })
  shown = await openWindow(
    app,
    <>
      <ImagesScreen />
      <Dialogs />
    </>,
  )
  await settle(() => screen.queryAllByRole('row').length === 4 && useUsage.getState().usage !== undefined)
})
afterEach(() => shown.close())

const called = (method: string): readonly unknown[] =>
  app.calls.filter((call) => call.method === method).map(({ args }) => args)

describe('images in the window', () => {
  it('says what they take on the disk, and what of one no other has', () => {
    expect(screen.getByTitle(/on the disk/).textContent).toBe('1 GB')
    expect(screen.getByTitle('600 MB, of it 200 MB in no other image')).toBeTruthy()
  })

  it('says for which platforms an image is, where it is not for this engine alone', async () => {
    const nameless = 'sha256:'.padEnd(71, 'a')
    app.imageParts.platforms = { shop: ['linux/amd64', 'linux/arm64/v8'], [nameless]: ['linux/amd64'] }
    app.images.upsert(imageOf({ id: 'foreign', tags: ['acme/arm:1'], sizeBytes: 5 }))
    await settle(() => screen.queryByText('amd64, arm64/v8') !== null)
    expect(screen.getByTitle('Made for linux/amd64, linux/arm64/v8')).toBeTruthy()
    expect(screen.queryAllByTitle(/^Made for/)).toHaveLength(1)
    useUi.setState({ image: 'shop' })
    await screen.findByText(/ · linux\/amd64, linux\/arm64\/v8$/)
    useUi.setState({ image: undefined })
  })

  it('offers to make again only the containers that were made by the name that is newer', async () => {
    app.images.change('shop', { digests: ['shop/api@sha256:1'] })
    app.containers.change('c1', { image: 'shop/api:dev' })
    app.containers.upsert(
      containerOf({ id: 'c2', name: 'other', image: 'shop/api:1', imageId: 'shop' }),
      containerOf({ id: 'c3', name: 'another', image: 'shop/api:1', imageId: 'shop' }),
    )
    app.imageParts.updates.upsert({ id: 'shop/api:dev', imageId: 'shop', state: 'newer', checkedAt: 1 })
    useUi.setState({ image: 'shop' })
    expect(await screen.findByRole('button', { name: 'Pull it and make 1 container again' })).toBeTruthy()
    useUi.setState({ image: undefined })
  })

  it('tells while it asks registries, and of which it got no answer, as that', async () => {
    useToasts.setState({ toasts: [] })
    app.imageParts.updates.upsert({ id: 'node:22', imageId: 'node', state: 'unknown', checkedAt: 1 })
    fireEvent.keyDown(screen.getByRole('button', { name: 'More for images' }), { key: 'Enter' })
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Look for newer images' }))
    const tones = (): readonly unknown[] =>
      useToasts.getState().toasts.map(({ text, tone }) => [text?.key, tone])
    expect(tones()).toEqual([['images.checking', 'busy']])
    await settle(() => !JSON.stringify(tones()).includes('busy'))
    expect(tones()).toEqual([['images.foundUnknown', 'warn']])
  })

  it('filters by any name, and says when nothing fits', async () => {
    const filter = screen.getByRole('searchbox', { name: 'Filter images' })
    fireEvent.keyDown(document.body, { key: '/' })
    expect(document.activeElement).toBe(filter)
    fireEvent.change(filter, { target: { value: 'API:1' } })
    await settle(() => screen.queryAllByRole('row').length === 2)
    expect(screen.getByRole('row', { name: /shop\/api/ })).toBeTruthy()
    fireEvent.change(filter, { target: { value: 'nothing' } })
    fireEvent.click(await screen.findByRole('button', { name: 'Show all' }))
    await settle(() => screen.queryAllByRole('row').length === 4)
  })

  it('opens one by key or press, with its user, names and layers; those of its base folded', async () => {
    const row = screen.getByRole('row', { name: /shop\/api/ })
    row.focus()
    fireEvent.keyDown(row, { key: 'Enter' })
    const drawer = await screen.findByRole('complementary', { name: 'Image shop/api:dev' })
    const steps = within(await within(drawer).findByRole('region', { name: 'Layers' }))
    expect(within(drawer).getByRole('button', { name: 'Running shop-api' })).toBeTruthy()
    expect(within(drawer).getByText('shop/api:1')).toBeTruthy()
    expect(steps.queryByText('rootfs.tar /')).toBeNull()
    expect(steps.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'COPY . .150 MB',
      'RUN npm ci50 MB',
    ])
    fireEvent.click(steps.getByRole('button', { name: 'Show 2 steps' }))
    expect(steps.getAllByRole('listitem')).toHaveLength(4)
    fireEvent.click(screen.getByRole('row', { name: /node/ }))
    await screen.findByRole('complementary', { name: 'Image node:22' })
    fireEvent.click(screen.getByRole('button', { name: 'Close the image' }))
    await settle(() => screen.queryByRole('complementary') === null)
  })

  it('looks for wasted space only when asked, shows how far it is, and stops', async () => {
    useUi.setState({ image: 'shop' })
    const begin = await screen.findByRole('button', { name: 'Look for wasted space' })
    expect(app.imageParts.waste.watchers).toBe(0)
    fireEvent.click(begin)
    await settle(() => app.imageParts.waste.watchers === 1)
    const reading = { readBytes: 300e6, totalBytes: 600e6, filesBytes: 0, wastedBytes: 0, wastedFiles: 0 }
    app.imageParts.waste.send({ state: 'reading', ...reading, largest: [] })
    await screen.findByText('Reading layers, 300 MB of about 600 MB')
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    await settle(() => app.imageParts.waste.watchers === 0)
    fireEvent.click(screen.getByRole('button', { name: 'Look for wasted space' }))
    await settle(() => app.imageParts.waste.watchers === 1)
    const file = { path: 'app/.git/pack', sizeBytes: 90e6, fate: 'deleted', step: 2, laterStep: 3 } as const
    const found = {
      readBytes: 600e6,
      totalBytes: 600e6,
      filesBytes: 600e6,
      wastedBytes: 90e6,
      wastedFiles: 1,
    }
    app.imageParts.waste.send({ state: 'done', ...found, largest: [file] })
    await screen.findByText('90 MB in 1 file is wasted, of 600 MB.')
    expect(screen.getByText('Deleted by RUN npm ci')).toBeTruthy()
    useUi.setState({ image: undefined })
    await settle(() => app.imageParts.waste.watchers === 0)
  })

  it('gives a name to an image that has none', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Give aaaaaaaaaaaa a name' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Give aaaaaaaaaaaa a name' }))
    expect(useUi.getState().image).toBeUndefined()
    fireEvent.change(dialog.getByLabelText('Name'), { target: { value: 'acme/tool:1' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Add the name' }))
    await settle(() => called('images.tag').length === 1)
    expect(called('images.tag')).toEqual([{ id: 'sha256:'.padEnd(71, 'a'), reference: 'acme/tool:1' }])
  })

  it('cleans up only what was ticked, and offers nothing that is in use', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Clean up…' }))
    const dialog = within(await screen.findByRole('alertdialog'))
    expect(dialog.getAllByRole('checkbox')).toHaveLength(2)
    expect(dialog.getByRole('button', { name: /^Remove/ }).hasAttribute('disabled')).toBe(true)
    fireEvent.click(dialog.getByRole('button', { name: 'Tick those without a name' }))
    expect(dialog.getByRole('status').textContent).toBe('1 image, frees at least 5 MB')
    fireEvent.click(dialog.getByRole('button', { name: 'Remove 1 image' }))
    await settle(() => app.images.items.size === 2)
    expect(called('images.prune')).toEqual([{ ids: ['sha256:'.padEnd(71, 'a')] }])
  })

  it.each([
    ['image.pull-denied', 'Log in…', { dialog: { kind: 'registries', registry: 'ghcr.io' } }],
    ['image.push-denied', 'Log in…', { dialog: { kind: 'registries', registry: 'ghcr.io' } }],
    ['image.rate-limited', 'Use a mirror…', { section: 'settings', settings: 'engine' }],
    ['build.one-platform-only', 'Change the image store…', { section: 'settings', settings: 'engine' }],
    ['image.registry-untrusted', 'Add its certificate…', { section: 'settings', settings: 'engine' }],
    [
      'image.wrong-platform',
      'Choose a platform…',
      { dialog: { kind: 'pull', reference: 'ghcr.io/acme/api:1' } },
    ],
    ['engine.no-disk-space', 'Free up space…', { section: 'resources', dialog: { kind: 'reclaim' } }],
  ] as const)('leads from %s to what mends it', async (code, label, place) => {
    const params = { reference: 'ghcr.io/acme/api:1', registry: 'ghcr.io', platform: 'linux/arm64' }
    const { pullId } = await app.imageParts.service.pull({ reference: 'ghcr.io/acme/api:1' })
    const error = serialiseError(new AppError(code, { params, detail: 'words of the engine' }))
    app.pulls.change(pullId, { state: 'failed', endedAt: Date.now(), error })
    fireEvent.click(await screen.findByRole('button', { name: label }))
    expect(useUi.getState()).toMatchObject(place)
  })

  it('logs in to a registry, leaves no password behind, and logs out', async () => {
    useUi.setState({ dialog: { kind: 'registries' } })
    const dialog = within(await screen.findByRole('dialog'))
    await dialog.findByText(/kept encrypted/)
    const password = dialog.getByLabelText('Password or access token')
    expect(password.getAttribute('type')).toBe('password')
    fireEvent.change(dialog.getByLabelText('Registry'), { target: { value: 'ghcr.io' } })
    fireEvent.change(dialog.getByLabelText('User name'), { target: { value: 'acme' } })
    fireEvent.change(password, { target: { value: 'wrong' } })
    app.failures.set(
      'registries.login',
      new AppError('registry.bad-login', { params: { registry: 'ghcr.io' } }),
    )
    fireEvent.click(dialog.getByRole('button', { name: 'Log in' }))
    await dialog.findByText('ghcr.io does not accept this name and password.')
    expect((password as HTMLInputElement).value).toBe('')
    app.failures.clear()
    fireEvent.change(password, { target: { value: 'right' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Log in' }))
    await dialog.findByText('acme')
    fireEvent.click(dialog.getByRole('button', { name: 'Log out: ghcr.io' }))
    await settle(() => app.imageParts.logins.items.size === 0)
    expect(called('registries.logout')).toEqual([{ registry: 'ghcr.io' }])
  })

  it('lets nobody log in where no password can be kept', async () => {
    app.imageParts.keeper = { kind: 'none' }
    useUi.setState({ dialog: { kind: 'registries' } })
    const dialog = within(await screen.findByRole('dialog'))
    await dialog.findByText(/has no keychain/)
    fireEvent.change(dialog.getByLabelText('User name'), { target: { value: 'acme' } })
    fireEvent.change(dialog.getByLabelText('Password or access token'), { target: { value: 'x' } })
    expect(dialog.getByRole('button', { name: 'Log in' }).hasAttribute('disabled')).toBe(true)
  })
})
