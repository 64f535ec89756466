// What to build: the folder is looked at while it is typed, so that stages, arguments and oddities show before.
import { Fragment, useState, type ReactNode } from 'react'
import type { BuildPlan, BuildRequest } from '../../preload/model'
import { willBeSecret } from '../../preload/secret'
import { Switch } from '../components/choices'
import { FormDialog } from '../components/form-dialog'
import { TextField } from '../components/text-field'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { showSection } from '../stores/ui'
import { FolderFields, usePlan, type FolderChoice } from './folder-fields'
import { PlanNotes } from './plan-notes'
import { handedOver, SecretFields, type KeptFields } from './secret-fields'

interface Fields extends KeptFields, FolderChoice {
  readonly tag: string
  readonly target: string
  readonly platform: string
  readonly args: Readonly<Record<string, string>>
  readonly noCache: boolean
}

const empty: Fields = {
  folder: '',
  dockerfile: 'Dockerfile',
  tag: '',
  target: '',
  platform: '',
  args: {},
  noCache: false,
  secrets: {},
  ssh: {},
}

export interface BuildDialogProps {
  /** What to begin with, when it was opened for a folder. */
  readonly folder?: string
  readonly dockerfile?: string
}

export function BuildDialog(given: BuildDialogProps): ReactNode {
  const t = useT()
  const [fields, setFields] = useState<Fields>({ ...empty, ...given })
  const set = (change: Partial<Fields>): void => setFields((now) => ({ ...now, ...change }))
  // Windows copies a path with quotes around it.
  const folder = fields.folder.trim().replace(/^"(.*)"$/, '$1')
  const dockerfile = fields.dockerfile.trim() || 'Dockerfile'
  const planned = usePlan(folder, dockerfile)
  const { plan, refresh } = planned
  return (
    <FormDialog
      title={t('builds.dialogTitle')}
      text={t('builds.dialogWhy')}
      submitLabel={t('builds.start')}
      ready={plan?.found === true}
      submit={async () => {
        await contract().builds.build({ request: requestOf({ ...fields, folder, dockerfile }) })
        showSection('builds')
      }}
    >
      <FolderFields
        fields={fields}
        folder={folder}
        dockerfile={dockerfile}
        planned={planned}
        onChange={set}
      />
      {plan && <PlanNotes folder={folder} dockerfile={dockerfile} plan={plan} onChange={refresh} />}
      <TextField
        label={t('builds.name')}
        placeholder={t('run.imageHint')}
        value={fields.tag}
        onChange={(value) => set({ tag: value })}
      />
      {plan && plan.stages.length > 0 && (
        <label className="field-label">
          <span className="label">{t('builds.target')}</span>
          <select
            className="select"
            value={fields.target}
            onChange={(event) => set({ target: event.target.value })}
          >
            <option value="">{t('builds.lastStage')}</option>
            {plan.stages.map((stage) => (
              <option key={stage}>{stage}</option>
            ))}
          </select>
        </label>
      )}
      <TextField
        label={t('builds.platform')}
        placeholder={t('builds.platformHint')}
        value={fields.platform}
        onChange={(value) => set({ platform: value })}
      />
      {plan && <ArgumentFields plan={plan} args={fields.args} onChange={(args) => set({ args })} />}
      {plan && <SecretFields plan={plan} fields={fields} onChange={set} />}
      <Switch label={t('builds.noCache')} checked={fields.noCache} onChange={(noCache) => set({ noCache })} />
    </FormDialog>
  )
}

interface ArgumentFieldsProps {
  readonly plan: BuildPlan
  readonly args: Fields['args']
  readonly onChange: (args: Fields['args']) => void
}

function ArgumentFields({ plan, args, onChange }: ArgumentFieldsProps): ReactNode {
  const t = useT()
  if (plan.args.length === 0) return null
  return (
    <>
      <div className="label">{t('builds.args')}</div>
      {plan.args.map(({ name, value }) => {
        const typed = args[name] ?? ''
        const secret = willBeSecret({ name, value: typed || value })
        return (
          <Fragment key={name}>
            <TextField
              label={name}
              placeholder={secret && value !== '' ? '••••••' : value}
              value={typed}
              secret={secret}
              onChange={(text) => onChange({ ...args, [name]: text })}
            />
            {secret && <p className="help">{t('builds.argStays')}</p>}
          </Fragment>
        )
      })}
    </>
  )
}

/** An argument that was left empty keeps the Dockerfile's own value. */
function requestOf({
  folder,
  dockerfile,
  tag,
  target,
  platform,
  args,
  noCache,
  ...kept
}: Fields): BuildRequest {
  return {
    folder,
    dockerfile,
    ...(tag.trim() === '' ? {} : { tag: tag.trim() }),
    ...(target === '' ? {} : { target }),
    ...(platform.trim() === '' ? {} : { platform: platform.replace(/\s/g, '') }),
    args: Object.entries(args)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ name, value })),
    ...handedOver(kept),
    ...(noCache ? { noCache } : {}),
  }
}
