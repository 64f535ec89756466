// @vitest-environment happy-dom
// Flags beyond the fields of the run form: typed over, and the focus goes where a person sends it.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState, type ReactNode } from 'react'
import { afterEach, expect, it } from 'vitest'
import { AlsoFields } from '../../renderer/run/also-fields'
import { emptyForm, newAlso, type RunForm } from '../../renderer/run/form'

const taken: string[] = []
function Fields(): ReactNode {
  const [form, setForm] = useState({
    ...emptyForm('nginx'),
    also: [newAlso('network', 'name=front,alias=api')],
  })
  const onForm = (next: RunForm): void => {
    taken.push(...next.also.map(({ value }) => value))
    setForm({ ...form, also: [...next.also] })
  }
  return (
    <>
      <input aria-label="before" />
      <input aria-label="away" disabled />
      <AlsoFields form={form} change={(part) => onForm({ ...form, ...part })} onForm={onForm} />
      <input aria-label="next" />
    </>
  )
}

const frame = (): Promise<void> => act(() => new Promise<void>((done) => requestAnimationFrame(() => done())))
const typed = (): HTMLInputElement => screen.getByLabelText('Value of --network')
const begin = (): void => {
  render(<Fields />)
  fireEvent.click(screen.getByRole('button', { name: /^Change --network/ }))
}
afterEach(() => {
  cleanup()
  taken.length = 0
})

it('takes what was typed by whoever goes on to another field, and leaves the focus there', async () => {
  begin()
  fireEvent.change(typed(), { target: { value: 'name=front,alias=web' } })
  act(() => screen.getByLabelText('next').focus())
  await frame()
  expect(taken).toEqual(['name=front,alias=web'])
  expect(document.activeElement).toBe(screen.getByLabelText('next'))
})

it('gives the focus back to the flag after Enter and Esc', async () => {
  begin()
  fireEvent.change(typed(), { target: { value: 'name=front,alias=web' } })
  fireEvent.keyDown(typed(), { key: 'Enter' })
  await frame()
  const flag = screen.getByRole('button', { name: 'Change --network name=front,alias=web' })
  expect(document.activeElement).toBe(flag)
  fireEvent.click(flag)
  fireEvent.change(typed(), { target: { value: 'name=other' } })
  fireEvent.keyDown(typed(), { key: 'Escape' })
  await frame()
  expect(taken).toEqual(['name=front,alias=web'])
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Change --network/)
})

it('goes on at the field before when the last flag is taken out', () => {
  begin()
  fireEvent.keyDown(typed(), { key: 'Escape' })
  const remove = screen.getByRole('button', { name: /^Leave out --network/ })
  act(() => remove.focus())
  fireEvent.click(remove)
  expect(screen.queryByText(/--network/)).toBeNull()
  expect(document.activeElement).toBe(screen.getByLabelText('before'))
})
