// How much of this computer the machine may have.
import { useCallback, type ReactNode } from 'react'
import { machineLimits, memoryStep, type MachineLimits } from '../../preload/limits'
import { Button } from '../components/button'
import { Slider } from '../components/slider'
import { formatMemoryPair } from '../i18n/format'
import { appInfo, useMachine } from '../stores/mirrors'
import { changeSettings, useT } from '../stores/preferences'
import { SettingsCard } from './settings-card'
import { RepairCard } from './repair-card'
import { useFeature, useSettings } from './use-settings'

const gibibyte = 1024 ** 3
const diskStep = 16 * gibibyte

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
  const info = appInfo((state) => state.value)
  const settings = useSettings()
  if (!info || !settings) return null
  const limits = machineLimits(info.hostCpus, info.hostMemoryBytes)
  const chosen = settings.cpus !== 'auto' || settings.memoryBytes !== 'auto'
  return (
    <SettingsCard
      title={t('settings.limits')}
      note={t('settings.limitsWhy')}
      aside={
        <Button
          kind="ghost"
          size="sm"
          disabled={!chosen}
          onClick={() => changeSettings({ cpus: 'auto', memoryBytes: 'auto' })}
        >
          {t('settings.reset')}
        </Button>
      }
    >
      <CpuSlider limits={limits} />
      <MemorySlider limits={limits} hostBytes={info.hostMemoryBytes} />
      <DiskSlider limits={limits} />
    </SettingsCard>
  )
}

function CpuSlider({ limits: { cpus } }: { limits: MachineLimits }): ReactNode {
  const t = useT()
  const chosen = useSettings()?.cpus ?? 'auto'
  const change = useCallback((value: number) => changeSettings({ cpus: value }), [])
  return (
    <Slider
      label={t('settings.cpus')}
      {...cpus}
      step={1}
      value={chosen === 'auto' ? cpus.usual : chosen}
      describe={(value) => t('settings.cpusOf', { count: value, total: cpus.most })}
      help={t('settings.cpusWhy')}
      onChange={change}
    />
  )
}

function MemorySlider({ limits, hostBytes }: { limits: MachineLimits; hostBytes: number }): ReactNode {
  const t = useT()
  const { least, most, usual } = limits.memoryBytes
  const chosen = useSettings()?.memoryBytes ?? 'auto'
  const change = useCallback((value: number) => changeSettings({ memoryBytes: value }), [])
  return (
    <Slider
      label={t('settings.memory')}
      least={least}
      most={most}
      step={memoryStep}
      value={chosen === 'auto' ? usual : chosen}
      describe={(value) => t('engine.memoryOf', formatMemoryPair(value, hostBytes))}
      help={t('settings.memoryWhy')}
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
