// Lists what nothing uses; removes what a person ticked, none by itself.
import { useState, type ReactNode } from 'react'
import { reviveError } from '../../preload/errors'
import type { RemovalResult } from '../../preload/model'
import { useT } from '../stores/preferences'
import { reportError } from '../stores/toasts'
import { AskDialog } from './ask-dialog'
import { Button } from './button'
import { Checkbox } from './choices'

export interface PruneItem {
  readonly id: string
  readonly title: string
  /** Shown on hover: the full name. */
  readonly name: string
  /** Size, subnet and the like. */
  readonly about?: ReactNode
}

export interface PruneDialogProps {
  readonly title: string
  readonly text: string
  /** Only what is unused now: one that is taken meanwhile leaves the list and is not removed. */
  readonly items: readonly PruneItem[]
  /** Buttons that tick several at once. */
  readonly picks?: readonly { readonly label: string; readonly ids: readonly string[] }[]
  readonly note?: (chosen: readonly string[]) => string
  readonly confirmLabel: (count: number) => string
  readonly prune: (ids: readonly string[]) => Promise<RemovalResult>
  readonly done: (count: number) => void
}

export function PruneDialog(props: PruneDialogProps): ReactNode {
  const { title, text, items, picks = [], note, confirmLabel } = props
  const t = useT()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = items.filter(({ id }) => ticked.has(id)).map(({ id }) => id)
  const toggle = (id: string): void =>
    setTicked((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])))
  return (
    <AskDialog
      title={title}
      text={text}
      keep={t('remove.keepMany')}
      confirm={{
        label: confirmLabel(chosen.length),
        disabled: chosen.length === 0,
        run: () => void prune(chosen, props),
      }}
      {...(note ? { note: note(chosen) } : {})}
    >
      {picks.length > 0 && (
        <div className="row g8">
          {picks.map((pick) => (
            <Button key={pick.label} size="sm" onClick={() => setTicked(new Set(pick.ids))}>
              {pick.label}
            </Button>
          ))}
        </div>
      )}
      <ul className="scroll-list">
        {items.map((item) => (
          <li key={item.id}>
            <label className="row g8 grow" title={item.name}>
              <Checkbox checked={ticked.has(item.id)} onChange={() => toggle(item.id)} />
              <span className="truncate">{item.title}</span>
            </label>
            {item.about !== undefined && <span className="text-2 no-wrap">{item.about}</span>}
          </li>
        ))}
      </ul>
    </AskDialog>
  )
}

async function prune(ids: readonly string[], { prune: remove, done }: PruneDialogProps): Promise<void> {
  try {
    const { removed, kept } = await remove(ids)
    if (removed.length > 0) done(removed.length)
    for (const { error } of kept) reportError(reviveError(error))
  } catch (error) {
    reportError(error)
  }
}
