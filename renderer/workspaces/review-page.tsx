// Asks for trust: who made it, which images from where, which folders and ports, and in red what goes further.
import { ChevronLeft, ShieldAlert } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type {
  WorkspaceDanger,
  WorkspaceFilesKept,
  WorkspaceMoved,
  WorkspaceReview,
} from '../../preload/model'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { Checkbox, Segmented } from '../components/choices'
import { dangerText } from '../i18n/shared-words'
import { shownRegistry } from '../registries/registry-name'
import { workspaces } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { WhyAbout } from '../why/why-word'
import { ChangeList } from './change-list'
import { teamNumbers, teamPorts } from './port-words'
import { shortImage } from './short-image'
import { act, declineReview, showWorkspace } from './view-state'

export function ReviewPage({ review }: { readonly review: WorkspaceReview }): ReactNode {
  const t = useT()
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set())
  const [isSame, setSame] = useState<boolean>()
  const asked = review.dangers.filter((one) => one.severe && !one.allowed)
  const isUp = workspaces.use(({ items }) => items.get(review.workspaceId ?? '')?.state === 'up')
  const accept = (): void =>
    act(async () => {
      const { id } = await contract().workspaces.accept({
        ...{ reviewId: review.reviewId, allow: [...allowed] },
        ...(isSame === undefined ? {} : { takeOver: isSame }),
      })
      showWorkspace(id)
      // What runs is the old one until then.
      if (isUp && review.changes.length > 0) await contract().workspaces.start({ id })
    })
  return (
    <>
      <div className="page-head workspace-head">
        <IconButton label={t('workspaces.back')} onClick={() => declineReview(review)}>
          <ChevronLeft className="icon" />
        </IconButton>
        <div>
          <h1>{t('workspaces.trustTitle', { name: review.title })}</h1>
          <p className="text-2">
            {review.author === undefined
              ? t('workspaces.byNobody')
              : t('workspaces.by', { name: review.author })}
            {' · '}
            {legible(review.source.kind === 'link' ? review.source.url : review.source.path)}
          </p>
        </div>
        <span className="grow" />
        <Button onClick={() => declineReview(review)}>{t('workspaces.decline')}</Button>
        <Button
          kind="primary"
          disabled={asked.some(({ id }) => !allowed.has(id)) || (review.moved && isSame === undefined)}
          onClick={accept}
        >
          {t('workspaces.accept')}
        </Button>
      </div>
      <div className="workspace-body">
        <p className="text-2">
          {isUp
            ? t('workspaces.updateWhy')
            : review.description === undefined
              ? t('workspaces.trustWhy')
              : legible(review.description)}
        </p>
        {review.changes.length > 0 && (
          <section className="card workspace-card">
            <h2>{t('workspaces.changesTitle')}</h2>
            <ChangeList changes={review.changes} />
          </section>
        )}
        {review.moved && <Moved moved={review.moved} isSame={isSame} onChange={setSame} />}
        {review.files && <FilesKept files={review.files} />}
        {review.dangers.length > 0 && (
          <Dangers dangers={review.dangers} allowed={allowed} onChange={setAllowed} />
        )}
        <Facts review={review} />
      </div>
    </>
  )
}

interface MovedProps {
  readonly moved: WorkspaceMoved
  readonly isSame: boolean | undefined
  readonly onChange: (isSame: boolean) => void
}

/** Anybody can give a folder the name of another: whose data it gets is for the person to say. */
function Moved({ moved: { title, path }, isSame, onChange }: MovedProps): ReactNode {
  const t = useT()
  const question = t('workspaces.movedTitle', { name: title })
  return (
    <section className="card workspace-card">
      <h2>{question}</h2>
      <p className="text-2">{t('workspaces.movedWhy', { path: legible(path) })}</p>
      <div>
        <Segmented
          label={question}
          value={isSame === undefined ? '' : isSame ? 'same' : 'other'}
          options={[
            { value: 'same', label: t('workspaces.movedSame') },
            { value: 'other', label: t('workspaces.movedOther') },
          ]}
          onChange={(value) => onChange(value === 'same')}
        />
      </div>
    </section>
  )
}

/** What is this person's in the folder of an archive, which an update could take away. */
function FilesKept({ files: { stays, aside, stops } }: { readonly files: WorkspaceFilesKept }): ReactNode {
  const t = useT()
  if (stays.length + aside.length === 0 && !stops) return null
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.filesTitle')}</h2>
      <ul>
        {stops && <li>{t('workspaces.filesStops')}</li>}
        {stays.map((path) => (
          <li key={path}>{t('workspaces.filesStay', { path: legible(path) })}</li>
        ))}
        {aside.map((path) => (
          <li key={path}>{t('workspaces.filesAside', { path: legible(path) })}</li>
        ))}
      </ul>
    </section>
  )
}

interface DangersProps {
  readonly dangers: readonly WorkspaceDanger[]
  readonly allowed: ReadonlySet<string>
  readonly onChange: (allowed: ReadonlySet<string>) => void
}

function Dangers({ dangers, allowed, onChange }: DangersProps): ReactNode {
  const t = useT()
  const toggle = (id: string): void => {
    const next = new Set(allowed)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  const isAsked = dangers.some((one) => one.severe && !one.allowed)
  return (
    <section className={isAsked ? 'note bad workspace-dangers' : 'note workspace-dangers'}>
      <ShieldAlert className="icon" />
      <div>
        <h2>{t('workspaces.redTitle')}</h2>
        {isAsked && <p>{t('workspaces.redWhy')}</p>}
        <ul>
          {dangers.map((danger) => {
            const { id, severe, allowed: before } = danger
            const words = dangerText(t, danger)
            return (
              <li key={id}>
                {severe && !before && (
                  <Checkbox label={words} checked={allowed.has(id)} onChange={() => toggle(id)} />
                )}
                <span>{before ? t('workspaces.allowedBefore', { danger: words }) : words}</span>
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}

function Facts({ review }: { readonly review: WorkspaceReview }): ReactNode {
  const t = useT()
  const { images, folders, ports } = review
  return (
    <div className="workspace-facts">
      <section className="card workspace-card">
        <h2>
          {t('workspaces.images')} <WhyAbout word="image" />
        </h2>
        <ul>
          {images.map(({ reference, registry, pinned, included }, at) => (
            <li key={reference}>
              <b title={legible(reference)}>{legible(shortImage(reference))}</b>
              <span className="text-2">
                {[
                  shownRegistry(registry),
                  ...(pinned ? [t('workspaces.pinned')] : []),
                  ...(included ? [t('workspaces.included')] : []),
                ].join(' · ')}{' '}
                {at === 0 && <WhyAbout word="registry" />}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card workspace-card">
        <h2>{t('workspaces.folders')}</h2>
        {folders.length === 0 && <p className="text-2">{t('workspaces.noFolders')}</p>}
        <ul>
          {folders.map(({ path, writable, outside }) => (
            <li key={path} className={outside ? 'bad-text' : ''}>
              <b>{legible(path)}</b>
              <span>{writable ? t('workspaces.writes') : t('workspaces.readOnly')}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card workspace-card">
        <h2>
          {t('workspaces.portsTitle')} <WhyAbout word="portMapping" />
        </h2>
        {ports.length === 0 && <p className="text-2">{t('workspaces.noPorts')}</p>}
        <ul>
          {ports.map((port) => (
            <li
              key={`${port.service} ${teamNumbers(port)} ${port.address} ${port.containerPort}/${port.protocol}`}
            >
              <b>{teamPorts(t, port)}</b>
              <span className="text-2">{legible(port.meaning ?? port.service)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
