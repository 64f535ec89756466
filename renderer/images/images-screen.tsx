// The images: downloads under way, then the list.
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { formatBytes } from '../i18n/format'
import { EngineOff } from '../shell/engine-off'
import { images, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { openDialog } from '../stores/ui'
import { ImageList } from './image-list'
import { PullPanels } from './pull-panel'
import { useImageView, useUsedKey } from './view-state'

export function ImagesScreen(): ReactNode {
  const ready = useEngineReady()
  const connected = useIsConnected()
  return (
    <>
      <ImagesHead />
      {!ready && <EngineOff />}
      <PullPanels />
      <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
        <ImageList />
      </div>
    </>
  )
}

function ImagesHead(): ReactNode {
  const t = useT()
  const filter = useImageView((state) => state.filter)
  const usedKey = useUsedKey()
  const { total, used, bytes } = images.use(
    useShallow((state) => {
      const ids = new Set(usedKey.split(' '))
      const sum = { total: state.items.size, used: 0, bytes: 0 }
      for (const image of state.items.values()) {
        sum.bytes += image.sizeBytes
        if (ids.has(image.id)) sum.used += 1
      }
      return sum
    }),
  )
  return (
    <div className="page-head">
      <h1>{t('images.title')}</h1>
      {total > 0 && <span className="sub no-wrap">{formatBytes(bytes)}</span>}
      <span className="grow" />
      <Segmented
        label={t('list.filter')}
        value={filter}
        onChange={(value) => useImageView.setState({ filter: value })}
        options={[
          { value: 'all', label: t('list.all'), count: total },
          { value: 'used', label: t('images.inUse'), count: used },
          { value: 'unused', label: t('images.notUsed'), count: total - used },
        ]}
      />
      <Button onClick={() => openDialog({ kind: 'pull' })}>
        <Download className="icon" />
        {t('images.pull')}
      </Button>
    </div>
  )
}
