// Starts the window: connects to the app and shows it.
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { inDesktopApp, pickDial } from './api'
import { App } from './app'
import { keepFocusNear } from './components/focus-near'
import { afterFirstLook } from './shell/first-look'
import { restorePlace } from './shell/kept-place'
import { loadAllParts } from './shell/lazy-part'
import { system } from './shell/system'
import { keepSession } from './stores/session'
import './theme/index.css'

/** Not among the parts of the window: the panel is a page of its own. */
const isPanel = new URL(location.href).searchParams.get('view') === 'tray'
const TrayPanel = lazy(async () => ({ default: (await import('./tray/tray-panel')).TrayPanel }))

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the app.')

restorePlace()
document.documentElement.dataset.system = system()
document.documentElement.dataset.shell = inDesktopApp() ? 'electron' : 'browser'
/** For whoever drives the page: from now on it asks for nothing more. */
const allLoaded = (): void => void (document.documentElement.dataset.parts = 'loaded')

// The page's own life is the session's: nothing but leaving it ends it.
void keepSession(pickDial(), new AbortController().signal)
keepFocusNear(document.body)
createRoot(root).render(
  <StrictMode>
    {isPanel ? (
      <Suspense fallback={null}>
        <TrayPanel />
      </Suspense>
    ) : (
      <App />
    )}
  </StrictMode>,
)
// The first list is worth more than what nobody has asked for yet. Over HTTP, though, a request is lost when a network
// of this computer changes, as with each container that starts: there the rest comes before anybody starts one.
if (!inDesktopApp()) requestIdleCallback(() => void loadAllParts().then(allLoaded), { timeout: 3000 })
else if (!isPanel) afterFirstLook(() => void loadAllParts())
