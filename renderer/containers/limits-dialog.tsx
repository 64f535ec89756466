// What a container may take, changed while it runs; only to lift a limit it is made again.
import { useCallback, useId, useState, type FormEvent, type ReactNode } from 'react'
import { bytesOf } from '../../preload/amounts'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { ContainerDetails, ContainerLimits, LimitsChange } from '../../preload/model'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { TextField } from '../components/text-field'
import { useAnswer, type Question } from '../details/use-answer'
import { MemoryLimit } from '../run/memory-field'
import { appInfo, useContainer, useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const restarts = ['no', 'unless-stopped', 'on-failure', 'always'] as const

export function LimitsDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const { name = '', image = '' } = useContainer(id) ?? {}
  const ask = useCallback<Question<ContainerDetails>>(
    ({ containers }, signal) => containers.getDetails({ id, signal }),
    [id],
  )
  const { value, error } = useAnswer(ask, undefined)
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <h2 id={heading} className="limits-title">
        {t('limits.title', { name })}
      </h2>
      {error && <ErrorCard error={error} />}
      {value && <LimitsForm details={value} name={name} image={image} />}
    </Dialog>
  )
}

/** A limit that is all there is, is none. */
const shownLimit = (limit: number, all: number | undefined): string =>
  limit <= 0 || (all !== undefined && limit >= all) ? '' : String(Math.round(limit * 100) / 100)

const typedMemory = (bytes: number, all: number | undefined): string => {
  if (bytes <= 0 || (all !== undefined && bytes >= all)) return ''
  return bytes % gibibyte === 0 ? `${bytes / gibibyte}g` : `${Math.round(bytes / mebibyte)}m`
}
const isMemory = (text: string): boolean => text.trim() === '' || bytesOf(text) !== undefined
const numberOf = (text: string): number => (text.trim() === '' ? 0 : Number(text.trim().replace(',', '.')))
const isNumber = (text: string): boolean => Number.isFinite(numberOf(text)) && numberOf(text) >= 0

interface LimitsFormProps {
  readonly details: ContainerDetails
  readonly name: string
  readonly image: string
}

function LimitsForm({ details, name, image }: LimitsFormProps): ReactNode {
  const t = useT()
  const machine = useMachine()
  const host = appInfo((state) => state.value)
  const [shown] = useState(() => ({
    memory: typedMemory(details.memoryLimitBytes, machine?.memoryBytes),
    cpus: shownLimit(details.cpuLimit, machine?.cpus ?? host?.hostCpus),
    restart: restarts.find((one) => one === details.restart) ?? 'no',
  }))
  const [memory, setMemory] = useState(shown.memory)
  const [cpus, setCpus] = useState(shown.cpus)
  const [restart, setRestart] = useState<ContainerLimits['restart']>(shown.restart)
  const [error, setError] = useState<SerialisedError>()
  const lifts = (shown.memory !== '' && memory.trim() === '') || (shown.cpus !== '' && numberOf(cpus) === 0)
  const valid = isMemory(memory) && isNumber(cpus)
  const save = async (): Promise<void> => {
    setError(undefined)
    try {
      // What nobody touched stays as it is, also where it is shown rounded.
      const limits: LimitsChange = {
        ...(memory === shown.memory ? {} : { memoryBytes: bytesOf(memory) ?? 0 }),
        ...(cpus === shown.cpus ? {} : { cpus: numberOf(cpus) }),
        ...(restart === shown.restart ? {} : { restart }),
      }
      await contract().resources.setLimits({ id: details.id, limits })
      say('limits.saved', { name })
      closeDialog()
    } catch (failure) {
      setError(serialiseError(failure))
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (valid) void save()
  }
  const problem = (text: string): string | undefined => (isNumber(text) ? undefined : t('limits.noNumber'))
  return (
    <form onSubmit={submit}>
      <div className="remove-body">
        {!lifts && <p className="text-2">{t('limits.why')}</p>}
        <MemoryLimit image={image} typed={memory} bad={!isMemory(memory)} onChange={setMemory} />
        <TextField
          label={t('limits.cpus')}
          value={cpus}
          placeholder={t('limits.none')}
          problem={problem(cpus)}
          onChange={setCpus}
        />
        <label className="field-label">
          <span className="label">{t('run.restart')}</span>
          <select
            className="select"
            value={restart}
            onChange={(event) => setRestart(restarts.find((one) => one === event.target.value) ?? 'no')}
          >
            <option value="no">{t('run.restartNo')}</option>
            <option value="unless-stopped">{t('run.restartUnlessStopped')}</option>
            <option value="on-failure">{t('run.restartOnFailure')}</option>
            <option value="always">{t('run.restartAlways')}</option>
          </select>
        </label>
        {lifts && (
          <p className="note warn" role="status">
            {t('limits.lift')}
          </p>
        )}
        {error && <ErrorCard error={error} />}
      </div>
      <footer>
        <span className="grow" />
        <Button onClick={closeDialog}>{t('common.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={!valid}>
          {t(lifts ? 'limits.saveAgain' : 'limits.save')}
        </Button>
      </footer>
    </form>
  )
}
