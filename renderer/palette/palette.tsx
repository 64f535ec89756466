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
import { groupFound, type FoundGroup } from './groups'
import { Keys } from './keys'
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
  const choose = (one: Found | undefined): void => {
    if (!one || one.action.refusal?.(t) !== undefined) return
    closePalette()
    runAction(one.action)
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
    else if (event.key === 'Enter') choose(all[current])
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
        {groups.map((group) => (
          <Group key={group.id} id={`${id}-${group.id}`} group={group}>
            {group.members.map((one) => {
              const index = all.indexOf(one)
              return (
                <Option
                  key={one.action.id}
                  id={`${id}-${index}`}
                  found={one}
                  heading={t(group.heading)}
                  selected={index === current}
                  onPoint={() => setChosen(index)}
                  onChoose={() => choose(one)}
                />
              )
            })}
          </Group>
        ))}
      </div>
      <p className={all.length === 0 ? 'palette-none' : 'visually-hidden'} role="status">
        {all.length === 0
          ? t('palette.none', { query: query.slice(0, 80) })
          : t('palette.count', { count: all.length })}
      </p>
      <footer className="palette-foot" aria-hidden="true">
        <span>
          <kbd className="kbd">↑↓</kbd> {t('palette.move')}
        </span>
        <span>
          <kbd className="kbd">Enter</kbd> {t('palette.choose')}
        </span>
      </footer>
    </Dialog>
  )
}

interface GroupProps {
  readonly id: string
  readonly group: FoundGroup
  readonly children: ReactNode
}

const Group = ({ id, group, children }: GroupProps): ReactNode => {
  const t = useT()
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="palette-heading" role="presentation">
        {t(group.heading)}
      </p>
      {children}
    </div>
  )
}

interface OptionProps {
  readonly id: string
  readonly found: Found
  /** What it stands under need not be said beside it. */
  readonly heading: string
  readonly selected: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Option({ id, found, heading, selected, onPoint, onChoose }: OptionProps): ReactNode {
  const t = useT()
  const { action } = found
  const { icon: Icon } = action
  const refusal = action.refusal?.(t)
  const detail = refusal ?? action.detail?.(t)
  const recent = found.recent && heading !== t('palette.groupRecent')
  return (
    <div
      id={id}
      className="palette-option"
      role="option"
      aria-selected={selected}
      aria-disabled={refusal !== undefined}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <Icon className="icon" />
      <span className="palette-name truncate">{action.name(t)}</span>
      {detail !== undefined && detail !== heading && (
        <span className="palette-detail truncate">{detail}</span>
      )}
      <span className="grow" />
      {recent && <span className="palette-recent">{t('palette.recent')}</span>}
      {action.keys !== undefined && <Keys keys={action.keys} />}
    </div>
  )
}
