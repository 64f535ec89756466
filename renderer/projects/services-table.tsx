// The services of a project: how each stands, its image, addresses, what it waits for, and what can be done with it.
import { Download, Hammer, RotateCw, ScrollText, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ComposeProject, ComposeRequest, ComposeServiceConfig } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import { IconButton } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { MenuItem, MenuLine } from '../components/menu'
import { PortPill } from '../components/port-pill'
import { RowMenu } from '../components/row-menu'
import { Status } from '../components/status'
import { removeOrAsk } from '../containers/remove'
import type { Translate } from '../i18n/translate'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { serviceShape, serviceWords, waitsFor } from './project-words'

export interface ServicesTableProps {
  readonly project: ComposeProject
  readonly services: readonly ComposeServiceConfig[]
  /** Something is being done with the project. */
  readonly busy: boolean
  readonly act: (request: ComposeRequest) => void
  readonly showLogs: (service: string) => void
}

export function ServicesTable({ services, ...rest }: ServicesTableProps): ReactNode {
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
          <ServiceRow key={service.name} service={service} {...rest} />
        ))}
      </tbody>
    </table>
  )
}

interface ServiceRowProps extends Omit<ServicesTableProps, 'services'> {
  readonly service: ComposeServiceConfig
}

function ServiceRow(props: ServiceRowProps): ReactNode {
  const { project, service, busy, act } = props
  const t = useT()
  const { name, image = '' } = service
  const state = project.services.find((one) => one.name === name)
  const running = (state?.running ?? 0) > 0
  return (
    <tr>
      <th scope="row">
        <span className="truncate" title={name}>
          {name}
        </span>
        <span className="truncate text-2 size-12" title={service.builds ? undefined : image}>
          {service.builds ? t('projects.builds') : image}
        </span>
      </th>
      <td>
        <Status shape={serviceShape(state)} /> {serviceWords(t, state)}
      </td>
      <td>
        <Addresses project={project.id} service={service} running={running} />
      </td>
      <td className="text-2">{waitsFor(t, service)}</td>
      <td>
        <Scale count={state?.containers ?? 0} {...{ service, busy, act }} />
      </td>
      <td className="row-actions">
        <ServiceActions {...props} />
      </td>
    </tr>
  )
}

function ServiceActions({ project, service, busy, act, showLogs }: ServiceRowProps): ReactNode {
  const t = useT()
  const { name } = service
  const { running = 0, containers: count = 0 } = project.services.find((one) => one.name === name) ?? {}
  const one = { services: [name] }
  const button = (verb: 'up' | 'restart' | 'stop', label: string, icon: ReactNode): ReactNode => (
    <IconButton label={label} disabled={busy} onClick={() => act({ verb, ...one })}>
      {icon}
    </IconButton>
  )
  return (
    <>
      {(running === 0 || running < count) &&
        button('up', t('projects.startService', { name }), <PlayIcon className="icon-14" />)}
      {running > 0 &&
        button('restart', t('projects.restartService', { name }), <RotateCw className="icon icon-14" />)}
      {running > 0 && button('stop', t('projects.stopService', { name }), <StopIcon className="icon-14" />)}
      <RowMenu name={name} tabIndex={0}>
        <MenuItem disabled={count === 0} onSelect={() => showLogs(name)}>
          <ScrollText className="icon" />
          {t('projects.logsService', { name })}
        </MenuItem>
        <MenuItem disabled={busy} onSelect={() => act({ verb: service.builds ? 'build' : 'pull', ...one })}>
          {service.builds ? <Hammer className="icon" /> : <Download className="icon" />}
          {service.builds ? t('projects.buildService') : t('projects.pullService')}
        </MenuItem>
        <MenuLine />
        <MenuItem
          danger
          disabled={busy || count === 0}
          onSelect={() => removeOrAsk(containersOf(project.id, name))}
        >
          <Trash2 className="icon" />
          {t('containers.removeAll', { count })}
        </MenuItem>
      </RowMenu>
    </>
  )
}

const containersOf = (project: string, service: string): string[] =>
  [...containers.use.getState().items.values()]
    .filter((one) => one.project === project && one.service === service)
    .map(({ id }) => id)

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

/** More or fewer containers, as far as there can be more. */
function Scale(props: {
  readonly count: number
  readonly service: ComposeServiceConfig
  readonly busy: boolean
  readonly act: ServicesTableProps['act']
}): ReactNode {
  const t = useT()
  const { count, service, busy, act } = props
  const { name } = service
  const refused = whyNoMore(t, service, count)
  const to = (next: number): void => act({ verb: 'scale', services: [], scale: { [name]: next } })
  return (
    <span className="row g8">
      <IconButton
        label={t('projects.fewer', { name })}
        disabled={busy || count === 0}
        onClick={() => to(count - 1)}
      >
        −
      </IconButton>
      <span className="tabular">{count}</span>
      <IconButton
        label={refused ?? t('projects.more', { name })}
        disabled={busy || refused !== undefined}
        onClick={() => to(count + 1)}
      >
        +
      </IconButton>
    </span>
  )
}

/** A name and a port of this computer can be had by one only, a range of ports by as many as it has. */
function whyNoMore(t: Translate, service: ComposeServiceConfig, count: number): string | undefined {
  const { name, containerName, ports } = service
  if (count === 0) return undefined
  if (containerName !== undefined) return t('projects.oneName', { name, containerName })
  if (ports.some(({ hostPort }) => hostPort !== 0)) return t('projects.onePort', { name })
  const most = Math.min(
    ...ports.flatMap(({ hostRange }) => (hostRange ? [hostRange.last - hostRange.first + 1] : [])),
  )
  return count >= most ? t('projects.allPorts', { name, count: most }) : undefined
}
