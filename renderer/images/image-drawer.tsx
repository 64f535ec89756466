// The drawer with one image in detail: who uses it, its names, its layers, and what they waste.
import { Copy, Save, Tag, Trash2, Upload, X } from 'lucide-react'
import { useCallback, type ReactNode } from 'react'
import type { Container, Image, ImageDetails, WasteScan } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { PlayIcon } from '../components/icons'
import { Status } from '../components/status'
import { Tile } from '../components/tile'
import { describeState } from '../containers/describe-state'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { formatAgo, formatBytes } from '../i18n/format'
import { copyText } from '../stores/clipboard'
import { useNow } from '../stores/clock'
import { saveFile } from '../stores/files'
import { useImage } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeImage, openDetails, openDialog, showSection } from '../stores/ui'
import { referenceOf, titleOf } from './image-rows'
import { run } from './job-card'
import { LayersSection } from './layers-section'
import { UpdateSection } from './update-badge'
import { useUsage } from './usage'
import { useUserContainers } from './users'
import { useWaste } from './use-waste'
import { WasteSection } from './waste-section'

export function ImageDrawer({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const image = useImage(id)
  const ask = useCallback<Question<ImageDetails>>(
    ({ images }, signal) => images.getDetails({ id, signal }),
    [id],
  )
  const answer = useAnswer(ask, image?.tags.join(' '))
  const waste = useWaste(id)
  const platforms = useUsage((state) => state.usage?.platforms[id])
  if (!image) return null
  return (
    <aside className="drawer image-drawer" aria-label={t('imageDetails.title', { name: titleOf(image) })}>
      <DrawerHead image={image} platforms={platforms ?? [answer.value?.platform ?? '']} />
      <div className="image-scroll">
        <UsedBy id={id} />
        <UpdateSection image={image} />
        <Names image={image} />
        <Answered answer={answer}>
          {(details) => (
            <>
              <LayersSection details={details} wasted={wasteBySteps(waste.scan)} />
              <WasteSection waste={waste} steps={details.steps} />
            </>
          )}
        </Answered>
      </div>
    </aside>
  )
}

function wasteBySteps(scan: WasteScan | undefined): ReadonlyMap<number, number> {
  const bytes = new Map<number, number>()
  for (const { step, sizeBytes } of scan?.largest ?? []) {
    if (step !== undefined) bytes.set(step, (bytes.get(step) ?? 0) + sizeBytes)
  }
  return bytes
}

interface DrawerHeadProps {
  readonly image: Image
  readonly platforms: readonly string[]
}

function DrawerHead({ image, platforms }: DrawerHeadProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const used = useUserContainers(image.id).length > 0
  const name = titleOf(image)
  const facts = { size: formatBytes(image.sizeBytes), time: formatAgo(t, image.createdAt, now) }
  return (
    <>
      <header className="drawer-head">
        <Tile image={name} large />
        <div className="grow">
          <h2 className="truncate" title={name}>
            {name}
          </h2>
          <p className="text-2 size-12">
            {t('imageDetails.facts', { ...facts, platform: platforms.join(', ') })}
          </p>
        </div>
        <IconButton label={t('imageDetails.close')} onClick={closeImage}>
          <X className="icon" />
        </IconButton>
      </header>
      <div className="image-actions">
        <Button kind="primary" onClick={() => openDialog({ kind: 'run', image: referenceOf(image) })}>
          <PlayIcon className="icon-14" />
          {t('images.run')}
        </Button>
        <Button onClick={() => openDialog({ kind: 'push-image', id: image.id })}>
          <Upload className="icon" />
          {t('images.pushMenu')}
        </Button>
        <Button onClick={() => openDialog({ kind: 'tag-image', id: image.id })}>
          <Tag className="icon" />
          {t('images.tagMenu')}
        </Button>
        <IconButton label={t('images.save')} onClick={() => run(() => saveImage(image))}>
          <Save className="icon" />
        </IconButton>
        <span className="grow" />
        <Button
          kind="danger"
          disabled={used}
          {...(used ? { title: t('images.inUse') } : {})}
          onClick={() => openDialog({ kind: 'remove-image', id: image.id })}
        >
          <Trash2 className="icon" />
          {t('images.remove')}
        </Button>
      </div>
    </>
  )
}

const saveImage = (image: Image): Promise<void> =>
  saveFile(`${titleOf(image)}.tar`, (target) => contract().images.save({ id: image.id, target }))

async function untag(reference: string): Promise<void> {
  await contract().images.untag({ reference })
  say('images.nameRemoved', { name: reference })
}

function UsedBy({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const users = useUserContainers(id)
  const show = (container: string): void => {
    openDetails(container)
    showSection('containers')
  }
  return (
    <section className="image-section" aria-label={t('imageDetails.usedBy')}>
      <h3>{t('imageDetails.usedBy')}</h3>
      {users.length === 0 && <p className="text-2 size-12">{t('imageDetails.unused')}</p>}
      <div className="chips">
        {users.map((container) => (
          <button
            type="button"
            className="chip user-chip"
            key={container.id}
            onClick={() => show(container.id)}
          >
            <StateMark container={container} />
            {container.name}
          </button>
        ))}
      </div>
    </section>
  )
}

function StateMark({ container }: { readonly container: Container }): ReactNode {
  const { shape, label } = describeState(useT(), container, false, useNow('minute'))
  return <Status shape={shape} label={label} />
}

function Names({ image }: { readonly image: Image }): ReactNode {
  const t = useT()
  return (
    <>
      <section className="image-section" aria-label={t('imageDetails.tags')}>
        <h3>{t('imageDetails.tags')}</h3>
        {image.tags.length === 0 && <p className="text-2 size-12">{t('imageDetails.noTags')}</p>}
        <div className="chips">
          {image.tags.map((tag) => (
            <span className="chip mono" key={tag}>
              {tag}
              {image.tags.length > 1 && (
                <IconButton label={t('images.untag', { name: tag })} onClick={() => run(() => untag(tag))}>
                  <X className="icon icon-12" />
                </IconButton>
              )}
            </span>
          ))}
        </div>
      </section>
      <section className="image-section" aria-label={t('imageDetails.digests')}>
        <h3>{t('imageDetails.digests')}</h3>
        {image.digests.length === 0 && <p className="text-2 size-12">{t('imageDetails.noDigests')}</p>}
        {image.digests.map((digest) => (
          <p className="digest mono size-12" key={digest}>
            <span className="grow">{digest}</span>
            <IconButton label={t('imageDetails.copyDigest')} onClick={() => copyText(digest)}>
              <Copy className="icon icon-14" />
            </IconButton>
          </p>
        ))}
      </section>
    </>
  )
}
