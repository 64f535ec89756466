// The top bar: whose engine this is, the way to everything by name, and Run, the one primary action.
import { Monitor, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { openPalette } from '../actions/palette-state'
import { Button } from '../components/button'
import { PlayIcon } from '../components/icons'
import { Keys } from '../palette/keys'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'

export function TopBar(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  return (
    <header className="topbar">
      <span className="context">
        <Monitor className="icon" />
        {t('app.thisComputer')}
      </span>
      <button type="button" className="search" onClick={openPalette}>
        <Search className="icon" />
        <span className="truncate">{t('palette.open')}</span>
        <Keys keys="Mod+K" />
      </button>
      <span className="grow" />
      <Button
        kind="primary"
        disabled={!ready}
        {...(ready ? {} : { title: t('engine.off') })}
        onClick={() => openDialog({ kind: 'run' })}
      >
        <PlayIcon className="icon-14" />
        {t('images.run')}
      </Button>
    </header>
  )
}
