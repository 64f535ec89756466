// @vitest-environment happy-dom
// The files of a container in the window: folders open in place, a file looked at beside them, nothing lost unasked.
import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { ContainersScreen } from '../../renderer/containers/containers-screen'
import { Toasts } from '../../renderer/components/toasts'
import { UnsavedDialog } from '../../renderer/shell/unsaved-dialog'
import { useToasts } from '../../renderer/stores/toasts'
import { openDetails, useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(containerOf({ id: 'a', name: 'alpha' }))
  const { fileParts: files } = app
  files.write('/app/src/config.ts', 'port=80\n')
  files.write('/app/src/deep/one.ts', '1\n')
  files.write('/app/zeros', new Uint8Array(9))
  files.write('/log', 'line\n'.repeat(1_000_000))
  files.links.set('/bin', '/app')
  files.links.set('/latest', '/app/src/config.ts')
  useUi.setState({ dialog: undefined, details: undefined, section: 'containers', wideDetails: false })
  useToasts.setState({ toasts: [] })
  shown = await openWindow(
    app,
    <>
      <ContainersScreen />
      <UnsavedDialog />
      <Toasts />
    </>,
  )
  openDetails('a', 'files')
  await settle(() => row('app') !== null)
})
afterEach(() => shown.close())

const tree = (): HTMLElement => screen.getByRole('treegrid')
const row = (name: string): HTMLElement | null =>
  screen.queryByRole('button', { name })?.closest('[role=row]') ?? null
const key = (name: string, press: string): void => {
  const element = row(name)
  if (!element) throw new Error(`no row ${name}`)
  act(() => element.focus())
  fireEvent.keyDown(element, { key: press })
}
const focused = (): string => document.activeElement?.querySelector('button')?.textContent ?? ''
const names = (): (string | null)[] =>
  [...tree().querySelectorAll('.file-name button')].map(({ textContent }) => textContent)

describe('the tree', () => {
  it('opens a folder in place and closes it, by mouse and by keys', async () => {
    fireEvent.click(row('app') as HTMLElement)
    await settle(() => row('src') !== null)
    expect(row('app')?.getAttribute('aria-expanded')).toBe('true')
    expect(row('src')?.getAttribute('aria-level')).toBe('2')
    key('app', 'ArrowRight')
    expect(focused()).toBe('src')
    key('src', 'ArrowRight')
    await settle(() => row('config.ts') !== null)
    expect(names()).toEqual(['app', 'src', 'deep', 'config.ts', 'zeros', 'log', 'bin', 'latest'])
    key('config.ts', 'ArrowLeft')
    expect(focused()).toBe('src')
    key('src', 'ArrowDown')
    expect(focused()).toBe('deep')
    key('app', ' ')
    await settle(() => row('src') === null)
    expect(row('app')?.getAttribute('aria-expanded')).toBe('false')
    // What was open in it is asked for again only when somebody opens it.
    key('app', 'ArrowRight')
    await settle(() => row('src') !== null)
    expect(row('config.ts')).toBeNull()
  })

  it('leads into a folder by its name, keeps the focus, and has open folders anew when asked', async () => {
    key('app', 'Enter')
    await settle(() => tree().getAttribute('aria-label') === 'Files in /app')
    expect(focused()).toBe('src')
    fireEvent.click(row('src') as HTMLElement)
    await settle(() => row('config.ts') !== null)
    app.fileParts.write('/app/src/new.ts', '')
    fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await settle(() => row('new.ts') !== null)
  })

  it('says what is wrong with a folder below it, and asks again', async () => {
    app.fileParts.broken.set(
      '/app',
      new AppError('file.not-found', { params: { path: '/app', container: 'alpha' } }),
    )
    fireEvent.click(row('app') as HTMLElement)
    await settle(() => screen.queryByText('There is no /app in alpha.') !== null)
    expect(screen.getByText('Look into the folder above.')).toBeTruthy()
    app.fileParts.broken.clear()
    fireEvent.click(within(tree()).getByRole('button', { name: 'Try again' }))
    await settle(() => row('src') !== null)
    expect(screen.queryByText('There is no /app in alpha.')).toBeNull()
  })

  it('goes where a link leads: into a folder, or to a file', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'latest' }))
    await settle(() => screen.queryByLabelText('What is in /latest') !== null)
    fireEvent.click(screen.getByRole('button', { name: 'bin' }))
    await settle(() => tree().getAttribute('aria-label') === 'Files in /bin')
    expect(names()).toEqual(['src', 'zeros'])
  })

  it('does not take Delete for the key of the list beside it', () => {
    key('app', 'Delete')
    expect(useUi.getState().dialog).toBeUndefined()
    expect(app.containers.items.size).toBe(1)
  })
})

describe('the preview', () => {
  const look = async (name: string, found: () => Element | null): Promise<void> => {
    key(name, 'Enter')
    await settle(() => found() !== null)
  }
  const lines = (): HTMLElement | null => screen.queryByRole('group', { name: /^What is in / })

  it('shows the beginning of a large file, says so, and asks for no more', async () => {
    await look('log', lines)
    expect(screen.getByText(/^The first 64 KB of 5 MB\./)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
    await settle(() => app.fileParts.running === 0)
    expect(app.fileParts.carried).toBeLessThan(1_000_000)
  })

  it('ends what it reads when the tab is left', async () => {
    key('log', 'Enter')
    await settle(() => app.fileParts.running === 1 || lines() !== null)
    openDetails('a', 'inspect')
    await settle(() => app.fileParts.running === 0)
    expect(app.fileParts.carried).toBeLessThan(1_000_000)
  })

  it('is had anew with the rest, and closed by Escape before the details are', async () => {
    fireEvent.click(row('app') as HTMLElement)
    await settle(() => row('zeros') !== null)
    await look('zeros', () => screen.queryByText('This is not text'))
    app.fileParts.write('/app/zeros', 'ones')
    fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await settle(() => lines()?.textContent === 'ones')
    key('zeros', 'Escape')
    expect(lines()).toBeNull()
    expect(useUi.getState().details).toBeDefined()
    key('zeros', 'Escape')
    expect(useUi.getState().details).toBeUndefined()
  })

  it('says that bytes are no text', async () => {
    fireEvent.click(row('app') as HTMLElement)
    await settle(() => row('zeros') !== null)
    await look('zeros', () => screen.queryByText('This is not text'))
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Close the preview' }))
    expect(screen.queryByText('This is not text')).toBeNull()
    expect(focused()).toBe('zeros')
  })

  it('lets a text be edited, and asks before it is lost', async () => {
    key('app', 'Enter')
    await settle(() => row('src') !== null)
    fireEvent.click(row('src') as HTMLElement)
    await settle(() => row('config.ts') !== null)
    await look('config.ts', lines)
    expect(row('config.ts')?.getAttribute('aria-selected')).toBe('true')
    fireEvent.click(screen.getByRole('button', { name: 'Edit' }))
    const text = (): HTMLTextAreaElement => screen.getByLabelText('Text of /app/src/config.ts')
    fireEvent.change(text(), { target: { value: 'port=8080\n' } })
    fireEvent.click(screen.getByRole('button', { name: 'zeros' }))
    const question = (): HTMLElement => screen.getByRole('alertdialog')
    expect(question().textContent).toContain('Leave config.ts without saving?')
    fireEvent.click(within(question()).getByRole('button', { name: 'Keep editing' }))
    expect(text().value).toBe('port=8080\n')
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await settle(() => screen.queryByText('As it is in the container') !== null)
    expect(new TextDecoder().decode(app.fileParts.contents.get('/app/src/config.ts'))).toBe('port=8080\n')
    fireEvent.change(text(), { target: { value: 'gone' } })
    // What is being written stays as it is when the rest is had anew.
    const asked = app.fileParts.listed.length
    fireEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await settle(() => app.fileParts.listed.length > asked + 1)
    expect(text().value).toBe('gone')
    fireEvent.keyDown(text(), { key: 'Escape' })
    fireEvent.click(within(question()).getByRole('button', { name: 'Keep editing' }))
    expect(useUi.getState().details).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Stop editing' }))
    fireEvent.click(within(question()).getByRole('button', { name: 'Discard changes' }))
    await settle(() => lines()?.textContent === 'port=8080\n')
  })
})

describe('what only the container has', () => {
  beforeEach(() =>
    app.data.set('a', {
      ...{ layerBytes: 41_000_000, imageBytes: 1, changedFiles: 1, complete: true, places: [] },
      changes: [{ path: '/app/src/config.ts', kind: 'added', files: 1 }],
    }),
  )

  it('is told on the tab of the data, and is all that is shown when asked', async () => {
    useUi.setState({ wideDetails: true })
    await settle(() => screen.queryByText('41 MB at risk') !== null)
    expect(screen.getByRole('tab', { name: /Data/ }).textContent).toBe('Data 41 MB at risk')
    expect(row('app')?.textContent).toContain('From the image')
    fireEvent.click(screen.getByRole('switch', { name: 'Only what changed' }))
    expect(names()).toEqual(['app'])
    fireEvent.click(row('app') as HTMLElement)
    await settle(() => row('src') !== null)
    expect(names()).toEqual(['app', 'src'])
  })

  it('is not asked for in the drawer, where the tab is out of sight', async () => {
    await settle()
    expect(app.calls.filter(({ method }) => method === 'containers.getData')).toEqual([])
    useUi.setState({ wideDetails: true })
    openDetails('a', 'inspect')
    await settle(() => screen.queryByText('41 MB at risk') !== null)
    app.data.set('a', {
      layerBytes: 9,
      imageBytes: 1,
      changes: [],
      changedFiles: 0,
      complete: true,
      places: [],
    })
    openDetails('a', 'data')
    await settle(() => screen.queryByText('41 MB at risk') === null)
  })
})
