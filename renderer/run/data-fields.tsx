// Where an image writes its data: kept in a named volume, or thrown away with the container.
import { useId, type ReactNode } from 'react'
import { Checkbox } from '../components/choices'
import { useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'
import type { DataRow } from './form'
import type { FieldsProps } from './fields-props'

export function DataFields({ form, change, problems }: FieldsProps): ReactNode {
  const t = useT()
  if (form.data.length === 0) return null
  const changeRow = (path: string, part: Partial<DataRow>): void =>
    change({
      data: form.data.map((row) => (row.path === path ? { ...row, ...part } : row)),
      touched: new Set([...form.touched, 'data' as const]),
    })
  return (
    <fieldset>
      <legend>
        {t('run.data')} <WhyAbout word="volume" />
      </legend>
      {form.data.map((row) => (
        <DataFieldRow
          key={row.path}
          row={row}
          bad={problems.some((problem) => problem.field === 'data' && problem.path === row.path)}
          onChange={(part) => changeRow(row.path, part)}
        />
      ))}
    </fieldset>
  )
}

interface DataFieldRowProps {
  readonly row: DataRow
  readonly bad: boolean
  readonly onChange: (part: Partial<DataRow>) => void
}

function DataFieldRow({ row, bad, onChange }: DataFieldRowProps): ReactNode {
  const t = useT()
  const group = useId()
  return (
    <div className="data-field">
      <p className="help data-path" title={row.path}>
        {t('run.dataWhy', { path: row.path })}
      </p>
      <div className="data-choices" role="radiogroup" aria-label={row.path}>
        <div className={`data-choice ${row.keep ? 'on' : ''}`.trimEnd()}>
          <label>
            <input type="radio" name={group} checked={row.keep} onChange={() => onChange({ keep: true })} />
            <span className={`radio ${row.keep ? 'on' : ''}`.trimEnd()} />
            <span>
              <b>{t('run.keepData')}</b>
              <small>{t('run.keepDataWhy')}</small>
            </span>
          </label>
          <span className={`input volume-input ${bad ? 'is-bad' : ''}`.trimEnd()}>
            <input
              value={row.volume}
              spellCheck={false}
              aria-label={t('run.volumeName', { path: row.path })}
              aria-invalid={bad}
              onChange={(event) => onChange({ volume: event.target.value, keep: true })}
            />
          </span>
        </div>
        <div className={`data-choice ${row.keep ? '' : 'on'}`.trimEnd()}>
          <label>
            <input type="radio" name={group} checked={!row.keep} onChange={() => onChange({ keep: false })} />
            <span className={`radio ${row.keep ? '' : 'on'}`.trimEnd()} />
            <span>
              <b>{t('run.throwData')}</b>
              <small>{t('run.throwDataWhy')}</small>
            </span>
          </label>
        </div>
      </div>
      {row.keep && row.readOnly !== undefined && (
        <label className="row g8 size-12 help">
          <Checkbox checked={row.readOnly} onChange={() => onChange({ readOnly: !row.readOnly })} />
          {t('run.folderReadOnly')}
        </label>
      )}
      {bad && <p className="help bad">{t('run.nameBad')}</p>}
    </div>
  )
}
