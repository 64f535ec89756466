// @vitest-environment happy-dom
// The checks of the first five minutes in the window: problems with their buttons, and ports that a person chooses.
import { fireEvent, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { App } from '../../renderer/app'
import { useUi } from '../../renderer/stores/ui'
import { FakeApp } from './fake-app/fake-app'
import { twoToFix } from './fake-app/fake-readiness'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow
const has = (text: string): boolean => document.body.textContent.includes(text)
const fixes = () => app.calls.filter(({ method }) => method === 'readiness.fix').map(({ args }) => args)

beforeEach(async () => {
  app = new FakeApp()
  app.machine.value = { ...app.machine.value, state: 'stopped' }
  app.settings.value = { ...app.settings.value, welcomeSeen: false }
  app.readiness.value.value = { checking: false, checkedAt: 1, checks: twoToFix }
  useUi.setState({ welcome: 'auto', dialog: undefined })
  shown = await openWindow(app, <App />)
  await settle(() => has('2 things to fix before we start'))
})
afterEach(() => shown.close())

const click = (name: string): void => void fireEvent.click(shown.getByRole('button', { name }))

describe('the checks', () => {
  it('put what is in the way first, each with its button, and one button for all of it', async () => {
    const rows = shown.getAllByRole('listitem').map((row) => row.textContent)
    const first = rows.filter((text) => /WSL is too old|Linux may use only/.test(text))
    expect(rows.slice(rows.indexOf(first[0] ?? '')).slice(0, 2)).toEqual(first)
    expect(shown.getByRole('button', { name: 'Update WSL' })).toBeTruthy()
    click('Fix all 2')
    await settle(() => has('This computer is ready'))
    // What asks for permission, and may end in a restart, comes last.
    expect(fixes()).toMatchObject([{ kind: 'raise-wsl-memory' }, { kind: 'update-wsl' }])
  })

  it('go on to the start of the engine, and can be skipped', async () => {
    click('Fix all 2')
    await settle(() => has('This computer is ready'))
    click('Skip')
    await settle(() => app.settings.value.welcomeSeen)
    expect(shown.queryByRole('button', { name: 'Skip' })).toBeNull()
  })

  it('lead on by themselves when the engine that was started here is there, and back to it later', async () => {
    click('Fix all 2')
    await settle(() => has('This computer is ready'))
    click('Start the engine')
    await settle(() => has('Run your first container'))
    fireEvent.click(shown.getByRole('button', { name: /Start the engine/ }))
    await settle(() => has('Engine running'))
    // What runs is not ended by somebody who only looks back.
    expect(shown.queryByRole('button', { name: 'Cancel' })).toBeNull()
    click('Next')
    await settle(() => has('Run your first container'))
  })

  it('let a person type another port, which is checked while it is typed', async () => {
    app.held.set(3310, {
      ...{ state: 'held', nextFreePort: 3311 },
      holder: { kind: 'process', name: 'node', pid: 71, address: '0.0.0.0' },
    })
    click('Choose another port')
    const dialog = within(await shown.findByRole('dialog'))
    const field = dialog.getByLabelText<HTMLInputElement>('Port for MySQL')
    expect(field.value).toBe('3307')
    expect(dialog.getByText('mysqld (PID 4312) uses 3306.')).toBeTruthy()
    const use = (): HTMLButtonElement =>
      dialog.getByRole<HTMLButtonElement>('button', { name: 'Use these ports' })
    fireEvent.change(field, { target: { value: '70000' } })
    await settle(() => has('Type a number from 1 to 65535.'))
    expect(use().disabled).toBe(true)
    fireEvent.change(field, { target: { value: '3310' } })
    await settle(() => has('node (PID 71) uses 3310.'))
    expect(use().disabled).toBe(true)
    fireEvent.click(dialog.getByRole('button', { name: 'Use 3311' }))
    await settle(() => !use().disabled && field.value === '3311')
    fireEvent.click(use())
    await settle(() => fixes().length > 0)
    expect(fixes()).toMatchObject([{ id: 'ports', kind: 'choose-ports', ports: [{ port: 3306, use: 3311 }] }])
    await settle(() => has('Other ports are chosen'))
  })
})
