// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, serialiseError } from '../../preload/errors'
import { App } from '../../renderer/app'
import { useToasts } from '../../renderer/stores/toasts'
import { openDialog, useUi } from '../../renderer/stores/ui'
import type { FakeApp } from './fake-app/fake-app'
import { scene, type SceneName } from './preview/scene'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

const has = (text: string | RegExp): boolean => screen.queryAllByText(text).length > 0
const button = (name: string): HTMLButtonElement => screen.getByRole('button', { name, hidden: true })
const methods = (): string[] => app.calls.map((call) => call.method)
const open = async (name: SceneName): Promise<void> => {
  app = scene(name)
  shown = await openWindow(app, <App />)
  await settle()
}

beforeEach(() => {
  useUi.setState({ dialog: undefined, details: undefined, section: 'containers' })
  useToasts.setState({ toasts: [] })
})
afterEach(() => shown.close())

describe('welcome', () => {
  it('shows the steps with real times, then gives way to the containers', async () => {
    await open('starting')
    await settle(() => has('Starting the engine'))
    expect(has('3.8 s')).toBe(true)
    expect(has('Kernel 6.12, 8 GB memory at most, emulated, slower than usual')).toBe(true)
    app.machine.value = { ...app.machine.value, state: 'running' }
    app.engine.value = { state: 'connected', version: '26.1' }
    await settle(() => has('No containers yet'))
    expect(has('Starting the engine')).toBe(false)
  })

  it('cancels a start', async () => {
    await open('starting')
    fireEvent.click(button('Cancel'))
    await settle(() => has('The engine is stopped'))
    expect(methods()).toContain('machine.stop')
  })

  it('shows why a start failed, what to do, and starts again', async () => {
    await open('failed')
    expect(has('The engine did not start')).toBe(true)
    expect(has('PS-9001')).toBe(true)
    fireEvent.click(button('Start again'))
    await settle(() => has('No containers yet'))
    expect(methods()).toContain('machine.start')
  })

  it('tells once what is to be known of a start that succeeded', async () => {
    await open('starting')
    const notice = serialiseError(new AppError('machine.saved-state-dropped'))
    const told = (): number => useToasts.getState().toasts.length
    app.machine.value = { ...app.machine.value, state: 'running', notices: [notice] }
    await settle(() => told() === 1)
    app.machine.value = { ...app.machine.value, notices: [{ ...notice }] }
    await settle()
    expect(useToasts.getState().toasts.map(({ error }) => error?.code)).toEqual([notice.code])
  })

  it('speaks Korean at once when asked', async () => {
    await open('stopped')
    app.settings.value = { ...app.settings.value, language: 'ko', theme: 'dark' }
    await settle(() => has('엔진이 중지되어 있어요'))
    expect(document.documentElement.lang).toBe('ko')
    expect(document.documentElement.dataset.theme).toBe('dark')
  })
})

describe('an engine that is paused', () => {
  it('says so beside the last rows, and goes on when asked', async () => {
    await open('running')
    app.engine.value = { state: 'disconnected' }
    app.machine.value = { ...app.machine.value, state: 'paused' }
    await settle(() => has('Engine paused'))
    expect(has('shop-web-1')).toBe(true)
    fireEvent.click(button('Resume the engine'))
    await settle(() => methods().includes('machine.resume'))
    expect(app.machine.value.state).toBe('running')
  })
})

describe('an engine that stops later', () => {
  it('keeps the last rows in place and offers the start beside the reason', async () => {
    await open('running')
    app.engine.value = { state: 'disconnected' }
    app.machine.value = {
      ...app.machine.value,
      state: 'failed',
      failure: serialiseError(new AppError('internal.bug', { detail: 'the VM was killed' })),
    }
    await settle(() => has('PS-9001'))
    expect(has('shop-web-1')).toBe(true)
    fireEvent.click(button('Start the engine'))
    await settle(() => methods().includes('machine.start'))
  })
})

describe('an engine that does not answer', () => {
  const failure = serialiseError(new AppError('engine.unreachable'))
  const restart = (): HTMLElement | null => screen.queryByRole('button', { name: 'Restart engine' })

  it('can be restarted where Portside runs it', async () => {
    await open('running')
    app.engine.value = { state: 'disconnected' }
    app.machine.value = { ...app.machine.value, state: 'failed', failure }
    await settle(() => has('PS-3001'))
    expect(restart()).not.toBeNull()
  })

  it('is told with its reason where Portside never reached it', async () => {
    await open('starting')
    const missing = new AppError('machine.engine-not-found', { params: { socket: '/run/nowhere.sock' } })
    app.machine.value = {
      ...app.machine.value,
      ...{ driver: 'none', features: [], state: 'failed', failure: serialiseError(missing) },
    }
    await settle(() => has('Docker Engine does not answer'))
    expect(has('No Docker Engine answers at /run/nowhere.sock.')).toBe(true)
    expect(has('Connecting to Docker Engine')).toBe(false)
  })

  it('cannot where Portside only reaches it', async () => {
    await open('running')
    app.machine.value = { ...app.machine.value, driver: 'none', features: [] }
    app.engine.value = { state: 'disconnected', error: failure }
    await settle(() => has('PS-3001'))
    expect(restart()).toBeNull()
  })
})

describe('removing', () => {
  it('says what is lost and kept, and keeps unnamed volumes unless told otherwise', async () => {
    await open('running')
    app.data.set('minio', {
      layerBytes: 41e6,
      imageBytes: 175e6,
      changes: [
        { path: '/uploads/', kind: 'added', files: 28, bytes: 39.2e6 },
        { path: '/etc/gone', kind: 'deleted', files: 1 },
      ],
      changedFiles: 29,
      complete: true,
      places: [],
    })
    openDialog({ kind: 'remove-containers', ids: ['minio'] })
    await settle(() => has('Remove minio?'))
    await settle(() => document.querySelector('.loss-place') !== null)
    const listed = [...document.querySelectorAll('.remove-body li')].map((item) => item.textContent)
    expect(listed).toEqual([
      'Lost29 files written inside, outside of volumes41 MB',
      '/uploads/28 files39.2 MB',
      'Kept1 unnamed volume',
      'KeptNamed volumes and their data',
      'KeptImage minio/minio:latest',
    ])
    fireEvent.click(button('Remove'))
    await settle(() => has('Removed minio'))
    const discard = app.calls.find(({ method }) => method === 'containers.discard')
    expect(discard?.args).toEqual({ id: 'minio', volumes: false })
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
    await settle(() => methods().includes('containers.restore'))
    await settle(() => !has('Removed minio'))
  })

  it('removes nothing when kept', async () => {
    await open('running')
    openDialog({ kind: 'remove-containers', ids: ['minio'] })
    await settle(() => has('Remove minio?'))
    fireEvent.click(button('Keep it'))
    await settle(() => !has('Remove minio?'))
    expect(methods()).not.toContain('containers.discard')
  })

  it('shows the refusal to remove an image in use', async () => {
    await open('running')
    const id = [...app.images.items.keys()][2] ?? ''
    app.failures.set('images.remove', new AppError('internal.bug', { detail: 'image is being used' }))
    openDialog({ kind: 'remove-image', id })
    await settle(() => has('Remove mysql:8.4?'))
    fireEvent.click(button('Remove'))
    await settle(() => has('PS-9001'))
    expect(app.images.items.has(id)).toBe(true)
  })
})

describe('hostile names', () => {
  it('are shown as text', async () => {
    await open('running')
    app.containers.change('minio', { name: '<img src=x onerror=alert(1)>', image: '"><script>' })
    await settle(() => has('<img src=x onerror=alert(1)>'))
    expect(document.querySelector('img, script')).toBeNull()
  })
})

describe('the connection', () => {
  it('says so when it is lost, and comes back by itself with everything', async () => {
    await open('running')
    shown.cut()
    await settle(() => shown.dials() === 2)
    app.containers.change('minio', { name: 'after-the-reconnect' })
    await settle(() => has('after-the-reconnect'))
    expect(has(/lost its connection/)).toBe(false)
  })
})
