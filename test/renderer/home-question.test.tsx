// @vitest-environment happy-dom
// The question before the first start of a machine: may containers use the files of the home folder?
import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Machine, ReadinessCheck, Settings } from '../../preload/model'
import { App } from '../../renderer/app'
import { useUi } from '../../renderer/stores/ui'
import { useHomeAnswer } from '../../renderer/welcome/home-answer'
import { FakeApp } from './fake-app/fake-app'
import { twoToFix } from './fake-app/fake-readiness'
import { openWindow, settle, type OpenWindow } from './window'

const question = 'May containers use the files of your home folder?'
const noFolders: ReadinessCheck = {
  ...{ id: 'folders', state: 'note', outcome: 'folders.none', params: { home: '/home/user' } },
  fixes: [{ kind: 'share-home', elevates: false, aboutSeconds: 10 }],
}
const home = [{ path: '/home/user', writable: true }]

let app: FakeApp
let shown: OpenWindow | undefined
const has = (text: string): boolean => document.body.textContent.includes(text)
const asked = () =>
  app.calls.map(({ method }) => method).filter((one) => /shareFolder|machine\.|settings\.update/.test(one))

beforeEach(() => {
  app = new FakeApp()
  app.readiness.value.value = { checking: false, checkedAt: 1, checks: [noFolders] }
  useUi.setState({ welcome: 'auto', dialog: undefined, section: 'home' })
  useHomeAnswer.setState({ share: true })
})
afterEach(async () => {
  await shown?.close()
  shown = undefined
})

async function open(machine: Partial<Machine> = {}, settings: Partial<Settings> = {}): Promise<OpenWindow> {
  const features: Machine['features'] = [...app.machine.value.features, 'shared-folders']
  app.machine.value = { ...app.machine.value, state: 'absent', features, ...machine }
  app.settings.value = { ...app.settings.value, welcomeSeen: false, ...settings }
  shown = await openWindow(app, <App />)
  await settle(() => shown?.queryByRole('button', { name: /^Start the engine$|^엔진 시작$/ }) !== null)
  return shown
}
const start = (window: OpenWindow): void =>
  void fireEvent.click(
    window
      .getAllByRole('button', { name: 'Start the engine' })
      .find((one) => one.classList.contains('primary')) as HTMLElement,
  )

describe('the question about the home folder', () => {
  it('is answered yes unless somebody says no, and the first start goes with it', async () => {
    const window = await open()
    const answer = window.getByRole('switch', { name: question })
    expect(answer.getAttribute('aria-checked')).toBe('true')
    expect(has('Projects in /home/user work in containers only then. It can be changed in Settings.')).toBe(
      true,
    )
    // What is asked is not told as a finding as well.
    expect(window.queryByRole('button', { name: 'Share my home folder' })).toBeNull()
    start(window)
    await settle(() => has('Run your first container'))
    expect(asked()).toEqual(['settings.shareFolder', 'machine.start'])
    expect(app.settings.value.sharedFolders).toEqual(home)
    expect(window.queryByRole('switch')).toBeNull()
  })

  it('comes before the button that it belongs to, and leaves the list empty when the answer is no', async () => {
    const window = await open()
    const answer = window.getByRole('switch', { name: question })
    const button = window.getAllByRole('button', { name: 'Start the engine' }).at(-1) as HTMLElement
    expect(answer.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
    fireEvent.click(answer)
    await settle(() => answer.getAttribute('aria-checked') === 'false')
    start(window)
    await settle(() => has('Run your first container'))
    expect(asked()).toEqual(['machine.start'])
    expect(app.settings.value.sharedFolders).toEqual([])
  })

  it('keeps its answer beside the start, wherever somebody looks meanwhile', async () => {
    const window = await open()
    fireEvent.click(window.getByRole('switch', { name: question }))
    fireEvent.click(window.getByRole('button', { name: /^2 ?Start the engine/ }))
    await settle(() => has('Four words to know'))
    expect(window.getByRole('switch', { name: question }).getAttribute('aria-checked')).toBe('false')
    start(window)
    await settle(() => has('Run your first container'))
    expect(app.settings.value.sharedFolders).toEqual([])
  })

  it('shares nothing when it is skipped, and the engine starts as it would have', async () => {
    const window = await open()
    fireEvent.click(window.getByRole('button', { name: 'Skip' }))
    await settle(() => app.machine.value.state === 'running')
    expect(asked()).toEqual(['settings.update', 'machine.start'])
    expect(app.settings.value).toMatchObject({ welcomeSeen: true, sharedFolders: [] })
  })

  it('waits with the start for what is in its way, also when it is skipped', async () => {
    app.readiness.value.value = { checking: false, checkedAt: 1, checks: [noFolders, ...twoToFix] }
    const features: Machine['features'] = [...app.machine.value.features, 'shared-folders']
    app.machine.value = { ...app.machine.value, state: 'absent', features }
    app.settings.value = { ...app.settings.value, welcomeSeen: false }
    shown = await openWindow(app, <App />)
    await settle(() => has('2 things to fix before we start'))
    expect(has(question)).toBe(false)
    fireEvent.click(shown.getByRole('button', { name: 'Skip' }))
    await settle(() => app.settings.value.welcomeSeen)
    expect(asked()).toEqual(['settings.update'])
  })

  it('is asked in Korean, too', async () => {
    const window = await open({}, { language: 'ko' })
    expect(window.getByRole('switch', { name: '컨테이너가 홈 폴더의 파일을 사용해도 될까요?' })).toBeTruthy()
    expect(has('/home/user에 있는 프로젝트')).toBe(true)
  })

  it.each<[string, Partial<Machine>, Partial<Settings>]>([
    ['there was a machine', { state: 'stopped' }, {}],
    ['there was one that was erased', {}, { foldersAsked: true }],
    ['folders are chosen', {}, { sharedFolders: [{ path: '/srv', writable: false }] }],
    ['all folders are seen anyway', { driver: 'wsl2', features: ['exec', 'wsl'] }, {}],
  ])('is not asked where %s', async (_why, machine, settings) => {
    app.readiness.value.value = { checking: false, checks: [] }
    await open(machine, settings)
    expect(has(question)).toBe(false)
  })
})
