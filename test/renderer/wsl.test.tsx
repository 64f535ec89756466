// @vitest-environment happy-dom
// WSL in the window: a failure that a button has Windows repair, and what is seen meanwhile.
import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError, serialiseError } from '../../preload/errors'
import { App } from '../../renderer/app'
import type { Machine } from '../../preload/model'
import { useToasts } from '../../renderer/stores/toasts'
import { showSettings } from '../../renderer/stores/ui'
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

describe('the settings of WSL', () => {
  const gibibyte = 1024 ** 3
  beforeEach(async () => {
    app.machine.value = runningOnWsl(app.machine.value)
    app.engine.value = { state: 'connected', version: '26.1' }
    app.wslLimits = {
      ...app.wslLimits,
      limits: { memoryBytes: 8 * gibibyte },
      othersRunning: ['Ubuntu'],
      networkingMode: 'mirrored',
    }
    const one = { running: true, version: 2, integrated: false, dockerMissing: false }
    app.wslDistributions = {
      distributions: [
        { name: 'Ubuntu', ...one },
        { name: 'Old', ...one, version: 1 },
      ],
      needsRestart: false,
    }
    showSettings('wsl')
    await settle(() => has('Limits of WSL'))
    await settle(() => has('Use this engine') || shown.queryAllByRole('switch').length > 0)
  })

  it('shows what a limit changes in the file before it is written', async () => {
    expect(has('Ubuntu runs now.')).toBe(true)
    expect(has('the machine has this computer’s addresses')).toBe(true)
    const processors = shown.getByRole('slider', { name: /Processors/ })
    expect(processors.getAttribute('aria-valuetext')).toMatch(/of/)
    // The browser's own event tells that the slider was let go.
    fireEvent.input(processors, { target: { value: '2' } })
    processors.dispatchEvent(new Event('change', { bubbles: true }))
    await settle(() => has('Show the change'))
    fireEvent.click(shown.getByRole('button', { name: 'Show the change' }))
    await settle(() => has('+ processors=2'))
    expect(methods()).not.toContain('wsl.applyLimits')
    fireEvent.click(shown.getByRole('button', { name: 'Write the file' }))
    await settle(() => methods().includes('wsl.applyLimits') && !has('Write the file'))
    expect(app.calls.find(({ method }) => method === 'wsl.applyLimits')?.args).toEqual({
      change: { processors: 2 },
      basis: 'basis',
    })
  })

  it('lets a distribution in, and says that the engine has to restart for it', async () => {
    const switches = shown.getAllByRole('switch')
    expect(switches).toHaveLength(1)
    expect(has('WSL 1 cannot reach the engine.')).toBe(true)
    fireEvent.click(shown.getByRole('switch', { name: 'Use this engine in Ubuntu' }))
    await settle(() => has('Restart the engine to let distributions in.'))
    expect(shown.getByRole('switch').getAttribute('aria-checked')).toBe('true')
  })

  it('makes the disk’s file smaller, and tells how much that gave back', async () => {
    fireEvent.click(shown.getByRole('button', { name: 'Compact' }))
    await settle(() => has('given back to Windows'))
    expect(methods()).toContain('wsl.compactDisk')
  })

  it('keeps a failure to the distribution that it is about', async () => {
    app.failures.set(
      'wsl.setIntegration',
      new AppError('machine.wsl-integration-failed', { params: { name: 'Ubuntu' } }),
    )
    fireEvent.click(shown.getByRole('switch', { name: 'Use this engine in Ubuntu' }))
    await settle(() => has('The distribution Ubuntu could not be connected'))
    expect(shown.getByRole('switch').getAttribute('aria-checked')).toBe('false')
  })
})

function runningOnWsl({ failure: _over, ...machine }: Machine): Machine {
  return { ...machine, driver: 'wsl2', state: 'running', features: ['exec', 'console', 'wsl'] }
}
