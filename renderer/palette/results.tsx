// What the palette found: groups with a heading, and an option for each action in them.
import type { ReactNode } from 'react'
import type { Found } from '../actions/search'
import { useT } from '../stores/preferences'
import type { FoundGroup } from './groups'
import { Keys } from './keys'

export interface ResultsProps {
  /** Of the palette; the options are numbered below it in the order shown. */
  readonly id: string
  readonly groups: readonly FoundGroup[]
  readonly current: number
  readonly onPoint: (index: number) => void
  readonly onChoose: (one: Found) => void
}

export function Results({ id, groups, current, onPoint, onChoose }: ResultsProps): ReactNode {
  const t = useT()
  const all = groups.flatMap(({ members }) => members)
  return groups.map((group) => (
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
            onPoint={() => onPoint(index)}
            onChoose={() => onChoose(one)}
          />
        )
      })}
    </Group>
  ))
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
