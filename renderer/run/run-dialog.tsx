// The run form: an image becomes a container. Left the fields, right what will happen and the same as a command.
import { X } from 'lucide-react'
import { useCallback, useId, useMemo, useState, type FormEvent, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { RunDefaults } from '../../preload/model'
import type { CatalogueEntry } from '../../preload/catalogue'
import { formOf, type InUse } from '../catalogue/form'
import { Button, IconButton } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { Tile } from '../components/tile'
import { titleOf } from '../images/image-rows'
import { PullPanel } from '../images/pull-panel'
import { containers, images, settings, volumes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDialog } from '../stores/ui'
import { AlsoFields } from './also-fields'
import { useComposeSave } from './save-compose'
import { DataFields } from './data-fields'
import { EnvFields } from './env-fields'
import { emptyForm, withDefaults, withoutDefaults, type PortRow, type RunForm } from './form'
import { ImageField, NameField, RestartField } from './general-fields'
import { findLocalImage, nameIn } from './local-image'
import { MemoryField } from './memory-field'
import { MoreFields } from './more-fields'
import { PasteField } from './paste-field'
import { PortFields } from './port-fields'
import { pullPlanOf, runsAtOnce, type PullPlan } from './pull-plan'
import { RunSubtitle } from './run-subtitle'
import { RunSummary } from './run-summary'
import { usePortChecks } from './use-port-checks'
import { useDownload } from './use-download'
import { useMovedPorts } from './use-moved-ports'
import { useRunDefaults } from './use-run-defaults'
import { useRunner, type Phase, type Runner } from './use-runner'
import { problemsOf, type PortAnswer, type Problem } from './validate'

export interface RunDialogProps {
  readonly image: string
  /** Of the catalogue, which fills the form. */
  readonly entry?: CatalogueEntry | undefined
  /** The container that is made again, and the form that it fills. */
  readonly again?: {
    readonly id: string
    readonly name: string
    readonly form: RunForm
  }
}

export function RunDialog({ image, entry, again }: RunDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const [form, setForm] = useState<RunForm>(
    () => again?.form ?? (entry ? formOf(entry, inUse()) : emptyForm(image)),
  )
  const local = images.use((state) => findLocalImage(state.items.values(), form.image))
  const fill = useCallback((defaults: RunDefaults) => setForm((known) => withDefaults(known, defaults)), [])
  const defaults = useRunDefaults(local && nameIn(local, form.image), fill)
  const plan = pullPlanOf(form, local, defaults)
  const answer = useOwnPorts(usePortChecks(form), again?.form)
  const download = useDownload(again ? '' : (entry?.image ?? image), form.image, local !== undefined)
  useMovedPorts(form, answer, setForm)
  const runner = useRunner(setForm, again)
  const problems = useProblems(form, answer, plan, again?.name)
  const name = local && local.tags.length === 0 ? titleOf(local) : form.image.trim()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (problems.length === 0) runner.run(form, runsAtOnce(plan))
  }
  const change = (part: Partial<RunForm>): void =>
    setForm((known) => ({ ...(losesImage(known, part.image) ? withoutDefaults(known) : known), ...part }))
  const fields = { form, change, problems }
  return (
    <Dialog labelledBy={heading} className="run-dialog" onClose={closeDialog}>
      <form
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
        }}
      >
        <header>
          <Tile image={name} large />
          <div className="grow">
            <h2 id={heading}>
              {again ? t('rerun.title', again) : name === '' ? t('run.title') : t('run.titleOf', { name })}
            </h2>
            <p>
              <RunSubtitle again={!!again} {...{ name, plan, download, form }} sizeBytes={local?.sizeBytes} />
            </p>
          </div>
          <IconButton label={t('common.close')} onClick={closeDialog}>
            <X className="icon" />
          </IconButton>
        </header>
        <div className="run-columns">
          <div className="run-fields">
            <RunMessages runner={runner} />
            <div inert={runner.phase !== 'idle'}>
              {!again && <PasteField onForm={setForm} />}
              <div className="field-pair">
                <ImageField {...fields} />
                {!again && <NameField {...fields} />}
              </div>
              <MemoryField {...fields} />
              <PortFields {...fields} answer={answer} />
              <DataFields {...fields} />
              <EnvFields {...fields} imageEnv={defaults?.env ?? []} />
              <AlsoFields {...fields} before={again?.form} onForm={setForm} />
              <RestartField {...fields} />
              <MoreFields {...fields} />
            </div>
          </div>
          <RunSummary form={form} problems={problems} plan={plan} />
        </div>
        <RunFoot
          form={form}
          problems={problems}
          phase={runner.phase}
          plan={name === '' ? 'here' : plan}
          again={again !== undefined}
        />
      </form>
    </Dialog>
  )
}

/** What a server of the catalogue leaves alone when it starts. */
const inUse = (): InUse => ({
  volumes: volumes.use.getState().items,
  ports: settings.getState().value?.cataloguePorts ?? [],
})

/** True when the text stops being an image on this computer: its suggestions then mean nothing any more. */
function losesImage(form: RunForm, image: string | undefined): boolean {
  if (image === undefined) return false
  const known = [...images.use.getState().items.values()]
  return findLocalImage(known, form.image) !== undefined && findLocalImage(known, image) === undefined
}

/** Outside of what is inert while it works: a download can be cancelled here. */
function RunMessages({ runner }: { runner: Runner }): ReactNode {
  const t = useT()
  return (
    <>
      {runner.error && <ErrorCard error={runner.error} />}
      {runner.pullId !== undefined && <PullPanel id={runner.pullId} once />}
      {runner.lookAgain && <p className="note">{t('run.afterDownload')}</p>}
    </>
  )
}

function useProblems(
  form: RunForm,
  answer: Answers,
  plan: PullPlan,
  own: string | undefined,
): readonly Problem[] {
  const takenNames = useContainerNames(own)
  const absent = plan === 'absent'
  return useMemo(() => problemsOf(form, { takenNames, answer, absent }), [form, takenNames, answer, absent])
}

/** `own` is free for the container that has it. */
function useContainerNames(own: string | undefined): ReadonlySet<string> {
  const names = containers.use(useShallow((state) => [...state.items.values()].map(({ name }) => name)))
  return useMemo(() => new Set(names.filter((name) => name !== own)), [names, own])
}

type Answers = (row: PortRow) => PortAnswer

/** Ports that the container itself holds are free for it. */
function useOwnPorts(answer: Answers, own: RunForm | undefined): Answers {
  return useMemo(() => {
    if (!own) return answer
    const keyOf = ({ host, protocol }: PortRow): string => `${host.trim()}/${protocol}`
    const ports = new Set(own.ports.map(keyOf))
    return (row) => (ports.has(keyOf(row)) ? undefined : answer(row))
  }, [answer, own])
}

const fieldNames = {
  image: 'run.fieldImage',
  name: 'run.fieldName',
  port: 'run.fieldPort',
  env: 'run.fieldEnv',
  data: 'run.fieldData',
  more: 'run.fieldMore',
  file: 'run.fieldFile',
} as const

/** The limit of memory has its own place. */
const fieldNameOf = (problem: Problem): (typeof fieldNames)[Problem['field']] | 'run.memory' =>
  problem.field === 'more' && problem.part === 'memory' ? 'run.memory' : fieldNames[problem.field]

function RunFoot(props: {
  form: RunForm
  problems: readonly Problem[]
  phase: Phase
  plan: PullPlan
  again: boolean
}): ReactNode {
  const t = useT()
  const { form, problems, phase, plan, again } = props
  const compose = useComposeSave(form)
  const fields = [...new Set(problems.map((problem) => t(fieldNameOf(problem))))]
  const label =
    phase === 'starting'
      ? t(again ? 'rerun.working' : 'run.working')
      : phase === 'downloading'
        ? t('run.downloading')
        : runsAtOnce(plan)
          ? t(again ? 'rerun.action' : 'run.run')
          : t(plan === 'update' ? 'run.update' : 'run.download')
  return (
    <>
      {problems.length === 0 && compose.question}
      <footer>
        <Button kind="ghost" size="sm" disabled={problems.length > 0} onClick={compose.save}>
          {t('run.compose')}
        </Button>
        <span className="grow" />
        {problems.length > 0 && (
          <span className="help no-wrap" role="status">
            {t('run.missing', { count: problems.length, fields: fields.join(', ') })}
          </span>
        )}
        <Button onClick={closeDialog}>{t('common.cancel')}</Button>
        <Button
          type="submit"
          kind={problems.length > 0 || phase !== 'idle' ? 'plain' : 'primary'}
          className="run-button"
          busy={phase !== 'idle'}
          disabled={problems.length > 0 || phase !== 'idle'}
        >
          {label}
        </Button>
      </footer>
    </>
  )
}
