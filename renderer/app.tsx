// What the window shows: the welcome until the engine was ready once, then the workspace.
import { useState, type ReactNode } from 'react'
import { Logo } from './components/icons'
import { Toasts } from './components/toasts'
import { Palette } from './palette/palette'
import { usePalette } from './actions/palette-state'
import { ConnectionBanner } from './shell/connection-banner'
import { useDocumentMarks } from './shell/document-marks'
import { useFirstMoment } from './shell/first-look'
import { lazyPart } from './shell/lazy-part'
import { useMachineNotices } from './shell/machine-notices'
import { useDrop } from './shell/use-drop'
import { UnsavedDialog } from './shell/unsaved-dialog'
import { useRequests } from './shell/use-requests'
import { useUnsavedAtEnd } from './shell/use-unsaved-at-end'
import { Workspace } from './shell/workspace'
import { useEngineReady, useMachine } from './stores/mirrors'
import { useT } from './stores/preferences'
import { useSession } from './stores/session'
import { useUi } from './stores/ui'
import { useUnsaved } from './stores/unsaved'
import { useWelcomeShown } from './welcome/stage'

const Dialogs = lazyPart(async () => (await import('./shell/dialogs')).Dialogs)
const Welcome = lazyPart(async () => (await import('./welcome/welcome')).Welcome)

export function App(): ReactNode {
  useDocumentMarks()
  useMachineNotices()
  useRequests()
  useDrop()
  useUnsavedAtEnd()
  const paletteOpen = usePalette((state) => state.open)
  const dialogOpen = useUi((state) => state.dialog !== undefined)
  const asked = useUnsaved((state) => state.question !== undefined)
  return (
    <>
      <Content />
      <ConnectionBanner />
      {dialogOpen && <Dialogs />}
      <Palette />
      <UnsavedDialog />
      {!dialogOpen && !paletteOpen && !asked && <Toasts />}
    </>
  )
}

function Content(): ReactNode {
  const ready = useEngineReady()
  const [everReady, setEverReady] = useState(ready)
  const known = useMachine() !== undefined
  const welcome = useWelcomeShown()
  const skipped = useUi((state) => state.welcome === 'skipped')
  const isFirst = useFirstMoment()
  // The workspace stays once it was there: an engine that stops later shows its state in place.
  if (ready && !everReady) setEverReady(true)
  if (known && welcome) return <Welcome />
  // Whoever skips it sees the workspace at once, and the engine's state in it.
  if ((everReady || skipped) && welcome !== undefined) return <Workspace />
  // How a start goes is told when there is something to tell of it.
  return known && !isFirst ? <Welcome /> : <Connecting />
}

/** Nothing at first: most connections are there before anybody would read this. */
function Connecting(): ReactNode {
  const t = useT()
  const lost = useSession((state) => state.state === 'lost')
  return (
    <main className="connecting" role="status">
      <Logo />
      <p>{lost ? t('app.lostNever') : t('app.connecting')}</p>
    </main>
  )
}
