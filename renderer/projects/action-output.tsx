// What Compose itself says while it works: one click away, and open where nothing else tells what happens.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { plainText } from '../logs/ansi'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { follow } from '../stores/watches'

const keptLines = 500

export function ActionOutput({ id, opened }: { readonly id: string; readonly opened: boolean }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(opened)
  return (
    <details className="compose-output" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="text-2 size-12">{t('projects.output')}</summary>
      {open && <Lines id={id} />}
    </details>
  )
}

function Lines({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const place = useRef<HTMLPreElement>(null)
  const [lines, setLines] = useState<readonly string[]>([])
  useEffect(() => {
    const over = new AbortController()
    void follow(
      contract().compose.watchOutput({ actionId: id, signal: over.signal }),
      (more) => setLines((before) => [...before, ...more].slice(-keptLines)),
      over.signal,
    )
    return () => over.abort()
  }, [id])
  useEffect(() => {
    const box = place.current
    if (box) box.scrollTop = box.scrollHeight
  }, [lines])
  return (
    <pre ref={place} className="mono size-12" role="log" aria-label={t('projects.output')} tabIndex={0}>
      {lines.map((line) => plainText(line)).join('\n')}
    </pre>
  )
}
