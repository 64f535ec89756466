// @vitest-environment happy-dom
// What links ask of the window, also before it knows what they are about.
import { screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContainersScreen } from '../../renderer/containers/containers-screen'
import { takeRequest } from '../../renderer/shell/requests'
import { Toasts } from '../../renderer/components/toasts'
import { useToasts } from '../../renderer/stores/toasts'
import { useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'disconnected' }
  useUi.setState({ dialog: undefined, section: 'home', details: undefined })
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

describe('a link to a container', () => {
  it('that started the app waits for the engine', async () => {
    takeRequest({ kind: 'container', name: 'web', tab: 'logs' })
    await settle()
    expect(useUi.getState().details).toBeUndefined()
    app.containers.upsert(containerOf({ id: 'c1', name: 'web' }))
    app.engine.value = { state: 'connected' }
    await settle(() => useUi.getState().details !== undefined)
    expect(useUi.getState()).toMatchObject({ section: 'containers', details: { id: 'c1', tab: 'logs' } })
  })

  it('that is not there is told once the engine is there, and not before', async () => {
    takeRequest({ kind: 'container', name: 'nobody' })
    await settle()
    expect(useToasts.getState().toasts).toEqual([])
    app.engine.value = { state: 'connected' }
    await settle(() => screen.queryByText(/nobody/) !== null)
  })

  it('gives way to a newer one', async () => {
    takeRequest({ kind: 'container', name: 'nobody' })
    app.containers.upsert(containerOf({ id: 'c2', name: 'other' }))
    await settle()
    takeRequest({ kind: 'container', name: 'other' })
    app.engine.value = { state: 'connected' }
    await settle(() => useUi.getState().details !== undefined)
    await settle()
    expect(useToasts.getState().toasts).toEqual([])
  })
})
