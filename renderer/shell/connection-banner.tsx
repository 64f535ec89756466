// Says so when the window lost the app, until it is back.
import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { useSession } from '../stores/session'

export function ConnectionBanner(): ReactNode {
  const t = useT()
  const lost = useSession((state) => state.state === 'lost' && state.everOpen)
  return (
    <div className="connection" role="status">
      {lost && (
        <div className="note warn">
          <Unplug className="icon" />
          <span>{t('app.lost')}</span>
        </div>
      )}
    </div>
  )
}
