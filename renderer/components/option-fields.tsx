// Rows of name and value, such as the options of a driver: add, change, remove.
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { Button, IconButton } from './button'

export interface OptionRow {
  readonly key: number
  readonly name: string
  readonly value: string
}

export interface OptionFieldsProps {
  readonly rows: readonly OptionRow[]
  readonly onChange: (rows: readonly OptionRow[]) => void
}

/** Rows without a name do not count; of two with the same name the later one does. */
export const optionsOf = (rows: readonly OptionRow[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rows.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  )

export function OptionFields({ rows, onChange }: OptionFieldsProps): ReactNode {
  const t = useT()
  const change = (key: number, part: Partial<OptionRow>): void =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <>
      {rows.map((row) => (
        <div className="row g6" key={row.key}>
          <span className="input option-name">
            <input
              className="mono"
              value={row.name}
              spellCheck={false}
              autoComplete="off"
              aria-label={t('volumes.optionName')}
              onChange={(event) => change(row.key, { name: event.target.value })}
            />
          </span>
          <span className="text-3">=</span>
          <span className="input grow">
            <input
              className="mono"
              value={row.value}
              spellCheck={false}
              autoComplete="off"
              aria-label={t('volumes.optionValue')}
              onChange={(event) => change(row.key, { value: event.target.value })}
            />
          </span>
          <IconButton
            label={t('volumes.removeOption')}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            <X className="icon icon-14" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          kind="ghost"
          size="sm"
          onClick={() => onChange([...rows, { key: (rows.at(-1)?.key ?? 0) + 1, name: '', value: '' }])}
        >
          <Plus className="icon icon-14" />
          {t('volumes.addOption')}
        </Button>
      </div>
    </>
  )
}
