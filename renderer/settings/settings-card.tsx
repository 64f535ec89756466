// One group of settings: heading, what is special about it, and its rows.
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Settings } from '../../preload/model'
import { managedSettings } from '../stores/mirrors'
import { useT } from '../stores/preferences'

export interface SettingsCardProps {
  readonly title: string
  /** Beside the heading, e.g. a button. */
  readonly aside?: ReactNode
  readonly note?: string
  readonly children: ReactNode
}

export const SettingsCard = ({ title, aside, note, children }: SettingsCardProps): ReactNode => (
  <section className="card settings-card" aria-label={title}>
    <div className="settings-card-head">
      <h2>{title}</h2>
      <span className="grow" />
      {aside}
    </div>
    {note !== undefined && <p className="help">{note}</p>}
    {children}
  </section>
)

export interface SettingRowProps {
  readonly title: string
  readonly help?: string
  /** The setting that it changes; one that an administrator has decided is shown and cannot be changed. */
  readonly name?: keyof Settings
  readonly children: ReactNode
}

/** Words at the left, the control at the right. */
export function SettingRow({ title, help, name, children }: SettingRowProps): ReactNode {
  const t = useT()
  const locked = managedSettings((state) => name !== undefined && state.value?.names.includes(name) === true)
  return (
    <div className="setting-row">
      <div className="grow">
        <div className="setting-name">{title}</div>
        {help !== undefined && <p className="help">{help}</p>}
        {locked && (
          <p className="help warn">
            <Lock className="icon icon-14" /> {t('settings.managed')}
          </p>
        )}
      </div>
      {locked ? (
        <fieldset className="setting-locked" disabled>
          {children}
        </fieldset>
      ) : (
        children
      )}
    </div>
  )
}
