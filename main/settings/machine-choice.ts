// What the settings make of the machine, together with what this computer says: proxy and certificates.
import type { MachineLimits } from '../../preload/limits'
import type { Settings } from '../../preload/model'
import type { MachineConfig, MachineShape, ProxyAddresses } from '../machine/driver'

export interface ComputerFacts {
  readonly limits: MachineLimits
  /** Asked only when the settings want it. */
  proxy(): Promise<ProxyAddresses | undefined>
  caCertificates(): Promise<readonly string[]>
  daemon(): Promise<Readonly<Record<string, unknown>>>
}

/** The way out: for the downloads of the engine, and for what this computer asks registries itself. */
export type Reach = Pick<MachineConfig, 'proxy' | 'caCertificates'>

export async function chooseReach(settings: Settings, facts: ComputerFacts): Promise<Reach> {
  const [proxy, caCertificates] = await Promise.all([
    chooseProxy(settings, facts),
    settings.hostCertificates ? facts.caCertificates() : [],
  ])
  return { caCertificates, ...(proxy ? { proxy } : {}) }
}

/** @throws settings.bad-daemon-config */
export async function chooseMachine(settings: Settings, facts: ComputerFacts): Promise<MachineConfig> {
  const [reach, daemon] = await Promise.all([chooseReach(settings, facts), facts.daemon()])
  return {
    ...chooseShape(settings, facts.limits),
    diskBytes: within(settings.diskBytes, facts.limits.diskBytes),
    sharedFolders: settings.sharedFolders,
    daemon,
    ...reach,
  }
}

/** What was chosen on a larger computer is cut to what this one has. */
export const chooseShape = (settings: Settings, limits: MachineLimits): MachineShape => ({
  cpus: within(settings.cpus, limits.cpus),
  memoryBytes: within(settings.memoryBytes, limits.memoryBytes),
})

const within = (value: number | 'auto', { least, most, usual }: MachineLimits['cpus']): number =>
  value === 'auto' ? usual : Math.min(Math.max(value, least), most)

async function chooseProxy(settings: Settings, facts: ComputerFacts): Promise<ProxyAddresses | undefined> {
  const { proxyMode, httpProxy, httpsProxy, noProxy } = settings
  if (proxyMode === 'none') return undefined
  const manual = { http: httpProxy, https: httpsProxy || httpProxy, noProxy }
  const { http, https, noProxy: direct } = (proxyMode === 'manual' ? manual : await facts.proxy()) ?? {}
  if (!http && !https) return undefined
  return { ...(http ? { http } : {}), ...(https ? { https } : {}), ...(direct ? { noProxy: direct } : {}) }
}
