// The head of details whose container was removed by somebody else: which one it was, and the way out.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Container } from '../../preload/model'
import { IconButton } from '../components/button'
import { Tile } from '../components/tile'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { closeDetails } from '../stores/ui'

interface GoneHeadProps {
  readonly last: Container | undefined
  readonly wide: boolean
}

/** Whether what the window does not have is gone, and not only out of sight. */
export const useIsKnown = (): boolean => {
  const ready = useEngineReady()
  const connected = useIsConnected()
  return ready && connected
}

export function GoneHead({ last, wide }: GoneHeadProps): ReactNode {
  const t = useT()
  const known = useIsKnown()
  const Heading = wide ? 'h1' : 'h2'
  return (
    <header className={`drawer-head ${wide ? 'is-page' : ''}`.trimEnd()}>
      {last && <Tile image={last.image} off large={wide} />}
      <div className="grow drawer-names">
        <div className="row g8">
          {last && (
            <Heading className="truncate" title={last.name}>
              {last.name}
            </Heading>
          )}
          {/* There before its words are, so that they are read out when they come. */}
          <span role="status">
            {known && <span className="chip sm no-wrap">{t('details.removed')}</span>}
          </span>
        </div>
        {last && <p className="truncate text-2 size-12">{last.image}</p>}
      </div>
      <IconButton label={t('details.close')} onClick={closeDetails}>
        <X className="icon" />
      </IconButton>
    </header>
  )
}
