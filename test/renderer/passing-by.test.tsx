// @vitest-environment happy-dom
// A terminal leaves the focus to whoever goes through the tabs of the details by the arrows.
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Tabs } from 'radix-ui'
import { expect, it } from 'vitest'
import { isPassingBy } from '../../renderer/terminal/passing-by'

it('knows who goes through tabs by keys, and who left them for a row', async () => {
  render(
    <>
      <button type="button">row</button>
      <Tabs.Root defaultValue="logs">
        <Tabs.List>
          <Tabs.Trigger value="logs">Logs</Tabs.Trigger>
          <Tabs.Trigger value="terminal">Terminal</Tabs.Trigger>
        </Tabs.List>
      </Tabs.Root>
    </>,
  )
  expect(isPassingBy()).toBe(false)
  act(() => screen.getByRole('tab', { name: 'Logs' }).focus())
  fireEvent.keyDown(screen.getByRole('tab', { name: 'Logs' }), { key: 'ArrowRight' })
  const terminal = await screen.findByRole('tab', { name: 'Terminal', selected: true })
  expect(document.activeElement).toBe(terminal)
  expect(isPassingBy()).toBe(true)
  act(() => screen.getByRole('button', { name: 'row' }).focus())
  expect(isPassingBy()).toBe(false)
})
