// @vitest-environment happy-dom
// WSL in the window: a failure that a button has Windows repair, and what is seen meanwhile.
import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, serialiseError } from '../../preload/errors'
import { App } from '../../renderer/app'
import { useToasts } from '../../renderer/stores/toasts'
import { FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow
const has = (text: string): boolean => document.body.textContent.includes(text)
const methods = (): string[] => app.calls.map(({ method }) => method)

beforeEach(async () => {
  useToasts.setState({ toasts: [] })
  app = new FakeApp()
  app.machine.value = {
    ...app.machine.value,
    driver: 'wsl2',
    state: 'failed',
    failure: serialiseError(new AppError('machine.wsl-missing')),
  }
  shown = await openWindow(app, <App />)
  await settle(() => has('PS-2040'))
})
afterEach(() => shown.close())

describe('a Windows without WSL', () => {
  it('has it installed by one button, and says what Windows is doing', async () => {
    fireEvent.click(shown.getByRole('button', { name: 'Install WSL' }))
    await settle(() => has('Windows asks for your permission'))
    expect(methods()).toContain('wsl.install')
    expect(has('PS-2040')).toBe(false)
    app.wslSetup.value = { state: 'working', what: 'install', since: Date.now() }
    await settle(() => has('Windows installs WSL'))
    expect(shown.getByRole('progressbar', { name: 'Windows installs WSL' })).toBeTruthy()
    fireEvent.click(shown.getByRole('button', { name: 'Stop waiting' }))
    await settle(() => has('PS-2040'))
    expect(methods()).toContain('wsl.cancelSetup')
  })

  it('says so when the permission is refused', async () => {
    app.failures.set('wsl.install', new AppError('machine.wsl-not-allowed'))
    fireEvent.click(shown.getByRole('button', { name: 'Install WSL' }))
    await settle(() => has('Windows was not allowed to make the change.'))
    expect(has('PS-2040')).toBe(true)
  })
})
