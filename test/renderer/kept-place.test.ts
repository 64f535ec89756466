// @vitest-environment happy-dom
// A page that opens itself anew, because it lost a part of itself, goes on where the person was.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepPlace, restorePlace } from '../../renderer/shell/kept-place'
import { lazyPart, loadAllParts } from '../../renderer/shell/lazy-part'
import { openDetails, openDialog, showSection, showSettings, useUi } from '../../renderer/stores/ui'
import { useWorkspacesView } from '../../renderer/workspaces/view-state'

const begin = useUi.getInitialState()
const key = 'portside.page-place'
/** All that lives in the page is gone; what the browser keeps for its tab is not. */
function openedAnew(): void {
  useUi.setState(begin, true)
  useWorkspacesView.setState({ id: undefined, review: undefined })
  restorePlace()
}

beforeEach(() => {
  sessionStorage.clear()
  openedAnew()
})
afterEach(() => vi.restoreAllMocks())

describe('a page that opens itself anew', () => {
  it('shows the section, and what is open in it', () => {
    showSection('containers')
    openDetails('db', 'env')
    openDialog({ kind: 'trash' })
    keepPlace()
    openedAnew()
    expect(useUi.getState()).toEqual({ ...begin, section: 'containers', details: { id: 'db', tab: 'env' } })
  })

  it('shows the part of the settings, the workspace, the word of the tour', () => {
    showSettings('network')
    useWorkspacesView.setState({ id: 'w1' })
    useUi.setState({ welcome: { stage: 'run', word: 'volume' } })
    keepPlace()
    openedAnew()
    expect(useUi.getState()).toMatchObject({
      ...{ section: 'settings', settings: 'network' },
      welcome: { stage: 'run', word: 'volume' },
    })
    expect(useWorkspacesView.getState().id).toBe('w1')
  })

  it('begins at Home when a person opens it anew', () => {
    showSection('ports')
    keepPlace()
    openedAnew()
    openedAnew()
    expect(useUi.getState()).toEqual(begin)
  })

  it.each(['no json', 'null', '{"section":"gone"}', '{"section":"settings","settings":"gone"}'])(
    'begins at Home when the place is gone: %s',
    (text) => {
      sessionStorage.setItem(key, text)
      openedAnew()
      expect(useUi.getState()).toEqual(begin)
    },
  )

  it('keeps the place by itself when a part stays lost', async () => {
    vi.useFakeTimers()
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
    vi.stubGlobal('fetch', async () => new Response())
    let isLost = true
    lazyPart(async () => {
      if (isLost) throw new TypeError('Failed to fetch dynamically imported module')
      return () => null
    })
    showSection('images')
    const loaded = loadAllParts()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(reload).toHaveBeenCalledTimes(1)
    openedAnew()
    expect(useUi.getState().section).toBe('images')
    isLost = false
    await vi.advanceTimersByTimeAsync(1_000)
    await loaded
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
})
