// The environment variables of the run form; values of secrets are hidden until asked for.
import { Plus, X } from 'lucide-react'
import { useId, type CSSProperties, type ReactNode } from 'react'
import type { EnvVariable } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { useT } from '../stores/preferences'
import { newEnv, type EnvRow, type RunForm } from './form'
import type { FieldsProps } from './fields-props'
import { newPassword } from '../../preload/new-password'
import { missingVariables } from './required-variables'
import { willBeSecret } from '../../preload/secret'
import type { Problem } from './validate'
import { ValueInput } from './value-input'

interface EnvFieldsProps extends FieldsProps {
  readonly imageEnv: readonly EnvVariable[]
}

export function EnvFields({ form, change, problems, imageEnv }: EnvFieldsProps): ReactNode {
  const t = useT()
  const setEnv = (env: readonly EnvRow[]): void => change({ env })
  return (
    <fieldset>
      <legend>
        {t('run.env')}
        <span className="text-3 size-12 legend-note">{t('run.envWhy')}</span>
      </legend>
      <MissingVariables
        form={form}
        onAdd={(row) => setEnv([...form.env.filter(({ name }) => name !== row.name), row])}
      />
      {form.env.map((row) => (
        <EnvFieldRow
          key={row.key}
          row={row}
          problem={problems.find((candidate) => candidate.field === 'env' && candidate.key === row.key)}
          onChange={(change) =>
            setEnv(form.env.map((other) => (other.key === row.key ? change(other) : other)))
          }
          onRemove={() => setEnv(form.env.filter((other) => other.key !== row.key))}
        />
      ))}
      <Button kind="ghost" size="sm" className="add" onClick={() => setEnv([...form.env, newEnv()])}>
        <Plus className="icon" />
        {t('run.addEnv')}
      </Button>
      {imageEnv.length > 0 && (
        <details className="image-env">
          <summary>{t('run.envOfImage', { count: imageEnv.length })}</summary>
          <ul>
            {imageEnv.map(({ name, value }) => (
              <li key={name} className="row g8">
                <code className="mono grow">
                  {name}={willBeSecret({ name, value }) ? '••••••' : value}
                </code>
                <Button
                  kind="ghost"
                  size="sm"
                  disabled={form.env.some((row) => row.name === name)}
                  onClick={() => setEnv([...form.env, newEnv(name, value)])}
                >
                  {t('run.change')}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  )
}

/** Its value is to be empty, whatever a shell would have put there. */
const emptied = ({ asked: _asked, ...row }: EnvRow): EnvRow => row
const unset = (row: EnvRow): EnvRow => ({ ...emptied(row), unset: true })
const given = ({ unset: _unset, ...row }: EnvRow, value: string): EnvRow => ({ ...row, value })

/** What the image does not start without: typed, or made up. */
function MissingVariables(props: { form: RunForm; onAdd: (row: EnvRow) => void }): ReactNode {
  const t = useT()
  const { form, onAdd } = props
  return missingVariables(form).map(({ name, value }) => (
    <div key={name} className="note warn required-variable row g8">
      <span className="grow">{t('run.required', { name })}</span>
      {value === undefined ? (
        <>
          {!form.env.some((row) => row.name === name) && (
            <Button size="sm" onClick={() => onAdd(newEnv(name))}>
              {t('run.type')}
            </Button>
          )}
          <Button size="sm" onClick={() => onAdd(newEnv(name, newPassword()))}>
            {t('run.generate')}
          </Button>
        </>
      ) : (
        <Button size="sm" onClick={() => onAdd(newEnv(name, value))}>
          {t('run.setTo', { value })}
        </Button>
      )}
    </div>
  ))
}

interface EnvFieldRowProps {
  readonly row: EnvRow
  readonly problem: Problem | undefined
  readonly onChange: (change: (row: EnvRow) => EnvRow) => void
  readonly onRemove: () => void
}

function EnvFieldRow({ row, problem, onChange, onRemove }: EnvFieldRowProps): ReactNode {
  const t = useT()
  const help = useId()
  return (
    <div className="env-field" style={{ '--letters': row.name.length } as CSSProperties}>
      <div className="row g6">
        <span className={`input env-name ${problem ? 'is-bad' : ''}`.trimEnd()}>
          <input
            className="mono"
            value={row.name}
            placeholder="NAME"
            spellCheck={false}
            autoComplete="off"
            aria-label={t('run.envName')}
            title={row.name}
            aria-invalid={problem !== undefined}
            aria-describedby={problem ? help : undefined}
            onChange={({ target: { value: name } }) => onChange((known) => ({ ...known, name }))}
          />
        </span>
        <span className="text-3">=</span>
        <ValueInput
          row={row}
          label={t('run.envValue')}
          onChange={(value) => onChange((known) => given(known, value))}
        />
        <IconButton label={t('run.removeEnv')} onClick={onRemove}>
          <X className="icon icon-14" />
        </IconButton>
      </div>
      {problem?.kind === 'asked' ? (
        <div className="suggestion">
          <span className="help bad" id={help}>
            {t('run.envAsked', { text: row.asked ?? '' })}
          </span>
          <Button size="sm" onClick={() => onChange(emptied)}>
            {t('run.leaveEmpty')}
          </Button>
          <Button size="sm" onClick={() => onChange(unset)}>
            {t('run.leaveUnset')}
          </Button>
        </div>
      ) : problem ? (
        <p className="help bad" id={help}>
          {problem.kind === 'twice' ? t('run.envTwice', { name: row.name.trim() }) : t('run.envBad')}
        </p>
      ) : row.unset ? (
        <p className="help">{t('run.envUnset', { name: row.name })}</p>
      ) : null}
    </div>
  )
}
