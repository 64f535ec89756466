// What a pasted command, or a container, has beyond the fields: each as it is written, and it can be taken out again.
import { TriangleAlert, X } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { reportError } from '../stores/toasts'
import { alsoText, canAsk, type AlsoFlag } from './also/flags'
import { isRisky } from './also/risky'
import { isChangeable, isTyped, lostPlaces, withoutFlag, withValue } from './change-also'
import { withFile } from './env-file'
import type { FieldsProps } from './fields-props'
import { alsoOf, type FileRow, type RunForm } from './form'

interface AlsoFieldsProps extends Pick<FieldsProps, 'form' | 'change'> {
  /** Of a container that is made again, as it is. */
  readonly before?: RunForm | undefined
  readonly onForm: (form: RunForm) => void
}

export function AlsoFields({ form, before, change, onForm }: AlsoFieldsProps): ReactNode {
  const t = useT()
  const also = alsoOf(form)
  const lost = before ? lostPlaces(before, form) : []
  if (also.length === 0 && form.files.length === 0 && lost.length === 0) return null
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
              onRemove={() => onForm(withoutFlag(form, flag))}
              onValue={(value) => {
                const changed = withValue(form, flag, value)
                if (changed) onForm(changed)
                return changed !== undefined
              }}
            />
          ))}
        </ul>
      )}
      {lost.length > 0 && (
        <p className="help warn" role="status">
          {t('run.alsoLost', { paths: lost.join(', ') })}
        </p>
      )}
      {also.some(isRisky) && <p className="help warn">{t('run.alsoRisk')}</p>}
    </fieldset>
  )
}

interface FlagProps {
  readonly flag: AlsoFlag
  readonly onRemove: () => void
  /** False when Docker would not take it. */
  readonly onValue: (value: string) => boolean
}

function Flag({ flag, onRemove, onValue }: FlagProps): ReactNode {
  const t = useT()
  const [typed, setTyped] = useState<string>()
  const item = useRef<HTMLLIElement>(null)
  const text = alsoText(flag)
  const risky = isRisky(flag)
  const remove = (): void => {
    // Whoever goes on by keys goes on beside it.
    const beside = item.current?.nextElementSibling ?? item.current?.previousElementSibling
    const next = beside?.querySelector<HTMLElement>('button') ?? (item.current && fieldBefore(item.current))
    next?.focus()
    onRemove()
  }
  if (typed !== undefined) {
    const end = (): void => setTyped(undefined)
    const leave = (): void => {
      end()
      requestAnimationFrame(() => item.current?.querySelector('button')?.focus())
    }
    // Whoever went on to something else has the focus there already.
    const onBlur = (): void => {
      onValue(typed)
      end()
    }
    const onEnter = (): void => {
      if (onValue(typed)) leave()
    }
    return <TypedFlag {...{ item, flag, typed, setTyped, leave, onEnter, onBlur }} />
  }
  const shown = (
    <span className="mono" title={text}>
      {text}
    </span>
  )
  return (
    <li ref={item} className={`chip ${risky ? 'warn' : 'line'}`}>
      {risky && <TriangleAlert className="icon icon-14" aria-label={t('run.alsoRiskMark')} />}
      {isTyped(flag) ? (
        <button
          type="button"
          className="also-text"
          aria-label={t('run.alsoChange', { flag: text })}
          onClick={() => setTyped(flag.value)}
        >
          {shown}
        </button>
      ) : (
        shown
      )}
      {isChangeable(flag) && (
        <button type="button" aria-label={t('run.alsoRemove', { flag: text })} onClick={remove}>
          <X className="icon icon-14" />
        </button>
      )}
    </li>
  )
}

/** The last one removed takes its part of the form away: the field before that is where the form goes on. */
function fieldBefore(item: HTMLElement): HTMLElement | undefined {
  const own = item.closest('fieldset')
  const all = item
    .closest('form, dialog, body')
    ?.querySelectorAll<HTMLElement>('input, select, textarea, button')
  return [...(all ?? [])].findLast(
    (one) =>
      own !== null &&
      (own.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 &&
      one.tabIndex >= 0 &&
      !one.matches(':disabled') &&
      one.checkVisibility(),
  )
}

interface TypedFlagProps {
  readonly item: RefObject<HTMLLIElement | null>
  readonly flag: AlsoFlag
  readonly typed: string
  readonly setTyped: (value: string) => void
  readonly leave: () => void
  readonly onEnter: () => void
  readonly onBlur: () => void
}

/** Enter takes what is typed, Esc leaves it as it was. */
function TypedFlag({ item, flag, typed, setTyped, leave, onEnter, onBlur }: TypedFlagProps): ReactNode {
  const t = useT()
  const bad = !canAsk(flag.name, typed)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    // Neither runs nor closes the form around it.
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Enter') onEnter()
    else leave()
  }
  return (
    <li ref={item} className="chip line also-typed">
      <span className="mono">--{flag.name}</span>
      <span className={`input ${bad ? 'is-bad' : ''}`.trimEnd()}>
        <input
          className="mono"
          autoFocus
          spellCheck={false}
          aria-label={t('run.alsoValue', { flag: `--${flag.name}` })}
          aria-invalid={bad}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={onBlur}
        />
      </span>
    </li>
  )
}

interface FileAskedProps {
  readonly row: FileRow
  readonly onText: (text: string) => void
  readonly onRemove: () => void
}

const fileTexts = ({ flag, wrong }: FileRow) => {
  if (flag !== 'security-opt') return wrong === true ? 'run.fileWrong' : 'run.fileAsked'
  return wrong === true ? 'run.profileWrong' : 'run.profileAsked'
}

/** The app reads no file that nobody has chosen. */
function FileAsked({ row, onText, onRemove }: FileAskedProps): ReactNode {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="note warn required-variable row g8">
      <span className="grow" role={row.wrong === true ? 'alert' : undefined}>
        {t(fileTexts(row), { path: row.path })}
      </span>
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
          // The same one again is a choice, too.
          event.target.value = ''
          if (file) void file.text().then(onText, reportError)
        }}
      />
    </div>
  )
}
