// The lines of a log, only those in sight: follows the newest ones until somebody scrolls up.
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { ArrowDownToLine } from 'lucide-react'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react'
import { Button } from '../components/button'
import { useT } from '../stores/preferences'
import { indexOfNumber } from './find'
import { LogLineView, type LineLook } from './log-line'
import type { NumberedLine } from './log-ring'

const lineHeight = 20
/** Nearer than this to the end counts as at the end, in px. */
const endSlack = 4

export interface LogViewProps {
  readonly lines: readonly NumberedLine[]
  readonly label: string
  readonly look: LineLook
  /** Of those who wrote them, by their names. */
  readonly colors: ReadonlyMap<string, string>
  /** Number of the line that was gone to. */
  readonly current: number | undefined
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
  /** What stands under the line with this number. */
  readonly tip?: { readonly number: number; readonly shown: ReactNode } | undefined
}

type Rows = Virtualizer<HTMLDivElement, HTMLDivElement>

export function LogView(props: LogViewProps): ReactNode {
  const { lines, label, look, colors, current, following, onFollowing, tip } = props
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const rows: Rows = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.number ?? index,
    // The virtualiser scrolls to its own start when it meets the element: the end, where the newest lines are.
    initialOffset: () => (following ? lines.length * lineHeight : 0),
    overscan: 12,
    paddingStart: 8,
    paddingEnd: 8,
  })
  useMeasuredAnew(rows, tip?.number)
  const [opened, open] = useOpened()
  const height = rows.getTotalSize()
  const anchor = useStayPut(scroller, rows, lines, following, height)
  useGoTo(rows, lines, current)
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
        onScroll={() => {
          onScroll()
          anchor()
        }}
      >
        <div className={`log-lines ${look.wrap ? 'is-wrapped' : ''}`.trimEnd()} style={{ height }}>
          {rows.getVirtualItems().map((item) => {
            const line = lines[item.index]
            return line === undefined ? null : (
              <div
                key={line.number}
                className="log-slot"
                data-index={item.index}
                ref={look.wrap || line.number === tip?.number ? rows.measureElement : undefined}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogLineView
                  line={line}
                  look={look}
                  color={colors.get(line.source ?? '')}
                  isCurrent={line.number === current}
                  isOpened={opened.has(line.number)}
                  onOpen={open}
                />
                {line.number === tip?.number && tip.shown}
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

/** The long lines that somebody wants whole: they stay so when they are scrolled out of sight and back. */
function useOpened(): [opened: ReadonlySet<number>, open: (line: number) => void] {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const open = useCallback((line: number) => setOpened((before) => new Set(before).add(line)), [])
  return [opened, open]
}

/** A line that lost what stood under it is as high as the others again. */
function useMeasuredAnew(rows: Rows, tip: number | undefined): void {
  const before = useRef(tip)
  useLayoutEffect(() => {
    if (before.current !== undefined && before.current !== tip) rows.measure()
    before.current = tip
  }, [rows, tip])
}

/** Brings the line that was gone to into sight. */
function useGoTo(rows: Rows, lines: readonly NumberedLine[], current: number | undefined): void {
  const latest = useRef(lines)
  useLayoutEffect(() => {
    latest.current = lines
  }, [lines])
  useEffect(() => {
    if (current === undefined) return
    const index = indexOfNumber(latest.current, current)
    if (index < latest.current.length) rows.scrollToIndex(index, { align: 'center' })
  }, [current, rows])
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

/**
 * Keeps the newest line in sight while following; otherwise keeps the read line still when lines before it come or go.
 * @returns what to call when somebody scrolled
 */
function useStayPut(
  scroller: RefObject<HTMLDivElement | null>,
  rows: Rows,
  lines: readonly NumberedLine[],
  following: boolean,
  height: number,
): () => void {
  const read = useRef<{ readonly number: number; readonly below: number }>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (following) {
      element.scrollTo({ top: element.scrollHeight })
      return
    }
    const kept = read.current
    if (!kept) return
    const item = rows.measurementsCache[indexOfNumber(lines, kept.number)]
    if (item && Math.abs(item.start + kept.below - element.scrollTop) > 1)
      element.scrollTo({ top: item.start + kept.below })
  }, [scroller, rows, lines, following, height])
  return () => {
    const element = scroller.current
    if (!element) return
    const item = rows.getVirtualItemForOffset(element.scrollTop)
    const line = item && lines[item.index]
    if (item && line) read.current = { number: line.number, below: element.scrollTop - item.start }
  }
}
