// What steps of a build may read without its becoming part of the image: the secrets and SSH keys that the Dockerfile names.
import type { ReactNode } from 'react'
import type { BuildPlan, BuildRequest, BuildSecret, BuildSsh } from '../../preload/model'
import { Segmented, Switch } from '../components/choices'
import { TextField } from '../components/text-field'
import { examplePath } from '../shell/system'
import { useT } from '../stores/preferences'

interface SecretField {
  readonly from: 'value' | 'file'
  readonly text: string
}

export interface KeptFields {
  readonly secrets: Readonly<Record<string, SecretField>>
  /** By id; the file of a key, or nothing for the agent of this computer. Absent: not lent. */
  readonly ssh: Readonly<Record<string, string | undefined>>
}

export interface SecretFieldsProps {
  readonly plan: BuildPlan
  readonly fields: KeptFields
  readonly onChange: (change: Partial<KeptFields>) => void
}

const untouched: SecretField = { from: 'value', text: '' }

export function SecretFields({ plan, fields: { secrets, ssh }, onChange }: SecretFieldsProps): ReactNode {
  const t = useT()
  if (plan.secrets.length + plan.ssh.length === 0) return null
  return (
    <>
      <div className="label">{t('builds.secrets')}</div>
      <p className="help">{t('builds.secretsWhy')}</p>
      {plan.secrets.map((id) => (
        <OneSecret
          key={id}
          id={id}
          field={secrets[id] ?? untouched}
          onChange={(field) => onChange({ secrets: { ...secrets, [id]: field } })}
        />
      ))}
      {plan.ssh.map((id) => (
        <OneKey
          key={id}
          id={id}
          file={ssh[id]}
          onChange={(file) => onChange({ ssh: { ...ssh, [id]: file } })}
        />
      ))}
    </>
  )
}

interface OneSecretProps {
  readonly id: string
  readonly field: SecretField
  readonly onChange: (field: SecretField) => void
}

function OneSecret({ id, field, onChange }: OneSecretProps): ReactNode {
  const t = useT()
  return (
    <>
      <Segmented
        small
        label={t('builds.secretFrom', { id })}
        value={field.from}
        options={[
          { value: 'value', label: t('builds.secretTyped') },
          { value: 'file', label: t('builds.secretFile') },
        ]}
        onChange={(from) => onChange({ from, text: '' })}
      />
      <TextField
        key={field.from}
        label={id}
        placeholder={field.from === 'file' ? examplePath('.npmrc') : ''}
        secret={field.from === 'value'}
        value={field.text}
        onChange={(text) => onChange({ ...field, text })}
      />
    </>
  )
}

interface OneKeyProps {
  readonly id: string
  readonly file: string | undefined
  readonly onChange: (file: string | undefined) => void
}

function OneKey({ id, file, onChange }: OneKeyProps): ReactNode {
  const t = useT()
  return (
    <>
      <Switch
        label={id === 'default' ? t('builds.sshKey') : t('builds.sshKeyOf', { id })}
        checked={file !== undefined}
        onChange={(lent) => onChange(lent ? '' : undefined)}
      />
      {file !== undefined && (
        <TextField
          label={t('builds.sshFile')}
          placeholder={t('builds.sshFileHint')}
          value={file}
          onChange={onChange}
        />
      )}
    </>
  )
}

/** A secret that was left empty is not given: a step that can do without it goes on. */
export function handedOver({ secrets, ssh }: KeptFields): Pick<BuildRequest, 'secrets' | 'ssh'> {
  const given = Object.entries(secrets).flatMap(([id, { from, text }]): BuildSecret[] => {
    if (from === 'file') return text.trim() === '' ? [] : [{ id, file: text.trim() }]
    return text === '' ? [] : [{ id, value: text }]
  })
  const lent = Object.entries(ssh).flatMap(([id, file]): BuildSsh[] => {
    if (file === undefined) return []
    return file.trim() === '' ? [{ id }] : [{ id, file: file.trim() }]
  })
  return { ...(given.length > 0 ? { secrets: given } : {}), ...(lent.length > 0 ? { ssh: lent } : {}) }
}
