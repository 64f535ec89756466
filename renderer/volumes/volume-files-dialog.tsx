// The files of a volume, whether a container runs with it or not: looked at, carried out and in, edited.
import { useCallback, useEffect, useId, useState, type ReactNode } from 'react'
import { isAbort, isAppError, serialiseError, type SerialisedError } from '../../preload/errors'
import type { VolumePlace } from '../../preload/model'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { FilesPane } from '../files/files-pane'
import { useVolume } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useSession } from '../stores/session'
import { closeDialog, type Ui } from '../stores/ui'
import { titleOf } from './volume-rows'

export function VolumeFilesDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const volume = useVolume(id)
  const { place, error, again } = usePlace(id)
  const name = volume ? titleOf(t, volume) : id
  const shownIn = useCallback((ui: Ui) => ui.dialog?.kind === 'volume-files' && ui.dialog.id === id, [id])
  return (
    <Dialog labelledBy={heading} className="inspect-dialog" onClose={closeDialog}>
      <header>
        <h2 id={heading} className="truncate" title={id}>
          {t('volumes.filesOf', { name })}
        </h2>
      </header>
      <div className="inspect-body">
        {error && (
          <div className="pane-pad">
            <ErrorCard
              error={error}
              actions={
                <Button size="sm" onClick={again}>
                  {t('details.again')}
                </Button>
              }
            />
          </div>
        )}
        {/* The same pane when the volume is reached through another container, or by none: what is written in it stays. */}
        {place && <FilesPane id={place.containerId} place={place.path} shownIn={shownIn} />}
        {!place && !error && (
          <p className="pane-pad help" role="status">
            {t('volumes.opening')}
          </p>
        )}
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

interface Place {
  readonly place?: VolumePlace
  readonly error?: SerialisedError
}

/** Keeps the volume open as long as the dialog is. */
function usePlace(id: string): Place & { again(): void } {
  const contract = useSession((state) => state.contract)
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<Place>({})
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const place of contract.volumes.watchPlace({ id, signal: abort.signal })) setState({ place })
    }
    follow().catch((error: unknown) => {
      if (abort.signal.aborted || isAbort(error) || isAppError(error, 'internal.disconnected')) return
      setState((now) => ({ ...now, error: serialiseError(error) }))
    })
    return () => abort.abort()
  }, [contract, id, turn])
  return {
    ...state,
    again: () => {
      setState(({ place }) => (place ? { place } : {}))
      setTurn((now) => now + 1)
    },
  }
}
