// How much of this computer the machine may have.
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { machineLimits, memoryStep, type MachineLimits } from '../../preload/limits'
import type { ResourceHistory } from '../../preload/model'
import { Button } from '../components/button'
import { Slider } from '../components/slider'
import { formatMemory, formatMemoryPair } from '../i18n/format'
import { appInfo, useMachine } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { SettingsCard } from './settings-card'
import { RepairCard } from './repair-card'
import { useFeature, useSettings } from './use-settings'

const gibibyte = 1024 ** 3
const diskStep = 16 * gibibyte
const swapStep = gibibyte / 2

export function MachineSection(): ReactNode {
  const limits = useFeature('limits')
  return (
    <>
      {limits && <LimitsCard />}
      <RepairCard />
    </>
  )
}

function LimitsCard(): ReactNode {
  const t = useT()
  return (
    <SettingsCard title={t('settings.limits')} note={t('settings.limitsWhy')} aside={<ResetLimits />}>
      <LimitSliders />
    </SettingsCard>
  )
}

export function ResetLimits(): ReactNode {
  const t = useT()
  const settings = useSettings()
  const chosen =
    settings !== undefined &&
    (settings.cpus !== 'auto' || settings.memoryBytes !== 'auto' || settings.swapBytes !== 0)
  return (
    <Button
      kind="ghost"
      size="sm"
      disabled={!chosen}
      onClick={() => changeSettings({ cpus: 'auto', memoryBytes: 'auto', swapBytes: 0 })}
    >
      {t('settings.reset')}
    </Button>
  )
}

/** Also on the page that shows what the machine takes. */
export function LimitSliders(): ReactNode {
  const info = appInfo((state) => state.value)
  const settings = useSettings()
  const week = useWeekPeak()
  if (!info || !settings) return null
  const limits = machineLimits(info.hostCpus, info.hostMemoryBytes)
  return (
    <>
      <CpuSlider limits={limits} peak={week && week.cpu * info.hostCpus} />
      <MemorySlider limits={limits} hostBytes={info.hostMemoryBytes} peak={week?.memoryBytes} />
      <DiskSlider limits={limits} />
      <SwapSlider limits={limits} />
    </>
  )
}

/** The most of the last seven days, as it was when this was opened. */
function useWeekPeak(): ResourceHistory['week'] {
  const current = useSession((state) => state.contract)
  const [week, setWeek] = useState<ResourceHistory['week']>()
  useEffect(() => {
    if (!current) return
    const over = new AbortController()
    current.resources.getHistory({ range: '24h', signal: over.signal }).then(
      (history) => !over.signal.aborted && setWeek(history.week),
      (error: unknown) => !over.signal.aborted && reportError(error),
    )
    return () => over.abort()
  }, [current])
  return week
}

type Peak = { readonly peak: number | undefined }

function CpuSlider({ limits: { cpus }, peak }: { limits: MachineLimits } & Peak): ReactNode {
  const t = useT()
  const chosen = useSettings()?.cpus ?? 'auto'
  const change = useCallback((value: number) => changeSettings({ cpus: value }), [])
  const size = peak?.toFixed(1) ?? ''
  const mark = peak && {
    value: peak,
    text: t('limitsCard.peakCpu', { count: size }),
    tooLittle: t('limitsCard.belowPeak', { size }),
  }
  return (
    <Slider
      label={t('settings.cpus')}
      {...cpus}
      step={1}
      value={chosen === 'auto' ? cpus.usual : chosen}
      describe={(value) => t('settings.cpusOf', { count: value, total: cpus.most })}
      help={t('settings.cpusWhy')}
      mark={mark || undefined}
      onChange={change}
    />
  )
}

function MemorySlider({
  limits,
  hostBytes,
  peak,
}: { limits: MachineLimits; hostBytes: number } & Peak): ReactNode {
  const t = useT()
  const { least, most, usual } = limits.memoryBytes
  const chosen = useSettings()?.memoryBytes ?? 'auto'
  const change = useCallback((value: number) => changeSettings({ memoryBytes: value }), [])
  const size = formatMemory(peak ?? 0)
  const mark = peak && {
    value: peak,
    text: t('limitsCard.peakMemory', { size }),
    tooLittle: t('limitsCard.belowPeak', { size }),
  }
  return (
    <Slider
      label={t('settings.memory')}
      least={least}
      most={most}
      step={memoryStep}
      value={chosen === 'auto' ? usual : chosen}
      describe={(value) => t('engine.memoryOf', formatMemoryPair(value, hostBytes))}
      help={t('settings.memoryWhy')}
      mark={mark || undefined}
      onChange={change}
    />
  )
}

function DiskSlider({ limits }: { limits: MachineLimits }): ReactNode {
  const t = useT()
  const { least, most, usual } = limits.diskBytes
  const setting = useSettings()?.diskBytes ?? 'auto'
  const value = setting === 'auto' ? usual : setting
  const exists = useMachine()?.state !== 'absent'
  const change = useCallback((bytes: number) => changeSettings({ diskBytes: bytes }), [])
  return (
    <Slider
      label={t('settings.disk')}
      least={exists ? value : least}
      most={most}
      step={diskStep}
      value={value}
      describe={(bytes) => t('settings.diskSize', { size: Math.round(bytes / gibibyte) })}
      help={t('settings.diskWhy')}
      onChange={change}
    />
  )
}

function SwapSlider({ limits: { swapBytes } }: { limits: MachineLimits }): ReactNode {
  const t = useT()
  const value = useSettings()?.swapBytes ?? swapBytes.usual
  const change = useCallback((bytes: number) => changeSettings({ swapBytes: bytes }), [])
  return (
    <Slider
      label={t('settings.swap')}
      least={swapBytes.least}
      most={swapBytes.most}
      step={swapStep}
      value={value}
      describe={(bytes) => (bytes === 0 ? t('settings.swapOff') : formatMemory(bytes))}
      help={t('settings.swapWhy')}
      onChange={change}
    />
  )
}
