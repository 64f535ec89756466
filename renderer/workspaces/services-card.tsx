// The services of a workspace: what must be downloaded, where each will answer on this computer, what it takes.
import { Check, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Workspace, WorkspacePort, WorkspaceReadiness, WorkspaceService } from '../../preload/model'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { movedTo } from '../i18n/shared-words'
import { isElsewhere, moveOf, teamNumbers } from './port-words'
import { shortImage } from './short-image'
import { ServiceTile } from './service-tile'

export interface ServicesProps {
  readonly workspace: Workspace
  readonly readiness: WorkspaceReadiness | undefined
}

export function ServicesCard({ workspace, readiness }: ServicesProps): ReactNode {
  const t = useT()
  const { services, ports, state } = workspace
  const memory = services.reduce((sum, one) => sum + (one.memoryBytes ?? 0), 0)
  return (
    <section className="card workspace-card">
      <header className="row g8">
        <h2 className="grow">{t(state === 'up' ? 'workspaces.whatRuns' : 'workspaces.whatStarts')}</h2>
        {memory > 0 && (
          <span className="text-2 size-12">{t('workspaces.memoryInAll', { size: formatBytes(memory) })}</span>
        )}
      </header>
      <table className="workspace-table">
        <thead>
          <tr>
            <th>{t('workspaces.service')}</th>
            <th>{t('workspaces.download')}</th>
            <th>{t('workspaces.address')}</th>
            {memory > 0 && <th className="memory">{t('workspaces.memory')}</th>}
          </tr>
        </thead>
        <tbody>
          {services.map((service) => {
            const { name, title, icon, image, memoryBytes } = service
            const own = ports.filter((one) => one.service === name)
            return (
              <tr key={name}>
                <th scope="row">
                  <span className="service-name">
                    <ServiceTile icon={icon} />
                    <span>
                      <b>{title}</b>
                      <small title={image}>
                        {image === undefined ? t('workspaces.built') : shortImage(image)}
                      </small>
                    </span>
                  </span>
                </th>
                <td>
                  <ToGet service={service} workspace={workspace} readiness={readiness} />
                </td>
                <td>
                  {own.length === 0 && <span className="text-2 size-12">{t('workspaces.inside')}</span>}
                  {own.map((port) => (
                    <Address
                      key={`${port.containerPort}/${port.protocol}`}
                      port={port}
                      isUp={state === 'up'}
                      readiness={readiness}
                    />
                  ))}
                </td>
                {memory > 0 && (
                  <td className="memory">{memoryBytes === undefined ? '' : formatBytes(memoryBytes)}</td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function ToGet({
  service: { name, image },
  workspace: { services, state },
  readiness,
}: ServicesProps & { readonly service: WorkspaceService }): ReactNode {
  const t = useT()
  if (image === undefined) return <span className="text-2 size-12">{t('workspaces.built')}</span>
  const first = services.find((one) => one.image === image)
  if (first && first.name !== name)
    return <span className="text-2 size-12">{t('workspaces.sameImage', { service: first.title })}</span>
  const check = readiness?.images.find((one) => one.reference === image)
  const isHere = state === 'up' || check?.here === true
  const size = check?.downloadBytes
  const Icon = isHere ? Check : Download
  return (
    <span className={isHere ? 'row g6 text-2 size-12' : 'row g6'}>
      <Icon className="icon icon-14" />
      {isHere
        ? t('workspaces.here')
        : size !== undefined
          ? formatBytes(size)
          : t(check ? 'workspaces.sizeUnknown' : 'workspaces.toGet')}
    </span>
  )
}

interface AddressProps extends Pick<ServicesProps, 'readiness'> {
  readonly port: WorkspacePort
  readonly isUp: boolean
}

/** One that had to move is marked, and says what the team has. */
function Address({ port, isUp, readiness }: AddressProps): ReactNode {
  const t = useT()
  const { hostPort, meaning, url } = port
  const move = moveOf(readiness?.moves, port)
  const isMoved = isElsewhere(port, move?.to ?? hostPort)
  const look = isMoved ? 'port-pill moved' : 'port-pill'
  const place = (
    <>
      <span className={isUp ? 'jack' : 'jack free'} />
      <span>
        localhost:<b>{move ? movedTo(move) : hostPort === 0 ? teamNumbers(port) : hostPort}</b>
      </span>
    </>
  )
  return (
    <span className="workspace-port">
      {isUp && url !== undefined ? (
        <a className={look} href={url} target="_blank" rel="noreferrer">
          {place}
        </a>
      ) : (
        <span className={look}>{place}</span>
      )}
      {meaning !== undefined && <span className="text-2 size-12 truncate">{meaning}</span>}
      {isMoved && (
        <span className="warn-text size-12">{t('workspaces.was', { port: teamNumbers(port) })}</span>
      )}
    </span>
  )
}
