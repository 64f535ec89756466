// @vitest-environment happy-dom
// The columns for processor and memory: asked for only while a row is in sight and the container runs.
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ContainersScreen } from '../../renderer/containers/containers-screen'
import { useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

/** The page's own never tells anything without a layout; this one tells what the test says. */
class TestObserver {
  static readonly all = new Set<TestObserver>()
  readonly tell: IntersectionObserverCallback
  target: Element | undefined
  constructor(tell: IntersectionObserverCallback) {
    this.tell = tell
    TestObserver.all.add(this)
  }
  observe(target: Element): void {
    this.target = target
  }
  disconnect(): void {
    TestObserver.all.delete(this)
  }
}

function show(name: string, seen: boolean): void {
  const row = screen.getByRole('row', { name: new RegExp(name) })
  for (const observer of TestObserver.all)
    if (observer.target && row.contains(observer.target))
      observer.tell(
        [{ isIntersecting: seen } as IntersectionObserverEntry],
        observer as unknown as IntersectionObserver,
      )
}

let app: FakeApp
let shown: OpenWindow
beforeEach(async () => {
  vi.stubGlobal('IntersectionObserver', TestObserver)
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(
    containerOf({ id: 'a', name: 'alpha' }),
    containerOf({ id: 'b', name: 'beta' }),
    containerOf({ id: 'c', name: 'gone', state: 'exited', exitCode: 0 }),
  )
  useUi.setState({ dialog: undefined, details: undefined, section: 'containers' })
  shown = await openWindow(app, <ContainersScreen />)
  await settle(() => screen.queryByRole('row', { name: /alpha/ }) !== null)
})
afterEach(async () => {
  await shown.close()
  vi.unstubAllGlobals()
})

it('shows which containers have an older image than the registry, and brings them up to date by a click', async () => {
  expect(screen.queryByText('newer available')).toBeNull()
  app.containers.change('a', { image: 'shop', imageId: 'old' })
  app.imageParts.updates.upsert({ id: 'shop:latest', imageId: 'old', state: 'newer', checkedAt: 1 })
  await settle(() => screen.queryByText('newer available') !== null)
  // Of the same image, by a name of which the registry has no newer one.
  app.containers.change('b', { image: 'docker.io/library/shop', imageId: 'old' })
  app.containers.change('c', { image: 'acme/shop:1', imageId: 'old' })
  await settle(() => screen.queryAllByText('newer available').length === 2)
  expect(screen.getByRole('row', { name: /gone/ }).textContent).not.toContain('newer available')
  const [badge] = screen.getAllByRole('button', { name: 'Pull shop:latest and make its containers again' })
  expect(screen.getByRole('row', { name: /alpha/ }).contains(badge ?? null)).toBe(true)
  fireEvent.click(badge as HTMLElement)
  await settle()
  expect(app.calls).toContainEqual({ method: 'images.update', args: { reference: 'shop:latest' } })
})

const use = (id: string, cpu: number) => ({
  id,
  cpu,
  memoryBytes: 100 * 1024 ** 2,
  memoryLimitBytes: 1e9,
  processes: 1,
})
const reading = (...cpu: readonly [string, number][]) => ({
  sample: { at: Date.now() },
  computer: { cpus: 2, memoryBytes: 1e9 },
  containers: cpu.map(([id, share]) => use(id, share)),
})

it('asks for rows in sight only, draws what they use, and lets go of them', async () => {
  expect(app.resources.readings.watchers).toBe(0)
  show('alpha', true)
  await settle(() => app.resources.readings.watchers === 1)
  app.resources.readings.send(reading(['a', 0.25], ['b', 0.5]))
  await settle(() => screen.getByRole('row', { name: /alpha/ }).textContent?.includes('25%') ?? false)
  const alpha = screen.getByRole('row', { name: /alpha/ })
  expect(alpha.textContent).toContain('100 MB')
  expect(alpha.querySelectorAll('.sparkline')).toHaveLength(2)
  expect(screen.getByRole('row', { name: /beta/ }).textContent).not.toContain('50%')
  // A container that does not run has nothing to watch.
  expect([...TestObserver.all].some(({ target }) => target?.closest('[data-key="c"]'))).toBe(false)

  show('beta', true)
  show('alpha', false)
  await settle(() => app.resources.watched.at(-1)?.join() === 'b')
  app.resources.readings.send(reading(['a', 0.25], ['b', 0.5]))
  await settle(() => screen.getByRole('row', { name: /beta/ }).textContent?.includes('50%') ?? false)
  expect(alpha.textContent).not.toContain('25%')

  show('beta', false)
  await settle(() => app.resources.readings.watchers === 0)
})
