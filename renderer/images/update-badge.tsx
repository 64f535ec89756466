// The badge that tells of a newer image in the registry, and the section that fetches it.
import { RefreshCw } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Container, Image } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { formatAgo } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { bringUpToDate, taggedName, updates, useNewerName, useOutdatedName } from './updates'
import { useUserContainers } from './users'

export function UpdateBadge({ imageId }: { readonly imageId: string }): ReactNode {
  const t = useT()
  const name = useNewerName(imageId)
  if (name === undefined) return null
  return (
    <span className="chip sm warn" title={t('images.newerWhy', { name })}>
      {t('images.newer')}
    </span>
  )
}

/** Of a container whose image is older than the one of that name; a click pulls that and makes the container again. */
export function ContainerUpdateBadge(props: {
  readonly container: Container
  readonly tabIndex: number
}): ReactNode {
  const { container, tabIndex } = props
  const t = useT()
  const name = useOutdatedName(container)
  if (name === undefined) return null
  const label = t('images.bringUpToDate', { name })
  return (
    <button
      type="button"
      className="chip sm warn name-chip"
      tabIndex={tabIndex}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation()
        bringUpToDate(name)
      }}
    >
      {t('images.newer')}
    </button>
  )
}

/** Of the names of one image: what is known of each in its registry, and the way to the newer one. */
export function UpdateSection({ image }: { readonly image: Image }): ReactNode {
  const t = useT()
  if (image.digests.length === 0 || image.tags.length === 0) return null
  return (
    <section className="image-section" aria-label={t('images.inRegistry')}>
      <h3>{t('images.inRegistry')}</h3>
      {image.tags.map((tag) => (
        <NameState key={tag} reference={tag} imageId={image.id} />
      ))}
    </section>
  )
}

function NameState({ reference, imageId }: { reference: string; imageId: string }): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const told = updates.use((state) => state.items.get(reference))
  const known = told?.imageId === imageId ? told : undefined
  // Others of the same image came by another of its names, and stay on that.
  const users = useUserContainers(imageId).filter(({ image }) => taggedName(image) === reference)
  const [asking, setAsking] = useState(false)
  const check = async (): Promise<void> => {
    setAsking(true)
    await contract()
      .images.checkUpdates({ references: [reference] })
      .catch(reportError)
    setAsking(false)
  }
  const checking = asking || known?.state === 'checking'
  const time = known?.checkedAt === undefined ? undefined : formatAgo(t, known.checkedAt, now)
  return (
    <div className="registry-state">
      <span className="mono size-12 truncate" title={reference}>
        {reference}
      </span>
      <span className="text-2 size-12" role="status">
        {checking ? t('images.checking') : t(`update.${known?.state ?? 'unknown'}`)}
        {!checking && time !== undefined && ` · ${time}`}
      </span>
      {known?.state === 'newer' ? (
        <Button size="sm" kind="primary" onClick={() => bringUpToDate(reference)}>
          <RefreshCw className="icon" />
          {users.length === 0 ? t('images.pullNewer') : t('images.pullAndRecreate', { count: users.length })}
        </Button>
      ) : (
        <Button size="sm" busy={checking} disabled={checking} onClick={() => void check()}>
          {t('images.check')}
        </Button>
      )}
      {known?.error && <ErrorCard error={known.error} announce={false} />}
    </div>
  )
}
