// Chooses limits of WSL, shows what that changes in the file, line by line, and writes it once that was seen.
import { useState, type ReactNode } from 'react'
import { machineLimits, memoryStep } from '../../preload/limits'
import type { WslLimits, WslLimitsChange, WslLimitsPlan, WslLimitsState } from '../../preload/model'
import { Button } from '../components/button'
import { Slider } from '../components/slider'
import { formatMemory, formatMemoryPair } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { SettingsCard } from '../settings/settings-card'
import { appInfo } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

interface Shown extends WslLimitsPlan {
  readonly change: WslLimitsChange
}

export interface WslLimitsFormProps {
  readonly state: WslLimitsState
  readonly onWritten: () => void
}

export function WslLimitsForm({ state, onWritten }: WslLimitsFormProps): ReactNode {
  const t = useT()
  const [draft, setDraft] = useState<WslLimitsChange>({})
  const [shown, setShown] = useState<Shown>()
  const edit = (change: WslLimitsChange): void => {
    setShown(undefined)
    setDraft((now) => ({ ...now, ...change }))
  }
  const attempt = (work: () => Promise<void>): void => void work().catch(reportError)
  const preview = (): void =>
    attempt(async () => setShown({ ...(await contract().wsl.planLimits({ change: draft })), change: draft }))
  const discard = (): void => {
    setShown(undefined)
    setDraft({})
  }
  const write = ({ change, basis }: Shown): void =>
    attempt(async () => {
      try {
        await contract().wsl.applyLimits({ change, basis })
        discard()
      } finally {
        onWritten()
      }
    })
  const changed = Object.keys(draft).length > 0
  return (
    <SettingsCard
      title={t('wsl.limits')}
      note={t('wsl.limitsWhy')}
      aside={
        <Button kind="ghost" size="sm" onClick={() => edit({ processors: null, memoryBytes: null })}>
          {t('wsl.useUsual')}
        </Button>
      }
    >
      <Sliders limits={state.limits} draft={draft} onChange={edit} />
      <Facts state={state} />
      {changed && !shown && (
        <div className="row">
          <Button size="sm" kind="primary" onClick={preview}>
            {t('wsl.preview')}
          </Button>
          <Button size="sm" kind="ghost" onClick={discard}>
            {t('wsl.discard')}
          </Button>
        </div>
      )}
      {shown && <Preview plan={shown} file={state.file} onWrite={() => write(shown)} onDiscard={discard} />}
    </SettingsCard>
  )
}

function Sliders({
  limits,
  draft,
  onChange,
}: {
  readonly limits: WslLimits
  readonly draft: WslLimitsChange
  readonly onChange: (change: WslLimitsChange) => void
}): ReactNode {
  const t = useT()
  const info = appInfo((one) => one.value)
  if (!info) return null
  const range = machineLimits(info.hostCpus, info.hostMemoryBytes)
  const processors = draft.processors === undefined ? limits.processors : draft.processors
  const memoryBytes = draft.memoryBytes === undefined ? limits.memoryBytes : draft.memoryBytes
  // WSL's own: all processors, and half of the memory.
  const half = Math.floor(info.hostMemoryBytes / 2 / memoryStep) * memoryStep
  return (
    <>
      <Slider
        label={t('wsl.processors')}
        least={1}
        most={info.hostCpus}
        step={1}
        value={processors ?? info.hostCpus}
        describe={(count) => t('wsl.processorsOf', { count, total: info.hostCpus })}
        {...(processors ? {} : { help: t('wsl.usual') })}
        onChange={(value) => onChange({ processors: value })}
      />
      <Slider
        label={t('wsl.memory')}
        least={range.memoryBytes.least}
        most={range.memoryBytes.most}
        step={memoryStep}
        value={memoryBytes ?? half}
        describe={(bytes) => t('engine.memoryOf', formatMemoryPair(bytes, info.hostMemoryBytes))}
        {...(memoryBytes ? {} : { help: t('wsl.usual') })}
        onChange={(value) => onChange({ memoryBytes: value })}
      />
    </>
  )
}

/** WSL has more modes than people need words for. */
function networkingText(t: Translate, mode: string): string {
  if (mode === 'mirrored') return t('wsl.networkingMirrored')
  return mode === 'none' ? t('wsl.networkingNone') : t('wsl.networking', { mode })
}

function Facts({
  state: { inEffect, othersRunning, networkingMode },
}: {
  readonly state: WslLimitsState
}): ReactNode {
  const t = useT()
  const now = inEffect && {
    processors: inEffect.processors,
    memory: formatMemory(inEffect.memoryBytes),
  }
  const names = othersRunning.join(', ')
  return (
    <p className="help">
      {[
        now && t('wsl.inEffect', now),
        networkingMode !== undefined && networkingText(t, networkingMode),
        t('wsl.appliesLater'),
        names !== '' && t('wsl.othersRunning', { count: othersRunning.length, names }),
      ]
        .filter(Boolean)
        .join(' ')}
    </p>
  )
}

const marks = { kept: ' ', added: '+', removed: '-' } as const

function Preview({
  plan,
  file,
  onWrite,
  onDiscard,
}: {
  readonly plan: WslLimitsPlan
  readonly file: string
  readonly onWrite: () => void
  readonly onDiscard: () => void
}): ReactNode {
  const t = useT()
  return (
    <>
      <pre className="error-details mono" tabIndex={0} aria-label={t('wsl.previewOf', { file })}>
        {plan.lines.map(({ kind, text }) => `${marks[kind]} ${text}`).join('\n')}
      </pre>
      {plan.lowers.length > 0 && (
        <p className="note warn" role="status">
          {t('wsl.lowers')}
        </p>
      )}
      <div className="row">
        <Button size="sm" kind="primary" onClick={onWrite}>
          {t('wsl.write')}
        </Button>
        <Button size="sm" kind="ghost" onClick={onDiscard}>
          {t('wsl.discard')}
        </Button>
      </div>
    </>
  )
}
