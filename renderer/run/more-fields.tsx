// What most containers do without: folders, networks, limits, labels, the program itself, and switches.
import { Plus, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button, IconButton } from '../components/button'
import { Checkbox } from '../components/choices'
import { FolderButton } from '../components/folder-button'
import { TextField } from '../components/text-field'
import { networks } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { newEnv, newFolder, switches, type FolderRow, type MoreForm, type Switch } from './form'
import type { FieldsProps } from './fields-props'
import { examplePath } from '../shell/system'
import type { MorePart } from './validate'
import { ValueInput } from './value-input'

export function MoreFields({ form, change, problems }: FieldsProps): ReactNode {
  const t = useT()
  const { more } = form
  // Once open it stays so, also when what was wrong in it is right.
  const [open, setOpen] = useState(false)
  const set = (part: Partial<MoreForm>): void => change({ more: { ...more, ...part } })
  // The memory limit has its own place above.
  const own = problems.filter((problem) => problem.field === 'more' && problem.part !== 'memory')
  const bad = (part: MorePart): boolean =>
    own.some((problem) => problem.field === 'more' && problem.part === part)
  return (
    <fieldset className="more-fields">
      <legend>{t('run.more')}</legend>
      <details open={open || own.length > 0} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('run.moreWhat')}</summary>
        <div className="more-list">
          <Folders rows={more.folders} bad={bad('folders')} onChange={(folders) => set({ folders })} />
          <NetworkField chosen={more.networks} onChange={(chosen) => set({ networks: chosen })} />
          <div className="field-pair">
            <TextField
              label={t('run.entrypoint')}
              value={more.entrypoint}
              problem={bad('entrypoint') ? t('run.quoteBad') : undefined}
              onChange={(entrypoint) => set({ entrypoint })}
            />
            <TextField
              label={t('run.arguments')}
              value={more.command}
              problem={bad('command') ? t('run.quoteBad') : undefined}
              onChange={(command) => set({ command })}
            />
          </div>
          <div className="field-pair">
            <TextField
              label={t('run.cpus')}
              value={more.cpus}
              placeholder="1.5"
              problem={bad('cpus') ? t('run.cpusBad') : undefined}
              onChange={(cpus) => set({ cpus })}
            />
            <TextField label={t('run.user')} value={more.user} onChange={(user) => set({ user })} />
          </div>
          <div className="field-pair">
            <TextField
              label={t('run.workingDir')}
              value={more.workingDir}
              problem={bad('workingDir') ? t('run.workingDirBad') : undefined}
              onChange={(workingDir) => set({ workingDir })}
            />
            <TextField
              label={t('run.hostname')}
              value={more.hostname}
              onChange={(hostname) => set({ hostname })}
            />
          </div>
          <TextField
            label={t('run.health')}
            value={more.health}
            placeholder="curl -f http://localhost/"
            onChange={(health) => set({ health })}
          />
          <Labels more={more} set={set} bad={bad('labels')} />
          <Switches on={more.on} onChange={(on) => set({ on })} />
        </div>
      </details>
    </fieldset>
  )
}

interface FoldersProps {
  readonly rows: readonly FolderRow[]
  readonly bad: boolean
  readonly onChange: (rows: readonly FolderRow[]) => void
}

function Folders({ rows, bad, onChange }: FoldersProps): ReactNode {
  const t = useT()
  const change = (key: number, part: Partial<FolderRow>): void =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const isAsked = rows.some(({ asked, source }) => asked !== undefined && source.trim() === '')
  return (
    <div className="field">
      <span className="label">{t('run.folders')}</span>
      {rows.map((row) => (
        <div key={row.key}>
          <div className="row g6">
            <Cell
              label={t('run.folderHere')}
              value={row.source}
              placeholder={examplePath('site')}
              onChange={(source) => change(row.key, { source })}
            />
            <FolderButton onChoose={(source) => change(row.key, { source })} />
            <span className="text-3">→</span>
            <Cell
              label={t('run.folderInside')}
              value={row.path}
              placeholder="/usr/share/site"
              onChange={(path) => change(row.key, { path })}
            />
            <label className="row g4 no-wrap size-12">
              <Checkbox
                checked={row.readOnly}
                onChange={() => change(row.key, { readOnly: !row.readOnly })}
              />
              {t('run.folderReadOnly')}
            </label>
            <IconButton
              label={t('run.removeFolder')}
              onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
            >
              <X className="icon icon-14" />
            </IconButton>
          </div>
          {row.asked !== undefined && row.source.trim() === '' && (
            <p className="help bad">{t('run.folderAsked', { text: row.asked })}</p>
          )}
        </div>
      ))}
      {bad && !isAsked && <p className="help bad">{t('run.foldersBad')}</p>}
      <Button kind="ghost" size="sm" className="add" onClick={() => onChange([...rows, newFolder()])}>
        <Plus className="icon" />
        {t('run.addFolder')}
      </Button>
    </div>
  )
}

interface CellProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onChange: (value: string) => void
}

const Cell = ({ label, value, placeholder, onChange }: CellProps): ReactNode => (
  <span className="input grow">
    <input
      className="mono"
      aria-label={label}
      value={value}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  </span>
)

/** The empty name at the end is the one that is about to be typed. */
const namesOf = (text: string): string[] =>
  text.split(/[\s,]+/).filter((name, at, all) => name !== '' || (at > 0 && at === all.length - 1))

function NetworkField(props: {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}): ReactNode {
  const t = useT()
  const { chosen, onChange } = props
  const names = networks.use(useShallow((state) => [...state.items.values()].map(({ name }) => name).sort()))
  return (
    <div className="field">
      <TextField
        label={t('run.networks')}
        value={chosen.join(' ')}
        placeholder="bridge"
        onChange={(text) => onChange(namesOf(text))}
      />
      <p className="help">{t('run.networksKnown', { names: names.join(', ') })}</p>
    </div>
  )
}

interface LabelsProps {
  readonly more: MoreForm
  readonly set: (part: Partial<MoreForm>) => void
  readonly bad: boolean
}

function Labels({ more, set, bad }: LabelsProps): ReactNode {
  const t = useT()
  const rows = more.labels
  return (
    <div className="field">
      <span className="label">{t('run.labels')}</span>
      {rows.map((row) => {
        const change = (part: Partial<typeof row>): void =>
          set({ labels: rows.map((other) => (other.key === row.key ? { ...other, ...part } : other)) })
        return (
          <div className="row g6" key={row.key}>
            <Cell label={t('run.labelName')} value={row.name} onChange={(name) => change({ name })} />
            <span className="text-3">=</span>
            <ValueInput row={row} label={t('run.labelValue')} onChange={(value) => change({ value })} />
            <IconButton
              label={t('run.removeLabel')}
              onClick={() => set({ labels: rows.filter(({ key }) => key !== row.key) })}
            >
              <X className="icon icon-14" />
            </IconButton>
          </div>
        )
      })}
      {bad && <p className="help bad">{t('run.labelsBad')}</p>}
      <Button kind="ghost" size="sm" className="add" onClick={() => set({ labels: [...rows, newEnv()] })}>
        <Plus className="icon" />
        {t('run.addLabel')}
      </Button>
    </div>
  )
}

function Switches(props: {
  readonly on: ReadonlySet<Switch>
  readonly onChange: (on: ReadonlySet<Switch>) => void
}): ReactNode {
  const t = useT()
  const { on, onChange } = props
  const toggle = (name: Switch): void => {
    const next = new Set(on)
    if (!next.delete(name)) next.add(name)
    onChange(next)
  }
  return (
    <div className="switches">
      {switches.map((name) => (
        <label key={name} className="row g8 size-12">
          <Checkbox checked={on.has(name)} onChange={() => toggle(name)} />
          {t(`run.${name}`)}
        </label>
      ))}
    </div>
  )
}
