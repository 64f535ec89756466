// The list of images as a grid: size, who uses it, age; a press opens one, a menu runs and removes.
import { Copy, Download, Info, Layers, Tag, Trash2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Image } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { Checkbox } from '../components/choices'
import { Empty, SkeletonRows } from '../components/empty'
import { GridList, GridRow, type RowPlace } from '../components/grid-list'
import { PlayIcon } from '../components/icons'
import { MenuItem, MenuLine } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { orderOf, SortHeading } from '../components/sort-heading'
import { Tile } from '../components/tile'
import { formatAgo, formatBytes, formatExact } from '../i18n/format'
import { useNow } from '../stores/clock'
import { copyText } from '../stores/clipboard'
import { images, useEngineReady, useImage } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useLanguage, useT } from '../stores/preferences'
import { openDialog, openImage, useUi } from '../stores/ui'
import { arrangeImages, referenceOf, splitReference, titleOf, type ImageSort } from './image-rows'
import { ticks } from './selection'
import { UpdateBadge } from './update-badge'
import { otherPlatforms, ownBytes, useUsage } from './usage'
import { useUserNames } from './users'
import { sortImagesBy, useImageView, useUsedKey } from './view-state'

export function ImageList(): ReactNode {
  const t = useT()
  const view = useImageView()
  const usedKey = useUsedKey()
  const ids = images.use(
    useShallow((state) => arrangeImages(state.items.values(), new Set(usedKey.split(' ')), view)),
  )
  ticks.useOnly(ids)
  if (ids.length === 0) return <NoImages />
  return (
    <GridList
      label={t('images.title')}
      ids={ids}
      head={<Head shown={ids} />}
      onDelete={(id) => openDialog({ kind: 'remove-image', id })}
      onSpace={ticks.toggle}
      onEnter={openImage}
      row={(place) => <ImageRow {...place} />}
    />
  )
}

function Head({ shown }: { readonly shown: readonly string[] }): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head image-grid" role="row" aria-rowindex={1}>
      <span role="columnheader">
        <ticks.TickAll shown={shown} />
      </span>
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

function Heading({ column, ...props }: { column: ImageSort; label: string; className?: string }): ReactNode {
  const view = useImageView()
  return (
    <SortHeading
      {...props}
      order={orderOf(column, view)}
      onSort={() => sortImagesBy(column)}
      arrowFirst={column !== 'name'}
    />
  )
}

const ImageRow = memo(function ImageRow(place: RowPlace): ReactNode {
  const { id } = place
  const image = useImage(id)
  const now = useNow('minute')
  const t = useT()
  const language = useLanguage()
  const busy = usePending(id) !== undefined
  const opened = useUi((state) => state.image === id)
  const ticked = ticks.useIs(id)
  if (!image) return null
  return (
    <GridRow place={place} className="image-grid" onOpen={openImage} isOpen={opened || ticked}>
      <span role="gridcell">
        <Checkbox
          checked={ticked}
          label={t('common.select', { name: titleOf(image) })}
          tabIndex={place.isCursor ? 0 : -1}
          onChange={() => ticks.toggle(id)}
        />
      </span>
      <NameCell image={image} tabIndex={place.isCursor ? 0 : -1} />
      {busy ? (
        <span role="gridcell" className="align-right">
          {t('pending.remove')}
        </span>
      ) : (
        <SizeCell image={image} />
      )}
      <UsedByCell id={id} />
      <span
        role="gridcell"
        className="text-3 size-12 truncate"
        title={formatExact(language, image.createdAt)}
      >
        {formatAgo(t, image.createdAt, now)}
      </span>
      <Actions image={image} tabIndex={place.isCursor ? 0 : -1} />
    </GridRow>
  )
})

function SizeCell({ image }: { image: Image }): ReactNode {
  const t = useT()
  const usage = useUsage((state) => state.usage)
  const size = formatBytes(image.sizeBytes)
  const own = usage && formatBytes(ownBytes(usage, image))
  return (
    <span
      role="gridcell"
      className="align-right"
      {...(own === undefined ? {} : { title: t('images.ownSize', { size, own }) })}
    >
      {size}
    </span>
  )
}

function NameCell({ image, tabIndex }: { image: Image; tabIndex: number }): ReactNode {
  const t = useT()
  const title = titleOf(image)
  const { name, tag } = splitReference(title)
  const used = useUserNames(image.id).length > 0
  const others = image.tags.slice(1)
  return (
    <div className="list-name" role="gridcell">
      <Tile image={title} off={!used} />
      <span className="image-words">
        <span className="image-name" title={[title, ...others].join('\n')}>
          <b className="medium truncate">{name}</b>
          <span className="text-3 truncate">{tag}</span>
          {image.tags.length === 0 && (
            <button
              type="button"
              className="name-give size-12"
              tabIndex={tabIndex}
              aria-label={t('images.giveNameOf', { name: title })}
              onClick={() => openDialog({ kind: 'tag-image', id: image.id })}
            >
              {t('images.giveName')}
            </button>
          )}
        </span>
        <span className="image-chips">
          <UpdateBadge imageId={image.id} />
          <PlatformChip id={image.id} />
        </span>
        {others.length > 0 && (
          <span className="text-3 size-12 truncate other-tags">
            {t('images.moreTags', { tags: others.join(', ') })}
          </span>
        )}
      </span>
    </div>
  )
}

/** What never truncates has to be short; its title tells of all. */
const shownPlatforms = 2

function PlatformChip({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const platforms = useUsage(useShallow((state) => otherPlatforms(state.usage, id)))
  if (platforms.length === 0) return null
  const short = platforms.map((platform) => platform.replace(/^linux\//, ''))
  const more = short.length - shownPlatforms
  return (
    <span className="chip sm" title={t('images.platforms', { platforms: platforms.join(', ') })}>
      {short.slice(0, shownPlatforms).join(', ')}
      {more > 0 && ` +${more}`}
    </span>
  )
}

function UsedByCell({ id }: { id: string }): ReactNode {
  const t = useT()
  const users = useUserNames(id)
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
      <RowMenu name={name} tabIndex={tabIndex}>
        <MenuItem onSelect={run}>
          <PlayIcon className="icon-14" />
          {t('images.run')}
        </MenuItem>
        <MenuItem onSelect={() => openImage(image.id)}>
          <Info className="icon" />
          {t('images.details')}
        </MenuItem>
        <MenuItem onSelect={() => openDialog({ kind: 'tag-image', id: image.id })}>
          <Tag className="icon" />
          {t(image.tags.length === 0 ? 'images.giveName' : 'images.tagMenu')}
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
      </RowMenu>
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
        <Button size="sm" onClick={() => useImageView.setState({ filter: 'all', search: '' })}>
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
