// What a pasted command, or a container, has beyond the fields: each as it is written, and it can be taken out again.
import { TriangleAlert, X } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { reportError } from '../stores/toasts'
import { alsoText, type AlsoFlag } from './also/flags'
import { isRisky } from './also/risky'
import { withFile } from './env-file'
import type { FieldsProps } from './fields-props'
import { alsoOf, type FileRow, type RunForm } from './form'

interface AlsoFieldsProps extends Pick<FieldsProps, 'form' | 'change'> {
  readonly onForm: (form: RunForm) => void
}

export function AlsoFields({ form, change, onForm }: AlsoFieldsProps): ReactNode {
  const t = useT()
  const also = alsoOf(form)
  if (also.length === 0 && form.files.length === 0) return null
  return (
    <fieldset>
      <legend>
        {t('run.also')}
        <span className="text-3 size-12 legend-note">{t('run.alsoWhy')}</span>
      </legend>
      {form.files.map((row) => (
        <FileAsked
          key={row.key}
          row={row}
          onText={(text) => onForm(withFile(form, row, text))}
          onRemove={() => change({ files: form.files.filter(({ key }) => key !== row.key) })}
        />
      ))}
      {also.length > 0 && (
        <ul className="also-flags">
          {also.map((flag) => (
            <Flag
              key={flag.key}
              flag={flag}
              onRemove={() => change({ also: form.also.filter(({ key }) => key !== flag.key) })}
            />
          ))}
        </ul>
      )}
      {also.some(isRisky) && <p className="help warn">{t('run.alsoRisk')}</p>}
    </fieldset>
  )
}

function Flag({ flag, onRemove }: { readonly flag: AlsoFlag; readonly onRemove: () => void }): ReactNode {
  const t = useT()
  const text = alsoText(flag)
  const risky = isRisky(flag)
  return (
    <li className={`chip ${risky ? 'warn' : 'line'}`}>
      {risky && <TriangleAlert className="icon icon-14" aria-label={t('run.alsoRiskMark')} />}
      <span className="mono" title={text}>
        {text}
      </span>
      {!flag.fixed && (
        <button type="button" aria-label={t('run.alsoRemove', { flag: text })} onClick={onRemove}>
          <X className="icon icon-14" />
        </button>
      )}
    </li>
  )
}

interface FileAskedProps {
  readonly row: FileRow
  readonly onText: (text: string) => void
  readonly onRemove: () => void
}

/** The app reads no file that nobody has chosen. */
function FileAsked({ row, onText, onRemove }: FileAskedProps): ReactNode {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="note warn required-variable row g8">
      <span className="grow">{t('run.fileAsked', { path: row.path })}</span>
      <Button size="sm" onClick={() => input.current?.click()}>
        {t('run.fileChoose')}
      </Button>
      <Button size="sm" onClick={onRemove}>
        {t('run.fileLeave')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={row.path}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) void file.text().then(onText, reportError)
        }}
      />
    </div>
  )
}
