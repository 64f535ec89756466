// The command palette: everything that can be done, found by a few letters of its name in either language.
import { Search } from 'lucide-react'
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { appActions } from '../actions/app-actions'
import { objectActions } from '../actions/object-actions'
import { closePalette, usePalette } from '../actions/palette-state'
import { recentActions, runAction } from '../actions/recent'
import { search, type Found } from '../actions/search'
import { Dialog } from '../components/dialog'
import { useT } from '../stores/preferences'
import { groupFound } from './groups'
import { Keys } from './keys'
import { Results } from './results'
import { usePortHolder } from './use-port-holder'

export function Palette(): ReactNode {
  const open = usePalette((state) => state.open)
  return open ? <OpenPalette /> : null
}

function OpenPalette(): ReactNode {
  const t = useT()
  const id = useId()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  // What is there when it opens: a list that moves under the cursor would run the wrong thing.
  const actions = useMemo(() => [...appActions.filter((one) => one.id !== 'palette'), ...objectActions()], [])
  const holder = usePortHolder(query)
  const found = useMemo(() => search(actions, query, recentActions()), [actions, query])
  const groups = groupFound(
    holder ? [{ action: holder, recent: false }, ...found] : found,
    query.trim() !== '',
  )
  // In the order shown, which the keys move along.
  const all = groups.flatMap(({ members }) => members)
  const current = Math.min(chosen, all.length - 1)
  const choose = (one: Found | undefined, atOnce = false): void => {
    if (!one || one.action.refusal?.(t) !== undefined) return
    closePalette()
    runAction(atOnce && one.action.now ? { ...one.action, run: one.action.now.run } : one.action)
  }
  const move = (to: number): void => {
    setChosen(to)
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // The key that ends a Korean syllable chooses nothing.
    if (event.nativeEvent.isComposing) return
    const last = all.length - 1
    if (event.key === 'ArrowDown') move(current >= last ? 0 : current + 1)
    else if (event.key === 'ArrowUp') move(current <= 0 ? last : current - 1)
    else if (event.key === 'Enter') choose(all[current], event.ctrlKey || event.metaKey)
    else return
    event.preventDefault()
  }
  return (
    <Dialog labelledBy={`${id}-title`} className="palette" onClose={closePalette}>
      <h2 id={`${id}-title`} className="visually-hidden">
        {t('palette.open')}
      </h2>
      <label className="palette-field">
        <Search className="icon" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={all.length > 0 ? `${id}-${current}` : undefined}
          aria-label={t('palette.open')}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <kbd className="kbd">Esc</kbd>
      </label>
      <div id={`${id}-list`} className="palette-list" role="listbox" aria-label={t('palette.results')}>
        <Results id={id} groups={groups} current={current} onPoint={setChosen} onChoose={choose} />
      </div>
      <p className={all.length === 0 ? 'palette-none' : 'visually-hidden'} role="status">
        {all.length === 0
          ? t('palette.none', { query: query.slice(0, 80) })
          : t('palette.count', { count: all.length })}
      </p>
      <Foot now={all[current]?.action.now?.name(t)} />
    </Dialog>
  )
}

interface FootProps {
  /** What can be done at once with what is chosen. */
  readonly now: string | undefined
}

function Foot({ now }: FootProps): ReactNode {
  const t = useT()
  return (
    <footer className="palette-foot" aria-hidden="true">
      <span>
        <kbd className="kbd">↑↓</kbd> {t('palette.move')}
      </span>
      <span>
        <Keys keys="Enter" /> {t(now === undefined ? 'palette.choose' : 'palette.show')}
      </span>
      {now !== undefined && (
        <span className="truncate">
          <Keys keys="Mod+Enter" /> {now}
        </span>
      )}
    </footer>
  )
}
