// The services of a project: how each stands, its image, addresses, what it waits for, and what can be done with it.
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ComposeProject, ComposeRequest, ComposeServiceConfig } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import { IconButton } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { PortPill } from '../components/port-pill'
import { Status } from '../components/status'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { serviceShape, serviceWords, waitsFor } from './project-words'

export interface ServicesTableProps {
  readonly project: ComposeProject
  readonly services: readonly ComposeServiceConfig[]
  readonly act: (request: ComposeRequest) => void
}

export function ServicesTable({ project, services, act }: ServicesTableProps): ReactNode {
  const t = useT()
  return (
    <table className="services-table" aria-label={t('projects.services')}>
      <thead>
        <tr>
          <th scope="col">{t('projects.service')}</th>
          <th scope="col">{t('projects.state')}</th>
          <th scope="col">{t('projects.address')}</th>
          <th scope="col">{t('projects.waitsFor')}</th>
          <th scope="col">{t('projects.count')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('projects.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {services.map((service) => (
          <ServiceRow key={service.name} project={project} service={service} act={act} />
        ))}
      </tbody>
    </table>
  )
}

interface ServiceRowProps extends Pick<ServicesTableProps, 'project' | 'act'> {
  readonly service: ComposeServiceConfig
}

function ServiceRow({ project, service, act }: ServiceRowProps): ReactNode {
  const t = useT()
  const { name, image = '' } = service
  const state = project.services.find((one) => one.name === name)
  const running = (state?.running ?? 0) > 0
  const one = { services: [name] }
  return (
    <tr>
      <th scope="row">
        <span className="truncate">{name}</span>
        <span className="truncate text-2 size-12">{service.builds ? t('projects.builds') : image}</span>
      </th>
      <td>
        <Status shape={serviceShape(state)} /> {serviceWords(t, state)}
      </td>
      <td>
        <Addresses project={project.id} service={service} running={running} />
      </td>
      <td className="text-2">{waitsFor(t, service)}</td>
      <td>
        <Scale count={state?.containers ?? 0} service={service} act={act} />
      </td>
      <td className="row-actions">
        {running ? (
          <>
            <IconButton
              label={t('projects.restartService', { name })}
              onClick={() => act({ verb: 'restart', ...one })}
            >
              <RotateCw className="icon icon-14" />
            </IconButton>
            <IconButton
              label={t('projects.stopService', { name })}
              onClick={() => act({ verb: 'stop', ...one })}
            >
              <StopIcon className="icon-14" />
            </IconButton>
          </>
        ) : (
          <IconButton
            label={t('projects.startService', { name })}
            onClick={() => act({ verb: 'up', ...one })}
          >
            <PlayIcon className="icon-14" />
          </IconButton>
        )}
      </td>
    </tr>
  )
}

/** Of the containers where there are some: they know which free port they were given. */
function Addresses(props: {
  readonly project: string
  readonly service: ComposeServiceConfig
  readonly running: boolean
}): ReactNode {
  const { project, service, running } = props
  const key = containers.use((state) =>
    JSON.stringify(
      [...state.items.values()]
        .filter((one) => one.project === project && one.service === service.name)
        .flatMap(({ ports }) => ports),
    ),
  )
  const own = JSON.parse(key) as ComposeServiceConfig['ports']
  return (own.length > 0 ? own : service.ports).map((binding) => (
    <PortPill
      key={`${binding.hostAddress} ${writePort(binding)} ${binding.containerPort}`}
      binding={binding}
      state={running ? 'open' : 'off'}
    />
  ))
}

/** More or fewer containers; a port of this computer can be had by one only. */
function Scale(props: {
  readonly count: number
  readonly service: ComposeServiceConfig
  readonly act: ServicesTableProps['act']
}): ReactNode {
  const t = useT()
  const { count, service, act } = props
  const { name } = service
  const fixed = service.ports.some(({ hostPort }) => hostPort !== 0)
  const to = (next: number): void => act({ verb: 'scale', services: [], scale: { [name]: next } })
  return (
    <span className="row g8">
      <IconButton label={t('projects.fewer', { name })} disabled={count === 0} onClick={() => to(count - 1)}>
        −
      </IconButton>
      <span className="tabular">{count}</span>
      <IconButton
        label={fixed && count > 0 ? t('projects.onePort', { name }) : t('projects.more', { name })}
        disabled={fixed && count > 0}
        onClick={() => to(count + 1)}
      >
        +
      </IconButton>
    </span>
  )
}
