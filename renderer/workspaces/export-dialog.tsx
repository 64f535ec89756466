// Chooses what of a running project goes into a file for others, and shows what stays here.
import { useEffect, useId, useState, type FormEvent, type ReactNode } from 'react'
import type { WorkspaceExportPlan, WorkspaceExportRequest, WorkspaceLeftOut } from '../../preload/model'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { TextField } from '../components/text-field'
import { formatBytes } from '../i18n/format'
import { saveFile } from '../stores/files'
import { volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { closeDialog } from '../stores/ui'

export function WorkspaceExportDialog({ project }: { readonly project: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const [plan, setPlan] = useState<WorkspaceExportPlan>()
  const [error, setError] = useState<SerialisedError>()
  useEffect(() => {
    const abort = new AbortController()
    contract()
      .workspaces.planExport({ project, signal: abort.signal })
      .then(setPlan, (failed: unknown) => abort.signal.aborted || setError(serialiseError(failed)))
    return () => abort.abort()
  }, [project])
  return (
    <Dialog labelledBy={heading} className="pull-dialog workspace-export" onClose={closeDialog}>
      {plan ? (
        <ExportForm plan={plan} heading={heading} />
      ) : (
        <>
          <div className="remove-body">
            <h2 id={heading}>{t('export.title', { name: project })}</h2>
            {error ? <ErrorCard error={error} /> : <p role="status">{t('export.looking')}</p>}
          </div>
          <footer>
            <span className="grow" />
            <Button data-autofocus onClick={closeDialog}>
              {t('common.cancel')}
            </Button>
          </footer>
        </>
      )}
    </Dialog>
  )
}

type Choices = Pick<WorkspaceExportRequest, 'services' | 'seeds' | 'volumes' | 'images' | 'keep'>

interface FormProps {
  readonly plan: WorkspaceExportPlan
  readonly heading: string
}

function ExportForm({ plan, heading }: FormProps): ReactNode {
  const t = useT()
  const [title, setTitle] = useState(plan.title)
  const [author, setAuthor] = useState(plan.author ?? '')
  const [error, setError] = useState<SerialisedError>()
  const [choices, setChoices] = useState<Choices>({
    services: plan.services.map(({ name }) => name),
    seeds: plan.seeds.map(({ id }) => id),
    volumes: [],
    images: false,
    keep: [],
  })
  const begin = (event: FormEvent): void => {
    event.preventDefault()
    const { description, project } = plan
    const request: WorkspaceExportRequest = {
      ...{ project, title: title.trim(), ...choices },
      seeds: choices.seeds.filter((id) =>
        plan.seeds.some((one) => one.id === id && choices.services.includes(one.service)),
      ),
      ...(description === undefined ? {} : { description }),
      ...(author.trim() === '' ? {} : { author: author.trim() }),
    }
    saveFile(`${title.trim()}.portside`, async (ticket) => {
      await contract().workspaces.export({ request, to: { ticket } })
      closeDialog()
    }).catch((failed: unknown) => setError(serialiseError(failed)))
  }
  return (
    <form onSubmit={begin}>
      <div className="remove-body">
        <h2 id={heading}>{t('export.title', { name: plan.title })}</h2>
        <p className="text-2">{t('export.why')}</p>
        <div className="export-names">
          <TextField first label={t('export.name')} value={title} onChange={setTitle} />
          <TextField label={t('export.author')} value={author} onChange={setAuthor} />
        </div>
        <WhatGoesIn plan={plan} choices={choices} onChange={setChoices} />
        <WhatStays plan={plan} choices={choices} onChange={setChoices} />
        {error && <ErrorCard error={error} />}
      </div>
      <footer>
        <span className="grow" />
        <Button onClick={closeDialog}>{t('common.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={title.trim() === '' || choices.services.length === 0}>
          {t('export.do')}
        </Button>
      </footer>
    </form>
  )
}

interface PartProps {
  readonly plan: WorkspaceExportPlan
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

const toggled = (list: readonly string[], one: string): readonly string[] =>
  list.includes(one) ? list.filter((each) => each !== one) : [...list, one]

function WhatGoesIn({ plan, choices, onChange }: PartProps): ReactNode {
  const t = useT()
  const sizes = volumeSizes(({ value }) => value?.bytes)
  const { services, seeds, volumes } = plan
  const imageBytes = services.reduce((sum, one) => sum + one.sizeBytes, 0)
  return (
    <>
      <h3>{t('export.goesIn')}</h3>
      <ul>
        {services.map(({ name, image, digest, sizeBytes, missing }) => (
          <Choice
            key={name}
            title={name}
            text={image}
            note={
              missing
                ? t('export.missing')
                : digest === undefined
                  ? t('export.unpinned', { size: formatBytes(sizeBytes) })
                  : t('export.pinned', { digest: digest.slice(7, 19) })
            }
            checked={choices.services.includes(name)}
            onChange={() => onChange({ ...choices, services: toggled(choices.services, name) })}
          />
        ))}
        {seeds.map(({ id, title, service, sizeBytes }) => (
          <Choice
            key={`seed ${id}`}
            title={title}
            text={t('workspaces.into', { service })}
            note={sizeBytes === undefined ? t('workspaces.seeds') : formatBytes(sizeBytes)}
            checked={choices.seeds.includes(id) && choices.services.includes(service)}
            onChange={() => onChange({ ...choices, seeds: toggled(choices.seeds, id) })}
          />
        ))}
        {volumes.map(({ name, volume, external, services: users }) => {
          const bytes = sizes?.[volume]
          return (
            <Choice
              key={`volume ${name}`}
              title={t('export.volume', { name })}
              text={
                external
                  ? t('export.volumeExternal', { volume })
                  : t('export.volumeWhy', { services: users.join(', ') })
              }
              note={bytes === undefined ? '' : formatBytes(bytes)}
              checked={choices.volumes.includes(name)}
              onChange={() => onChange({ ...choices, volumes: toggled(choices.volumes, name) })}
            />
          )
        })}
        <Choice
          title={t('export.images')}
          text={t('export.imagesWhy')}
          note={formatBytes(imageBytes)}
          checked={choices.images}
          onChange={() => onChange({ ...choices, images: !choices.images })}
        />
      </ul>
    </>
  )
}

interface ChoiceProps {
  readonly title: string
  readonly text: string
  readonly note: string
  readonly checked: boolean
  readonly onChange: () => void
}

const Choice = ({ title, text, note, checked, onChange }: ChoiceProps): ReactNode => (
  <li>
    <Checkbox label={title} checked={checked} onChange={onChange} />
    <span className="grow">
      <b>{title}</b>
      <small>{text}</small>
    </span>
    <span className="text-2">{note}</span>
  </li>
)

const keyOf = ({ service, subject }: WorkspaceLeftOut): string => `${service}/${subject}`

function WhatStays({ plan, choices, onChange }: PartProps): ReactNode {
  const t = useT()
  const all = plan.leftOut.filter(
    ({ kind, service }) => kind === 'service' || kind === 'profile' || choices.services.includes(service),
  )
  return (
    <>
      <h3>{t('export.staysOut')}</h3>
      {all.length === 0 && <p className="text-2">{t('export.nothingOut')}</p>}
      {all.some(({ kind }) => kind === 'secret') && <p className="text-2">{t('export.keepWhy')}</p>}
      {all.length > 0 && (
        <ul>
          {all.map((one) => (
            <li key={`${one.kind} ${keyOf(one)}`}>
              <span className="chip">{t(`export.kind.${one.kind}`)}</span>
              <span className="grow">
                <b>{one.subject}</b>
                <small>
                  {one.service} · {t(`export.out.${one.kind}`)}
                </small>
              </span>
              {one.keepable && (
                <label className="export-keep">
                  <Checkbox
                    checked={choices.keep.includes(keyOf(one))}
                    onChange={() => onChange({ ...choices, keep: toggled(choices.keep, keyOf(one)) })}
                  />
                  {t('export.keep')}
                </label>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
