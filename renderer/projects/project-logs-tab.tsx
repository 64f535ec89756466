// The logs of a project's services together, or of one of them.
import { useMemo, type ReactNode } from 'react'
import { Logs } from '../logs/log-pane'
import { useProjectSources } from '../logs/project-logs'
import { useT } from '../stores/preferences'

interface ProjectLogsTabProps {
  readonly project: string
  /** Empty: all of them. */
  readonly service: string
  readonly choose: (service: string) => void
}

export function ProjectLogsTab({ project, service, choose }: ProjectLogsTabProps): ReactNode {
  const t = useT()
  const all = useProjectSources(project)
  const services = [...new Set(all.flatMap((one) => one.service ?? []))].sort()
  // One that is chosen may have lost its containers meanwhile.
  const chosen = services.includes(service) ? service : ''
  const sources = useMemo(
    () => (chosen === '' ? all : all.filter((one) => one.service === chosen)),
    [all, chosen],
  )
  return (
    <>
      {services.length > 1 && (
        <label className="row g8 log-services">
          {t('projects.service')}
          <select
            aria-label={t('projects.service')}
            className="input"
            value={chosen}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t('projects.allServices')}</option>
            {services.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      <Logs key={chosen} sources={sources} name={chosen === '' ? project : `${project} ${chosen}`} />
    </>
  )
}
