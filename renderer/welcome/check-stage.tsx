// The first stage: what was found about this computer, each problem with its button, and one button for all of them.
import { Check, CircleQuestionMark, Minus, RefreshCw, X } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { ReadinessCheck, ReadinessFix } from '../../preload/model'
import { readinessNames } from '../../preload/readiness-texts/readiness-names'
import { readinessWords } from '../../preload/readiness-texts/readiness-words'
import { Button } from '../components/button'
import { formatWhole } from '../i18n/format'
import { act, usePending } from '../stores/pending'
import { machine, readiness, useEngineReady, useMachine } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog } from '../stores/ui'
import { SetupProgress, useWslSetup } from '../wsl/setup-progress'
import { startAnswered, useAsksForHome } from './home-answer'
import { HomeQuestion } from './home-question'
import { leaveWelcome, showStage } from './stage'

const order = { bad: 0, note: 1, unknown: 2, checking: 3, ok: 4 } as const
const secondMs = 1000

const keyOf = (id: string): string => `readiness:${id}`
async function takeFix({ id }: ReadinessCheck, { kind }: ReadinessFix): Promise<boolean> {
  // What came of it is seen here, unless the engine starts with it.
  showStage('check')
  const done = await act(keyOf(id), 'start', async () => contract().readiness.fix({ id, kind }))
  const state = machine.getState().value?.state
  if (state === 'creating' || state === 'starting') showStage('start')
  return done
}
/** What has something to choose asks first. */
const beginFix = (check: ReadinessCheck, fix: ReadinessFix): void => {
  if (fix.kind === 'choose-ports' && check.taken) openDialog({ kind: 'choose-ports', taken: check.taken })
  else void takeFix(check, fix)
}
const checkAgain = (): void => void act(keyOf('all'), 'restart', async () => contract().readiness.check())

/** One WSL does not have to be updated twice: a fix that several problems share is taken once. */
function fixesOf(checks: readonly ReadinessCheck[]): readonly (readonly [ReadinessCheck, ReadinessFix])[] {
  const found = new Map<string, readonly [ReadinessCheck, ReadinessFix]>()
  for (const check of checks) {
    const [fix] = check.fixes
    if (check.state === 'bad' && fix && !found.has(fix.kind)) found.set(fix.kind, [check, fix])
  }
  // Those that ask for permission, and end in a start of the machine, come last.
  return [...found.values()].toSorted(([, a], [, b]) => Number(a.elevates) - Number(b.elevates))
}

export function CheckStage(): ReactNode {
  const t = useT()
  const found = readiness((state) => state.value?.checks) ?? []
  // What is asked below is not told as a finding as well.
  const asks = useAsksForHome()
  const checks = asks ? found.filter(({ id }) => id !== 'folders') : found
  const bad = checks.filter(({ state }) => state === 'bad').length
  const looking = checks.length === 0 || checks.some(({ state }) => state === 'checking')
  const setup = useWslSetup()
  // Where a machine or an engine is there already, the start asked nothing of this computer.
  const neverLooked = readiness((state) => state.value?.checks.length === 0 && !state.value.checking)
  useEffect(() => {
    if (neverLooked) checkAgain()
  }, [neverLooked])
  const title =
    bad > 0 ? t('welcome.toFix', { count: bad }) : looking ? t('welcome.checking') : t('welcome.nothingToFix')
  return (
    <>
      <h1>{title}</h1>
      <p className="sub">{bad > 0 ? t('welcome.toFixSub') : t('welcome.nothingToFixSub')}</p>
      {setup && <SetupProgress setup={setup} />}
      {/* Keys scroll it where it has no button of its own. */}
      <ol className="card check-list" aria-label={t('welcome.checkComputer')} tabIndex={0}>
        {checks
          .toSorted((a, b) => order[a.state] - order[b.state])
          .map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
      </ol>
      <CheckFoot checks={checks} />
    </>
  )
}

function CheckRow({ check }: { readonly check: ReadinessCheck }): ReactNode {
  const t = useT()
  const language = useLanguage()
  const pending = usePending(keyOf(check.id)) !== undefined
  const { state, params } = check
  const words = readinessWords(check, language)
  return (
    <li className={`step check is-${state}`}>
      <CheckMark state={state} />
      <div>
        <b>{words?.title ?? readinessNames[check.id][language]}</b>
        <p>{words?.text ?? t('welcome.checkingOne')}</p>
      </div>
      <div className="check-fixes">
        {check.fixes.map((fix) => (
          <span key={fix.kind} className="row g12">
            {/* What asks first takes as long as a person takes. */}
            {fix.kind !== 'choose-ports' && (
              <small>
                {fix.elevates
                  ? t('welcome.fixElevates', { time: formatWhole(t, fix.aboutSeconds * secondMs) })
                  : t('welcome.about', { time: formatWhole(t, fix.aboutSeconds * secondMs) })}
              </small>
            )}
            <Button disabled={pending} busy={pending} onClick={() => beginFix(check, fix)}>
              {t(`fix.${fix.kind}`, { size: String(params.raised ?? '') })}
            </Button>
          </span>
        ))}
      </div>
    </li>
  )
}

const marks = {
  ok: ['ok', Check, 'welcome.markOk'],
  bad: ['bad', X, 'welcome.markBad'],
  note: ['noted', Minus, 'welcome.markNote'],
  unknown: ['noted', CircleQuestionMark, 'welcome.markUnknown'],
} as const

function CheckMark({ state }: { readonly state: ReadinessCheck['state'] }): ReactNode {
  const t = useT()
  if (state === 'checking')
    return (
      <span className="step-mark">
        <span className="status start large" />
      </span>
    )
  const [look, Icon, name] = marks[state]
  return (
    <span className={`step-mark ${look}`} role="img" aria-label={t(name)}>
      <Icon className="icon" />
    </span>
  )
}

function CheckFoot({ checks }: { readonly checks: readonly ReadinessCheck[] }): ReactNode {
  const t = useT()
  const [fixing, setFixing] = useState(false)
  const looking = readiness((state) => state.value?.checking ?? false)
  const ready = useEngineReady()
  const rests = useMachine()?.state
  const fixes = fixesOf(checks)
  const seconds = fixes.reduce((sum, [, fix]) => sum + fix.aboutSeconds, 0)
  const fixAll = async (): Promise<void> => {
    setFixing(true)
    // One that was refused leaves the others to the person.
    for (const [check, fix] of fixes) if (!(await takeFix(check, fix))) break
    setFixing(false)
  }
  const goOn = (): void => {
    if (!ready && (rests === 'absent' || rests === 'stopped' || rests === 'failed')) startAnswered()
    showStage(ready ? 'run' : 'start')
  }
  return (
    <>
      {fixes.length === 0 && <HomeQuestion />}
      <footer className="welcome-foot">
        {fixes.length > 0 ? (
          <>
            <Button kind="primary" size="lg" busy={fixing} disabled={fixing} onClick={() => void fixAll()}>
              {t('welcome.fixAll', { count: fixes.length })}
            </Button>
            <span className="text-2">
              {t('welcome.fixAbout', { time: formatWhole(t, seconds * secondMs) })}{' '}
              {fixes.some(([, fix]) => fix.elevates) && t('welcome.fixAsks')}
            </span>
          </>
        ) : (
          <Button kind="primary" size="lg" onClick={goOn}>
            {ready ? t('welcome.next') : t('welcome.start')}
          </Button>
        )}
        <span className="grow" />
        <Button kind="ghost" disabled={looking} onClick={checkAgain}>
          <RefreshCw className="icon" />
          {t('welcome.checkAgain')}
        </Button>
        <Button kind="ghost" onClick={leaveWelcome}>
          {t('welcome.skip')}
        </Button>
      </footer>
    </>
  )
}
