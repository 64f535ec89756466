// The images: downloads under way, then the list.
import { Download, Ellipsis, FileDown, FileInput, KeyRound, RefreshCw } from 'lucide-react'
import { type KeyboardEvent, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button, IconButton } from '../components/button'
import { Segmented } from '../components/choices'
import { Menu, MenuItem, MenuLine } from '../components/menu'
import { ListSearch } from '../components/list-search'
import { formatBytes } from '../i18n/format'
import { EngineOff } from '../shell/engine-off'
import { readFile } from '../stores/files'
import { images, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract, useIsConnected } from '../stores/session'
import { closeImage, openDialog, useUi } from '../stores/ui'
import { ImageDrawer } from './image-drawer'
import { ImageList } from './image-list'
import { run } from './job-card'
import { JobPanels } from './job-panels'
import { ImageBulkBar, ticks } from './selection'
import { checkAll, useUpdates } from './updates'
import { useFreshUsage, useUsage } from './usage'
import { useImageView, useUsedKey } from './view-state'
import { WhyAbout } from '../why/why-word'

export function ImagesScreen(): ReactNode {
  const ready = useEngineReady()
  const connected = useIsConnected()
  const opened = useUi((state) => state.image)
  const exists = images.use((state) => opened !== undefined && state.items.has(opened))
  useFreshUsage()
  useUpdates()
  return (
    <div className={`split is-images ${exists ? 'has-drawer' : ''}`.trimEnd()} onKeyDown={onKeyDown}>
      <div className="split-main">
        <ImagesHead />
        {!ready && <EngineOff />}
        <JobPanels />
        <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
          <ImageList />
        </div>
        <ImageBulkBar />
      </div>
      {exists && opened !== undefined && <ImageDrawer key={opened} id={opened} />}
    </div>
  )
}

/** Esc closes what is open, then clears what is ticked, unless it ends something else: a menu, or the text that is searched for. */
function onKeyDown(event: KeyboardEvent): void {
  const { target, currentTarget, key, defaultPrevented } = event
  if (key !== 'Escape' || defaultPrevented || !(target instanceof Element)) return
  if (!currentTarget.contains(target) || target.closest('input')) return
  if (useUi.getState().image === undefined) ticks.clear()
  else closeImage()
}

function ImagesHead(): ReactNode {
  const t = useT()
  const filter = useImageView((state) => state.filter)
  const usedKey = useUsedKey()
  const search = useImageView((state) => state.search)
  const ready = useEngineReady()
  const { total, used } = images.use(
    useShallow((state) => {
      const ids = new Set(usedKey.split(' '))
      const sum = { total: state.items.size, used: 0 }
      for (const image of state.items.values()) {
        if (ids.has(image.id)) sum.used += 1
      }
      return sum
    }),
  )
  return (
    <div className="page-head">
      <h1>{t('images.title')}</h1>
      <WhyAbout word="image" />
      {total > 0 && <DiskSize />}
      <span className="grow" />
      <ListSearch
        label={t('images.search')}
        value={search}
        onChange={(typed) => useImageView.setState({ search: typed })}
      />
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
      {total > used && (
        <Button disabled={!ready} onClick={() => openDialog({ kind: 'prune-images' })}>
          {t('images.prune')}
        </Button>
      )}
      <Button className="page-main" disabled={!ready} onClick={() => openDialog({ kind: 'pull' })}>
        <Download className="icon" />
        {t('images.pull')}
      </Button>
      <MoreMenu />
    </div>
  )
}

function MoreMenu(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const label = t('images.moreActions')
  return (
    <Menu
      label={label}
      trigger={
        <IconButton label={label} disabled={!ready}>
          <Ellipsis className="icon" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => run(() => readFile((source) => contract().images.load({ source })))}>
        <FileDown className="icon" />
        {t('images.load')}
      </MenuItem>
      <MenuItem onSelect={() => openDialog({ kind: 'import-image' })}>
        <FileInput className="icon" />
        {t('images.import')}
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={checkAll}>
        <RefreshCw className="icon" />
        {t('images.checkAll')}
      </MenuItem>
      <MenuItem onSelect={() => openDialog({ kind: 'registries' })}>
        <KeyRound className="icon" />
        {t('registries.menu')}
      </MenuItem>
    </Menu>
  )
}

/** Not the sum of the rows: what images share takes its place once. */
function DiskSize(): ReactNode {
  const t = useT()
  const bytes = useUsage((state) => state.usage?.layersBytes)
  if (bytes === undefined) return null
  const size = formatBytes(bytes)
  return (
    <span className="sub no-wrap" title={t('images.diskSize', { size })}>
      {size}
    </span>
  )
}
