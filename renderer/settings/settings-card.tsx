// One group of settings: heading, what is special about it, and its rows.
import type { ReactNode } from 'react'

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
  readonly children: ReactNode
}

/** Words at the left, the control at the right. */
export const SettingRow = ({ title, help, children }: SettingRowProps): ReactNode => (
  <div className="setting-row">
    <div className="grow">
      <div className="setting-name">{title}</div>
      {help !== undefined && <p className="help">{help}</p>}
    </div>
    {children}
  </div>
)
