// One line of a log: its time, who wrote it, and its text with colours; a JSON line as a sentence with fields.
import { memo, type CSSProperties, type ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { highlight } from '../components/highlight'
import { parseAnsi } from './ansi'
import { beginsBefore } from './find'
import { readJsonLine, type JsonLine } from './json-line'
import type { NumberedLine } from './log-ring'

export interface LineLook {
  readonly search: string
  readonly times: boolean
  readonly wrap: boolean
  /** Whether JSON lines are made readable. */
  readonly readable: boolean
}

export interface LogLineViewProps {
  readonly line: NumberedLine
  readonly look: LineLook
  /** Of who wrote it. */
  readonly color: string | undefined
  /** Whether it is the match that was gone to. */
  readonly isCurrent: boolean
  /** Whether somebody wants all of a long line. */
  readonly isOpened: boolean
  readonly onOpen: (line: number) => void
}

/** Of a longer line this much is drawn, in UTF-16 units, until somebody wants all of it; found is all of it. */
export const shownAtFirst = 8_192

export const LogLineView = memo(function LogLineView(props: LogLineViewProps): ReactNode {
  const t = useT()
  const { line, look, color, isCurrent, isOpened, onOpen } = props
  const isCut = line.plain.length > shownAtFirst && !isOpened && !(isCurrent && isFoundLate(line, look))
  const json = look.readable && !isCut ? readJsonLine(line.plain) : undefined
  const begun = beginsBefore(line, look.search)
  const classes = [
    'log-line',
    line.stream === 'stderr' ? 'is-error' : '',
    line.level === undefined ? '' : `level-${line.level}`,
    isCurrent ? 'is-current' : '',
    look.wrap ? 'is-wrapped' : '',
  ]
  return (
    <div className={classes.filter(Boolean).join(' ')} aria-current={isCurrent || undefined}>
      {look.times && <time>{clockOf(line.at)}</time>}
      {line.source !== undefined && (
        <span className="log-source" title={line.source} style={{ '--c': color } as CSSProperties}>
          {line.source}
        </span>
      )}
      {/* In front: behind the text nobody would find it without scrolling for long. */}
      {isCut && (
        <button type="button" className="log-more" onClick={() => onOpen(line.number)}>
          {t('logs.more', { count: line.plain.length - shownAtFirst })}
        </button>
      )}
      <span className="log-text">
        {begun !== '' && (
          <span className="log-before">
            …<mark>{begun}</mark>
          </span>
        )}
        {json ? (
          <JsonText json={json} search={look.search} />
        ) : (
          <AnsiText
            line={isCut ? beginningOf(line) : line}
            search={look.search}
            ending={begun === '' ? 0 : look.search.length - begun.length}
          />
        )}
      </span>
    </div>
  )
})

/** The match is in what is not drawn at first. */
const isFoundLate = (line: NumberedLine, { search }: LineLook): boolean =>
  search !== '' &&
  beginsBefore(line, search) === '' &&
  !line.plain.slice(0, shownAtFirst).toLowerCase().includes(search.toLowerCase())

const beginningOf = (line: NumberedLine): NumberedLine => ({
  ...line,
  text: line.text.slice(0, shownAtFirst),
})

interface AnsiTextProps {
  readonly line: NumberedLine
  readonly search: string
  /** So many units at the beginning end a match. */
  readonly ending: number
}

function AnsiText({ line, search, ending }: AnsiTextProps): ReactNode {
  let left = ending
  return parseAnsi(line.text, line.style).map((span, index) => {
    const here = Math.min(left, span.text.length)
    left -= here
    return (
      <span key={index} className={span.classes || undefined}>
        {highlight(span.text, search, here)}
      </span>
    )
  })
}

const JsonText = ({ json, search }: { json: JsonLine; search: string }): ReactNode => (
  <>
    {json.level !== '' && <span className="log-level">{highlight(json.level.padEnd(5), search)} </span>}
    <span>{highlight(json.message, search)}</span>
    {json.fields.map(({ name, value }) => (
      <span key={name}>
        {' '}
        <span className="log-field">{highlight(name, search)}=</span>
        {highlight(value, search)}
      </span>
    ))}
  </>
)

/** `14:02:16.377` in the time of this computer. */
function clockOf(at: string): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return ''
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`
}
