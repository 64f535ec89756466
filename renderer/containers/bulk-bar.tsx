// The bar that floats over the list while containers are selected.
import { RotateCw, Trash2, Zap } from 'lucide-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../components/button'
import { PauseIcon, PlayIcon, StopIcon } from '../components/icons'
import { SelectionBar } from '../components/selection-bar'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { actOnMany, makesSense } from './actions'
import { isRunning } from './arrange'
import { clearSelection, useList } from './list-state'

export function BulkBar(): ReactNode {
  const t = useT()
  const selected = useList((state) => state.selected)
  const { running, stopped, paused } = containers.use(
    useShallow((state) => {
      const chosen = [...selected].flatMap((id) => state.items.get(id) ?? [])
      const on = chosen.filter(isRunning).length
      return {
        running: on,
        stopped: chosen.filter((container) => makesSense('start', container)).length,
        paused: chosen.filter((container) => container.state === 'paused').length,
      }
    }),
  )
  return (
    <SelectionBar count={selected.size} onClear={clearSelection}>
      {stopped > 0 && (
        <Button size="sm" onClick={() => void actOnMany(selected, 'start')}>
          <PlayIcon className="icon-14" />
          {t('containers.start')}
        </Button>
      )}
      {running > 0 && (
        <>
          <Button size="sm" onClick={() => void actOnMany(selected, 'restart')}>
            <RotateCw className="icon" />
            {t('containers.restart')}
          </Button>
          <Button size="sm" onClick={() => void actOnMany(selected, 'stop')}>
            <StopIcon />
            {t('containers.stop')}
          </Button>
        </>
      )}
      {running > paused && (
        <Button size="sm" onClick={() => void actOnMany(selected, 'pause')}>
          <PauseIcon className="icon-14" />
          {t('containers.pause')}
        </Button>
      )}
      {paused > 0 && (
        <Button size="sm" onClick={() => void actOnMany(selected, 'unpause')}>
          <PlayIcon className="icon-14" />
          {t('containers.resume')}
        </Button>
      )}
      {running > 0 && (
        <Button size="sm" kind="ghost" onClick={() => void actOnMany(selected, 'kill')}>
          <Zap className="icon" />
          {t('containers.kill')}
        </Button>
      )}
      <Button
        kind="danger"
        size="sm"
        onClick={() => openDialog({ kind: 'remove-containers', ids: [...selected] })}
      >
        <Trash2 className="icon" />
        {t('containers.remove')}
      </Button>
    </SelectionBar>
  )
}
