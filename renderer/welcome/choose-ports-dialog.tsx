// Ports for servers whose own another program has: the next free ones are filled in, and each can be typed over.
import { useId, useState, type ReactNode } from 'react'
import type { TakenPort } from '../../preload/model'
import { FormDialog } from '../components/form-dialog'
import { newPort, portNumber, type PortRow } from '../run/form'
import { HostPortInput, PortAdvice } from '../run/port-fields'
import { usePortChecks } from '../run/use-port-checks'
import { portProblems, type PortAnswer, type PortProblem } from '../run/validate'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

interface Choice {
  readonly taken: TakenPort
  readonly row: PortRow
}

const choiceOf = (taken: TakenPort): Choice => ({
  taken,
  row: newPort(String(taken.next ?? ''), String(taken.port)),
})

export function ChoosePortsDialog({ taken }: { readonly taken: readonly TakenPort[] }): ReactNode {
  const t = useT()
  const [choices, setChoices] = useState(() => taken.map(choiceOf))
  // As the check asks: taken at any address is taken.
  const form = { ports: choices.map(({ row }) => row), onlyThisComputer: false }
  const answer = usePortChecks(form)
  const problems = portProblems(form, { answer }, false)
  const type = (key: number, host: string): void =>
    setChoices((known) =>
      known.map((one) => (one.row.key === key ? { ...one, row: { ...one.row, host } } : one)),
    )
  const ports = choices.flatMap(({ taken: { port }, row }) => {
    const use = portNumber(row.host)
    return use === undefined ? [] : [{ port, use }]
  })
  return (
    <FormDialog
      title={t('fix.choose-ports')}
      text={t('choosePorts.why')}
      submitLabel={t('choosePorts.use')}
      ready={ports.length > 0 && problems.length === 0}
      submit={() => contract().readiness.fix({ id: 'ports', kind: 'choose-ports', ports })}
    >
      {choices.map((choice) => (
        <ChoiceField
          key={choice.row.key}
          choice={choice}
          answer={answer(choice.row)}
          problem={problems.find(({ key }) => key === choice.row.key)}
          onChange={({ host }) => type(choice.row.key, host)}
        />
      ))}
    </FormDialog>
  )
}

interface ChoiceFieldProps {
  readonly choice: Choice
  readonly answer: PortAnswer
  readonly problem: PortProblem | undefined
  readonly onChange: (part: { readonly host: string }) => void
}

function ChoiceField({ choice: { taken, row }, answer, problem, onChange }: ChoiceFieldProps): ReactNode {
  const t = useT()
  const help = useId()
  const { service, wanted, holder } = taken
  return (
    <div className="port-field choose-port">
      <div className="row g12">
        <span className="grow">
          <b>{service}</b>
          <small>{t('choosePorts.taken', { port: wanted, holder })}</small>
        </span>
        <HostPortInput
          row={row}
          bad={problem !== undefined}
          answer={answer}
          label={t('choosePorts.label', { service })}
          placeholder={t('choosePorts.asItIs')}
          help={help}
          onChange={onChange}
        />
      </div>
      <div id={help} aria-live="polite">
        {problem && <PortAdvice row={row} problem={problem} answer={answer} onChange={onChange} />}
      </div>
    </div>
  )
}
