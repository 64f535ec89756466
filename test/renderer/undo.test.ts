// The way back by a key: the newest one that is shown, or the one that work under way is about to offer.
import { beforeEach, expect, it } from 'vitest'
import { dismissToast, sayWith, undoComes, undoLast, useToasts } from '../../renderer/stores/toasts'

let taken: string[]
const offer = (name: string): void =>
  sayWith({ label: 'remove.undo', run: () => void taken.push(name) }, 'remove.done', { name })
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  taken = []
  for (const { id } of useToasts.getState().toasts) dismissToast(id)
})

it('takes the newest that is offered, each once', () => {
  expect(undoLast()).toBe(false)
  offer('a')
  offer('b')
  expect([undoLast(), undoLast(), undoLast()]).toEqual([true, true, false])
  expect(taken).toEqual(['b', 'a'])
})

it('waits for the one that work under way will offer', async () => {
  offer('older')
  let done = (): void => {}
  undoComes(
    new Promise<void>((resolve) => {
      done = () => {
        offer('newer')
        resolve()
      }
    }),
  )
  expect(undoLast()).toBe(true)
  expect(taken).toEqual([])
  done()
  await settled()
  expect(taken).toEqual(['newer'])
  expect(undoLast()).toBe(true)
  expect(taken).toEqual(['newer', 'older'])
})

it('takes nothing when that work fails', async () => {
  undoComes(Promise.reject(new Error('kept')))
  expect(undoLast()).toBe(true)
  await settled()
  expect(taken).toEqual([])
  expect(undoLast()).toBe(false)
})
