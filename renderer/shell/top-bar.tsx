// The top bar: whose engine this is, and Run, the one primary action.
import { Monitor } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../components/button'
import { PlayIcon } from '../components/icons'
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
