// The list of images as a grid: size, who uses it, age; run and remove.
import { ArrowDown, ArrowUp, Copy, Download, Ellipsis, Layers, Trash2 } from 'lucide-react'
import { memo, useRef, useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Image } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { Empty, SkeletonRows } from '../components/empty'
import { PlayIcon } from '../components/icons'
import { Menu, MenuItem, MenuLine } from '../components/menu'
import { RowList } from '../components/row-list'
import { Tile } from '../components/tile'
import { formatAgo, formatBytes } from '../i18n/format'
import { useNow } from '../stores/clock'
import { copyText } from '../stores/clipboard'
import { containers, images, useEngineReady, useImage } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { arrangeImages, referenceOf, splitReference, titleOf, type ImageSort } from './image-rows'
import { sortImagesBy, useImageView, useUsedKey } from './view-state'

const headHeight = 29
const rowHeight = 42
const keyOf = (id: string): string => id
const estimate = (): number => rowHeight

export function ImageList(): ReactNode {
  const t = useT()
  const view = useImageView()
  const usedKey = useUsedKey()
  const ids = images.use(
    useShallow((state) => arrangeImages(state.items.values(), new Set(usedKey.split(' ')), view)),
  )
  const scroller = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number>()
  const at = Math.min(cursor ?? 0, Math.max(0, ids.length - 1))
  if (ids.length === 0) return <NoImages />
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.currentTarget.contains(event.target as Node))
      return
    const id = ids[at]
    if (event.key === 'Delete' && id !== undefined) return openDialog({ kind: 'remove-image', id })
    const image = id === undefined ? undefined : images.use.getState().items.get(id)
    if (event.key === 'Enter' && image && event.target instanceof Element && event.target.role === 'row') {
      event.preventDefault()
      return openDialog({ kind: 'run', image: referenceOf(image) })
    }
    const step = stepOf(event.key)
    if (step === 0) return
    event.preventDefault()
    const next = Math.min(ids.length - 1, Math.max(0, at + step))
    setCursor(next)
    scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus()
  }
  return (
    <div
      className={`list hush ${cursor === undefined ? '' : 'is-used'}`.trimEnd()}
      role="grid"
      aria-label={t('images.title')}
      aria-rowcount={ids.length + 1}
      ref={scroller}
      onKeyDown={onKeyDown}
    >
      <Head />
      <RowList
        rows={ids}
        keyOf={keyOf}
        estimate={estimate}
        scroller={scroller}
        headHeight={headHeight}
        shownKey={cursor === undefined ? undefined : ids[at]}
        render={(id, index) => (
          <ImageRow id={id} index={index} isCursor={index === at} onCursor={setCursor} />
        )}
      />
    </div>
  )
}

const stepOf = (key: string): number => {
  if (key === 'j' || key === 'ArrowDown') return 1
  return key === 'k' || key === 'ArrowUp' ? -1 : 0
}

function Head(): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head image-grid" role="row" aria-rowindex={1}>
      <Heading column="name" label={t('list.name')} />
      <Heading column="size" label={t('list.size')} className="align-right" />
      <span role="columnheader">{t('list.usedBy')}</span>
      <Heading column="created" label={t('list.created')} />
      <span role="columnheader">
        <span className="visually-hidden">{t('list.actions')}</span>
      </span>
    </div>
  )
}

function Heading(props: { column: ImageSort; label: string; className?: string }): ReactNode {
  const { column, label, className } = props
  const sorted = useImageView((state) => state.sort === column)
  const turned = useImageView((state) => state.descending)
  // Sizes and ages begin with the large and the new, so their first order is the falling one.
  const falling = (column === 'name') === turned
  const Arrow = falling ? ArrowDown : ArrowUp
  return (
    <span
      role="columnheader"
      className={className}
      aria-sort={sorted ? (falling ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={`sort ${sorted ? 'sorted' : ''}`.trimEnd()}
        onClick={() => sortImagesBy(column)}
      >
        {sorted && column !== 'name' && <Arrow className="icon icon-12" />}
        {label}
        {sorted && column === 'name' && <Arrow className="icon icon-12" />}
      </button>
    </span>
  )
}

interface ImageRowProps {
  readonly id: string
  readonly index: number
  readonly isCursor: boolean
  readonly onCursor: (index: number) => void
}

const ImageRow = memo(function ImageRow({ id, index, isCursor, onCursor }: ImageRowProps): ReactNode {
  const image = useImage(id)
  const now = useNow('minute')
  const t = useT()
  const busy = usePending(id) !== undefined
  if (!image) return null
  const tabIndex = isCursor ? 0 : -1
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={tabIndex}
      className={`list-row body image-grid ${isCursor ? 'is-cursor' : ''}`.trimEnd()}
      onFocus={() => onCursor(index)}
      onClick={() => onCursor(index)}
    >
      <NameCell image={image} />
      <span role="gridcell" className="align-right">
        {busy ? t('pending.remove') : formatBytes(image.sizeBytes)}
      </span>
      <UsedByCell id={id} />
      <span
        role="gridcell"
        className="text-3 size-12 truncate"
        title={new Date(image.createdAt).toLocaleString()}
      >
        {formatAgo(t, image.createdAt, now)}
      </span>
      <Actions image={image} tabIndex={tabIndex} />
    </div>
  )
})

function NameCell({ image }: { image: Image }): ReactNode {
  const t = useT()
  const title = titleOf(image)
  const { name, tag } = splitReference(title)
  const used = useUsers(image.id).length > 0
  const others = image.tags.slice(1)
  return (
    <div className="list-name" role="gridcell">
      <Tile image={title} off={!used} />
      <span className="truncate" title={title}>
        <b className="medium">{name}</b>
        <span className="text-3">{tag}</span>
        {image.tags.length === 0 && <span className="chip sm name-chip">{t('images.untagged')}</span>}
        {others.length > 0 && (
          <span className="text-3 size-12 name-chip">
            {t('images.moreTags', { tags: others.join(', ') })}
          </span>
        )}
      </span>
    </div>
  )
}

const useUsers = (imageId: string): readonly string[] =>
  containers.use(
    useShallow((state) =>
      [...state.items.values()]
        .filter((container) => container.imageId === imageId)
        .map((container) => container.name),
    ),
  )

function UsedByCell({ id }: { id: string }): ReactNode {
  const t = useT()
  const users = useUsers(id)
  const text =
    users.length === 0
      ? t('images.notUsed')
      : users.length === 1
        ? users[0]
        : t('images.containers', { count: users.length })
  return (
    <span
      role="gridcell"
      className={`truncate size-12 ${users.length === 0 ? 'text-3' : 'text-2'}`}
      title={users.join(', ')}
    >
      {text}
    </span>
  )
}

function Actions({ image, tabIndex }: { image: Image; tabIndex: number }): ReactNode {
  const t = useT()
  const name = titleOf(image)
  const label = t('common.more', { name })
  const run = (): void => openDialog({ kind: 'run', image: referenceOf(image) })
  return (
    <div className="row-actions" role="gridcell">
      <IconButton
        className="on-hover"
        label={t('images.runName', { name })}
        tabIndex={tabIndex}
        onClick={run}
      >
        <PlayIcon className="icon-14" />
      </IconButton>
      <Menu
        label={label}
        trigger={
          <IconButton label={label} tabIndex={tabIndex}>
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        <MenuItem onSelect={run}>
          <PlayIcon className="icon-14" />
          {t('images.run')}
        </MenuItem>
        <MenuItem onSelect={() => copyText(referenceOf(image))}>
          <Copy className="icon" />
          {t('images.copyName')}
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => openDialog({ kind: 'remove-image', id: image.id })}>
          <Trash2 className="icon" />
          {t('images.remove')}
        </MenuItem>
      </Menu>
    </div>
  )
}

function NoImages(): ReactNode {
  const t = useT()
  const loaded = images.use((state) => state.loaded)
  const any = images.use((state) => state.items.size > 0)
  const ready = useEngineReady()
  if (!ready && !any) return null
  if (!loaded) return <SkeletonRows label={t('images.loading')} />
  if (any) {
    return (
      <Empty title={t('images.noMatch')} text="">
        <Button size="sm" onClick={() => useImageView.setState({ filter: 'all' })}>
          {t('containers.showAll')}
        </Button>
      </Empty>
    )
  }
  return (
    <Empty icon={Layers} title={t('images.empty')} text={t('images.emptyWhy')}>
      <Button kind="primary" onClick={() => openDialog({ kind: 'pull' })}>
        <Download className="icon" />
        {t('images.emptyAction')}
      </Button>
    </Empty>
  )
}
