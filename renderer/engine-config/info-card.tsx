// What the engine says of itself: versions, storage, what it can do and what it warns of.
import { type ReactNode } from 'react'
import type { EngineInfo } from '../../preload/model'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { SettingsCard } from '../settings/settings-card'
import { useEngine, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'

const ask: Question<EngineInfo> = ({ engine }, signal) => engine.getInfo({ signal })

export function InfoCard(): ReactNode {
  const ready = useEngineReady()
  const since = useEngine()?.connectedAt
  return ready ? <Info key={since} /> : null
}

function Info(): ReactNode {
  const t = useT()
  const answer = useAnswer(ask, undefined)
  return (
    <SettingsCard title={t('daemon.info')}>
      <Answered answer={answer}>
        {(info) => (
          <dl className="about-list">
            {rowsOf(t, info).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Answered>
    </SettingsCard>
  )
}

function rowsOf(t: ReturnType<typeof useT>, info: EngineInfo): (readonly [string, string])[] {
  const store = t(info.imageStore === 'containerd' ? 'daemon.storeContainerd' : 'daemon.storeClassic')
  const features = [
    `cgroup v${info.cgroupVersion}`,
    ...(info.liveRestore ? ['live-restore'] : []),
    ...(info.experimental ? ['experimental'] : []),
  ]
  const rows: readonly (readonly [string, string])[] = [
    [t('daemon.infoVersion'), `${info.version} (${info.platform})`],
    [t('daemon.infoApi'), `${info.oldestApiVersion} – ${info.apiVersion}`.replace(/^ – /, '')],
    [t('daemon.infoKernel'), info.kernel],
    [t('daemon.infoStorage'), `${info.storageDriver}, ${store}`],
    [t('daemon.infoLogs'), info.logDriver],
    [t('daemon.infoFeatures'), features.join(', ')],
    [t('daemon.infoSecurity'), info.securityOptions.join(', ')],
    [t('daemon.infoRuntimes'), info.runtimes.join(', ')],
    [t('daemon.infoParts'), info.components.map(({ name, version }) => `${name} ${version}`).join(', ')],
    [t('daemon.infoMirrors'), info.mirrors.join(', ')],
    [t('daemon.infoWarnings'), info.warnings.join('\n')],
  ]
  return rows.filter(([, value]) => value.trim() !== '')
}
