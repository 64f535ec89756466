// The ports of the run form: who holds a taken one, and the next free one a click away.
import { Plus, X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { readRange } from '../../preload/port-range'
import { Button, IconButton } from '../components/button'
import { Switch } from '../components/choices'
import { formatHolder } from '../i18n/format'
import { useT } from '../stores/preferences'
import { newPort, portNumber, type PortRow } from './form'
import type { FieldsProps } from './fields-props'
import type { PortAnswer, Problem } from './validate'

interface PortFieldsProps extends FieldsProps {
  readonly answer: (row: PortRow) => PortAnswer
}

export function PortFields({ form, change, problems, answer }: PortFieldsProps): ReactNode {
  const t = useT()
  const setPorts = (ports: readonly PortRow[]): void =>
    change({ ports, touched: new Set([...form.touched, 'ports' as const]) })
  // What a person typed is left as it is, also where it is taken.
  const typed = ({ movable: _movable, moved: _moved, ...row }: PortRow): PortRow => row
  const changeRow = (key: number, part: Partial<PortRow>): void =>
    setPorts(form.ports.map((row) => (row.key === key ? { ...typed(row), ...part } : row)))
  return (
    <fieldset>
      <legend>
        {t('run.ports')}
        <span className="grow" />
        {form.ports.length > 0 && (
          <Switch
            label={t('run.onlyThis')}
            checked={form.onlyThisComputer}
            onChange={(onlyThisComputer) =>
              change({
                onlyThisComputer,
                ports: form.ports.map(({ address: _own, ...row }) => row),
              })
            }
          />
        )}
      </legend>
      {form.ports.length === 0 && <p className="help">{t('run.noPorts')}</p>}
      {form.ports.map((row) => (
        <PortFieldRow
          key={row.key}
          row={row}
          problem={problems.find((candidate) => candidate.field === 'port' && candidate.key === row.key)}
          answer={answer(row)}
          onChange={(part) => changeRow(row.key, part)}
          onRemove={() => setPorts(form.ports.filter((other) => other.key !== row.key))}
        />
      ))}
      {!form.onlyThisComputer && form.ports.length > 0 && <p className="help warn">{t('run.onlyThisOff')}</p>}
      <Button kind="ghost" size="sm" className="add" onClick={() => setPorts([...form.ports, newPort()])}>
        <Plus className="icon" />
        {t('run.addPort')}
      </Button>
    </fieldset>
  )
}

interface PortFieldRowProps {
  readonly row: PortRow
  readonly problem: Problem | undefined
  readonly answer: PortAnswer
  readonly onChange: (part: Partial<PortRow>) => void
  readonly onRemove: () => void
}

function PortFieldRow({ row, problem, answer, onChange, onRemove }: PortFieldRowProps): ReactNode {
  const t = useT()
  const help = useId()
  const hostBad = problem !== undefined && problem.kind !== 'bad-container'
  return (
    <div className="port-field">
      <div className="row g8">
        <HostPortInput
          row={row}
          bad={hostBad}
          answer={answer}
          label={t('run.hostPort')}
          placeholder={t('run.anyPort')}
          help={help}
          onChange={onChange}
        />
        <span className="text-3">→</span>
        <span className={`input inside-input ${problem?.kind === 'bad-container' ? 'is-bad' : ''}`.trimEnd()}>
          <input
            className="mono"
            inputMode="numeric"
            value={row.container}
            placeholder="80"
            aria-label={t('run.containerPort')}
            aria-invalid={problem?.kind === 'bad-container'}
            aria-describedby={help}
            onChange={(event) => onChange({ container: event.target.value })}
          />
        </span>
        <select
          className="select narrow mono"
          value={row.protocol}
          aria-label={t('run.protocol')}
          onChange={(event) => onChange({ protocol: event.target.value === 'udp' ? 'udp' : 'tcp' })}
        >
          <option value="tcp">tcp</option>
          <option value="udp">udp</option>
        </select>
        <span className="grow" />
        <IconButton label={t('run.removePort')} onClick={onRemove}>
          <X className="icon icon-14" />
        </IconButton>
      </div>
      <div id={help} aria-live="polite">
        {row.moved && !problem && (
          <p className="help">
            {t('run.moved', {
              ...{ holder: formatHolder(t, row.moved.holder, 'first'), port: row.moved.from, next: row.host },
            })}
          </p>
        )}
        {problem && <PortAdvice row={row} problem={problem} answer={answer} onChange={onChange} />}
      </div>
    </div>
  )
}

export interface HostPortInputProps {
  readonly row: PortRow
  readonly bad: boolean
  readonly answer: PortAnswer
  readonly label: string
  readonly placeholder: string
  /** Id of the advice below. */
  readonly help: string
  readonly onChange: (part: { readonly host: string }) => void
}

/** A port of this computer as it is typed, and whether it is free. */
export function HostPortInput(props: HostPortInputProps): ReactNode {
  const { row, bad, answer, label, placeholder, help, onChange } = props
  const t = useT()
  const free = answer !== undefined && answer !== 'checking' && answer.state === 'free' && !bad
  // Two numbers need the room; the jack says it, too.
  const isWide = readRange(row.host) !== undefined
  const unit = isWide ? '' : answer === 'checking' ? t('run.checking') : free ? t('run.free') : ''
  return (
    <span className={`input port-input ${bad ? 'is-bad' : ''}`.trimEnd()}>
      <span className={`jack ${bad ? 'bad' : free ? 'free ok' : 'free'}`} />
      <input
        className="mono"
        inputMode="numeric"
        value={row.host}
        placeholder={placeholder}
        aria-label={label}
        aria-invalid={bad}
        aria-describedby={help}
        onChange={(event) => onChange({ host: event.target.value })}
      />
      <span className="unit">{unit}</span>
    </span>
  )
}

/** What is wrong with something that is no port number: people paste ranges and whole mappings. */
const wordsFor = (written: string, inside: boolean) =>
  written.includes(':')
    ? 'run.portMapping'
    : !/^\s*\d+\s*-/.test(written)
      ? 'run.portText'
      : inside
        ? 'run.portRange'
        : 'run.hostRange'

export interface PortAdviceProps {
  readonly row: PortRow
  readonly problem: Problem
  readonly answer: PortAnswer
  readonly onChange: (part: { readonly host: string }) => void
}

/** What is wrong with what was typed, with another port where it is taken. */
export function PortAdvice({ row, problem, answer, onChange }: PortAdviceProps): ReactNode {
  const t = useT()
  const port = portNumber(row.host) ?? row.host
  if (problem.kind === 'twice') return <p className="help bad">{t('run.portTwice', { port })}</p>
  if (problem.kind !== 'held') {
    // A row that was just added is not yet wrong: the foot of the form says what is missing.
    const inside = problem.kind === 'bad-container'
    const words = wordsFor(inside ? row.container : row.host, inside)
    return row.container === '' && row.host === '' ? null : <p className="help bad">{t(words)}</p>
  }
  const check = answer === 'checking' ? undefined : answer
  const next = check?.nextFreePort
  return (
    <div className="suggestion">
      <span className="help bad">
        {t(check?.lastPort === undefined ? 'run.held' : 'run.rangeHeld', {
          ...{ holder: formatHolder(t, check?.holder, 'first'), port: check?.port ?? port },
        })}
      </span>
      {next !== undefined && (
        <>
          <Button size="sm" onClick={() => onChange({ host: String(next) })}>
            <span className="jack free ok" />
            {t('run.use', { port: next })}
          </Button>
          <span className="help">{t('run.freeNow')}</span>
        </>
      )}
    </div>
  )
}
