// The lines of a log, only those in sight: follows the newest ones until somebody scrolls up.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDownToLine } from 'lucide-react'
import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { Button } from '../components/button'
import { highlight } from '../components/highlight'
import { useT } from '../stores/preferences'
import { parseAnsi } from './ansi'
import type { NumberedLine } from './log-ring'

const lineHeight = 20
/** Nearer than this to the end counts as at the end, in px. */
const endSlack = 4

export interface LogViewProps {
  readonly lines: readonly NumberedLine[]
  readonly label: string
  readonly search: string
  readonly times: boolean
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
}

export function LogView({ lines, label, search, times, following, onFollowing }: LogViewProps): ReactNode {
  const t = useT()
  const scroller = useStayPut(lines, following)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    // The virtualiser scrolls to its own start when it meets the element: the end, where the newest lines are.
    initialOffset: () => (following ? lines.length * lineHeight : 0),
    overscan: 12,
    paddingStart: 8,
    paddingEnd: 8,
  })
  const onScroll = useScrollIntent(scroller, following, onFollowing)
  return (
    <div className="log-frame">
      <div
        ref={scroller}
        className="log-view"
        role="log"
        aria-label={label}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className="log-lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index]
            return line === undefined ? null : (
              <div
                key={line.number}
                className="log-slot"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogLineView line={line} search={search} times={times} />
              </div>
            )
          })}
        </div>
      </div>
      {!following && (
        <Button className="log-latest" size="sm" onClick={() => onFollowing(true)}>
          <ArrowDownToLine className="icon" />
          {t('logs.toLatest')}
        </Button>
      )}
    </div>
  )
}

/**
 * Scrolling up pauses, reaching the end follows again. Only a way up counts as somebody's will: while lines pour in,
 * the end runs away from a view that stands still.
 */
function useScrollIntent(
  scroller: RefObject<HTMLDivElement | null>,
  following: boolean,
  onFollowing: (following: boolean) => void,
): () => void {
  const last = useRef({ top: 0, height: 0 })
  return () => {
    const element = scroller.current
    if (!element) return
    const { scrollTop: top, scrollHeight: height, clientHeight } = element
    const atEnd = height - top - clientHeight <= endSlack
    const wentUp = top < last.current.top - endSlack && height >= last.current.height
    last.current = { top, height }
    if (atEnd && !following) onFollowing(true)
    else if (!atEnd && wentUp && following) onFollowing(false)
  }
}

/** Keeps the newest line in sight while following; otherwise keeps the read line still when older ones drop out. */
function useStayPut(lines: readonly NumberedLine[], following: boolean): RefObject<HTMLDivElement | null> {
  const scroller = useRef<HTMLDivElement>(null)
  const firstNumber = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const first = lines[0]?.number
    if (following) element.scrollTop = element.scrollHeight
    else if (first !== undefined && firstNumber.current !== undefined && first > firstNumber.current) {
      element.scrollTop -= (first - firstNumber.current) * lineHeight
    }
    firstNumber.current = first
  }, [lines, following])
  return scroller
}

function LogLineView({
  line,
  search,
  times,
}: {
  line: NumberedLine
  search: string
  times: boolean
}): ReactNode {
  return (
    <div className={`log-line ${line.stream === 'stderr' ? 'is-error' : ''}`.trimEnd()}>
      {times && <time>{clockOf(line.at)}</time>}
      <span className="log-text">
        {parseAnsi(line.text).map((span, index) => (
          <span key={index} className={span.classes || undefined}>
            {highlight(span.text, search)}
          </span>
        ))}
      </span>
    </div>
  )
}

/** `14:02:16.377` in the time of this computer. */
function clockOf(at: string): string {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return ''
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
  return `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`
}
