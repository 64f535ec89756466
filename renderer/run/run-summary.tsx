// The right side of the run form: what will happen, and the same as a command.
import { Check, Copy, Download, Plus, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { portText } from '../../preload/port-range'
import { IconButton } from '../components/button'
import { copyText } from '../stores/clipboard'
import { useT } from '../stores/preferences'
import { risksOf } from './also/risky'
import { commandOf, commandText, commandWords, type Piece } from './command'
import { hostOf, portNumber, type RunForm } from './form'
import { doubtOf, goesOn, shells, type ShownShell } from './quote'
import { useShownShell } from './shown-shell'
import type { PullPlan } from './pull-plan'
import type { Problem } from './validate'

interface RunSummaryProps {
  readonly form: RunForm
  readonly problems: readonly Problem[]
  readonly plan: PullPlan
}

export function RunSummary({ form, problems, plan }: RunSummaryProps): ReactNode {
  const t = useT()
  const risks = risksOf(form)
  return (
    <aside>
      {(form.image.trim() !== '' || form.data.length > 0 || form.ports.length > 0) && (
        <h3>{t('run.willHappen')}</h3>
      )}
      <ol className="will-happen">
        {form.image.trim() !== '' && <ImageEvent name={form.image.trim()} plan={plan} />}
        {form.data
          .filter((row) => row.keep)
          .map((row) => (
            <Event key={row.path} icon={Plus} text={t('run.willVolume', { name: row.volume })} />
          ))}
        {form.ports.map((row) => (
          <PortEvent
            key={row.key}
            host={row.host}
            inside={row.container}
            taken={problems.some(
              (problem) => problem.field === 'port' && problem.key === row.key && problem.kind === 'held',
            )}
          />
        ))}
        {(form.restart === 'always' || form.restart === 'unless-stopped') && (
          <Event icon={RotateCw} text={t('run.willRestart')} />
        )}
        {risks.length > 0 && (
          <Event icon={TriangleAlert} text={t('run.willRisk', { what: risks.join('  ') })} bad />
        )}
      </ol>
      <Command form={form} problems={problems} />
    </aside>
  )
}

const doubts = {
  lines: 'run.shellNoLines',
  'old-power': 'run.shellOldPower',
  long: 'run.shellLong',
} as const

function Command({ form, problems }: Pick<RunSummaryProps, 'form' | 'problems'>): ReactNode {
  const t = useT()
  const [shell, choose] = useShownShell()
  const lines = commandOf(form, problems, shell)
  const doubt = doubtOf(shell, commandWords(form))
  return (
    <>
      <h3 className="row command-head">
        {t('run.command')}
        <span className="grow" />
        <ShellChoice shell={shell} onChange={choose} />
        <IconButton label={t('run.copyCommand')} onClick={() => copyText(commandText(lines, shell))}>
          <Copy className="icon icon-14" />
        </IconButton>
      </h3>
      <pre className="command mono" tabIndex={0} aria-label={t('run.command')}>
        {lines.map((line, index) => (
          <span key={index} className="command-line">
            {index > 0 && '  '}
            {line.map((piece, at) => (
              <PieceView key={at} piece={piece} />
            ))}
            {index < lines.length - 1 && <span className="continues"> {goesOn[shell]}</span>}
          </span>
        ))}
      </pre>
      <p className={`help ${doubt ? 'warn' : ''}`.trimEnd()}>
        {t(doubt ? doubts[doubt] : 'run.commandHint')}
      </p>
    </>
  )
}

const shellNames = {
  posix: 'run.shellPosix',
  powershell: 'run.shellPower',
  cmd: 'run.shellCmd',
} as const

function ShellChoice(props: {
  readonly shell: ShownShell
  readonly onChange: (shell: ShownShell) => void
}): ReactNode {
  const t = useT()
  return (
    <select
      className="select narrow"
      aria-label={t('run.shell')}
      value={props.shell}
      onChange={(event) => {
        const chosen = shells.find((one) => one === event.target.value)
        if (chosen) props.onChange(chosen)
      }}
    >
      {shells.map((one) => (
        <option key={one} value={one}>
          {t(shellNames[one])}
        </option>
      ))}
    </select>
  )
}

interface EventProps {
  readonly icon: LucideIcon
  readonly text: string
  readonly good?: boolean
  readonly bad?: boolean
}

const Event = ({ icon: Icon, text, good = false, bad = false }: EventProps): ReactNode => (
  <li className={good ? 'good' : bad ? 'bad' : undefined}>
    <Icon className="icon icon-14" />
    <span>{text}</span>
  </li>
)

function ImageEvent({ name, plan }: { readonly name: string; readonly plan: PullPlan }): ReactNode {
  const t = useT()
  if (plan === 'here') return <Event icon={Check} text={t('run.willImage')} good />
  if (plan === 'absent') return <Event icon={TriangleAlert} text={t('run.willAbsent', { name })} bad />
  return (
    <Event icon={Download} text={t(plan === 'update' ? 'run.willUpdate' : 'run.willDownload', { name })} />
  )
}

function PortEvent({ host, inside, taken }: { host: string; inside: string; taken: boolean }): ReactNode {
  const t = useT()
  const asked = hostOf(host)
  if (portNumber(inside) === undefined || !asked) return null
  const { hostPort, hostRange } = asked
  const port = portText(asked)
  if (taken) {
    const text = hostRange ? t('run.willRangeTaken', { ports: port }) : t('run.willPortTaken', { port })
    return <Event icon={TriangleAlert} text={text} bad />
  }
  if (hostRange) return <Event icon={Plus} text={t('run.willOneOf', { ports: port, inside })} />
  if (hostPort === 0) return <Event icon={Plus} text={t('run.willAnyPort', { inside })} />
  return <Event icon={Plus} text={t('run.willPort', { port, inside })} />
}

function PieceView({ piece }: { piece: Piece }): ReactNode {
  if (piece.kind === 'plain') return piece.text
  if (piece.kind === 'image') return <b>{piece.text}</b>
  if (piece.kind === 'bad') return <mark>{piece.text}</mark>
  return <i>{piece.kind === 'secret' ? '••••••' : piece.text}</i>
}
