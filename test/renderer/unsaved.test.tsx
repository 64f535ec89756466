// @vitest-environment happy-dom
// A text of a container that is not saved: whichever way leads away from it, somebody is asked first.
import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { ContainersScreen } from '../../renderer/containers/containers-screen'
import { Dialogs } from '../../renderer/shell/dialogs'
import { takeRequest } from '../../renderer/shell/requests'
import { UnsavedDialog } from '../../renderer/shell/unsaved-dialog'
import { useUnsavedAtEnd } from '../../renderer/shell/use-unsaved-at-end'
import {
  closeDetails,
  openDetails,
  openDialog,
  openImage,
  showSection,
  useUi,
} from '../../renderer/stores/ui'
import { useUnsaved } from '../../renderer/stores/unsaved'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

function Window() {
  useUnsavedAtEnd()
  const section = useUi((state) => state.section)
  const welcome = useUi((state) => typeof state.welcome === 'object')
  return (
    <>
      {section === 'containers' && !welcome ? <ContainersScreen /> : section}
      <Dialogs />
      <UnsavedDialog />
    </>
  )
}

const fresh = { dialog: undefined, details: undefined, section: 'containers', wideDetails: false } as const

beforeEach(async () => {
  useUnsaved.setState({ texts: [], question: undefined })
  useUi.setState(fresh)
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(containerOf({ id: 'a', name: 'alpha' }), containerOf({ id: 'b', name: 'beta' }))
  app.fileParts.write('/config', 'port=80\n')
  app.fileParts.write('/other', 'x')
  shown = await openWindow(app, <Window />)
  act(() => openDetails('a', 'files'))
  await settle(() => screen.queryByRole('button', { name: 'config' }) !== null)
  fireEvent.click(screen.getByRole('button', { name: 'config' }))
  await settle(() => screen.queryByRole('button', { name: 'Edit' }) !== null)
  fireEvent.click(screen.getByRole('button', { name: 'Edit' }))
  fireEvent.change(text() as HTMLElement, { target: { value: 'port=8080\n' } })
})
afterEach(async () => {
  await shown.close()
  useUnsaved.setState({ texts: [], question: undefined })
  useUi.setState(fresh)
})

const text = (): HTMLTextAreaElement | null => screen.queryByLabelText('Text of /config')
const question = (): HTMLElement | null => screen.queryByRole('alertdialog', { name: /^Leave config/ })
const answer = (name: string): void =>
  void fireEvent.click(within(question() as HTMLElement).getByRole('button', { name }))
const saved = (): string => new TextDecoder().decode(app.fileParts.contents.get('/config'))

const ways: Readonly<Record<string, () => void>> = {
  'another container': () => openDetails('b'),
  'another tab': () => openDetails('a', 'logs'),
  'closing the details': () => closeDetails(),
  'another page': () => showSection('images'),
  'a link': () => takeRequest({ kind: 'project-logs', project: 'shop' }),
  'the welcome': () => useUi.setState({ welcome: { stage: 'check' } }),
  'another file': () => fireEvent.click(screen.getByRole('button', { name: 'other' })),
}

describe.each(Object.entries(ways))('%s', (_name, go) => {
  it('asks, stays where it is, saves, or discards', async () => {
    const before = useUi.getState()
    act(go)
    expect(question()).not.toBeNull()
    answer('Keep editing')
    expect(question()).toBeNull()
    expect(text()?.value).toBe('port=8080\n')
    expect(useUi.getState()).toEqual(before)
    act(go)
    answer('Discard changes')
    await settle(() => text() === null)
    expect(question()).toBeNull()
    expect(saved()).toBe('port=80\n')
    useUi.setState({ ...fresh, welcome: 'auto' })
  })

  it('goes on when it was saved', async () => {
    act(go)
    answer('Save')
    await settle(() => text() === null)
    expect(saved()).toBe('port=8080\n')
    expect(useUnsaved.getState()).toEqual({ texts: [], question: undefined })
    useUi.setState({ ...fresh, welcome: 'auto' })
  })
})

it('asks nothing where the text stays, and nothing more once it is as it was', () => {
  act(() => openImage('sha256:1'))
  act(() => openDialog({ kind: 'keys' }))
  expect(question()).toBeNull()
  expect(text()?.value).toBe('port=8080\n')
  fireEvent.click(screen.getByRole('button', { name: 'Undo changes' }))
  act(() => closeDetails())
  expect(question()).toBeNull()
  expect(text()).toBeNull()
})

it('takes all steps of one way, or none', async () => {
  const request = { kind: 'section', section: 'ports' } as const
  act(() => {
    takeRequest(request)
    openDetails('b', 'logs')
  })
  answer('Discard changes')
  await settle(() => text() === null)
  expect(useUi.getState()).toMatchObject({ section: 'ports', details: { id: 'b', tab: 'logs' } })
})

it('says why it cannot be saved, keeps it, and lets it be kept on this computer', async () => {
  app.fileParts.refuses = new AppError('file.changed', { params: { path: '/config' } })
  act(() => closeDetails())
  answer('Save')
  await settle(() => screen.queryByText(/changed/i, { selector: '.error-card *' }) !== null)
  expect(
    within(question() as HTMLElement).getByRole('button', { name: 'Save on this computer…' }),
  ).toBeTruthy()
  answer('Keep editing')
  expect(text()?.value).toBe('port=8080\n')
})

it('asks before the container is removed, while its files can still be saved', async () => {
  act(() => openDialog({ kind: 'remove-containers', ids: ['a'] }))
  const remove = await screen.findByRole('alertdialog', { name: /^Remove alpha/ })
  fireEvent.click(within(remove).getByRole('button', { name: 'Remove' }))
  expect(question()).not.toBeNull()
  expect(app.containers.items.has('a')).toBe(true)
  answer('Save')
  await settle(() => !app.containers.items.has('a'))
  expect(saved()).toBe('port=8080\n')
})

it('keeps it when the container goes by other hands', async () => {
  app.containers.remove('a')
  app.fileParts.broken.set('/', new AppError('container.not-found', { params: { container: 'a' } }))
  await settle(() => screen.queryByRole('button', { name: 'config' }) === null)
  expect(text()?.value).toBe('port=8080\n')
  act(() => closeDetails())
  expect(question()).not.toBeNull()
})

it('is not lost with the page: the browser asks, and quitting Portside waits', async () => {
  const leave = (): boolean => {
    const event = new Event('beforeunload', { cancelable: true })
    window.dispatchEvent(event)
    return !event.defaultPrevented
  }
  expect(leave()).toBe(false)
  await settle(() => app.quits.tell())
  await settle(() => question() !== null)
  answer('Keep editing')
  expect(app.calls.filter(({ method }) => method === 'app.quit')).toEqual([])
  app.quits.tell()
  await settle(() => question() !== null)
  answer('Save')
  await settle(() => app.calls.some(({ method }) => method === 'app.quit'))
  expect(saved()).toBe('port=8080\n')
  await settle(() => !app.quits.tell())
  expect(leave()).toBe(true)
})
