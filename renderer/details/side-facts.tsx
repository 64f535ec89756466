// Beside the logs of a container that has the whole window: what it uses, where it is reached, what it is given.
import { Copy, Folder, HardDrive } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Container, ContainerDetails, ContainerMount, EnvVariable } from '../../preload/model'
import { distinctPorts, portsOf } from '../containers/port-states'
import { PortList } from '../containers/port-cell'
import { Sparkline } from '../containers/use-cells'
import { Button, IconButton } from '../components/button'
import { formatMemory, formatShare } from '../i18n/format'
import { copyText } from '../stores/clipboard'
import { useForwardsOf } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDetails } from '../stores/ui'
import { WhyAbout } from '../why/why-word'
import { hiddenValue, isSecret } from './secret'
import { reachesItself } from './reaches-itself'
import { useDetails } from './use-details'
import { useStats } from './use-stats'

/** More are one click away. */
const shownVariables = 8
const shownSamples = 60
/** Networks in which containers do not find each other by name. */
const nameless = new Set(['bridge', 'host', 'none'])
const anonymous = /^[0-9a-f]{64}$/

export function SideFacts({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const { value: details } = useDetails(container.id)
  return (
    <aside className="side-facts" aria-label={t('side.label')} tabIndex={0}>
      <Use id={container.id} />
      <Ports container={container} />
      <Inside container={container} />
      {details && <Mounts mounts={details.mounts} />}
      {details && <Environment id={container.id} env={details.env} />}
    </aside>
  )
}

function Use({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const samples = useStats(id, '5m').history.samples.slice(-shownSamples)
  const last = samples.at(-1)
  if (!last) return null
  return (
    <section className="side-use">
      <div>
        <span className="text-2 size-12">{t('stats.cpu')}</span>
        <p>
          <b>{formatShare(last.cpu)}</b>
          <Sparkline points={samples.map(({ cpu }) => cpu)} least={0.05} hue="cpu" width={shownSamples} />
        </p>
      </div>
      <div>
        <span className="text-2 size-12">{t('stats.memory')}</span>
        <p>
          <b>{formatMemory(last.memoryBytes)}</b>
          <Sparkline
            points={samples.map(({ memoryBytes }) => memoryBytes)}
            least={20e6}
            hue="mem"
            width={shownSamples}
          />
        </p>
      </div>
    </section>
  )
}

function Ports({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const ports = distinctPorts(portsOf(container, useForwardsOf(container.id)))
  return (
    <section>
      <h2>{t('list.ports')}</h2>
      {ports.length === 0 ? (
        <p className="help">{t('containers.noPorts')}</p>
      ) : (
        <PortList container={container} ports={ports} />
      )}
    </section>
  )
}

/** By the name of its service where Compose gave it one, else by its own. */
function Inside({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const network = container.networks.find(({ name }) => !nameless.has(name))
  if (!network) return null
  const port = container.ports[0]?.containerPort
  const address = `${container.service ?? container.name}${port === undefined ? '' : `:${port}`}`
  return (
    <section>
      <h2>{t('side.inside')}</h2>
      <div className="side-address mono">
        <span className="truncate">{address}</span>
        <IconButton label={t('env.copy', { name: address })} onClick={() => copyText(address)}>
          <Copy className="icon icon-14" />
        </IconButton>
      </div>
      <p className="help">
        {container.service === undefined
          ? t('side.insideName', { network: network.name })
          : t('side.insideService', { network: network.name })}{' '}
        <WhyAbout word="network" />
      </p>
    </section>
  )
}

function Mounts({ mounts }: { readonly mounts: ContainerDetails['mounts'] }): ReactNode {
  const t = useT()
  if (mounts.length === 0) return null
  return (
    <section>
      <h2>{t('side.mounts')}</h2>
      {mounts.map((mount) => (
        <Mount key={mount.path} mount={mount} />
      ))}
    </section>
  )
}

function Mount({ mount: { kind, source, path, writable } }: { readonly mount: ContainerMount }): ReactNode {
  const t = useT()
  const volume = kind === 'volume'
  const title = volume
    ? anonymous.test(source)
      ? t('side.unnamed')
      : source
    : source.split('/').slice(-2).join('/')
  const about = [path, volume ? '' : t('side.folder'), writable ? '' : t('side.readOnly')]
  return (
    <div className="side-mount" title={`${source} → ${path}`}>
      {volume ? <HardDrive className="icon" /> : <Folder className="icon" />}
      <span>
        <b className="truncate">{title}</b>
        <small className="truncate">{about.filter((part) => part !== '').join(' · ')}</small>
      </span>
    </div>
  )
}

function Environment(props: { readonly id: string; readonly env: readonly EnvVariable[] }): ReactNode {
  const { id, env } = props
  const t = useT()
  if (env.length === 0) return null
  return (
    <section>
      <h2>
        {t('details.env')} <span className="text-3">{env.length}</span>
      </h2>
      <dl className="side-env mono">
        {env.slice(0, shownVariables).map((variable, index) => (
          <div key={index}>
            <dt className="truncate" title={variable.name}>
              {variable.name}
            </dt>
            <dd
              className={`truncate ${reachesItself(variable) ? 'bad' : ''}`.trimEnd()}
              title={isSecret(variable) ? undefined : variable.value}
            >
              {isSecret(variable) ? hiddenValue : variable.value}
            </dd>
          </div>
        ))}
      </dl>
      {env.length > shownVariables && (
        <Button kind="ghost" size="sm" onClick={() => openDetails(id, 'env')}>
          {t('side.allEnv', { count: env.length })}
        </Button>
      )}
    </section>
  )
}
