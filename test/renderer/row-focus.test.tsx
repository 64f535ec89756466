// @vitest-environment happy-dom
// The focus of the list of containers: keys move it, and a click keeps it where it was made.
import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import { focusRow, setCursor } from '../../renderer/containers/list-state'
import { useFocusOnTurn } from '../../renderer/containers/use-focus-on-turn'

function Row({ id }: { readonly id: string }): ReactNode {
  return (
    <div ref={useFocusOnTurn(id)} role="row" tabIndex={0} aria-label={id} onFocus={() => setCursor(id)}>
      <button type="button">{`More for ${id}`}</button>
    </div>
  )
}

it('goes to the row that a key asked for, and stays on what is clicked in another one', () => {
  const list = render(
    <>
      <Row id="web" />
      <Row id="db" />
    </>,
  )
  act(() => focusRow('web'))
  expect(document.activeElement).toBe(screen.getByRole('row', { name: 'web' }))
  const button = screen.getByRole('button', { name: 'More for db' })
  act(() => button.focus())
  fireEvent.click(button)
  expect(document.activeElement).toBe(button)
  // Nor does it come back when the first row is made anew, as when it is scrolled out of sight and in again.
  list.rerender(<Row id="db" />)
  list.rerender(
    <>
      <Row id="web" />
      <Row id="db" />
    </>,
  )
  expect(document.activeElement).not.toBe(screen.getByRole('row', { name: 'web' }))
  act(() => focusRow('db'))
  expect(document.activeElement).toBe(screen.getByRole('row', { name: 'db' }))
})
