// @vitest-environment happy-dom
// The focus when what had it goes: a card that changes, a message that is dismissed, a row of a form, a closed drawer.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Button } from '../../renderer/components/button'
import { Dialog } from '../../renderer/components/dialog'
import { keepFocusNear } from '../../renderer/components/focus-near'
import { Menu, MenuItem } from '../../renderer/components/menu'
import { settle } from './window'

let end: () => void
beforeEach(() => {
  end = keepFocusNear(document.body)
})
afterEach(() => {
  cleanup()
  end()
})

const button = (name: string): HTMLElement => screen.getByRole('button', { name })
async function press(name: string): Promise<void> {
  act(() => button(name).focus())
  fireEvent.click(button(name))
  await settle()
}

/** Cards of work, as those of downloads: one that is cancelled gets another button, one that is dismissed goes. */
function Cards(): ReactNode {
  const [cards, setCards] = useState([
    { id: 'a', ended: false },
    { id: 'b', ended: false },
  ])
  const end = (id: string): void => setCards(cards.map((one) => (one.id === id ? { id, ended: true } : one)))
  return (
    <main className="page">
      <h1>Images</h1>
      <button type="button">Pull</button>
      {cards.map(({ id, ended }) =>
        ended ? (
          <section key={`${id} ended`}>
            <button type="button" onClick={() => setCards(cards.filter((one) => one.id !== id))}>
              Dismiss {id}
            </button>
          </section>
        ) : (
          <section key={id}>
            <button type="button" onClick={() => end(id)}>
              Cancel {id}
            </button>
          </section>
        ),
      )}
      <input aria-label="Filter" />
    </main>
  )
}

describe('the focus of what went', () => {
  it('goes to what came in its place, then to what stands beside it', async () => {
    render(<Cards />)
    await press('Cancel a')
    expect(document.activeElement).toBe(button('Dismiss a'))
    await press('Dismiss a')
    expect(document.activeElement).toBe(button('Cancel b'))
    await press('Cancel b')
    await press('Dismiss b')
    // Not to the field: letters would be typed that are keys.
    expect(document.activeElement).toBe(button('Pull'))
  })

  it('stays where somebody went meanwhile, and follows nobody to another page', async () => {
    const page = (title: string): ReactNode => (
      <main className="page">
        <div key={title}>
          <h1>{title}</h1>
          <button type="button">{`New ${title}`}</button>
        </div>
      </main>
    )
    const shown = render(page('volume'))
    act(() => button('New volume').focus())
    shown.rerender(page('network'))
    await settle()
    expect(document.activeElement).toBe(document.body)
  })

  it('goes from a message back to where somebody was', async () => {
    const all = (message: boolean): ReactNode => (
      <>
        <main className="page">
          <button type="button">Remove</button>
        </main>
        <div className="toasts">{message && <button type="button">Dismiss</button>}</div>
      </>
    )
    const shown = render(all(true))
    act(() => button('Remove').focus())
    act(() => button('Dismiss').focus())
    shown.rerender(all(false))
    await settle()
    expect(document.activeElement).toBe(button('Remove'))
  })

  it('goes from details that close to their row', async () => {
    const all = (open: boolean): ReactNode => (
      <main className="page">
        <button type="button">New</button>
        <div role="grid">
          <div role="row" tabIndex={-1} />
          <div role="row" tabIndex={0} aria-label="the cursor" />
        </div>
        {open && (
          <aside className="drawer">
            <button type="button">Close</button>
          </aside>
        )}
      </main>
    )
    const shown = render(all(true))
    act(() => button('Close').focus())
    shown.rerender(all(false))
    await settle()
    expect(document.activeElement).toBe(screen.getByRole('row', { name: 'the cursor' }))
  })

  it('stays on a button while that works, which is pressed once only', async () => {
    const pressed = vi.fn<() => void>()
    const shown = render(<Button onClick={pressed}>Attach</Button>)
    await press('Attach')
    shown.rerender(
      <Button busy disabled onClick={pressed}>
        Attach
      </Button>,
    )
    fireEvent.click(button('Attach'))
    expect(document.activeElement).toBe(button('Attach'))
    expect(button('Attach').getAttribute('aria-disabled')).toBe('true')
    expect(pressed).toHaveBeenCalledTimes(1)
  })
})

it('keeps a dialog open for whoever clicked its button twice, and closes it by a click beside it', () => {
  const close = vi.fn<() => void>()
  render(
    <Dialog labelledBy="title" onClose={close}>
      <h2 id="title">New volume</h2>
    </Dialog>,
  )
  const dialog = screen.getByRole('dialog')
  fireEvent.click(dialog, { detail: 2 })
  expect(close).not.toHaveBeenCalled()
  fireEvent.click(dialog, { detail: 1 })
  expect(close).toHaveBeenCalledTimes(1)
})

it('comes back from a dialog to the button of the menu that opened it', async () => {
  function Page(): ReactNode {
    const [open, setOpen] = useState(false)
    return (
      <>
        <Menu label="More" trigger={<button type="button">More</button>}>
          <MenuItem onSelect={() => setOpen(true)}>Rename…</MenuItem>
        </Menu>
        {open && (
          <Dialog labelledBy="title" onClose={() => setOpen(false)}>
            <h2 id="title">Rename</h2>
            <button type="button" onClick={() => setOpen(false)}>
              Keep it
            </button>
          </Dialog>
        )}
      </>
    )
  }
  render(<Page />)
  act(() => button('More').focus())
  fireEvent.keyDown(button('More'), { key: 'Enter' })
  const item = await screen.findByRole('menuitem', { name: 'Rename…' })
  act(() => item.focus())
  fireEvent.click(item)
  fireEvent.click(await screen.findByRole('button', { name: 'Keep it' }))
  await settle(() => screen.queryByRole('dialog') === null)
  expect(document.activeElement).toBe(button('More'))
})
