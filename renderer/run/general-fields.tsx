// The fields of the run form that are one line each: image, name, what happens when it stops.
import { useId, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { NameTaken } from '../containers/name-taken'
import { images } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import type { Restart } from './form'
import type { FieldsProps } from './fields-props'
import { WhyAbout } from '../why/why-word'

export function ImageField({ form, change, problems }: FieldsProps): ReactNode {
  const t = useT()
  const list = useId()
  const help = useId()
  const tags = images.use(
    useShallow((state) => [...state.items.values()].flatMap((image) => image.tags).sort()),
  )
  const problem = problems.find(({ field, kind }) => field === 'image' && kind !== 'missing')
  const bad = problem !== undefined
  return (
    <div className="field has-why">
      <label className="field-label">
        <span className="label">{t('run.image')}</span>
        <span className={`input ${bad ? 'is-bad' : ''}`.trimEnd()}>
          <input
            className="mono"
            value={form.image}
            placeholder={t('run.imageHint')}
            list={list}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={bad}
            aria-describedby={bad ? help : undefined}
            {...(form.image === '' ? { 'data-autofocus': true } : {})}
            onChange={(event) => change({ image: event.target.value })}
          />
        </span>
      </label>
      <datalist id={list}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      {bad && (
        <p className="help bad" id={help}>
          {t(problem.kind === 'absent' ? 'run.imageAbsent' : 'run.imageBad')}
        </p>
      )}
      <WhyAbout word="image" wide />
    </div>
  )
}

export function NameField({ form, change, problems }: FieldsProps): ReactNode {
  const t = useT()
  const help = useId()
  const problem = problems.find((candidate) => candidate.field === 'name')
  return (
    <div className="field">
      <label className="field-label">
        <span className="label">{t('run.name')}</span>
        <span className={`input ${problem ? 'is-bad' : ''}`.trimEnd()}>
          <input
            value={form.name}
            placeholder={t('run.nameHint')}
            spellCheck={false}
            autoComplete="off"
            aria-invalid={problem !== undefined}
            aria-describedby={problem ? help : undefined}
            {...(form.image === '' ? {} : { 'data-autofocus': true })}
            onChange={(event) =>
              change({ name: event.target.value, touched: new Set([...form.touched, 'name' as const]) })
            }
          />
        </span>
      </label>
      {problem && (
        <p className="help bad" id={help}>
          {problem.kind === 'taken' ? t('run.nameTaken', { name: form.name.trim() }) : t('run.nameBad')}
        </p>
      )}
      {problem?.kind === 'taken' && <NameTaken name={form.name.trim()} onName={(name) => change({ name })} />}
    </div>
  )
}

const restarts: readonly (readonly [
  Restart,
  'run.restartNo' | 'run.restartUnlessStopped' | 'run.restartAlways' | 'run.restartOnFailure',
])[] = [
  ['no', 'run.restartNo'],
  ['unless-stopped', 'run.restartUnlessStopped'],
  ['on-failure', 'run.restartOnFailure'],
  ['always', 'run.restartAlways'],
]

export function RestartField({ form, change }: FieldsProps): ReactNode {
  const t = useT()
  return (
    <fieldset className="last">
      <label className="field-label">
        <span className="label">{t('run.restart')}</span>
        <select
          className="select"
          value={form.restart}
          onChange={(event) => {
            const chosen = restarts.find(([value]) => value === event.target.value)
            if (chosen) change({ restart: chosen[0] })
          }}
        >
          {restarts.map(([value, key]) => (
            <option key={value} value={value}>
              {t(key)}
            </option>
          ))}
        </select>
      </label>
      <WhyAbout word="restart" wide />
    </fieldset>
  )
}
